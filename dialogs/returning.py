"""Returning: the break is over, and the coach asks whether the person went back. A return time is a promise."""

from __future__ import annotations

from datetime import timedelta

from dialogs.engine import Choice, Dialog, End, Move, Pass, Turn, Wait, unchanged

LONGER = (20, 60)  # minutes that can be added
BEFORE = 5  # minutes before the end of a break at which its end is announced


def start_break(turn: Turn, minutes: int) -> None:
    """Let a break begin: a word shortly before its end, and a question at its end."""
    turn.start_timer("return", timedelta(minutes=minutes), minutes=minutes)
    turn.cancel_timer("return_soon")
    if minutes > 2 * BEFORE:
        turn.start_timer("return_soon", timedelta(minutes=minutes - BEFORE), minutes=minutes, soon=True)
    turn.know(away=(turn.now + timedelta(minutes=minutes)).isoformat(timespec="seconds"))


def soon(turn: Turn) -> bool:
    """Whether the break is not over yet, but soon."""
    return turn.facts.get("soon") is True


def _kept(turn: Turn) -> None:
    _count(turn, "kept")
    turn.say("returning.well_done")


def _missed(turn: Turn) -> None:
    _count(turn, "missed")
    turn.say("returning.still_possible")


def _count(turn: Turn, what: str) -> None:
    returns = dict(turn.person.returns)
    at = turn.now.isoformat(timespec="seconds")
    turn.know(returns={**returns, what: returns.get(what, 0) + 1, f"{what}_at": at}, away=None)
    turn.cancel_timer("return")
    turn.cancel_timer("return_soon")
    turn.record("return", outcome=what, minutes=turn.facts.get("minutes"))


def _later(turn: Turn) -> None:
    start_break(turn, turn.value)
    turn.say("returning.tell_them")


_MORE = tuple(Choice(f"more_{minutes}", "later", minutes) for minutes in LONGER)

RETURNING = Dialog(
    "returning",
    2,
    "due",
    states=(
        Pass("due"),
        Wait("soon", (Choice("fine", "fine"), Choice("back", "back"), *_MORE)),
        Wait(
            "asked",
            (
                Choice("back", "back"),
                *_MORE,
                Choice("not_back", "not_back"),
            ),
        ),
        End("done"),
    ),
    moves=(
        Move("go", "due", "soon", when=soon),
        Move("go", "due", "asked"),
        Move("fine", "soon", "done"),
        Move("back", ("soon", "asked"), "done", do=_kept),
        Move("later", ("soon", "asked"), "done", do=_later),
        Move("not_back", "asked", "done", do=_missed),
    ),
    facts={"minutes": int, "soon": bool},
    says=("returning.well_done", "returning.still_possible", "returning.tell_them"),
    migrations=unchanged(1),  # version 2 says a word before the time is up, too
    fallback="asked",
    aside=True,
)
