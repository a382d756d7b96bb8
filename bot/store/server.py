"""A PostgreSQL server: work on a few connections, done again where it had to give way or lost its connection."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from itertools import count
from typing import Literal

import asyncpg
from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.database import DatabaseRefused, DatabaseUnreachable, T, Work
from bot.store.standby import SESSION

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 15  # how long work waits for a server that is gone, before whoever asked for it is told
LONGEST_PAUSE = 1.0  # seconds between two tries
CONFLICTS = 8  # how often work gives way to that of others
HURRIED = {
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",  # of a process that was stopped in the middle: others go on
}
STATEMENTS = "500"  # kept prepared on each connection: there is one for each number of chats in a batch
CONNECT_SECONDS = 5
COMMAND_SECONDS = 30  # for one statement, of a server that does not answer at all

_OPTIONS = {"host", "port", "ssl", "target_session_attrs", "passfile", "prepared_statement_cache_size"}
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
        self.name = f"{url.host or url.query.get('host', '')}:{url.port or 5432}/{url.database}"
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


def address(url: str) -> URL:
    """An address as the driver understands it, also one that was meant for PostgreSQL's own library.

    Raises:
        DatabaseRefused: it has options that the driver does not know.
    """
    parsed = make_url(url).set(drivername="postgresql+asyncpg")
    query = {"ssl" if name == "sslmode" else name: value for name, value in parsed.query.items()}
    query.pop("channel_binding", None)  # the driver knows nothing of it
    if unknown := sorted(set(query) - _OPTIONS):
        raise DatabaseRefused(
            f"the address of the database has options that are not known: {', '.join(unknown)}. Known are: "
            f"{', '.join(sorted(_OPTIONS))}, sslmode"
        )
    return parsed.set(query={"prepared_statement_cache_size": STATEMENTS, **query})


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
