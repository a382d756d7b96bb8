"""Returning: the break is over, and the coach asks whether the person went back. A return time is a promise."""

from __future__ import annotations

from datetime import timedelta

from dialogs.engine import Choice, Dialog, End, Move, Turn, Wait

LONGER = (20, 60)  # minutes that can be added


def _kept(turn: Turn) -> None:
    _count(turn, "kept")
    turn.say("returning.well_done")


def _missed(turn: Turn) -> None:
    _count(turn, "missed")
    turn.say("returning.still_possible")


def _count(turn: Turn, what: str) -> None:
    returns = dict(turn.person.returns)
    turn.know(returns={**returns, what: returns.get(what, 0) + 1})
    turn.record("return", outcome=what, minutes=turn.facts.get("minutes"))


def _later(turn: Turn) -> None:
    turn.start_timer("return", timedelta(minutes=turn.value), minutes=turn.value)
    turn.say("returning.tell_them")


RETURNING = Dialog(
    "returning",
    1,
    "asked",
    states=(
        Wait(
            "asked",
            (
                Choice("back", "back"),
                *(Choice(f"more_{minutes}", "later", minutes) for minutes in LONGER),
                Choice("not_back", "not_back"),
            ),
        ),
        End("done"),
    ),
    moves=(
        Move("back", "asked", "done", do=_kept),
        Move("later", "asked", "done", do=_later),
        Move("not_back", "asked", "done", do=_missed),
    ),
    facts={"minutes": int},
    says=("returning.well_done", "returning.still_possible", "returning.tell_them"),
)
