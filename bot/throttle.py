"""The throttle: how fast one chat may talk to us. A script that floods one chat must not hold up all the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from bot.turn import Arrival
from dialogs.engine.events import Hurried, Text, Unreadable

_FORGOTTEN = 10_000  # chats from which on those that have been quiet are forgotten

Admission = Literal["yes", "told", "no"]


class Throttle:
    """A bucket of admissions a chat; times are in seconds of a monotonic clock.

    ``urgent`` says whether words may not wait, however many there are.
    """

    def __init__(
        self, per_second: float, burst: int, clock: Callable[[], float], urgent: Callable[[str], bool]
    ) -> None:
        self._per_second = per_second
        self._burst = float(burst)
        self._clock = clock
        self._urgent = urgent
        self._left: dict[str, tuple[float, float]] = {}  # admissions left, as of when
        self._told: set[str] = set()  # who has been told, until they slow down

    def sift(self, arrivals: Sequence[Arrival]) -> Iterator[Arrival]:
        """What is to be answered: all of it, but for a chat that hurries one word about that and nothing more."""
        for arrival in arrivals:
            admitted = self._admit(arrival.chat)
            if admitted == "yes" or self._urgent(_words(arrival)):
                yield arrival
            elif admitted == "told":
                yield replace(arrival, event=Hurried(arrival.event.key))

    def _admit(self, chat: str) -> Admission:
        now = self._clock()
        left, since = self._left.get(chat, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._per_second)
        if left >= 1:
            self._left[chat] = (left - 1, now)
            if left > self._burst / 2:
                self._told.discard(chat)
            if len(self._left) > _FORGOTTEN:
                self._forget(now)
            return "yes"
        self._left[chat] = (left, now)
        if chat in self._told:
            return "no"
        self._told.add(chat)
        return "told"

    def _forget(self, now: float) -> None:
        whole = self._burst / self._per_second
        self._left = {chat: entry for chat, entry in self._left.items() if now - entry[1] < whole}
        self._told &= self._left.keys()


def _words(arrival: Arrival) -> str:
    event = arrival.event
    return event.text if isinstance(event, Text) else event.words if isinstance(event, Unreadable) else ""
