"""Marks: what a process leaves for the next one."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from bot.store.tables import Mark, table

_MARKS = table(Mark)


def read(connection: Connection, name: str) -> str | None:
    """What was left under this name; None if nothing was."""
    found: str | None = connection.execute(select(_MARKS.c.value).where(_MARKS.c.name == name)).scalar()
    return found


def leave(connection: Connection, name: str, value: str) -> None:
    """Leave a value under a name, in place of the one before."""
    connection.execute(delete(_MARKS).where(_MARKS.c.name == name))
    connection.execute(insert(_MARKS), {"name": name, "value": value})
