"""Seals: which columns are sealed, and the sealing of whole rows inside a transaction.

The key of a chat is the one its session is sealed with, so every process that holds the row's lock agrees on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, text, update

from bot.store import locks, schema
from bot.store.tables import Chat, Fact, Posting, Shred, Timer, table
from bot.store.vault import Vault, key_of

_SHREDS = table(Shred)
_GIVE_UP = text("INSERT INTO shreds (key) VALUES (:key) ON CONFLICT DO NOTHING")  # given up before, and still there
_SEALED = ((Chat, "chat", "session"), (Posting, "id", "payload"), (Fact, "id", "data"), (Timer, "name", "data"))


class Seals:
    """The keys that a transaction seals with, by chat."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.keys: dict[str, str] = {}

    def learn(self, chat: str, stored: str) -> None:
        """Seal for this chat with the key that a stored value of it was sealed with."""
        if (key := key_of(stored)) is not None:
            self.keys[chat] = key

    def provide(self, chats: Iterable[str]) -> None:
        """See to it that each of these chats has a key; new ones are made together."""
        self.keys |= self.vault.mint([chat for chat in dict.fromkeys(chats) if chat not in self.keys])

    def seal(self, chat: str, column: str, text: str) -> str:
        if chat not in self.keys:
            self.provide([chat])
        return self.vault.seal(self.keys[chat], chat, column, text)

    def unseal(self, chat: str, column: str, stored: str) -> str:
        return self.vault.unseal(chat, column, stored)

    def rows(self, rows: Iterable[dict[str, Any]], column: str) -> list[dict[str, Any]]:
        """Rows with one column sealed, each for the chat it names."""
        return [{**row, column: self.seal(row["chat"], column, row[column])} for row in rows]


def give_up(connection: Connection, seals: Seals, chat: str) -> None:
    """Note, in the transaction that erases a chat, that its keys are to be destroyed once that is committed.

    All of them: whoever holds the chat knows that nobody else is about to seal with one.
    """
    seals.keys.pop(chat, None)
    if names := seals.vault.names_of(chat):
        connection.execute(_GIVE_UP, [{"key": name} for name in names])


def shred(connection: Connection, vault: Vault) -> int:
    """Destroy the keys that were given up, also by a process that died before it could; how many."""
    names = list(connection.execute(select(_SHREDS.c.key)).scalars())
    if names:
        vault.destroy(names)
        connection.execute(delete(_SHREDS).where(_SHREDS.c.key.in_(names)))
    return len(names)


def upgrade(connection: Connection, vault: Vault, to: str = "head") -> int:
    """Bring a database to a revision and, in the same transaction, seal what stood open; how many values.

    Raises:
        SchemaError: the database was written by a newer release.
    """
    return seal_everything(connection, vault) if schema.upgrade(connection, to) == schema.UNSEALED else 0


@dataclass(frozen=True, slots=True)
class Migrated:
    """From which revision to which a database was brought, None for empty, and how many values were sealed."""

    before: str | None
    after: str | None
    sealed: int


def migrate(connection: Connection, vault: Vault, to: str = "head") -> Migrated:
    """Bring a database to a revision, later or earlier, and seal what stood open. One process at a time does.

    Raises:
        SchemaError: the revision is unknown, or the database was written by a newer release.
        MasterKeyError: the key that the data is sealed with is missing.
    """
    locks.wait_alone(connection, "migrate")
    vault.check()
    before = schema.migrate(connection, to)
    opened = before == schema.UNSEALED and to not in {"base", before}
    return Migrated(before, schema.revision(connection), seal_everything(connection, vault) if opened else 0)


def seal_everything(connection: Connection, vault: Vault) -> int:
    """Seal what an earlier release left open; how many values."""
    seals = Seals(vault)
    chats = table(Chat)
    for chat, stored in connection.execute(select(chats.c.chat, chats.c.session)):
        seals.learn(chat, stored)
    sealed = 0
    for row_class, name, column in _SEALED:
        source = table(row_class)
        key = source.c[name]
        rows = connection.execute(select(source.c.chat, key.label("which"), source.c[column].label("text"))).all()
        for row in rows:
            if not row.text or key_of(row.text) is not None:
                continue
            connection.execute(
                update(source)
                .where(source.c.chat == row.chat, key == row.which)
                .values({column: seals.seal(row.chat, column, row.text)})
            )
            sealed += 1
    return sealed
