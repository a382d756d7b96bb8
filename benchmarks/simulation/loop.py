"""An event loop on a simulated clock: where all wait, time leaps to the next instant at which something happens."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

TICK = 1e-9  # seconds


class _Leaping(selectors.SelectSelector):
    """Never waits, but tells how long it would have."""

    def __init__(self) -> None:
        super().__init__()
        self.leap: Callable[[float], None] = lambda seconds: None

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits, and nothing is ever going to happen")
        self.leap(timeout)
        return []


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Time begins at 0 and passes only while all wait, but for a tick with each look around: a wait shorter than
    what can be told apart has to end, too. No sockets, no threads, no signals.
    """

    def __init__(self) -> None:
        selector = _Leaping()
        super().__init__(selector)
        self._now = 0.0
        selector.leap = self._leap

    def time(self) -> float:
        return self._now

    def _leap(self, seconds: float) -> None:
        self._now += max(TICK, seconds)


def simulate(work: Coroutine[Any, Any, T]) -> T:
    """Run it to its end on a simulated clock."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(work)
