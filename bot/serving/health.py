"""Health: whether this process is ready to be sent updates."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.observer import NOBODY, Observer
from bot.store import schema
from bot.store.database import Database

PATIENCE_SECONDS = 1.0  # within which the database has to answer


class Health:
    """Knows what must work. Ready from `open` on, until `stop`."""

    def __init__(self, observer: Observer = NOBODY) -> None:
        self.observer = observer
        self.database: Database | None = None
        self._workers: Mapping[str, asyncio.Task[None]] = {}
        self._stopping = False
        self._probe: asyncio.Task[str | None] | None = None

    def open(self, database: Database, workers: Mapping[str, asyncio.Task[None]]) -> None:
        """From now on these have to work."""
        self.database, self._workers = database, workers

    def stop(self) -> None:
        """No update is to come any more."""
        self._stopping = True

    async def troubles(self) -> list[str]:
        """Why this process is not ready; empty where it is."""
        if self._stopping:
            return ["it is stopping"]
        if self.database is None:
            return ["it is starting"]
        ended = [f"the {name} has ended" for name, worker in self._workers.items() if worker.done()]
        return [*ended, *await self._database_troubles(self.database)]

    async def _database_troubles(self, database: Database) -> list[str]:
        if self._probe is None or self._probe.done():  # where one hangs, the next look waits for the same
            self._probe = asyncio.create_task(database.do(schema.revision))
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                stands = await asyncio.shield(self._probe)
        except TimeoutError:
            self.observer.stumbled("readiness")
            return [f"the database gives no answer within {PATIENCE_SECONDS:g} s"]
        except Exception as error:
            self.observer.stumbled("readiness")
            return [f"the database fails ({type(error).__name__})"]
        if stands != schema.HEAD:
            return [f"the database is at schema {stands or 'empty'}, this release works with {schema.HEAD}"]
        return []
