"""What a turn costs when many chats are stored."""

from __future__ import annotations

import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from statistics import median

from benchmarks.five import book
from benchmarks.stores import Store, settings_of
from benchmarks.table import Finding
from bot.store.instants import now as wall_clock
from bot.store.opening import ready_database
from bot.turn import Arrival, Turns
from dialogs.engine.events import Text

TURNS = 300  # a sample
SAMPLES = 5
FEW, MANY = 1_000, 100_000


@dataclass(frozen=True, slots=True)
class Growth:
    """Milliseconds a turn."""

    store: str
    few_ms: float
    many: int
    many_ms: float


async def measure(store: Store, many: int = MANY) -> Growth:
    """Turns among few and among many chats, sample by sample, so that both meet the same machine."""
    async with AsyncExitStack() as stack:
        taken: dict[int, list[float]] = {FEW: [], many: []}
        turns: dict[int, Turns] = {}
        for size in taken:
            place = stack.enter_context(store.fresh())
            database = await stack.enter_async_context(ready_database(settings_of(place), "telegram"))
            turns[size] = Turns(database, book(), wall_clock)
            for first in range(0, size, 1000):
                await turns[size].take([_arrival(chat, "fill") for chat in range(first, first + 1000)])
        for sample in range(SAMPLES):
            for size in taken:
                began = time.perf_counter()
                for number in range(TURNS):
                    await turns[size].take([_arrival(number * 7919 % size, f"{sample}:{number}")])
                taken[size].append((time.perf_counter() - began) / TURNS * 1000)
    return Growth(store.title, median(taken[FEW]), many, median(taken[many]))


def _arrival(chat: int, key: str) -> Arrival:
    return Arrival(f"telegram:{chat}", Text(f"{key}:{chat}", "an answer"))


def judge(growth: Growth) -> list[Finding]:
    """Against the target."""
    ratio = growth.many_ms / growth.few_ms
    return [
        Finding(
            f"{growth.store}: a turn among {growth.many:,} chats, against {FEW:,}",
            "<= 1.2 x",
            f"{ratio:.2f} x ({growth.many_ms:.2f} ms)",
            ratio <= 1.2,
        )
    ]
