"""Sessions in the database: loaded under the write lock, saved with a revision that counts every turn."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.store.seals import Seals
from bot.store.tables import Chat, table
from bot.store.vault import SealError

log = logging.getLogger(__name__)

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


def load(connection: Connection, seals: Seals, chats: Collection[str]) -> dict[str, Stored]:
    """The rows of these chats, as far as there are any; ``seals`` learns their keys."""
    rows = connection.execute(_LOAD, {"chats": list(chats)}).all()
    if len(rows) > 1:
        seals.vault.prepare(row.session for row in rows)
    found: dict[str, Stored] = {}
    for chat, revision, session, blocked in rows:
        try:
            opened = seals.unseal(chat, "session", session)
            seals.learn(chat, session)
        except SealError as error:  # forgotten, and back out of a backup: they begin anew
            log.error("a session can't be opened: %s", error)
            opened = ""
        found[chat] = Stored(revision, opened, blocked, new=False)
    return found


def save(connection: Connection, seals: Seals, rows: Iterable[tuple[str, Stored]], at_ms: int) -> None:
    """Write these rows, sealed."""
    added, changed = [], []
    for chat, row in rows:
        sealed = seals.seal(chat, "session", row.session)
        if row.new:
            added.append(
                {
                    "chat": chat,
                    "revision": row.revision,
                    "session": sealed,
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
                    "next_session": sealed,
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
