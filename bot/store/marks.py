"""Marks: what a process leaves for the next one."""

from __future__ import annotations

from sqlalchemy import Connection, select, text

from bot.store.tables import Mark, table

_MARKS = table(Mark)
_LEAVE = text(
    "INSERT INTO marks (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


def read(connection: Connection, name: str) -> str | None:
    """What was left under this name; None if nothing was."""
    found: str | None = connection.execute(select(_MARKS.c.value).where(_MARKS.c.name == name)).scalar()
    return found


def leave(connection: Connection, name: str, value: str) -> None:
    """Leave a value under a name, in place of the one before."""
    connection.execute(_LEAVE, {"name": name, "value": value})
