"""The sender: from the outbox to the channel, in each chat's order, at the channel's pace.

No more messages are in flight than the pace needs at the channel's present speed (Little's law): with a fast channel
that is one or two. What is in flight when the process is killed is what may be sent twice, so this bounds it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from bot.channel import Channel, ChannelError, Doubtful, Gone, Refused, Wait
from bot.store import outbox, sessions, timers
from bot.store.database import Database
from bot.store.instants import to_ms
from bot.store.outbox import Claimed
from bot.workers.pace import Pace

log = logging.getLogger(__name__)

LEASE_MS = 60_000  # after this another sender may take a row over
IDLE_SECONDS = 30  # how long a sender with nothing to do sleeps if nobody wakes it
BATCH = 30  # rows claimed at once
FLIGHTS = (2, 40)  # fewest and most messages in flight
LONGEST_RETRY = 300  # seconds between two tries when the network is down


class Sender:
    """One loop that claims, sends and settles. `wake` it after a commit that posted something."""

    def __init__(self, database: Database, channel: Channel, pace: Pace, clock: Callable[[], datetime]) -> None:
        self.database = database
        self.channel = channel
        self.pace = pace
        self.clock = clock
        self.sent = 0
        self.doubtful = 0
        self._woken = asyncio.Event()
        self._flights: set[asyncio.Task[None]] = set()
        self._landed = asyncio.Event()
        self._seconds = 0.01  # smoothed time of one call

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Send until cancelled. Troubles of the database are logged and outlived."""
        await self.database.do(lambda connection: outbox.release_all(connection, self.channel.name))
        while True:
            try:
                await self._round()
            except Exception as error:
                log.error("sending paused for 5 s: %s", type(error).__name__, exc_info=log.isEnabledFor(logging.DEBUG))
                await asyncio.sleep(5)

    async def drain(self, seconds: float) -> None:
        """Wait for what is in flight, so that a stop in good order sends nothing twice."""
        if self._flights:
            await asyncio.wait(self._flights, timeout=seconds)

    async def _round(self) -> None:
        self._woken.clear()
        now_ms = to_ms(self.clock())
        rows = await self.database.do(
            lambda connection: outbox.claim(connection, self.channel.name, now_ms, now_ms + LEASE_MS, BATCH)
        )
        if not rows:
            await self._sleep(now_ms)
            return
        chats: dict[str, list[Claimed]] = {}
        for row in rows:
            chats.setdefault(row.chat, []).append(row)
        await self._send_all(list(chats.values()))

    async def _sleep(self, now_ms: int) -> None:
        following = await self.database.do(lambda connection: outbox.next_available(connection, self.channel.name))
        seconds = IDLE_SECONDS if following is None else min(IDLE_SECONDS, max(0.001, (following - now_ms) / 1000))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)

    async def _send_all(self, lanes: list[list[Claimed]]) -> None:
        """Send each lane (one chat's rows) in order, lanes beside each other as far as the pace allows."""
        for lane in lanes:
            while len(self._flights) >= self._most():
                self._landed.clear()
                await self._landed.wait()
            flight = asyncio.create_task(self._send_lane(lane))
            self._flights.add(flight)
            flight.add_done_callback(self._land)

    def _land(self, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        self._landed.set()
        if not flight.cancelled() and (error := flight.exception()) is not None:
            log.error("a message could not be settled: %s", type(error).__name__)
        self._woken.set()

    def _most(self) -> int:
        fewest, most = FLIGHTS
        return min(most, max(fewest, math.ceil(self.pace.per_second * self._seconds * 1.5)))

    async def _send_lane(self, lane: list[Claimed]) -> None:
        for index, row in enumerate(lane):
            counted = row.payload["kind"] != "redraw"  # the pace of a chat is one of messages, not of edits
            if counted and (delay := self.pace.chat_delay(row.chat)) > 0:  # this chat has to wait, others don't
                until_ms = to_ms(self.clock()) + math.ceil(delay * 1000)
                await self.database.do(partial(outbox.hold, chat=row.chat, until_ms=until_ms))
                return
            while (delay := self.pace.overall_delay()) > 0:  # noqa: ASYNC110  (time passes, nothing happens)
                await asyncio.sleep(delay)
            self.pace.count(row.chat if counted else None)
            try:
                await self._send(row)
            except ChannelError as error:
                await self._fail(row, error, lane[index + 1 :])
                return

    async def _send(self, row: Claimed) -> None:
        began = time.perf_counter()
        message = await self.channel.send(row.chat, row.payload)
        self._seconds += 0.2 * (time.perf_counter() - began - self._seconds)
        self.sent += 1
        at_ms = to_ms(self.clock())
        await self.database.do(lambda connection: outbox.settle(connection, row, message, at_ms))
        if row.passing:  # the last word to somebody who asked to be forgotten: now nothing is left
            await self.database.scrub()

    async def _fail(self, row: Claimed, error: ChannelError, rest: list[Claimed]) -> None:
        at_ms = to_ms(self.clock())
        if isinstance(error, Gone):
            await self.database.do(lambda connection: _lose(connection, row.chat, str(error), at_ms))
        elif isinstance(error, Refused):
            log.warning("a message was refused: %s", error)
            await self.database.do(lambda connection: _bury(connection, row, str(error), rest, at_ms))
        else:
            seconds = error.seconds if isinstance(error, Wait) else min(LONGEST_RETRY, 2 ** min(row.attempts, 9))
            if isinstance(error, Doubtful):
                self.doubtful += 1
            log.warning("a message waits %g s: %s", seconds, error)
            until_ms = at_ms + math.ceil(seconds * 1000)
            await self.database.do(lambda connection: outbox.postpone(connection, row, until_ms))
        self._woken.set()


def _lose(connection: Connection, chat: str, why: str, at_ms: int) -> None:
    """This person has shut the bot out: nothing is sent to them and nothing comes back to them by itself."""
    outbox.bury_chat(connection, chat, why, at_ms)
    timers.remove_all(connection, chat)
    sessions.block(connection, chat, at_ms)


def _bury(connection: Connection, row: Claimed, why: str, rest: list[Claimed], at_ms: int) -> None:
    outbox.bury(connection, row, why, at_ms)
    outbox.release(connection, [each.id for each in rest])
