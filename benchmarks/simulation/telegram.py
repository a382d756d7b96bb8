"""Telegram, as far as a sender feels it: calls take a moment, and what is over the limits is answered with a 429."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from bot.channel import Wait
from bot.turn import Outcome

FLIGHT_SECONDS = (0.02, 0.06)  # a call, there and back
WINDOW = 1.0
BURST = 3  # messages that one chat may get at once
PATIENCE_SECONDS = 5.0  # what a 429 asks for


class SimulatedTelegram:
    """A channel. ``arrived`` is told of each message that is taken, at its instant."""

    name = "telegram"

    def __init__(self, per_second: int, arrived: Callable[[str, int], None], seed: int = 1) -> None:
        self.per_second = per_second
        self.arrived = arrived
        self.refused = 0
        self.most = 0  # messages in any second
        self.patient: dict[str, float] = {}  # chats that Telegram asks patience for, and until when
        self._random = random.Random(seed)
        self._window: deque[float] = deque()
        self._chats: dict[str, tuple[float, float]] = {}  # places that are left, as of when

    async def send(self, chat: str, payload: Mapping[str, Any]) -> int | None:
        """See `Channel.send`."""
        loop = asyncio.get_running_loop()
        seconds = self._random.uniform(*FLIGHT_SECONDS)
        await asyncio.sleep(seconds * self._random.uniform(0.3, 0.7))  # on its way there
        now = loop.time()
        if (until := self.patient.get(chat, 0.0)) > now:
            raise Wait(until - now)
        while self._window and self._window[0] <= now - WINDOW:
            self._window.popleft()
        left, since = self._chats.get(chat, (BURST, now))
        left = min(BURST, left + now - since)
        if len(self._window) >= self.per_second or left < 1:
            self.refused += 1
            raise Wait(PATIENCE_SECONDS)
        self._window.append(now)
        self.most = max(self.most, len(self._window))
        self._chats[chat] = left - 1, now
        if len(self._chats) > 20_000:
            self._chats = {other: entry for other, entry in self._chats.items() if entry[1] > now - BURST}
        self.arrived(chat, payload["number"])
        await asyncio.sleep(seconds * 0.3)
        return int(payload["number"])

    async def notice(self, outcome: Outcome) -> None: ...
