"""Turns a second on SQLite and on PostgreSQL: one after the other, by hundreds as polling takes them, and each alone.

python -m benchmarks.measures.turns [--database-url URL]

The URL is that of an empty PostgreSQL database. Without it a server of our own is started, which syncs every commit.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import secrets
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from benchmarks.five import book
from benchmarks.table import Finding, draw_findings
from bot.settings import Settings
from bot.store.instants import now as wall_clock
from bot.store.opening import ready_database
from bot.turn import Arrival, Turns
from dialogs.engine.events import Text
from tests.postgres import Cluster, find_programs

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


async def measure(settings: Settings, kind: str) -> Speed:
    """On the database of the settings, with some chats in it."""
    async with ready_database(settings, "telegram") as database:
        turns = Turns(database, book(), wall_clock)
        await turns.take([_arrival(chat) for chat in range(CHATS)])
        return Speed(
            kind,
            await _rate(lambda: turns.take([_arrival(next(_KEYS) * 7919 % CHATS)])),
            BATCH * await _rate(lambda: turns.take([_arrival(next(_KEYS) * 7919 % CHATS) for _ in range(BATCH)])),
            *await _rate_at_once(turns),
        )


async def _rate(work: Callable[[], Awaitable[object]]) -> float:
    done, began = 0, time.perf_counter()
    while (taken := time.perf_counter() - began) < SECONDS:
        await work()
        done += 1
    return done / taken


async def _rate_at_once(turns: Turns) -> tuple[float, float]:
    began, cpu = time.perf_counter(), time.process_time()

    async def go_on() -> int:
        done = 0
        while time.perf_counter() - began < SECONDS:
            await turns.take([_arrival(next(_KEYS) * 7919 % CHATS)])
            done += 1
        return done

    done = sum(await asyncio.gather(*(go_on() for _ in range(AT_ONCE))))
    return done / (time.perf_counter() - began), (time.process_time() - cpu) * 1000 / done


def _arrival(chat: int) -> Arrival:
    return Arrival(f"telegram:{chat}", Text(f"turns:{next(_KEYS)}", "an answer"))


def settings_of(url: str) -> Settings:
    """Settings with nothing but a database, and on PostgreSQL a master key."""
    master = base64.b64encode(secrets.token_bytes(32)).decode()
    return Settings.model_validate({"database_url": url, "halfway_master_key": master})


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


def compare(url: str | None = None) -> list[Speed]:
    """SQLite, and PostgreSQL if an address is given or a server can be started."""
    with tempfile.TemporaryDirectory() as folder:
        speeds = [asyncio.run(measure(settings_of(f"sqlite:///{Path(folder) / 'turns.db'}"), "SQLite"))]
    if url is not None:
        return [*speeds, asyncio.run(measure(settings_of(url), "PostgreSQL"))]
    if (programs := find_programs()) is None:
        print("no PostgreSQL is measured: its programs are not installed", flush=True)
        return speeds
    cluster = Cluster(programs, options="-c synchronous_commit=on")
    try:
        return [*speeds, asyncio.run(measure(settings_of(cluster.database(cluster.create())), "PostgreSQL"))]
    finally:
        cluster.remove()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measures.turns", description=__doc__)
    parser.add_argument("--database-url", metavar="URL", help="an empty PostgreSQL database")
    print(draw_findings(judge(compare(parser.parse_args().database_url))))
