"""PostgreSQL: any number of processes share it, each with a small pool of connections.

The work is the same as on SQLite, a plain function of a SQLAlchemy connection; here it runs beside that of others,
under the locks of `bot.store.locks`. What had to give way to others, or lost its connection, is done again.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from itertools import count
from typing import Any, Literal

import asyncpg
from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.util import greenlet_spawn

from bot.store import schema, seals, standby
from bot.store.database import DatabaseClosed, DatabaseRefused, DatabaseUnreachable, T, Work
from bot.store.keyring import Keyring
from bot.store.keytable import KeyTable
from bot.store.seals import Migrated
from bot.store.standby import SESSION
from bot.store.vault import Vault

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 15  # how long work waits for a server that is gone, before whoever asked for it is told
LONGEST_PAUSE = 1.0  # seconds between two tries
CONFLICTS = 8  # how often work gives way to that of others
KEY_CONNECTIONS = 2
SCRUB_SECONDS = 60  # from one rewriting of the keys' table to the next
HURRIED = {
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",  # of a process that was stopped in the middle: others go on
}
CONNECT_SECONDS = 5
COMMAND_SECONDS = 30  # for one statement, of a server that does not answer at all

_CONFLICT = {
    "40001",  # serialization failure
    "40P01",  # deadlock
    "55P03",  # a lock was not to be had in time
    "23505",  # another process was first to write this row: a second look finds it
}
_LOST = {
    "57P01",  # the server is shut down, or somebody ended the connection
    "57P02",
    "57P03",  # it is starting or stopping
    "57P05",  # idle in a transaction for too long
    "25P03",
    "25006",  # a former primary that only reads: another one takes over
    "53300",  # too many connections for the moment
}


class Server:
    """One PostgreSQL database with a pool of connections, on which work is done again where that may help."""

    def __init__(self, url: URL, connections: int, *, patience: float = PATIENCE_SECONDS, hurried: bool = True) -> None:
        """``hurried``: statements have to end in some seconds, unlike those of a migration."""
        self.url = url
        self.name = url.render_as_string(hide_password=True).partition("://")[2]
        self.patience = patience
        self.redone = 0
        self.engine = create_async_engine(
            url,
            pool_size=connections,
            max_overflow=0,
            hide_parameters=True,  # an error's text must not quote what people wrote
            connect_args={
                "timeout": CONNECT_SECONDS,
                "command_timeout": COMMAND_SECONDS if hurried else None,
                "server_settings": {**SESSION, **HURRIED} if hurried else SESSION,
                "prepared_statement_cache_size": 500,  # a statement for each number of chats in a batch
            },
        )
        self._room = asyncio.Semaphore(connections)

    async def do(self, work: Work[T]) -> T:
        """See `Database.do`.

        Raises:
            DatabaseRefused: no such database, user, password or right.
            DatabaseUnreachable: there was no answer for as long as ``patience`` lasts.
        """
        end = time.monotonic() + self.patience
        for tries in count(1):
            try:
                async with self._room, self.engine.begin() as connection:
                    return await connection.run_sync(work)
            except Exception as error:
                trouble = trouble_of(error)
                if trouble is None or (trouble == "conflict" and tries >= CONFLICTS):
                    raise
                if trouble == "refused":
                    raise DatabaseRefused(f"PostgreSQL at {self.name}: {_said(error)}. Look at DATABASE_URL") from None
                if trouble == "lost" and time.monotonic() >= end:
                    raise DatabaseUnreachable(
                        f"PostgreSQL at {self.name} can't be reached ({type(error).__name__}). Does it run there?"
                    ) from error
                log.debug("work is done again after %s", type(error).__name__)
                self.redone += 1
                most = LONGEST_PAUSE if trouble == "lost" else 0.1
                await asyncio.sleep(random.uniform(0.5, 1) * min(most, 0.01 * 2**tries))  # noqa: S311  (spreads tries)
        raise AssertionError("count() does not end")

    async def rewrite(self, table: str) -> None:
        """Write a table's file anew, without what was deleted; the old file is removed."""
        async with self._room, self.engine.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await alone.execute(text(f"VACUUM (FULL) {table}"))

    async def close(self) -> None:
        await self.engine.dispose()


