"""The frame around every practice: why, a rating from 0 to 10, the steps, the rating again, what was noticed, kept.

A practice brings its own steps; everything around them is here, so that each of them is rated and kept alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dialogs.engine import Choice, Dialog, End, Frame, Move, Turn, Wait
from dialogs.engine.dialog import Action, State

Side = str  # "soothe" or "reach": which question the ratings answer
RATINGS = tuple(Choice(str(number), "rated", number, label=str(number)) for number in range(11))
SKIP = Choice("skip", "skip")
NOT_NOW = Choice("not_now", "not_now")
NEXT = (Choice("next", "next"), Choice("stop", "stop"))
LONG = 3000  # characters of a text that somebody writes for themselves

_RESULTS = ("lower", "same", "higher")
_SAYS = (
    *(f"exercise.saved.soothe_{result}" for result in _RESULTS),
    *(f"exercise.saved.reach_{result}" for result in _RESULTS),
    "exercise.saved.unrated",
    "exercise.kept",
)


def at_once(turn: Turn) -> bool:
    """Whether the person needs this now, without questions first (they come from the safety dialog)."""
    return bool(turn.facts.get("at_once"))


def exercise(
    name: str,
    side: Side,
    steps: Sequence[State],
    moves: Sequence[Move],
    *,
    version: int = 1,
    facts: Mapping[str, type | tuple[type, ...]] | None = None,
    says: Sequence[str] = (),
    keeps: Callable[[Turn], Mapping[str, Any]] | None = None,
    urgent: bool = False,
    migrations: Mapping[int, Callable[[Frame], Frame]] | None = None,
) -> Dialog:
    """A practice in its frame.

    ``steps`` are its own states: the first is entered after the first rating, and moves that end the practice lead to
    ``after``. ``keeps`` gives what is kept of it beside the ratings; an ``urgent`` one can be begun without a rating.
    """
    first = steps[0].name

    def keep(turn: Turn) -> None:
        noticed = turn.text if turn.state == "noticed" else None
        before, after = turn.facts.get("before"), turn.facts.get("after")
        turn.person = turn.person.with_practice(name, turn.now, before, after)
        details = dict(keeps(turn)) if keeps else {}
        turn.record("practice", name=name, before=before, after=after, noticed=noticed, **details)
        turn.say(_saved(side, before, after))
        if noticed:
            turn.say("exercise.kept")

    return Dialog(
        name,
        version,
        "why",
        states=(
            Wait("why", (Choice("start", "start"), NOT_NOW)),
            Wait("before", (*RATINGS, SKIP), screen=f"exercise.before.{side}"),
            *steps,
            Wait("after", (*RATINGS, SKIP), screen=f"exercise.after.{side}"),
            Wait("noticed", (SKIP,), text="noticed", screen="exercise.noticed"),
            End("done", lambda turn: "done"),
            End("left", lambda turn: "left"),
        ),
        moves=(
            *((Move("start", "why", first, when=at_once),) if urgent else ()),
            Move("start", "why", "before"),
            Move("not_now", "why", "left"),
            Move("rated", "before", first, do=_rate_before),
            Move("skip", "before", first),
            *moves,
            Move("rated", "after", "noticed", do=_rate_after),
            Move("skip", "after", "noticed"),
            Move("noticed", "noticed", "done", do=keep),
            Move("skip", "noticed", "done", do=keep),
        ),
        facts={"before": int, "after": int, "at_once": bool, **(facts or {})},
        says=(*_SAYS, *says),
        fallback="why",
        migrations=migrations or {},
    )


def remember(fact: str, read: Callable[[str], str] = str.strip) -> Action:
    """An action that keeps the answer as a fact: the button's value, or the typed words as ``read`` takes them."""

    def keep_answer(turn: Turn) -> None:
        turn.facts[fact] = turn.value if turn.text is None else read(turn.text)

    return keep_answer


def _rate_before(turn: Turn) -> None:
    turn.facts["before"] = turn.value


def _rate_after(turn: Turn) -> None:
    turn.facts["after"] = turn.value


def _saved(side: Side, before: int | None, after: int | None) -> str:
    """The line that says what the two ratings say, and no more than that."""
    if before is None or after is None:
        return "exercise.saved.unrated"
    result = "lower" if after < before else "higher" if after > before else "same"
    return f"exercise.saved.{side}_{result}"
