"""Sessions in the database: loaded under the write lock, saved with a revision that counts every turn."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.store.tables import Chat, table

_CHATS = table(Chat)
_LOAD = select(_CHATS.c.chat, _CHATS.c.revision, _CHATS.c.session, _CHATS.c.blocked_ms).where(
    _CHATS.c.chat.in_(bindparam("chats", expanding=True))
)
_ADD = insert(_CHATS)
_SAVE = (
    update(_CHATS)
    .where(_CHATS.c.chat == bindparam("this"))
    .values(
        revision=bindparam("next_revision"),
        session=bindparam("next_session"),
        updated_ms=bindparam("at"),
        blocked_ms=bindparam("blocked"),
    )
)
_BLOCK = update(_CHATS).where(_CHATS.c.chat == bindparam("this")).values(blocked_ms=bindparam("at"))


@dataclass(slots=True)
class Stored:
    """A chat's row: the session as text, how many turns it has taken, and whether it is there yet."""

    revision: int = 0
    session: str = ""
    blocked_ms: int | None = None
    new: bool = True


def load(connection: Connection, chats: Collection[str]) -> dict[str, Stored]:
    """The rows of these chats, as far as there are any."""
    rows = connection.execute(_LOAD, {"chats": list(chats)})
    return {chat: Stored(revision, session, blocked, new=False) for chat, revision, session, blocked in rows}


def save(connection: Connection, rows: Iterable[tuple[str, Stored]], at_ms: int) -> None:
    """Write these rows."""
    added, changed = [], []
    for chat, row in rows:
        if row.new:
            added.append(
                {
                    "chat": chat,
                    "revision": row.revision,
                    "session": row.session,
                    "created_ms": at_ms,
                    "updated_ms": at_ms,
                    "blocked_ms": row.blocked_ms,
                }
            )
        else:
            changed.append(
                {
                    "this": chat,
                    "next_revision": row.revision,
                    "next_session": row.session,
                    "at": at_ms,
                    "blocked": row.blocked_ms,
                }
            )
    if added:
        connection.execute(_ADD, added)
    if changed:
        connection.execute(_SAVE, changed)


def block(connection: Connection, chat: str, at_ms: int) -> None:
    """Note that this person has shut the bot out."""
    connection.execute(_BLOCK, {"this": chat, "at": at_ms})
