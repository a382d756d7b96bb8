"""The sender: from the outbox to the channel, in each chat's order, at the channel's pace.

Each round of its loop is one transaction: what has landed is settled, and as many rows as have room are claimed.
No more messages are in flight than the pace needs at the channel's present speed (Little's law): with a fast channel
that is one or two. What is in flight when the process is killed is what may be sent twice, so this bounds it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from bot.channel import Channel, ChannelError, Doubtful, Gone, Refused, Wait
from bot.logs import fields
from bot.observer import NOBODY, Observer, Sent
from bot.store.instants import to_ms
from bot.store.outbox import Claimed
from bot.workers.mailbag import Landed, Mailbag
from bot.workers.pace import Pace

log = logging.getLogger(__name__)

Draw: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]]
"""Makes the payload of a picture what a channel can send, in less than half a lease."""

SPARE_MS = 30_000  # of a lease has to be left when a row is sent: a call may take that long
IDLE_SECONDS = 5  # how long a sender with nothing to do sleeps: a process may die with what it promised
BLOCKED_SECONDS = 0.2  # between two looks at what is due but not to be had
FLIGHTS = (2, 40)  # fewest and most messages in flight
LONGEST_RETRY = 300  # seconds between two tries when the network is down
SOON_SECONDS = 1.5  # a stop waits for answers that may go within this: a chat's pace is one a second
LANDING_SECONDS = 10.0  # how long a stop waits for messages in flight


@dataclass(slots=True)
class Landing:
    """What has landed, until that is on disk. ``last``: its flight ends with it."""

    landed: Landed
    last: bool
    settled: asyncio.Future[None]


class Sender:
    """One loop that settles, claims and sends. `wake` it after a commit that posted something.

    ``draw`` is for a channel that can't show a picture's data as they are.
    """

    def __init__(
        self,
        bag: Mailbag,
        channel: Channel,
        pace: Pace,
        clock: Callable[[], datetime],
        draw: Draw | None = None,
        observer: Observer = NOBODY,
    ) -> None:
        self.bag = bag
        self.channel = channel
        self.pace = pace
        self.clock = clock
        self.draw = draw
        self.observer = observer
        self.sent = 0
        self.doubtful = 0
        self._woken = asyncio.Event()
        self._flights: set[asyncio.Task[None]] = set()
        self._drawing: dict[asyncio.Task[None], Claimed] = {}  # flights that wait for a picture, and for which
        self._flying = 0  # flights whose last row is not settled
        self._landings: list[Landing] = []
        self._seconds = 0.01  # smoothed time of one call
        self._under_way: asyncio.Task[float] | None = None  # the round of `run`

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Send until cancelled. Troubles of the database are logged and outlived."""
        begun = False
        while True:
            try:
                if not begun:
                    await self.bag.open()
                    begun = True
                seconds = await self._whole_round()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(seconds):  # wait_for of Python 3.11 can swallow a cancellation
                        await self._woken.wait()
            except Exception as error:
                self.observer.stumbled("sender")
                log.error("sending paused for 5 s: %s", type(error).__name__, exc_info=log.isEnabledFor(logging.DEBUG))
                await asyncio.sleep(5)

    async def drain(self, seconds: float) -> None:
        """Send the answers that are due, for ``seconds`` at most; then wait for what is in flight.

        So that a stop in good order leaves nobody waiting for a word, and sends nothing twice.
        """
        await self._finish_round()
        try:
            async with asyncio.timeout(seconds):
                await self._send_due()
        except TimeoutError:
            log.warning("answers are left to be sent after the next start")
        except Exception as error:
            log.error("answers can't be sent any more: %s", type(error).__name__)
        await self._finish_round()
        drawn = list(self._drawing.values())
        for flight in self._drawing:  # nothing of it is on its way: it is drawn and sent after the next start
            flight.cancel()
        try:
            async with asyncio.timeout(LANDING_SECONDS):
                for row in drawn:  # or by another sender, now
                    await self.bag.release(row)
                await self._round(0)
                while self._flying:
                    await self._woken.wait()
                    await self._round(0)
                if self._flights:
                    await asyncio.wait(self._flights)
        except TimeoutError:
            pass
        except Exception as error:
            log.error("what is in flight may be sent once more: %s", type(error).__name__)

    async def _send_due(self) -> None:
        while True:
            pause = await self._whole_round(nudges=False)
            if not self._flying and pause > SOON_SECONDS:
                break
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(pause, SOON_SECONDS)):
                    await self._woken.wait()

    async def _whole_round(self, *, nudges: bool = True) -> float:
        """A round that is finished even if we are cancelled: what it claims would wait for the end of its lease."""
        self._under_way = asyncio.create_task(self._round(self._most(), nudges=nudges))
        return await asyncio.shield(self._under_way)

    async def _finish_round(self) -> None:
        if self._under_way is not None:
            await asyncio.gather(self._under_way, return_exceptions=True)

    async def _round(self, most: int, *, nudges: bool = True) -> float:
        """Settle what has landed and send what there is room for; seconds until the next round if nobody wakes us."""
        self._woken.clear()
        landings = list(self._landings)
        ending = sum(landing.last for landing in landings)
        room = most - self._flying + ending
        now_ms = to_ms(self.clock())
        soft = nudges and self.pace.soft_delay() <= 0
        rows, following = await self.bag.exchange([each.landed for each in landings], now_ms, room, soft)
        if any(row.soft for row in rows):
            self.pace.count_soft()
        # Only now: had the database failed, the next round would settle them.
        del self._landings[: len(landings)]
        self._flying -= ending
        for landing in landings:
            landing.settled.set_result(None)
        lanes: dict[str, list[Claimed]] = {}
        for row in rows:
            lanes.setdefault(row.chat, []).append(row)
        for lane in lanes.values():
            self._take_off(lane)
        if any(landing.landed.row.passing for landing in landings):
            await self.bag.scrub()  # the last word to somebody who asked to be forgotten: now nothing is left
        if len(lanes) < len(rows):
            return 0  # several rows of one chat take one place: there may be room for others
        waits = []
        # What is due and could not be claimed waits behind something that another sender has.
        if following.answer is not None and not (following.answer <= now_ms and self._flying):
            least = 0.001 if rows else BLOCKED_SECONDS
            waits.append(max(least, (following.answer - now_ms) / 1000))
        if nudges and following.soft is not None and room > len(lanes):
            least = BLOCKED_SECONDS if soft and not rows else 0.001
            waits.append(max(least, (following.soft - now_ms) / 1000, self.pace.soft_delay()))
        # What waits behind something in flight needs no time: that landing wakes us.
        return min(IDLE_SECONDS, min(waits, default=IDLE_SECONDS))

    def _take_off(self, lane: list[Claimed]) -> None:
        self._flying += 1
        flight = asyncio.create_task(self._send_lane(lane))
        self._flights.add(flight)
        flight.add_done_callback(self._end)

    def _end(self, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        if not flight.cancelled() and (error := flight.exception()) is not None:
            log.error("a message could not be settled: %s", type(error).__name__)
            self._give_back()

    def _give_back(self) -> None:
        """A flight ended without a last landing: its place is free."""
        self._flying -= 1
        self._woken.set()

    def _most(self) -> int:
        fewest, most = FLIGHTS
        return min(most, max(fewest, math.ceil(self.pace.per_second * self._seconds * 1.5)))

    async def _send_lane(self, lane: list[Claimed]) -> None:
        """Send one chat's rows in order, each once the one before is settled."""
        for index, row in enumerate(lane):
            counted = row.payload["kind"] != "redraw"  # the pace of a chat is one of messages, not of edits
            if counted and not row.paced and (delay := self.pace.chat_delay(row.chat)) > 0:  # it waits, others don't
                until_ms = to_ms(self.clock()) + math.ceil(delay * 1000)
                await self.bag.hold(row, until_ms)
                self._give_back()
                return
            if row.payload["kind"] == "picture" and self.draw is not None:
                row = replace(row, payload=await self._drawn(self.draw, row))
            if to_ms(self.clock()) > row.lease_ms - SPARE_MS:  # the ones before took long: others may soon claim it
                await self.bag.release(row)
                self._give_back()
                return
            while (delay := self.pace.overall_delay()) > 0:  # noqa: ASYNC110  (time passes, nothing happens)
                await asyncio.sleep(delay)
            self.pace.count(row.chat if counted else None)
            try:
                await self._send(row, last=index == len(lane) - 1)
            except ChannelError as error:
                await self._fail(row, error)
                self._give_back()
                return

    async def _drawn(self, draw: Draw, row: Claimed) -> Mapping[str, Any]:
        """A picture, made. That takes no place of what others have on their way, and no message is sent twice by it."""
        flight = asyncio.current_task()
        assert flight is not None, "lanes are tasks"
        self._give_back()
        self._drawing[flight] = row
        try:
            payload = await draw(row.payload)
        finally:
            self._drawing.pop(flight, None)
        self._flying += 1
        return payload

    async def _send(self, row: Claimed, *, last: bool) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            message = await self.channel.send(row.chat, row.payload)
        except ChannelError as error:
            self.observer.tried(_result(error), loop.time() - began)
            raise
        seconds = loop.time() - began
        self._seconds += 0.2 * (seconds - self._seconds)
        self.sent += 1
        self.observer.tried("retried" if row.attempts else "sent", seconds)
        log.info("sent", extra=fields(**_named(row), ms=round(seconds * 1000, 1)))
        settled = loop.create_future()
        self._landings.append(Landing(Landed(row, message, to_ms(self.clock())), last, settled))
        self._woken.set()
        await settled

    async def _fail(self, row: Claimed, error: ChannelError) -> None:
        at_ms = to_ms(self.clock())
        if isinstance(error, Gone):
            log.info("not sent, nobody is there any more: %s", error, extra=fields(**_named(row)))
            await self.bag.lose(row.chat, str(error), at_ms)
        elif isinstance(error, Refused):
            log.warning("a message was refused: %s", error, extra=fields(**_named(row)))
            await self.bag.bury(row, str(error), at_ms)
        else:
            seconds = error.seconds if isinstance(error, Wait) else min(LONGEST_RETRY, 2 ** min(row.attempts, 9))
            if isinstance(error, Doubtful):
                self.doubtful += 1
            log.warning("retried in %g s: %s", seconds, error, extra=fields(**_named(row)))
            await self.bag.postpone(row, at_ms + math.ceil(seconds * 1000))


def _named(row: Claimed) -> dict[str, str]:
    """What a log says of a row: where it came from and what it is, and not to whom it goes."""
    return {"origin": str(row.payload.get("origin", "?")), "kind": str(row.payload["kind"])}


def _result(error: ChannelError) -> Sent:
    match error:
        case Wait():
            return "429"
        case Gone():
            return "gone"
        case Refused():
            return "refused"
        case _:
            return "doubtful"
