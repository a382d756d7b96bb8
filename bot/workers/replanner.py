"""The replanner: sets anew what recurs when clocks change under it.

Timers are instants, reckoned from wall-clock times by the zone rules of that day. Two things make them wrong while
nobody looks: an update of those rules, and a clock of this machine that stood in the future and was set back. In both
cases every chat with timers gets an event from which its dialogs reckon anew.
"""

from __future__ import annotations

import asyncio
import logging
import zoneinfo
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b
from importlib import resources
from pathlib import Path

from sqlalchemy import Connection

from bot.store import marks, timers
from bot.store.database import Database
from bot.store.instants import to_ms
from bot.turn import Arrival, take_turns
from dialogs.engine import Book
from dialogs.engine.events import Replan

log = logging.getLogger(__name__)

BATCH = 50  # chats in one transaction; answers go in between
START_SECONDS = 2
EVERY_SECONDS = 3600
SET_BACK = timedelta(minutes=10)  # from which a clock that was set back is noticed; less is everyday correction


class Replanner:
    """One loop that looks for changed clocks: at the start, every hour, and when it is woken."""

    def __init__(
        self, database: Database, book: Book, channel: str, clock: Callable[[], datetime], timed: Callable[[], None]
    ) -> None:
        self.database = database
        self.book = book
        self.channel = channel
        self.clock = clock
        self.timed = timed
        self.replanned = 0  # chats
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """The clock was seen to go back."""
        self._woken.set()

    async def run(self) -> None:
        """Watch until cancelled. Nothing hurries, so the first answers of a process go before."""
        await asyncio.sleep(START_SECONDS)
        while True:
            try:
                await self.look()
            except Exception as error:
                log.error("plans are not checked: %s", type(error).__name__)
            try:
                async with asyncio.timeout(EVERY_SECONDS):
                    await self._woken.wait()
            except TimeoutError:
                pass

    async def look(self) -> None:
        """Compare the clock and the zone rules with those that were left, and reckon anew where they differ."""
        woken = self._woken.is_set()
        self._woken.clear()
        rules, now_ms = await asyncio.to_thread(rules_fingerprint), to_ms(self.clock())
        known, seen = await self.database.do(self._left)
        reasons = [
            *(["the clock was set back"] if woken or (seen and int(seen) > now_ms + SET_BACK // _MS) else []),
            *(["the rules of time zones have changed"] if known is not None and known != rules else []),
        ]
        if reasons:
            chats = await self._replan(now_ms)
            log.warning("%s: reckoned the timers of %d chats anew", " and ".join(reasons), chats)
        await self.database.do(partial(self._leave, rules=rules, now_ms=now_ms))

    async def _replan(self, now_ms: int) -> int:
        count, last = 0, ""
        while True:
            chats = await self.database.do(partial(timers.chats_after, channel=self.channel, last=last, limit=BATCH))
            if not chats:
                break
            await self.database.do(
                partial(
                    take_turns,
                    vault=self.database.vault,
                    book=self.book,
                    arrivals=[Arrival(chat, Replan(_key(chat, now_ms))) for chat in chats],
                    now=self.clock(),
                )
            )
            count, last = count + len(chats), chats[-1]
        self.replanned += count
        self.timed()
        return count

    def _left(self, connection: Connection) -> tuple[str | None, str | None]:
        return marks.read(connection, "zone_rules"), marks.read(connection, f"clock:{self.channel}")

    def _leave(self, connection: Connection, rules: str, now_ms: int) -> None:
        marks.leave(connection, "zone_rules", rules)
        marks.leave(connection, f"clock:{self.channel}", str(now_ms))


_MS = timedelta(milliseconds=1)


def rules_fingerprint() -> str:
    """A digest of the rules of all time zones, as `zoneinfo` finds them: the system's, else those of ``tzdata``."""
    digest = blake2b(digest_size=16)
    packaged = resources.files("tzdata").joinpath("zoneinfo")
    for name in sorted(zoneinfo.available_timezones()):
        paths = [path for root in zoneinfo.TZPATH if (path := Path(root, name)).is_file()]
        digest.update(paths[0].read_bytes() if paths else packaged.joinpath(*name.split("/")).read_bytes())
    return digest.hexdigest()


def _key(chat: str, now_ms: int) -> str:
    """The inbox key of a replanning; a digest, since the inbox names no chat."""
    return "replan:" + blake2b(f"{chat}:{now_ms}".encode(), digest_size=12).hexdigest()
