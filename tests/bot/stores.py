"""Where a test's data lies: opened as often as a test likes, as several processes would."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.store.database import Database, SqliteDatabase
from bot.store.keyring import Keyring
from bot.store.postgres import PostgresDatabase

RING = Keyring((b"o" * 32,))


class Store(Protocol):
    """A database that is open or not."""

    @property
    def url(self) -> str:
        """As DATABASE_URL names it."""
        ...

    def open(self) -> Database: ...


@dataclass(frozen=True, slots=True)
class SqliteStore:
    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def open(self) -> SqliteDatabase:
        return SqliteDatabase(self.path, RING)


@dataclass(frozen=True, slots=True)
class PostgresStore:
    address: str

    @property
    def url(self) -> str:
        return self.address

    def open(self) -> PostgresDatabase:
        return PostgresDatabase(self.address, RING)


def store_at(url: str) -> Store:
    """The store of an address, in another process."""
    kind, _, rest = url.partition(":///")
    return SqliteStore(Path(rest)) if kind == "sqlite" else PostgresStore(url)
