"""The funnel: how far people come in each dialog, reckoned by the database from the transition log.

A run through a dialog is a chain of moves of one chat, each from where the one before led. It breaks off where the next
move of the same dialog begins elsewhere: the dialog was left in between and entered anew. Where its last move led to an
end of the chart, it is finished; else it was left in that state, or is under way where that was less than a day ago.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CompoundSelect, Connection, and_, func, literal, or_, select, union_all

from bot.store.tables import Transition, table
from dialogs.engine import Book, Wait
from dialogs.engine.dialog import Call, End

_LOG = table(Transition)
LEFT_OUT = "skipped"  # where the log says a timer led that was left out; its event is the reason
DAY_MS = 86_400_000


@dataclass(slots=True)
class Run:
    """How many different people went how far in one dialog. ``times``: how often it was entered in all."""

    entered: int = 0
    times: int = 0
    finished: int = 0
    open: int = 0
    left: dict[str, int] = field(default_factory=dict)  # by state


def read_funnel(connection: Connection, book: Book, since_ms: int, now_ms: int) -> Mapping[str, Run]:
    """The runs of each dialog of the book, as far as they began or went on since an instant."""
    ends = [
        _named(dialog.name, state.name)
        for dialog in book.dialogs.values()
        for state in dialog.states
        if isinstance(state, End)
    ]
    runs = {name: Run() for name in book.dialogs}
    for what, dialog, state, people, times in connection.execute(_statement(ends, since_ms, now_ms - DAY_MS)):
        if (run := runs.get(dialog)) is None:
            continue  # of another release
        if what == "entered":
            run.entered, run.times = people, times
        elif what == "finished":
            run.finished = people
        elif what == "open":
            run.open = people
        else:
            run.left[state] = people
    return runs


def resting_states(book: Book, dialog: str) -> list[str]:
    """The states of a dialog in which it can be left."""
    return [state.name for state in book.dialogs[dialog].states if isinstance(state, Wait | Call)]


def _named(dialog: Any, state: Any) -> Any:
    return dialog + "." + state


def _statement(ends: list[str], since_ms: int, recent_ms: int) -> CompoundSelect[Any]:
    """All of the funnel in one statement: the log is gone through once, for it is by far the largest table."""
    log = _LOG.c
    of_one = (log.chat, log.dialog)
    moves = (
        select(
            log.chat,
            log.at_ms,
            log.dialog,
            log.source,
            log.dest,
            func.lag(log.dest).over(partition_by=of_one, order_by=log.id).label("came_from"),
            func.lead(log.source).over(partition_by=of_one, order_by=log.id).label("went_on_in"),
        )
        .where(log.dest != LEFT_OUT)
        .subquery("moves")
        .c
    )
    first = or_(moves.came_from.is_(None), moves.came_from != moves.source)
    last = or_(moves.went_on_in.is_(None), moves.went_on_in != moves.dest)
    turning = (
        select(moves.chat, moves.at_ms, moves.dialog, moves.dest, first.label("first"), last.label("last"))
        .where(moves.at_ms >= since_ms, or_(first, last))
        .cte("turning")
        .c
    )
    people, times = func.count(turning.chat.distinct()), func.count()
    ended = _named(turning.dialog, turning.dest).in_(ends)
    recent = and_(turning.at_ms >= recent_ms, ~ended)
    nowhere = literal("")
    return union_all(
        select(literal("entered"), turning.dialog, nowhere, people, times)
        .where(turning.first)
        .group_by(turning.dialog),
        select(literal("finished"), turning.dialog, nowhere, people, times)
        .where(turning.last, ended)
        .group_by(turning.dialog),
        select(literal("open"), turning.dialog, nowhere, people, times)
        .where(turning.last, recent)
        .group_by(turning.dialog),
        select(literal("left"), turning.dialog, turning.dest, people, times)
        .where(turning.last, ~ended, turning.at_ms < recent_ms)
        .group_by(turning.dialog, turning.dest),
    )
