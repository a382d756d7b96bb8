"""The timekeeper: from due timers to turns. A timer is a row; it is removed in the transaction of the turn it fires."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.store import timers
from bot.store.database import Database
from bot.store.instants import to_ms
from bot.turn import fire_due
from dialogs.engine import Book

log = logging.getLogger(__name__)

BATCH = 200
IDLE_SECONDS = 60  # how long to sleep if nothing is due and nobody wakes us; bounds the harm of a clock that jumps


class Timekeeper:
    """One loop that fires what is due. `wake` it after a commit that set or removed timers."""

    def __init__(
        self, database: Database, book: Book, channel: str, clock: Callable[[], datetime], posted: Callable[[], None]
    ) -> None:
        self.database = database
        self.book = book
        self.channel = channel
        self.clock = clock
        self.posted = posted
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Fire until cancelled."""
        while True:
            try:
                await self._round()
            except Exception as error:
                log.error("timers paused for 5 s: %s", type(error).__name__, exc_info=log.isEnabledFor(logging.DEBUG))
                await asyncio.sleep(5)

    async def _round(self) -> None:
        self._woken.clear()
        now = self.clock()
        following = await self.database.do(lambda connection: timers.next_due(connection, self.channel))
        if following is not None and following <= to_ms(now):
            await self.database.do(
                partial(fire_due, vault=self.database.vault, book=self.book, channel=self.channel, now=now, limit=BATCH)
            )
            self.posted()
            return
        seconds = IDLE_SECONDS if following is None else min(IDLE_SECONDS, (following - to_ms(now)) / 1000)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):  # wait_for of Python 3.11 can swallow a cancellation
                await self._woken.wait()
