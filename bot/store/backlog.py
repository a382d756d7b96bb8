"""The backlog: what waits, in numbers, for whoever watches a running Halfway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from bot.store.tables import Posted, Posting, Timer, Urgency, table

_OUTBOX, _TIMERS = table(Posting), table(Timer)
_WAITING = (
    select(_OUTBOX.c.priority, func.count(), func.min(_OUTBOX.c.available_ms))
    .where(_OUTBOX.c.channel == bindparam("channel"), _OUTBOX.c.state == int(Posted.WAITING))
    .group_by(_OUTBOX.c.priority)
)
_OVERDUE = select(func.count(), func.min(_TIMERS.c.due_ms)).where(
    _TIMERS.c.due_ms <= bindparam("now"), _TIMERS.c.chat.startswith(bindparam("prefix", type_=_TIMERS.c.chat.type))
)


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait, and for how many seconds the first of them could have gone already."""

    count: int
    late_seconds: float


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits on one channel: messages by urgency, and timers whose time has come."""

    outbox: Mapping[Urgency, Queue]
    timers: Queue


def backlog(connection: Connection, channel: str, now_ms: int) -> Backlog:
    """Count what waits."""
    found = {row[0]: _queue(row[1], row[2], now_ms) for row in connection.execute(_WAITING, {"channel": channel})}
    overdue = connection.execute(_OVERDUE, {"now": now_ms, "prefix": f"{channel}:"}).one()
    return Backlog(
        {urgency: found.get(int(urgency), Queue(0, 0.0)) for urgency in Urgency},
        _queue(overdue[0], overdue[1], now_ms),
    )


def _queue(count: int, since_ms: int | None, now_ms: int) -> Queue:
    return Queue(count, 0.0 if since_ms is None else max(0, now_ms - since_ms) / 1000)
