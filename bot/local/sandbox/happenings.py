"""What happened in the chats, numbered, so that a page that was away reads on where it stopped."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Mapping
from typing import Any, NamedTuple

KEPT = 4000  # a page that missed more than that reads everything anew


class Happening(NamedTuple):
    """One thing that happened: its mark (an event id), and what it was as plain JSON values."""

    mark: str
    told: Mapping[str, Any]


class Happenings:
    """The newest happenings of one life of the server; a mark of another life is recognised as such."""

    def __init__(self) -> None:
        self._life = secrets.token_hex(4)
        self._latest = 0
        self._kept: deque[Mapping[str, Any]] = deque(maxlen=KEPT)
        self._news = asyncio.Event()
        self._closed = False

    @property
    def mark(self) -> str:
        """The mark of the latest happening."""
        return self._marked(self._latest)

    def add(self, kind: str, person: int | None, **detail: Any) -> None:
        """Something happened; `person` is whose chat it was in, None for what concerns all."""
        self._latest += 1
        self._kept.append({"kind": kind, "person": person, **detail})
        self._news.set()

    def after(self, mark: str) -> list[Happening] | None:
        """What happened after a mark; None where that can't be told any more."""
        life, _, number = mark.partition("-")
        if life != self._life or not number.isdecimal():
            return None
        missed = self._latest - int(number)
        if not 0 <= missed <= len(self._kept):
            return None
        first = len(self._kept) - missed
        return [Happening(self._marked(int(number) + 1 + i), self._kept[first + i]) for i in range(missed)]

    async def news(self, within: float) -> bool:
        """Wait for the next happening, at most `within` seconds; False once the server closes."""
        if self._closed:
            return False
        if self._news.is_set():
            self._news = asyncio.Event()
        try:
            async with asyncio.timeout(within):
                await self._news.wait()
        except TimeoutError:
            pass
        return not self._closed

    def close(self) -> None:
        """Let go of everybody who waits."""
        self._closed = True
        self._news.set()

    def _marked(self, number: int) -> str:
        return f"{self._life}-{number}"
