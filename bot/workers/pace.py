"""The pace: how fast a channel may be talked to, overall and in one chat.

Telegram allows about 30 messages a second overall and one a second in a chat, with short bursts. The overall limit is
a sliding window, so that it holds in *any* second and not only on average, and a little longer than a second, since it
is the arrivals that are counted there. What nobody waits for, nudges, goes evenly and at three quarters of that: an
answer finds room at once, also while a whole evening's nudges are on their way.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from itertools import groupby

SOFT_SHARE = 3 / 4  # of the overall limit, for what nobody waits for
JITTER = 0.1  # seconds by which two messages may draw closer on their way


class Pace:
    """Counts sends. Times are in seconds of a monotonic clock."""

    def __init__(self, per_second: float, per_chat: float, burst: int, clock: Callable[[], float]) -> None:
        self.per_second = per_second
        self._window: deque[float] = deque()
        self._limit = max(1, int(per_second))
        self._span = self._limit / per_second + JITTER
        self._per_chat = per_chat
        self._burst = burst
        self._clock = clock
        self._chats: dict[str, tuple[float, float]] = {}  # tokens left, as of when
        self._soft_gap = 1 / (per_second * SOFT_SHARE)
        self._soft_from = 0.0  # when the next soft message may go

    def chat_delay(self, chat: str) -> float:
        """How many seconds until a message may go to this chat; 0 means now."""
        return max(0.0, (1 - self._tokens(chat, self._clock())) / self._per_chat)

    def overall_delay(self) -> float:
        """How many seconds until anything may be sent."""
        return 0 if self.room() > 0 else self._window[0] + self._span - self._clock()

    def room(self) -> int:
        """How many may be sent now."""
        now = self._clock()
        while self._window and self._window[0] + self._span <= now:  # summed as below: rounded alike
            self._window.popleft()
        return max(0, self._limit - len(self._window))

    def soft_delay(self) -> float:
        """How many seconds until a message may go that nobody waits for; 0 means now."""
        return max(0.0, self._soft_from - self._clock())

    def count_soft(self) -> None:
        """One more of those is about to go."""
        self._soft_from = max(self._soft_from, self._clock() - self._soft_gap) + self._soft_gap

    def count(self, chat: str | None) -> None:
        """One more is sent; with a chat, it counts as a message there."""
        now = self._clock()
        self._window.append(now)
        if chat is not None:
            self._chats[chat] = (self._tokens(chat, now) - 1, now)
            if len(self._chats) > 10_000:
                self._forget(now)

    def at(self, now: float, dumped: str | None) -> Pace:
        """The same pace at an instant of another clock, with what was `dump`-ed by that clock."""
        other = Pace(self.per_second, self._per_chat, self._burst, lambda: now)
        if dumped is not None:
            window, chats, other._soft_from = json.loads(dumped)
            other._window.extend(at for at, times in window for _ in range(times))
            other._chats = {chat: (tokens, since) for chat, (tokens, since) in chats.items()}
        return other

    def dump(self) -> str:
        """What has been sent of late, as far as it still matters."""
        self.room()
        self._forget(self._clock())
        return json.dumps([[[at, len(list(same))] for at, same in groupby(self._window)], self._chats, self._soft_from])

    def _tokens(self, chat: str, now: float) -> float:
        tokens, since = self._chats.get(chat, (float(self._burst), now))
        return min(self._burst, tokens + (now - since) * self._per_chat)

    def _forget(self, now: float) -> None:
        """Drop chats whose burst is whole again: they are as good as new."""
        whole = self._burst / self._per_chat
        self._chats = {chat: entry for chat, entry in self._chats.items() if now - entry[1] < whole}
