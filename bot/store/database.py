"""The database: work in, one transaction around it, the result out.

Work is a plain function of a SQLAlchemy connection; `bot.store.opening` says on which database. SQLite has one writer,
so all work runs in one thread, one piece after the other; pieces that are waiting anyway share a commit, each in its
own savepoint, and each is told its result only once it is on disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import queue
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from bot.store import seals
from bot.store.folder import make_file
from bot.store.keyfile import KeyFile
from bot.store.keyring import Keyring, open_keyring
from bot.store.seals import Migrated
from bot.store.vault import Vault

T = TypeVar("T")
Work = Callable[[Connection], T]

GROUP = 32  # pieces of work that may share a commit
BUSY_SECONDS = 30  # how long to wait for another process that writes


class DatabaseClosed(Exception):
    """Work was asked of a database after its close; a worker is still running that should have been stopped first."""


class DatabaseRefused(Exception):
    """The server does not let us in; the message says why and what to look at."""


class DatabaseUnreachable(SQLAlchemyError):
    """The database could not be reached for a while. Whether the work was done is not known; it may be done again."""


class Database(Protocol):
    """Where work is done in transactions. ``vault`` holds the keys of what is sealed in it."""

    vault: Vault

    async def make_ready(self) -> None:
        """Bring the schema to this release where that is this process's to do, and see that the keys can be opened.

        Raises:
            SchemaError: it stands at another release; the message says what to do.
            MasterKeyError: the key that the data is sealed with is missing.
            DatabaseUnreachable: there is no answer.
        """
        ...

    async def migrate(self, to: str = "head") -> Migrated:
        """Bring the schema to a revision, later or earlier; ``base`` empties it. Raises as `make_ready` does."""
        ...

    async def do(self, work: Work[T]) -> T:
        """Run the work in a transaction; its result, once that is committed. Whatever it raises rolls it back.

        It may be run again, where several processes write and one had to give way, or where the connection was lost.
        In the second case nobody knows whether the first run was committed, so work has to be of the kind that does
        no harm when done twice: a turn finds its update in the inbox, a settled row is settled again.

        Raises:
            DatabaseUnreachable: there is no answer.
        """
        ...

    async def do_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do what one process may do at a time. Where others share the database, wait as a stand-by for one's turn."""
        ...

    async def scrub(self) -> None:
        """Leave no trace of deleted keys and rows in the database's files, as far as it can."""
        ...

    async def close(self) -> None: ...


@dataclass(slots=True)
class _Job:
    work: Work[Any]
    future: asyncio.Future[Any]
    alone: bool = False  # outside any transaction
    result: Any = None
    error: BaseException | None = None


class SqliteDatabase:
    """A SQLite file: write-ahead log, every commit synced, deleted words overwritten."""

    def __init__(self, path: Path, ring: Keyring | None = None) -> None:
        make_file(path)
        self.path = path
        self.vault = open_vault(path, ring)
        self.engine = sqlite_engine(path)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="sqlite-writer", daemon=True)
        self._thread.start()

    async def make_ready(self) -> None:
        """Bring the file to this release, sealing what stood open: it has one process, which may do so by itself."""
        await self.do(partial(seals.upgrade, vault=self.vault))

    async def migrate(self, to: str = "head") -> Migrated:
        return await self.do(partial(seals.migrate, vault=self.vault, to=to))

    async def do(self, work: Work[T]) -> T:
        return await self._ask(work, alone=False)

    async def do_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do it: `bot.store.lock` sees to it that there is no other process."""
        await work()

    async def scrub(self) -> None:
        """Write the log back into the file and empty it: `secure_delete` has overwritten the file's own pages."""
        await self._ask(_checkpoint, alone=True)

    async def _ask(self, work: Work[T], *, alone: bool) -> T:
        if self._closed:
            raise DatabaseClosed(f"{self.path} is closed")
        self._loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put(_Job(work, future, alone))
        # The work goes on even if nobody waits for it any more: a turn that was begun is finished.
        return await asyncio.shield(future)

    async def close(self) -> None:
        """Finish the work that was asked for, then fold the log into the file."""
        if self._closed:
            return
        self._closed = True
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)
        self.engine.dispose()
        self.vault.close()

    def _write(self) -> None:
        with self.engine.connect() as connection:
            while (jobs := self._waiting()) is not None:
                for alone, group in itertools.groupby(jobs, key=lambda job: job.alone):
                    if alone:
                        for job in group:
                            self._commit(connection, [job], contextlib.nullcontext)
                    else:
                        self._commit(connection, list(group), connection.begin)

    def _waiting(self) -> list[_Job] | None:
        """The jobs that wait, at least one; None at the end."""
        if (job := self._jobs.get()) is None:
            return None
        jobs = [job]
        with contextlib.suppress(queue.Empty):
            while len(jobs) < GROUP:
                following = self._jobs.get_nowait()
                if following is None:
                    self._jobs.put(None)  # end after these
                    break
                jobs.append(following)
        return jobs

    def _commit(
        self,
        connection: Connection,
        jobs: list[_Job],
        transaction: Callable[[], contextlib.AbstractContextManager[Any]],
    ) -> None:
        try:
            with transaction():
                if len(jobs) == 1:
                    jobs[0].result = jobs[0].work(connection)
                else:
                    for job in jobs:
                        self._do(connection, job)
        except Exception as error:
            for job in jobs:
                job.error = job.error or error
        assert self._loop is not None
        with contextlib.suppress(RuntimeError):  # the loop is gone: nobody waits for the answer, but the work is done
            self._loop.call_soon_threadsafe(_settle, jobs)

    @staticmethod
    def _do(connection: Connection, job: _Job) -> None:
        try:
            with connection.begin_nested():
                job.result = job.work(connection)
        except Exception as error:
            job.error = error


def open_vault(database: Path, ring: Keyring | None = None) -> Vault:
    """The vault of a database: its keys lie beside it.

    Raises:
        MasterKeyError: the master key is missing or another one.
    """
    keys = KeyFile(database.with_suffix(".keys"))
    try:
        vault = Vault(keys, ring or open_keyring(database.with_name("master.key"), make=keys.any() is None))
        vault.check()
    except BaseException:
        keys.close()
        raise
    return vault


def _checkpoint(connection: Connection) -> None:
    """Fold the log into the file. On the driver's own connection: SQLAlchemy would begin a transaction first."""
    driver = connection.connection.dbapi_connection
    assert driver is not None
    driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
            job.future.exception()  # counted as retrieved: with a cancelled caller nobody else would
        else:
            job.future.set_result(job.result)


def sqlite_engine(path: Path) -> Engine:
    """An engine whose transactions take the write lock when they begin.

    The driver's own transaction handling begins late, with a read lock, and loses updates: 600 concurrent
    read-modify-write turns counted 511. With it off and BEGIN IMMEDIATE they count 600.
    """
    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        poolclass=StaticPool,
        hide_parameters=True,  # an error's text must not quote what people wrote
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # On the driver's own connection: a statement of SQLAlchemy costs more than this one, at every turn.
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.cursor().execute("BEGIN IMMEDIATE")

    return engine
