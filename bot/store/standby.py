"""Stand-by: work that one process does while others wait to take over, under a lock that PostgreSQL keeps.

Telegram refuses a second poller. The lock lies on a connection of its own and ends with it, so a process that dies lets
go of it at once. Where the connection is lost the work is stopped before anything else: another may be at it already.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
from sqlalchemy import URL, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from bot.store.lock import AlreadyRunning
from bot.store.locks import FAMILY

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0  # between two looks: whether the lock is free, and whether it is still ours
ANSWER_SECONDS = 5.0  # how long the server may take to say so
SESSION = {
    "application_name": "halfway",
    # A machine that vanished lets go of its locks after half a minute, not after the two hours of the default.
    "tcp_keepalives_idle": "15",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
_TROUBLES = (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
_TAKE = text("SELECT pg_try_advisory_lock(:family, hashtext(:name))")
_STILL = text("SELECT 1")


async def do_alone(url: URL, name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do the work while this process holds the lock of this name, and stand by until then; until cancelled.

    Returns when the work returns, and raises what it raises.
    """
    told = False
    while True:
        done: asyncio.Future[None] | None = None
        try:
            async with _connection(url) as connection:
                while not await _takes(connection, name):
                    if not told:
                        log.warning("another process is the one for %s: standing by, to take over when it ends", name)
                        told = True
                    await asyncio.sleep(LOOK_SECONDS)
                log.info("this process is the one for %s", name)
                told = False
                done = await _until_lost(connection, work)
        except _TROUBLES as error:
            log.warning("no lock for %s (%s), trying again", name, type(error).__name__)
        if done is not None:
            return done.result()
        await asyncio.sleep(LOOK_SECONDS)


@contextlib.asynccontextmanager
async def hold_alone(url: URL, name: str) -> AsyncIterator[None]:
    """Hold the lock of this name until the block is left.

    Raises:
        AlreadyRunning: another process holds it.
    """
    async with _connection(url) as connection:
        if not await _takes(connection, name):
            raise AlreadyRunning(f"another Halfway already uses this database for {name}. End it first.")
        yield


@contextlib.asynccontextmanager
async def _connection(url: URL) -> AsyncIterator[AsyncConnection]:
    """A connection of its own, which takes its locks with it when it ends."""
    engine = create_async_engine(
        url,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": ANSWER_SECONDS, "command_timeout": ANSWER_SECONDS, "server_settings": SESSION},
    )
    connection = await engine.connect()
    try:
        yield connection
    finally:
        with contextlib.suppress(*_TROUBLES):
            await connection.invalidate()
            await connection.close()


async def _takes(connection: AsyncConnection, name: str) -> bool:
    found = await connection.execute(_TAKE, {"family": FAMILY, "name": f"only {name}"})
    return bool(found.scalar())


async def _until_lost(connection: AsyncConnection, work: Callable[[], Awaitable[None]]) -> asyncio.Future[None] | None:
    """Do the work as long as the connection lasts; the work, if it came to its end before."""
    doing = asyncio.ensure_future(work())
    watching = asyncio.create_task(_watch(connection))
    try:
        await asyncio.wait((doing, watching), return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            return doing
        log.error("the lock is lost with its connection; its work stops until the lock is held again")
        return None
    finally:
        for task in (doing, watching):
            task.cancel()
        await asyncio.gather(doing, watching, return_exceptions=True)


async def _watch(connection: AsyncConnection) -> None:
    """Returns once the connection no longer answers."""
    with contextlib.suppress(*_TROUBLES):
        while True:
            await connection.execute(_STILL)
            await asyncio.sleep(LOOK_SECONDS)
