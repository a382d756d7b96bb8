"""The key table: data keys on PostgreSQL, in a schema of their own, so that a dump of the data goes without them.

Calls come from inside the work of a transaction, and each is a short transaction of its own on other connections: a
key is there before anything is sealed with it, and gone for good whatever becomes of the work around.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.util import await_only

from bot.store import locks
from bot.store.vault import Kept

if TYPE_CHECKING:
    from bot.store.database import T, Work
    from bot.store.server import Server

_PAGE = 1000  # keys that are wrapped anew in one transaction
_SET_UP = (
    "CREATE SCHEMA IF NOT EXISTS halfway_keys",
    "CREATE TABLE IF NOT EXISTS halfway_keys.keys (id text PRIMARY KEY, chat text NOT NULL, wrapped bytea NOT NULL)",
    "CREATE INDEX IF NOT EXISTS keys_of_chat ON halfway_keys.keys (chat)",
    # For a table whose deleted rows matter: what is dead goes at once, and no row is kept for the sake of its page.
    "ALTER TABLE halfway_keys.keys SET (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0)",
)
_IS_SET_UP = text("SELECT to_regclass('halfway_keys.keys') IS NOT NULL")
_ANY = text("SELECT id, chat, wrapped FROM halfway_keys.keys LIMIT 1")
_FIND = text("SELECT id, chat, wrapped FROM halfway_keys.keys WHERE id = ANY(CAST(:names AS text[]))")
_NAMES = text("SELECT id FROM halfway_keys.keys WHERE chat = :chat")
# The same key again: the commit before was not heard of.
_ADD = text("INSERT INTO halfway_keys.keys VALUES (:name, :chat, :wrapped) ON CONFLICT DO NOTHING")
_DESTROY = text("DELETE FROM halfway_keys.keys WHERE id = ANY(CAST(:names AS text[]))")
_NEXT = text("SELECT id, chat, wrapped FROM halfway_keys.keys WHERE id > :last ORDER BY id LIMIT :page FOR UPDATE")
_CHANGE = text("UPDATE halfway_keys.keys SET wrapped = :wrapped WHERE id = :name")


class KeyTable:
    """See `bot.store.vault.Keys`."""

    NAME = "halfway_keys.keys"

    def __init__(self, server: Server) -> None:
        self._server = server

    @staticmethod
    def set_up(connection: Connection) -> None:
        """Make the table where there is none."""
        if connection.execute(_IS_SET_UP).scalar():
            return
        locks.wait_alone(connection, "keys")
        for statement in _SET_UP:
            connection.execute(text(statement))

    def any(self) -> Kept | None:
        row = self._do(lambda connection: connection.execute(_ANY).first())
        return None if row is None else Kept(*row)

    def find(self, names: Collection[str]) -> list[Kept]:
        wanted = {"names": list(names)}
        return [Kept(*row) for row in self._do(lambda connection: connection.execute(_FIND, wanted).all())]

    def names_of(self, chat: str) -> list[str]:
        return list(self._do(lambda connection: connection.execute(_NAMES, {"chat": chat}).scalars()))

    def add(self, keys: Iterable[Kept]) -> None:
        rows = [{"name": key.name, "chat": key.chat, "wrapped": key.wrapped} for key in keys]
        self._do(lambda connection: connection.execute(_ADD, rows))

    def destroy(self, names: Collection[str]) -> None:
        self._do(lambda connection: connection.execute(_DESTROY, {"names": list(names)}))

    def change(self, rewrap: Callable[[Kept], bytes | None]) -> int:
        """Page by page, each in its own transaction: what is changed stays so if a later page fails."""
        changed, last = 0, ""
        while True:
            found, count, last = self._do(partial(_change_page, rewrap=rewrap, last=last))
            changed += count
            if found < _PAGE:
                return changed

    def close(self) -> None:
        """The server is closed by the database that owns it."""

    def _do(self, work: Work[T]) -> T:
        return await_only(self._server.do(work))


def _change_page(connection: Connection, rewrap: Callable[[Kept], bytes | None], last: str) -> tuple[int, int, str]:
    keys = [Kept(*row) for row in connection.execute(_NEXT, {"last": last, "page": _PAGE})]
    changed = [{"name": key.name, "wrapped": new} for key in keys if (new := rewrap(key)) is not None]
    if changed:
        connection.execute(_CHANGE, changed)
    return len(keys), len(changed), keys[-1].name if keys else last
