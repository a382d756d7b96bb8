"""PostgreSQL: any number of processes share it, each with a small pool of connections.

The work is the same as on SQLite, a plain function of a SQLAlchemy connection; here it runs beside that of others,
under the locks of `bot.store.locks`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.util import greenlet_spawn

from bot.store import schema, seals, standby
from bot.store.database import DatabaseClosed, T, Work
from bot.store.keyring import Keyring
from bot.store.keytable import KeyTable
from bot.store.seals import Migrated
from bot.store.server import PATIENCE_SECONDS, Server, address
from bot.store.vault import Vault

log = logging.getLogger(__name__)

KEY_CONNECTIONS = 2
SCRUB_SECONDS = 60  # from one rewriting of the keys' table to the next


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
