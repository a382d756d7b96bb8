"""The twelve questions as states, and the keeping of their answers with the seconds each took."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from content.catalogue import Phrase, Value
from dialogs.engine import Choice, Turn, Wait
from dialogs.engine.dialog import Action
from dialogs.role import shown
from dialogs.role.scoring import ITEMS

SCALE = ("never", "rarely", "sometimes", "often", "nearly_always")
CHANGE = ("me", "both", "partner")


def question(item: str) -> Wait:
    if item == "C1":
        answers = tuple(Choice(name, "answer", name) for name in CHANGE)
    else:
        answers = tuple(
            Choice(name, "answer", points, label=Phrase(f"role.scale.{name}")) for points, name in enumerate(SCALE)
        )
    return Wait(item, (*answers, Choice("skip", "skip"), Choice("back", "back")), values=_progress(item))


def _progress(item: str) -> Any:
    def progress(turn: Turn) -> Mapping[str, Value]:
        return {"number": ITEMS.index(item) + 1, "count": len(ITEMS), "topic": shown.topic(turn.facts.get("topic"))}

    return progress


def keep_answer_to(item: str) -> Action:
    def keep_answer(turn: Turn) -> None:
        answers = {**(turn.facts.get("answers") or {}), item: turn.value}
        asked = datetime.fromisoformat(turn.facts.get("asked_at") or turn.now.isoformat())
        taken = max(0.0, round((turn.now - asked).total_seconds(), 1))
        turn.facts.update(answers=answers, seconds=[*(turn.facts.get("seconds") or []), taken][-len(ITEMS) :])
        note_time(turn)

    return keep_answer


def note_time(turn: Turn) -> None:
    turn.facts["asked_at"] = turn.now.isoformat()
