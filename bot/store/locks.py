"""Locks between the processes that share a PostgreSQL database. On SQLite a transaction is alone, and needs none.

The order in which they are taken, so that no two processes wait for each other: chats that have no row yet, by name;
chats that have one, by name; then whatever belongs to these chats. Who does not hold a chat settles its outbox rows
and writes nothing else of it.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, text

FAMILY = 0x4857  # of our advisory locks by name; those of chats have the other, one-number space to themselves

_NEW_CHATS = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(chat, 0)) "
    "FROM (SELECT unnest(CAST(:chats AS text[])) AS chat ORDER BY chat) AS wanted"
)
_WAIT = text("SELECT pg_advisory_xact_lock(:family, hashtext(:name))")
_TRY = text("SELECT pg_try_advisory_xact_lock(:family, hashtext(:name))")


def is_shared(connection: Connection) -> bool:
    """Whether other transactions may be writing at this moment."""
    return connection.dialect.name == "postgresql"


def lock_new_chats(connection: Connection, chats: Collection[str]) -> None:
    """Wait until nobody else is about to make one of these chats, which have no row to lock. Held until the commit."""
    connection.execute(_NEW_CHATS, {"chats": list(chats)})


def wait_alone(connection: Connection, name: str) -> None:
    """Wait until no other process is at the work of this name. Held until the commit."""
    if is_shared(connection):
        connection.execute(_WAIT, {"family": FAMILY, "name": name})


def is_alone(connection: Connection, name: str) -> bool:
    """Whether no other process is at the work of this name; if so, none will be until the commit."""
    return not is_shared(connection) or bool(connection.execute(_TRY, {"family": FAMILY, "name": name}).scalar())
