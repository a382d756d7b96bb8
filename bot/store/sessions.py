"""Sessions in the database: taken under a lock, saved with a revision that counts every turn."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.store import locks
from bot.store.seals import Seals
from bot.store.tables import Chat, table
from bot.store.vault import SealError

log = logging.getLogger(__name__)

_CHATS = table(Chat)
_LOAD = select(_CHATS.c.chat, _CHATS.c.revision, _CHATS.c.session, _CHATS.c.blocked_ms).where(
    _CHATS.c.chat.in_(bindparam("chats", expanding=True))
)
_NAMES = select(_CHATS.c.chat).where(_CHATS.c.chat.in_(bindparam("chats", expanding=True)))
_TAKE = _LOAD.order_by(_CHATS.c.chat).with_for_update()
_HOLD = select(_CHATS.c.chat).where(_CHATS.c.chat == bindparam("this")).with_for_update()
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
    """The rows of these chats, as far as there are any, to look at; ``seals`` learns their keys."""
    return _opened(seals, connection.execute(_LOAD, {"chats": list(chats)}).all())


def take(connection: Connection, seals: Seals, chats: Collection[str]) -> dict[str, Stored]:
    """As `load`, to write: until the commit nobody else takes these chats, whether they have a row yet or not."""
    wanted = set(chats)
    if not locks.is_shared(connection):
        return load(connection, seals, wanted)
    # One chat is presumed to be there. Of several those that are not come first: who holds rows waits for rows alone.
    absent = wanted - set(connection.execute(_NAMES, {"chats": list(wanted)}).scalars()) if len(wanted) > 1 else set()
    if absent:
        locks.lock_new_chats(connection, absent)
    rows = connection.execute(_TAKE, {"chats": list(wanted)}).all()
    if gone := wanted - absent - {row.chat for row in rows}:
        locks.lock_new_chats(connection, gone)
        rows = [*rows, *connection.execute(_TAKE, {"chats": list(gone)})]  # made while we waited
    return _opened(seals, rows)


def hold(connection: Connection, chat: str) -> None:
    """Keep others from taking this chat until the commit. One that has no row is not there to be taken."""
    if locks.is_shared(connection):
        connection.execute(_HOLD, {"this": chat})


def _opened(seals: Seals, rows: Sequence[Row[str, int, str, int | None]]) -> dict[str, Stored]:
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
