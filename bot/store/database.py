"""The database: work in, one transaction around it, the result out.

Work is a plain function of a SQLAlchemy connection. SQLite has one writer, so all work runs in one thread, one piece
after the other; pieces that are waiting anyway share a commit, each in its own savepoint, and each is told its result
only once it is on disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from bot.store.keyring import Keyring
from bot.store.vault import Vault

T = TypeVar("T")
Work = Callable[[Connection], T]

GROUP = 32  # pieces of work that may share a commit
BUSY_SECONDS = 30  # how long to wait for another process that writes


class DatabaseClosed(Exception):
    """Work was asked of a database after its close; a worker is still running that should have been stopped first."""


class Database(Protocol):
    """Where work is done in transactions. ``vault`` holds the keys of what is sealed in it."""

    vault: Vault

    async def do(self, work: Work[T]) -> T:
        """Run the work in a transaction; its result, once that is committed. Whatever it raises rolls it back."""
        ...

    async def scrub(self) -> None:
        """Leave no trace of deleted rows in the database's files."""
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
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.vault = open_vault(path, ring)
        self.engine = sqlite_engine(path)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="sqlite-writer", daemon=True)
        self._thread.start()

    async def do(self, work: Work[T]) -> T:
        return await self._ask(work, alone=False)

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
    return Vault(database.with_suffix(".keys"), ring)


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
