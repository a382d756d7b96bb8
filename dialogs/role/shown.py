"""How a result is shown: two bars, one sentence for each axis, how sure it is, and what changed since last time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from content.catalogue import Phrase, Value
from dialogs.engine import Turn
from dialogs.role.scoring import TOPICS, Outcome, Result

OUTCOMES = tuple(outcome for outcome in get_args(Outcome) if outcome != "not_enough")
_BLOCKS = 10
_HIGH, _LOW = 60, 35  # points from which, and below which, an axis is spoken of as high and low


def topic(name: object) -> Value:
    """The name of a topic, in the reader's language."""
    return Phrase(f"role.topics.{name}") if name in TOPICS else ""


def result(turn: Turn) -> Result:
    """The result that the dialog is talking about."""
    return Result.from_json(turn.facts.get("result") or {})


def bar(points: int) -> str:
    """Points of 0 to 100 as ten blocks."""
    full = (points + 5) // 10
    return "▰" * full + "▱" * (_BLOCKS - full)


def axes(turn: Turn) -> dict[str, Value]:
    """The values of the text that shows a result's two axes."""
    found = result(turn)
    return {
        "topic": topic(turn.facts.get("topic")),
        "reach_bar": bar(found.reach),
        "retreat_bar": bar(found.retreat),
        "reach": found.reach,
        "retreat": found.retreat,
        "reach_words": Phrase(f"role.reach.{_level(found.reach)}"),
        "retreat_words": Phrase(f"role.retreat.{_level(found.retreat)}"),
        "sure": Phrase(f"role.sure.{_sureness(found)}"),
        "wants": _wants((turn.facts.get("answers") or {}).get("C1")),
        "change": _change(turn.facts.get("change")),
    }


def settled(turn: Turn) -> Mapping[str, Value]:
    """What the person settled on before."""
    return {"role": Phrase(f"role.roles.{turn.person.role or 'unclear'}")}


def _level(points: int) -> str:
    return "high" if points >= _HIGH else "low" if points < _LOW else "some"


def _sureness(found: Result) -> str:
    """In words how sure the direction is; outcomes without a direction have none."""
    directed = found.outcome in ("pursuer", "distancer", "leaning_pursuer", "leaning_distancer")
    return found.confidence if directed else "none"


def _wants(change: object) -> Value:
    return Phrase(f"role.wants.{change}") if change in ("me", "partner") else ""


def _change(change: object) -> Value:
    if not isinstance(change, list):
        return ""
    reach, retreat, reach_by, retreat_by = change
    return Phrase(
        "role.change.line",
        {
            "reach": Phrase(f"role.change.{_way(reach, reach_by)}"),
            "retreat": Phrase(f"role.change.{_way(retreat, retreat_by)}"),
        },
    )


def _way(moved: str, by: int) -> str:
    """Which words tell a change: nothing is called a change that the questions' own wobble can explain."""
    return moved if moved == "same" else f"{moved}_{'up' if by > 0 else 'down'}"
