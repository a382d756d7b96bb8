"""The timekeeper: from due timers to turns. A timer is a row; it is removed in the transaction of the turn it fires."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.observer import NOBODY, Observer
from bot.store import timers
from bot.store.database import Database
from bot.store.instants import to_ms
from bot.turn import fire_due, report
from bot.workers.replanner import SET_BACK
from dialogs.engine import Book
from dialogs.engine.events import TimerFired

log = logging.getLogger(__name__)

BATCH = 16  # timers in one transaction: small enough that whoever writes meanwhile hardly waits
BLOCKED_SECONDS = 0.2  # between two looks at what is due but not to be had
IDLE_SECONDS = 60.0  # how long to sleep if nothing is due and nobody wakes us; bounds the harm of a clock that jumps


class Timekeeper:
    """One loop that fires what is due. `wake` it after a commit that set or removed timers.

    ``turned_back`` is called when the machine's clock was set back: timers may stand in a future that won't come soon.
    """

    def __init__(
        self,
        database: Database,
        book: Book,
        channel: str,
        clock: Callable[[], datetime],
        posted: Callable[[], None],
        turned_back: Callable[[], None] = lambda: None,
        observer: Observer = NOBODY,
    ) -> None:
        self.database = database
        self.book = book
        self.channel = channel
        self.clock = clock
        self.posted = posted
        self.turned_back = turned_back
        self.observer = observer
        self._latest: datetime | None = None
        self._blocked = False  # whether what is due could not be had
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Fire until cancelled."""
        while True:
            try:
                await self._round()
            except Exception as error:
                self.observer.stumbled("timekeeper")
                log.error("timers paused for 5 s: %s", type(error).__name__, exc_info=log.isEnabledFor(logging.DEBUG))
                await asyncio.sleep(5)

    async def fire(self) -> int | None:
        """Fire what is due now, a batch of it; when the next timer is due, in milliseconds since 1970, if there is one.

        What it gives is at or before now as long as there is more to fire.
        """
        now = self.clock()
        if self._latest is not None and now < self._latest - SET_BACK:
            self.turned_back()
        self._latest = now
        following = await self.database.do(lambda connection: timers.next_due(connection, self.channel))
        if following is not None and following <= to_ms(now):
            began = time.perf_counter()
            outcomes = await self.database.do(
                partial(fire_due, vault=self.database.vault, book=self.book, channel=self.channel, now=now, limit=BATCH)
            )
            self._blocked = not outcomes
            report(outcomes, time.perf_counter() - began, self.observer)
            for outcome in outcomes:
                event = outcome.arrival.event
                if isinstance(event, TimerFired) and event.due is not None:
                    self.observer.fired((now - event.due).total_seconds())
            self.posted()
        return following

    async def _round(self) -> None:
        self._woken.clear()
        following = await self.fire()
        seconds = IDLE_SECONDS
        if following is not None:
            seconds = min(IDLE_SECONDS, (following - to_ms(self.clock())) / 1000)
        if seconds <= 0:
            if self._blocked:  # another process is at these chats, and will look for more itself
                await asyncio.sleep(BLOCKED_SECONDS)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):  # wait_for of Python 3.11 can swallow a cancellation
                await self._woken.wait()
