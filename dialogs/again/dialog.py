"""The offer as it comes: a neutral line, then what it is about, then a yes, a week's delay or a no. Asked once.

Nothing on the lock screen tells what it is about, and an unanswered one is gone with the next word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from content.catalogue import Value
from dialogs.again import offers
from dialogs.ago import ago
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.engine.dialog import Action
from dialogs.role import shown


def _offer(kind: str, no: str, values: Callable[[Turn], Mapping[str, Value]], begin: Action | None = None) -> Dialog:
    """The dialog that offers a kind, which is the name of the dialog that a yes leads to.

    ``no`` is how it is refused: "no" for this time, "never" for good. ``begin`` may note the topic that it is about.
    """

    def act(act_on: Callable[[Turn, str], None]) -> Action:
        def do(turn: Turn) -> None:
            act_on(turn, kind)

        return do

    def given(turn: Turn) -> dict[str, Any]:
        topic = turn.facts.get("topic")
        return {"topic": topic} if topic else {}

    return Dialog(
        offers.timer_of(kind),
        1,
        "due",
        states=(
            Pass("due"),
            Wait("veiled", (Choice("show", "show"), Choice("later", "later", "later"))),
            Wait(
                "shown",
                (Choice("start", "start"), Choice("later", "later", "later"), Choice(no, no, no)),
                values=values,
                inside=True,
            ),
            Call("doing", kind, facts=given),
            Wait(
                "closing",
                (Choice("menu", "leave"),),
                screen=lambda turn: f"{kind}_again.closing.{turn.facts.get('answer') or 'later'}",
                screens=tuple(f"{kind}_again.closing.{answer}" for answer in ("later", no)),
                inside=True,
            ),
            End("left"),
        ),
        moves=(
            Move("go", "due", "veiled", do=(*((begin,) if begin else ()), act(offers.note_asked))),
            Move("show", "veiled", "shown"),
            Move("start", "shown", "doing", do=act(offers.accept)),
            Move("later", ("veiled", "shown"), "closing", do=(act(offers.put_off), _note_answer)),
            Move(no, "shown", "closing", do=(*((act(offers.refuse),) if no == "never" else ()), _note_answer)),
            Move("returned", "doing", "left"),
            Move("leave", "closing", "left"),
        ),
        facts={"topic": str, "answer": str},
        aside=True,
    )


def _note_answer(turn: Turn) -> None:
    turn.facts["answer"] = turn.value


def _note_topic(turn: Turn) -> None:
    turn.facts["topic"] = offers.topic_again(turn.person, turn.now)


def _written(turn: Turn) -> Mapping[str, Value]:
    return {"ago": ago(turn.person.writing.get("at"), turn.now)}


def _answered(turn: Turn) -> Mapping[str, Value]:
    topic = str(turn.facts.get("topic"))
    row = turn.person.roles.get(topic, {})
    return {"topic": shown.topic(topic), "ago": ago(row.get("at"), turn.now)}


OBSERVER_AGAIN = _offer("observer", "no", _written)
ROLE_AGAIN = _offer("role", "never", _answered, begin=_note_topic)
