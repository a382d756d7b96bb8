"""Passage: time that goes forward, at once or fast. Every timer on the way fires at its own time; never backwards."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.local.inspector.access import Access
from bot.store import outbox, timers
from bot.store.database import DatabaseClosed
from bot.store.instants import from_ms

FARTHEST = timedelta(days=366)  # that one order may move the clock
_BEAT = 0.2  # seconds between two moves while time runs
_PATIENCE = 3.0  # seconds that sending is waited for


@dataclass(frozen=True, slots=True)
class Running:
    """Time that runs: from when until when."""

    since: datetime
    until: datetime


class Passage:
    """Moves the clock."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.running: Running | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopped = asyncio.Event()
        self._moving = asyncio.Lock()

    async def forward(self, until: datetime) -> None:
        """Go to an instant. One that has passed changes nothing."""
        async with self._moving:
            await self._fire(until)
            self.access.clock.move_to(until)
            if (house := self.access.house) is not None:
                house.timekeeper.wake()

    async def run(self, length: timedelta, seconds: float) -> None:
        """Let a length of time pass within some seconds; returns at once."""
        await self.stop()
        since = self.access.clock()
        self.running = Running(since, since + length)
        self._stopped.clear()
        self._task = asyncio.create_task(self._run(self.running, seconds))

    async def stop(self) -> None:
        """Let time go at its own pace again; what comes at this moment comes before."""
        self._stopped.set()
        if self._task is not None:
            await self._task

    async def _run(self, running: Running, seconds: float) -> None:
        began, length = time.monotonic(), running.until - running.since
        try:
            while not self._stopped.is_set() and self.access.clock() < running.until:
                share = min(1.0, (time.monotonic() - began) / seconds)
                await self.forward(running.since + length * share)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_BEAT):
                        await self._stopped.wait()
        finally:
            self.running = self._task = None

    async def _fire(self, until: datetime) -> None:
        """Let every timer up to an instant fire at its own time; none while the bot is away."""
        with contextlib.suppress(DatabaseClosed):
            while (house := self.access.house) is not None:
                following = await house.database.do(partial(timers.next_due, channel=house.timekeeper.channel))
                if following is None or from_ms(following) > until:
                    return
                self.access.clock.move_to(from_ms(following))
                await house.timekeeper.fire()
                await self.sent()

    async def sent(self) -> None:
        """Wait, within reason, until all that was promised is sent, also what is on its way.

        What comes by itself has an hour in which it may come: time must not go on over it.
        """
        with contextlib.suppress(TimeoutError, DatabaseClosed):
            async with asyncio.timeout(_PATIENCE):
                while (house := self.access.house) is not None:
                    promised = partial(outbox.next_available, channel=house.timekeeper.channel)
                    if await house.database.do(promised) is None:
                        return
                    await asyncio.sleep(0.01)
