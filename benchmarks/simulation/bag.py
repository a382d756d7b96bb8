"""A mailbag in memory, under the rules of the outbox: a chat's order, answers before nudges, patience where asked."""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from bot.store.outbox import Claimed
from bot.workers.claiming import LEASE_MS, Following
from bot.workers.mailbag import Landed


class MemoryBag:
    """Messages that wait. Several senders may share it; each exchange takes so many seconds, as a transaction would."""

    def __init__(self, seconds: float = 0.0, missed: Callable[[int], None] = lambda number: None) -> None:
        self.seconds = seconds
        self.missed = missed  # told of each row whose time was over
        self.rounds = 0
        self.settled = 0
        self._numbers = count(1)
        self._free: tuple[deque[Claimed], deque[Claimed]] = (deque(), deque())  # answers and nudges that may go
        self._behind: dict[str, deque[Claimed]] = {}  # of chats that have a row under way or held, those after it
        self._held: list[tuple[int, int, Claimed]] = []  # until when, and what
        self._expires: dict[int, int] = {}

    def __len__(self) -> int:
        """How many rows could be claimed now or later, without those under way."""
        return len(self._held) + sum(len(rows) for rows in (*self._free, *self._behind.values()))

    def post(self, chat: str, *, soft: bool = False, expires_ms: int | None = None) -> int:
        """Promise a message; its number. After ``expires_ms`` it is not sent any more."""
        number = next(self._numbers)
        if expires_ms is not None:
            self._expires[number] = expires_ms
        row = Claimed(number, chat, {"kind": "message", "number": number}, 0, False, 0, soft)
        if chat in self._behind and not soft:
            self._behind[chat].append(row)
        else:
            self._free[soft].append(row)
            if not soft:
                self._behind[chat] = deque()
        return number

    async def open(self) -> None: ...

    async def exchange(
        self, landed: Sequence[Landed], now_ms: int, room: int, soft: bool
    ) -> tuple[list[Claimed], Following]:
        """See `Mailbag.exchange`."""
        self.rounds += 1
        if self.seconds:
            await asyncio.sleep(self.seconds)
        for each in landed:
            self.settled += 1
            self._let_go(each.row)
        while self._held and self._held[0][0] <= now_ms:
            _, _, row = heapq.heappop(self._held)
            self._free[row.soft].appendleft(row)
        if room <= 0:
            return [], Following()
        answers, nudges = self._free
        claimed = [answers.popleft() for _ in range(min(room, len(answers)))]
        while len(claimed) < room and soft and nudges:
            nudge = nudges.popleft()
            if self._expires.pop(nudge.id, now_ms) >= now_ms:
                claimed.append(nudge)
                break
            self.missed(nudge.id)
        if len(claimed) == room:
            following = Following()
        else:
            until = self._held[0][0] if self._held else None
            following = Following(now_ms if answers else until, now_ms if nudges else None)
        return [replace(row, lease_ms=now_ms + LEASE_MS) for row in claimed], following

    async def hold(self, row: Claimed, until_ms: int) -> None:
        heapq.heappush(self._held, (until_ms, row.id, row))

    async def postpone(self, row: Claimed, until_ms: int) -> None:
        await self.hold(replace(row, attempts=row.attempts + 1), until_ms)

    async def release(self, row: Claimed) -> None:
        self._free[row.soft].appendleft(row)

    async def bury(self, row: Claimed, why: str, at_ms: int) -> None:
        self._let_go(row)

    async def lose(self, chat: str, why: str, at_ms: int) -> None:
        self._behind.pop(chat, None)

    async def scrub(self) -> None: ...

    def _let_go(self, row: Claimed) -> None:
        """The next of its chat may go."""
        if row.soft:
            return
        behind = self._behind[row.chat]
        if behind:
            self._free[0].append(behind.popleft())
        else:
            del self._behind[row.chat]
