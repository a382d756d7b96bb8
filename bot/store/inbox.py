"""The inbox: which updates have been answered, so that one delivered twice is answered once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select, text

from bot.store.tables import Received, Suspect, table

_INBOX = table(Received)
_SUSPECTS = table(Suspect)
_SEEN = select(_INBOX.c.key).where(_INBOX.c.key.in_(bindparam("keys", expanding=True)))
_RECEIVE = insert(_INBOX)
_TRIED = select(_SUSPECTS.c.key, _SUSPECTS.c.attempts).where(_SUSPECTS.c.key.in_(bindparam("keys", expanding=True)))
_TRY = text(
    "INSERT INTO suspects (key, attempts) VALUES (:key, 1) "
    "ON CONFLICT (key) DO UPDATE SET attempts = suspects.attempts + 1"
)


def seen(connection: Connection, keys: Collection[str]) -> set[str]:
    """Those of the keys that have been answered before."""
    return set(connection.execute(_SEEN, {"keys": list(keys)}).scalars())


def receive(connection: Connection, keys: Sequence[str], at_ms: int) -> None:
    """Note that these are answered now."""
    if keys:
        connection.execute(_RECEIVE, [{"key": key, "received_ms": at_ms} for key in keys])


def tried(connection: Connection, keys: Collection[str]) -> dict[str, int]:
    """Those of the keys whose answering was begun by a process that then died, with how often."""
    return {row.key: row.attempts for row in connection.execute(_TRIED, {"keys": list(keys)})}


def watch(connection: Connection, keys: Collection[str], done: Collection[str]) -> dict[str, int]:
    """Clear what is ``done``; those of the keys that were tried before, and if there is none, note all of them."""
    clear_attempts(connection, done)
    found = tried(connection, keys)
    if not found:
        begin_attempt(connection, keys)
    return found


def begin_attempt(connection: Connection, keys: Collection[str]) -> None:
    """Note, before answering, that it is tried once more."""
    if keys:
        connection.execute(_TRY, [{"key": key} for key in dict.fromkeys(keys)])  # a batch may hold an update twice


def clear_attempts(connection: Connection, keys: Collection[str]) -> None:
    """None of these has killed the process. Notes of another process stay."""
    if keys:
        connection.execute(delete(_SUSPECTS).where(_SUSPECTS.c.key.in_(list(keys))))


def forget_before(connection: Connection, at_ms: int) -> int:
    """Clear keys received before an instant; returns how many. Telegram redelivers for 24 hours at most."""
    # Noted by a process that died, and answered by another.
    connection.execute(delete(_SUSPECTS).where(_SUSPECTS.c.key.in_(select(_INBOX.c.key))))
    return connection.execute(delete(_INBOX).where(_INBOX.c.received_ms < at_ms)).rowcount
