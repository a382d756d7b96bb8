"""Records: facts kept for good, the transition log, and what /export reads and /forget empties."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from bot.store.instants import from_ms
from bot.store.seals import Seals, give_up
from bot.store.tables import OF_CHAT, Chat, Fact, Transition, table
from bot.store.vault import SealError

_FACTS = table(Fact)
_TRANSITIONS = table(Transition)
_JSON = {"session", "data", "payload"}  # sealed, all of them


def keep(connection: Connection, seals: Seals, facts: list[dict[str, Any]]) -> None:
    """Keep facts: rows of chat, kind, at_ms and data."""
    if facts:
        connection.execute(insert(_FACTS), seals.rows(facts, "data"))


def log(connection: Connection, transitions: list[dict[str, Any]]) -> None:
    """Log moves: rows of chat, at_ms, dialog, event, source and dest."""
    if transitions:
        connection.execute(insert(_TRANSITIONS), transitions)


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
