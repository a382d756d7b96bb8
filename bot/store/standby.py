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
from sqlalchemy import URL

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
_TROUBLES = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)


async def do_alone(url: URL, name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do the work while this process holds the lock of this name, and stand by until then; until cancelled.

    Returns when the work returns, and raises what it raises.
    """
    told = False
    while True:
        connection: asyncpg.Connection[asyncpg.Record] | None = None
        try:
            connection = await _connect(url)
            while not await _takes(connection, name):
                if not told:
                    log.warning("another process is at it for %s: standing by, to take over when it ends", name)
                    told = True
                await asyncio.sleep(LOOK_SECONDS)
            log.info("this process is the one for %s", name)
            told = False
            if await _until_lost(connection, work):
                return
            log.error("the lock for %s is lost with its connection; stopped until it is held again", name)
        except _TROUBLES as error:
            log.warning("no lock for %s (%s), trying again", name, type(error).__name__)
        finally:
            if connection is not None:
                connection.terminate()
        await asyncio.sleep(LOOK_SECONDS)


@contextlib.asynccontextmanager
async def hold_alone(url: URL, name: str) -> AsyncIterator[None]:
    """Hold the lock of this name until the block is left.

    Raises:
        AlreadyRunning: another process holds it.
    """
    connection = await _connect(url)
    try:
        if not await _takes(connection, name):
            raise AlreadyRunning(f"another Halfway already uses this database for {name}. End it first.")
        yield
    finally:
        connection.terminate()


async def _connect(url: URL) -> asyncpg.Connection[asyncpg.Record]:
    return await asyncpg.connect(
        url.set(drivername="postgresql").render_as_string(hide_password=False),
        timeout=ANSWER_SECONDS,
        command_timeout=ANSWER_SECONDS,
        server_settings=SESSION,
    )


async def _takes(connection: asyncpg.Connection[asyncpg.Record], name: str) -> bool:
    found = await connection.fetchval("SELECT pg_try_advisory_lock($1, hashtext($2))", FAMILY, f"only {name}")
    return bool(found)


async def _until_lost(connection: asyncpg.Connection[asyncpg.Record], work: Callable[[], Awaitable[None]]) -> bool:
    """Do the work as long as the connection lasts; whether the work came to its end before."""
    doing = asyncio.ensure_future(work())
    watching = asyncio.create_task(_watch(connection))
    try:
        await asyncio.wait((doing, watching), return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            doing.result()
            return True
        return False
    finally:
        for task in (doing, watching):
            task.cancel()
        await asyncio.gather(doing, watching, return_exceptions=True)


async def _watch(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Returns once the connection no longer answers."""
    with contextlib.suppress(*_TROUBLES):
        while True:
            await connection.fetchval("SELECT 1")
            await asyncio.sleep(LOOK_SECONDS)