class PostgresDatabase:
    """A PostgreSQL database, with the keys in a schema of their own, or in another database altogether."""

    def __init__(
        self,
        url: str,
        ring: Keyring,
        *,
        connections: int = 8,
        keys_url: str | None = None,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self.server = Server(address(url), connections, patience=patience)
        self.keys = Server(address(keys_url or url), KEY_CONNECTIONS, patience=patience)
        self.vault = Vault(KeyTable(self.keys), ring)
        self._running: set[asyncio.Task[Any]] = set()
        self._scrubbed = float("-inf")
        self._scrub_later: asyncio.Task[None] | None = None
        self._closed = False

    async def make_ready(self) -> None:
        """An empty database is set up. One of another release is left alone: others may still be working with it."""
        await self.keys.do(KeyTable.set_up)
        await self.do(self._look)

    def _look(self, connection: Connection) -> None:
        self.vault.check()
        if schema.revision(connection) is None:
            seals.migrate(connection, self.vault)
        schema.expect_head(connection)

    async def migrate(self, to: str = "head") -> Migrated:
        """See `Database.migrate`. One process at a time, and as long as it takes."""
        await self.keys.do(KeyTable.set_up)
        patient = Server(self.server.url, 1, hurried=False)
        try:
            return await self._keep(patient.do(partial(seals.migrate, vault=self.vault, to=to)))
        finally:
            await patient.close()

    async def rewrap(self, ring: Keyring) -> int:
        """See `Vault.rewrap`."""
        return await greenlet_spawn(self.vault.rewrap, ring)

    async def do(self, work: Work[T]) -> T:
        """See `Database.do`."""
        if self._closed:
            raise DatabaseClosed(f"the connections to {self.server.name} are closed")
        return await self._keep(self.server.do(work))

    async def do_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """See `standby.do_alone`."""
        await standby.do_alone(self.server.url, name, work)

    async def scrub(self) -> None:
        """Write the table of keys anew, so that its file holds no destroyed one; once a minute at most."""
        if self._scrub_later is not None:
            return
        wait = self._scrubbed + SCRUB_SECONDS - time.monotonic()
        if wait <= 0:
            await self._scrub(0)
        else:
            self._scrub_later = asyncio.create_task(self._scrub(wait))

    async def _scrub(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._scrub_later = None
        self._scrubbed = time.monotonic()
        try:
            await self.keys.rewrite(KeyTable.NAME)
        except Exception as error:
            log.warning("the table of keys was not written anew (%s): next time", type(error).__name__)

    async def close(self) -> None:
        """Finish the work that was asked for, then let go of the connections."""
        if self._closed:
            return
        self._closed = True
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._scrub_later is not None:
            self._scrub_later.cancel()
            await asyncio.gather(self._scrub_later, return_exceptions=True)
            await self._scrub(0)
        await self.server.close()
        await self.keys.close()

    async def _keep(self, work: Coroutine[Any, Any, T]) -> T:
        """Go on with work even if nobody waits for it any more: a turn that was begun is finished."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._end)
        return await asyncio.shield(task)

    def _end(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # counted as retrieved: with a cancelled caller nobody else would


def address(url: str) -> URL:
    """An address as the driver understands it, also one that was meant for PostgreSQL's own library."""
    parsed = make_url(url).set(drivername="postgresql+asyncpg")
    query = {"ssl" if name == "sslmode" else name: value for name, value in parsed.query.items()}
    query.pop("channel_binding", None)  # the driver knows nothing of it
    return parsed.set(query=query)


def trouble_of(error: BaseException) -> Literal["conflict", "lost", "refused"] | None:
    """What an error says about trying again; None where that would not help."""
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return "lost"
        if error.orig is None:
            return None
        error = error.orig
    state = str(getattr(error, "sqlstate", None) or "")
    if state in _CONFLICT:
        return "conflict"
    if state in _LOST or state.startswith("08") or isinstance(error, OSError | TimeoutError):
        return "lost"
    if state[:2] in {"28", "3D"} or state == "42501" or isinstance(error, asyncpg.ClientConfigurationError):
        return "refused"
    return None


def _said(error: BaseException) -> str:
    """The server's own words on why it does not let us in; they hold no password."""
    return str(error.orig if isinstance(error, DBAPIError) else error).rstrip(".")
