"""Claiming: which messages a sender may take now: by its room, by the turn of nudges, and by the pace of all senders.

What Telegram allows, it allows all processes together. Where several send on a channel, what they have claimed of late
lies in one row, read and written under a lock in the transaction of the claim, by the clock of the database. A message
that was counted and then not sent leaves a gap of a moment; one that is sent and not counted there is none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from hashlib import blake2b

from sqlalchemy import Connection, text

from bot.store import locks, marks, outbox
from bot.store.outbox import Claimed
from bot.store.seals import Seals
from bot.store.tables import Urgency
from bot.workers.pace import Pace

LEASE_MS = 60_000  # after this another sender may take a row over
_NOW = text("SELECT extract(epoch FROM clock_timestamp())::float8")


@dataclass(frozen=True, slots=True)
class Following:
    """When the next answer and the next nudge may be claimed, in milliseconds since 1970."""

    answer: int | None = None
    soft: int | None = None


def claim(
    connection: Connection, seals: Seals, channel: str, now_ms: int, room: int, soft: bool, pace: Pace
) -> tuple[list[Claimed], Following]:
    """What may be sent now, and when the next rows are due in case there was room for all.

    Of nudges one at most, if it is their turn (``soft``), and only where no answer takes the place. ``pace`` is what
    the channel allows; where others send, too, what is claimed is counted in theirs and ``paced``.
    """
    if not locks.is_shared(connection):
        return _claim(connection, seals, channel, now_ms, room, soft)
    mark = f"pace of {channel}"
    locks.wait_alone(connection, mark)
    common = pace.at(connection.execute(_NOW).scalar_one(), marks.read(connection, mark))
    allowed = min(room, common.room())
    rows: list[Claimed] = []
    following = Following()
    if allowed > 0:
        rows, following = _claim(connection, seals, channel, now_ms, allowed, soft and common.soft_delay() <= 0)
    kept, held_ms = _count(connection, rows, common, now_ms)
    if rows:
        marks.leave(connection, mark, common.dump())
    dues = [held_ms, following.answer if common.room() > 0 else now_ms + math.ceil(common.overall_delay() * 1000)]
    answer = min((due for due in dues if due is not None), default=None)
    nudge = following.soft and max(following.soft, now_ms + math.ceil(common.soft_delay() * 1000))
    return kept, Following(answer, nudge)


def _count(connection: Connection, rows: list[Claimed], pace: Pace, now_ms: int) -> tuple[list[Claimed], int | None]:
    """Count what is claimed; what its chat has to wait for is given back. What is kept, and when the first is due."""
    kept: list[Claimed] = []
    held: dict[str, int] = {}
    for row in rows:
        if row.chat in held:
            continue
        counted = row.payload["kind"] != "redraw"  # the pace of a chat is one of messages, not of edits
        if counted and (delay := pace.chat_delay(_name(row.chat))) > 0:
            held[row.chat] = now_ms + math.ceil(delay * 1000)
            outbox.put_off(connection, row, held[row.chat])
            continue
        pace.count(_name(row.chat) if counted else None)
        if row.soft:
            pace.count_soft()
        kept.append(replace(row, paced=True))
    return kept, min(held.values(), default=None)


def _claim(
    connection: Connection, seals: Seals, channel: str, now_ms: int, room: int, soft: bool
) -> tuple[list[Claimed], Following]:
    until_ms = now_ms + LEASE_MS
    rows = outbox.claim(connection, seals, channel, now_ms, until_ms, room)
    if len(rows) == room:
        return rows, Following()
    nudges: list[Claimed] = []
    soft_ms = now_ms if outbox.soft_waits(connection, channel) else None
    if soft_ms is not None and soft:
        nudges = outbox.claim(connection, seals, channel, now_ms, until_ms, 1, Urgency.SOFT)
        if not nudges:
            soft_ms = outbox.next_available(connection, channel, Urgency.SOFT)
    return [*rows, *nudges], Following(outbox.next_available(connection, channel, Urgency.ANSWER), soft_ms)


def _name(chat: str) -> str:
    """A chat among the few that were written to of late. So short that the row tells of nobody who they are."""
    return blake2b(chat.encode(), digest_size=2).hexdigest()
