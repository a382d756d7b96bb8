"""Activity: who is there, what becomes of nudges and of check-ins, reckoned from the transition log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Integer, and_, case, cast, func, or_, select

from bot.operation.funnel import DAY_MS, LEFT_OUT
from bot.store.tables import Transition, table
from dialogs.engine import Book

_LOG = table(Transition).c
_EPOCH = date(1970, 1, 1)
SPANS = (1, 7, 30)  # days
_BY_ITSELF = ("go", "returned", "left", "again")  # triggers that the engine fires, and no person

_NUDGE, _TALK = _LOG.dialog == "nudge", _LOG.dialog == "talk"
_WHAT: Mapping[str, ColumnElement[bool]] = {
    "nudges_came": and_(_NUDGE, _LOG.event == "go", _LOG.source == "due"),
    "nudges_done": and_(_NUDGE, _LOG.event == "done"),
    "nudges_not_today": and_(_NUDGE, _LOG.event == "not_today"),
    "nudges_fewer": or_(
        and_(_NUDGE, _LOG.event == "less"),
        and_(_LOG.dialog == "nudges", _LOG.event == "chosen", _LOG.source.in_(("often", "pause"))),
    ),
    "nudges_muted": and_(_LOG.dialog.in_(("nudge", "nudges")), _LOG.event.in_(("off", "stop"))),
    "check_ins_arranged": and_(_LOG.dialog == "check_in", _LOG.event == "topic"),
    "check_ins_asked_about": and_(_TALK, _LOG.event == "go", _LOG.dest == "asked"),
    "check_ins_held": and_(_TALK, _LOG.event == "happened"),
    "check_ins_moved": and_(_TALK, _LOG.event == "chosen"),
    "check_ins_left_out": and_(_TALK, _LOG.event.in_(("skipped", "leave_out"))),
}


@dataclass(frozen=True, slots=True)
class Activity:
    """Different people. ``spans``: days back from now; ``days`` is in UTC; ``left_out``: nudges, by the reason."""

    spans: Mapping[int, int]
    days: Mapping[date, int]
    people: Mapping[str, int]
    times: Mapping[str, int]
    left_out: Mapping[str, int]


def read_activity(connection: Connection, book: Book, since: datetime, now: datetime) -> Activity:
    """What people did by themselves, and what became of nudges and check-ins, since an instant."""
    since_ms, now_ms = int(since.timestamp() * 1000), int(now.timestamp() * 1000)
    fired = {alarm.fires for alarm in book.timers.values() if alarm.fires is not None}
    acted = and_(_LOG.event.not_in((*_BY_ITSELF, *sorted(fired))), _LOG.dest != LEFT_OUT)
    within = [_people(_LOG.at_ms >= now_ms - days * DAY_MS) for days in SPANS]
    spans = connection.execute(select(*within).where(acted, _LOG.at_ms >= now_ms - max(SPANS) * DAY_MS)).one()
    day = cast(_LOG.at_ms // DAY_MS, Integer)
    days = connection.execute(
        select(day.label("day"), func.count(_LOG.chat.distinct()))
        .where(acted, _LOG.at_ms >= since_ms)
        .group_by("day")
        .order_by("day")
    )
    ours = _LOG.dialog.in_(("nudge", "nudges", "talk", "check_in"))
    counts = connection.execute(
        select(*map(_people, _WHAT.values()), *(func.sum(case((what, 1), else_=0)) for what in _WHAT.values())).where(
            ours, _LOG.dest != LEFT_OUT, _LOG.at_ms >= since_ms
        )
    ).one()
    left_out = connection.execute(
        select(_LOG.event, func.count(_LOG.chat.distinct()))
        .where(_NUDGE, _LOG.dest == LEFT_OUT, _LOG.at_ms >= since_ms)
        .group_by(_LOG.event)
        .order_by(_LOG.event)
    )
    return Activity(
        spans=dict(zip(SPANS, spans, strict=True)),
        days={_EPOCH + timedelta(days=int(at)): count for at, count in days},
        people=dict(zip(_WHAT, counts[: len(_WHAT)], strict=True)),
        times=dict(zip(_WHAT, (int(times or 0) for times in counts[len(_WHAT) :]), strict=True)),
        left_out={str(reason): count for reason, count in left_out},
    )


def midnight(day: date) -> datetime:
    """When a day begins, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _people(what: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((what, _LOG.chat)).distinct())
