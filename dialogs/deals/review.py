"""The review of a deal on its day: how it went, and whether it is kept, changed or let go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from content.catalogue import Value
from dialogs.deals import terms
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait

WENT = ("kept", "partly", "not_yet")
AGAIN = (14, 28)  # days to the next look


def asked_for(turn: Turn) -> bool:
    """Whether the person wants to look at it now, without being reminded."""
    return bool(turn.facts.get("asked_for"))


def _shown(turn: Turn) -> Mapping[str, Value]:
    return terms.shown(turn, turn.person.deal)


def _note(turn: Turn) -> None:
    turn.facts["went"] = turn.value
    turn.record("deal", outcome=turn.value)
    terms.change(turn, went=turn.value)


def _put_off(turn: Turn) -> None:
    terms.change(turn, review=(terms.today(turn) + timedelta(days=turn.value)).isoformat())
    turn.facts["outcome"] = "put_off"


def _keep(turn: Turn) -> None:
    _put_off(turn)
    turn.facts["outcome"] = "kept"


def _stop_looking(turn: Turn) -> None:
    terms.change(turn, review=None)
    turn.facts["outcome"] = "running"


def _let_go(turn: Turn) -> None:
    terms.end(turn)
    turn.record("deal", outcome="let_go")
    turn.facts["outcome"] = "let_go"


_OUTCOMES = ("put_off", "kept", "running", "let_go")

DEAL_REVIEW = Dialog(
    "deal_review",
    1,
    "start",
    states=(
        Pass("start"),
        Wait("due", (Choice("show", "show"), Choice("days_2", "put_off", 2))),
        Wait("asked", tuple(Choice(went, "went", went) for went in WENT), values=_shown, inside=True),
        Wait(
            "then",
            (Choice("keep", "keep"), Choice("change", "change"), Choice("let_go", "let_go")),
            screen=lambda turn: f"deal_review.then.{turn.facts.get('went') or 'kept'}",
            screens=tuple(f"deal_review.then.{went}" for went in WENT),
            inside=True,
        ),
        Wait(
            "again",
            (*(Choice(f"days_{days}", "chosen", days) for days in AGAIN), Choice("no_date", "no_date")),
            inside=True,
        ),
        Call("changing", "deal", facts=lambda turn: {"change": True}),
        Wait(
            "closing",
            (Choice("done", "leave"),),
            screen=lambda turn: f"deal_review.closing.{turn.facts.get('outcome') or 'kept'}",
            screens=tuple(f"deal_review.closing.{outcome}" for outcome in _OUTCOMES),
            values=_shown,
            inside=True,
        ),
        End("left"),
    ),
    moves=(
        Move("go", "start", "asked", when=asked_for),
        Move("go", "start", "due"),
        Move("show", "due", "asked"),
        Move("put_off", "due", "closing", do=_put_off),
        Move("went", "asked", "then", do=_note),
        Move("keep", "then", "again"),
        Move("change", "then", "changing"),
        Move("let_go", "then", "closing", do=_let_go),
        Move("chosen", "again", "closing", do=_keep),
        Move("no_date", "again", "closing", do=_stop_looking),
        Move("returned", "changing", "left"),
        Move("leave", "closing", "left"),
    ),
    facts={"review": str, "asked_for": bool, "went": str, "outcome": str},
    aside=True,
)
