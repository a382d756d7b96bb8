"""Where a test's data lies: opened as often as a test likes, as several processes would."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Coroutine, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.util import greenlet_spawn

from bot.store.database import Database, SqliteDatabase, T
from bot.store.keyring import Keyring
from bot.store.keytable import KeyTable
from bot.store.postgres import PostgresDatabase
from bot.store.server import Server, address
from bot.store.vault import Kept

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


class ApartKeys:
    """The key table on an event loop of its own, for tests that have none."""

    def __init__(self, url: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._server = Server(address(url), 1)
        self._table = KeyTable(self._server)
        self._wait(self._server.do(KeyTable.set_up))

    def any(self) -> Kept | None:
        return self._wait(greenlet_spawn(self._table.any))

    def find(self, names: Collection[str]) -> list[Kept]:
        return self._wait(greenlet_spawn(self._table.find, names))

    def names_of(self, chat: str) -> list[str]:
        return self._wait(greenlet_spawn(self._table.names_of, chat))

    def add(self, keys: Iterable[Kept]) -> None:
        self._wait(greenlet_spawn(self._table.add, keys))

    def destroy(self, names: Collection[str]) -> None:
        self._wait(greenlet_spawn(self._table.destroy, names))

    def change(self, rewrap: Callable[[Kept], bytes | None]) -> int:
        return self._wait(greenlet_spawn(self._table.change, rewrap))

    def close(self) -> None:
        self._wait(self._server.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


def store_at(url: str) -> Store:
    """The store of an address, in another process."""
    kind, _, rest = url.partition(":///")
    return SqliteStore(Path(rest)) if kind == "sqlite" else PostgresStore(url)
