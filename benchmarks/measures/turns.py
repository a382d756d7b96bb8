"""Turns a second on SQLite and on PostgreSQL: one after the other, by hundreds as polling takes them, and each alone.

python -m benchmarks.measures.turns [--database-url URL]

On the server of the URL a database is made and dropped. Without it a server of our own is started, which syncs commits.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count

from benchmarks.five import book
from benchmarks.stores import Store, settings_of, stores
from benchmarks.table import Finding, draw_findings
from bot.store.instants import now as wall_clock
from bot.store.opening import ready_database
from bot.turn import Arrival, Turns
from dialogs.engine.events import Text

CHATS = 1_000
BATCH = 100  # updates of one poll
AT_ONCE = 64  # webhooks under way
SECONDS = 3.0
_KEYS = count()


@dataclass(frozen=True, slots=True)
class Speed:
    """Turns a second: one after the other, in batches, and many at once with a transaction each.

    ``cpu_ms``: what one of the last takes of this process's time, however busy the machine is.
    """

    kind: str
    one_by_one: float
    in_batches: float
    at_once: float
    cpu_ms: float


async def measure(store: Store, seconds: float) -> Speed:
    """On an empty database, with some chats in it; so many seconds for each way."""
    with store.fresh() as place:
        async with ready_database(settings_of(place), "telegram") as database:
            turns = Turns(database, book(), wall_clock)
            await turns.take([_arrival(chat) for chat in range(CHATS)])

            async def take(some: int) -> None:
                await turns.take([_arrival(next(_KEYS) * 7919 % CHATS) for _ in range(some)])

            return Speed(
                store.title,
                await _rate(lambda: take(1), seconds),
                BATCH * await _rate(lambda: take(BATCH), seconds),
                *await _rate_at_once(lambda: take(1), seconds),
            )


async def _rate(work: Callable[[], Awaitable[None]], seconds: float) -> float:
    done, began = 0, time.perf_counter()
    while (taken := time.perf_counter() - began) < seconds:
        await work()
        done += 1
    return done / taken


async def _rate_at_once(work: Callable[[], Awaitable[None]], seconds: float) -> tuple[float, float]:
    began, cpu = time.perf_counter(), time.process_time()

    async def go_on() -> int:
        done = 0
        while time.perf_counter() - began < seconds:
            await work()
            done += 1
        return done

    done = sum(await asyncio.gather(*(go_on() for _ in range(AT_ONCE))))
    return done / (time.perf_counter() - began), (time.process_time() - cpu) * 1000 / done


def _arrival(chat: int) -> Arrival:
    return Arrival(f"telegram:{chat}", Text(f"turns:{next(_KEYS)}", "an answer"))


def judge(speeds: list[Speed]) -> list[Finding]:
    """There is no target: PostgreSQL is for more than one process, not for a faster one."""
    return [
        Finding(f"{speed.kind}: {name}", "-", value, None)
        for speed in speeds
        for name, value in (
            ("turns one after the other", f"{speed.one_by_one:,.0f} a second"),
            (f"turns, {BATCH} in a transaction", f"{speed.in_batches:,.0f} a second"),
            (f"turns, {AT_ONCE} at once, each its own", f"{speed.at_once:,.0f} a second"),
            ("CPU of one of these", f"{speed.cpu_ms:.2f} ms"),
        )
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measures.turns", description=__doc__)
    parser.add_argument("--database-url", metavar="URL", help="a PostgreSQL whose user may create databases")
    with stores(parser.parse_args().database_url) as found:
        speeds = [asyncio.run(measure(store, SECONDS)) for store in found]
    print(draw_findings(judge(speeds)))


if __name__ == "__main__":
    main()
