"""Returning: the break is over, and the coach asks whether the person went back. A return time is a promise."""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs.careful import silenced
from dialogs.engine import Choice, Dialog, End, Move, Pass, Turn, Wait, unchanged
from dialogs.zones import local

LONGER = (20, 60)  # minutes that can be added
LENIENCE = timedelta(minutes=15)  # a promise kept within it is kept
AGAIN = timedelta(minutes=30)  # after which an unanswered question is asked once more
BEFORE = 5  # minutes before the end of a break at which its end is announced


def start_break(turn: Turn, minutes: int) -> None:
    """Let a break begin: a word shortly before its end, and a question at its end."""
    until = (turn.now + timedelta(minutes=minutes)).isoformat(timespec="seconds")
    turn.start_timer("return", timedelta(minutes=minutes), minutes=minutes, until=until)
    turn.cancel_timer("return_soon")
    if minutes > 2 * BEFORE:
        turn.start_timer("return_soon", timedelta(minutes=minutes - BEFORE), minutes=minutes, until=until, soon=True)
    turn.know(away=until)


def soon(turn: Turn) -> bool:
    """Whether the break is not over yet, but soon."""
    return turn.facts.get("soon") is True


def late(turn: Turn) -> bool:
    """Whether the promised time has passed for longer than anybody counts."""
    until = turn.facts.get("until")
    return until is not None and turn.now - datetime.fromisoformat(until) > LENIENCE


def _kept(turn: Turn) -> None:
    _count(turn, "kept")
    turn.say("returning.well_done")


def _late(turn: Turn) -> None:
    _count(turn, "late")
    turn.say("returning.late")


def _ask_again(turn: Turn) -> None:
    """Left without an answer: it is asked once more, later."""
    safe = not silenced(turn.person, turn.now)
    if safe and not turn.facts.get("again") and not soon(turn):
        facts = {name: turn.facts.get(name) for name in ("minutes", "until")}
        turn.start_timer("return", AGAIN, **facts, again=True)


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
    if turn.person.zone:
        back = local(turn.now + timedelta(minutes=turn.value), turn.person.zone).strftime("%H:%M")
        turn.say("returning.tell_them_when", time=back)
    else:
        turn.say("returning.tell_them")


_MORE = tuple(Choice(f"more_{minutes}", "later", minutes) for minutes in LONGER)

RETURNING = Dialog(
    "returning",
    3,
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
        Move("back", ("soon", "asked"), "done", when=late, do=_late),
        Move("back", ("soon", "asked"), "done", do=_kept),
        Move("later", ("soon", "asked"), "done", do=_later),
        Move("not_back", "asked", "done", do=_missed),
    ),
    facts={"minutes": int, "soon": bool, "until": str, "again": bool},
    says=(
        "returning.well_done",
        "returning.still_possible",
        "returning.tell_them",
        "returning.tell_them_when",
        "returning.late",
    ),
    migrations=unchanged(1, 2),  # version 2 says a word before the time is up, 3 knows who is late
    fallback="asked",
    aside=True,
    leaving=_ask_again,
)
