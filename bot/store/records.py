"""Records: facts kept for good, the transition log, and what /export reads and /forget empties."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from bot.store.instants import from_ms
from bot.store.seals import Seals, give_up
from bot.store.tables import OF_CHAT, Chat, Fact, Transition, table
from bot.store.vault import SealError

_FACTS = table(Fact)
_TRANSITIONS = table(Transition)
_AT_ONCE = 10_000  # rows of the log cleared in one go: others wait for the writer meanwhile
_JSON = {"session", "data", "payload"}  # sealed, all of them


def keep(connection: Connection, seals: Seals, facts: list[dict[str, Any]]) -> None:
    """Keep facts: rows of chat, kind, at_ms and data."""
    if facts:
        connection.execute(insert(_FACTS), seals.rows(facts, "data"))


def take_back(connection: Connection, chat: str, kind: str, at_ms: int) -> None:
    """Delete the facts of a kind that a chat kept at an instant."""
    found = (_FACTS.c.chat == chat) & (_FACTS.c.kind == kind) & (_FACTS.c.at_ms == at_ms)
    connection.execute(delete(_FACTS).where(found))


def log(connection: Connection, transitions: list[dict[str, Any]]) -> None:
    """Log moves: rows of chat, at_ms, dialog, event, source and dest."""
    if transitions:
        connection.execute(insert(_TRANSITIONS), transitions)


def forget_log_before(connection: Connection, at_ms: int) -> int:
    """Clear the transition log of before an instant, so many rows at a time; returns how many.

    Rows come in the order of time, so the oldest are found without an index that each turn would pay for.
    """
    oldest = select(_TRANSITIONS.c.id).order_by(_TRANSITIONS.c.id).limit(_AT_ONCE)
    old = delete(_TRANSITIONS).where(_TRANSITIONS.c.id.in_(oldest.scalar_subquery()), _TRANSITIONS.c.at_ms < at_ms)
    return connection.execute(old).rowcount


def drop_beyond(connection: Connection, most: int) -> int:
    """Drop the oldest facts of chats that have more than ``most``; returns how many."""
    full = select(_FACTS.c.chat).group_by(_FACTS.c.chat).having(func.count() > most)
    dropped = 0
    for chat in connection.execute(full).scalars().all():
        newest = select(_FACTS.c.id).where(_FACTS.c.chat == chat).order_by(_FACTS.c.id.desc()).limit(most)
        dropped += connection.execute(
            delete(_FACTS).where(_FACTS.c.chat == chat, _FACTS.c.id.not_in(newest.scalar_subquery()))
        ).rowcount
    return dropped


def everything(connection: Connection, seals: Seals, chat: str, session: str) -> dict[str, Any]:
    """All that is held about a chat, readable: every row of every table, times in ISO 8601, JSON unfolded.

    ``session`` stands in for the stored one, which may be a turn behind.
    """
    held: dict[str, Any] = {"format": "halfway-export/1", "chat": chat}
    for row_class in OF_CHAT:
        source = table(row_class)
        rows = connection.execute(select(source).where(source.c.chat == chat)).mappings()
        held[source.name] = [_readable(seals, chat, dict(row)) for row in rows]
    current = json.loads(session)
    held[table(Chat).name] = [{**row, "session": current} for row in held[table(Chat).name]] or [{"session": current}]
    return held


def erase(connection: Connection, seals: Seals, chat: str) -> None:
    """Delete every row of a chat from every table, and give up its key."""
    give_up(connection, seals, chat)
    for row_class in OF_CHAT:
        connection.execute(delete(table(row_class)).where(table(row_class).c.chat == chat))


def _readable(seals: Seals, chat: str, row: dict[str, Any]) -> dict[str, Any]:
    readable: dict[str, Any] = {}
    for name, value in row.items():
        if name.endswith("_ms"):
            readable[name.removesuffix("_ms")] = from_ms(value).isoformat() if value else None
        elif name in _JSON and value:
            readable[name] = _opened(seals, chat, name, value)
        else:
            readable[name] = value
    return readable


def _opened(seals: Seals, chat: str, column: str, stored: str) -> Any:
    """The value; None if it was forgotten before, and came back out of a backup."""
    try:
        return json.loads(seals.unseal(chat, column, stored))
    except SealError:
        return None
