"""What a million waiting timers cost, beside the bare driver's statements and PTB's JobQueue."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

import asyncpg
from sqlalchemy import Connection, text, update

from benchmarks import bots
from benchmarks.load import memory_mb
from benchmarks.stores import Place, Store, settings_of
from benchmarks.table import Finding
from bot.store import timers
from bot.store.database import Database
from bot.store.instants import now as wall_clock
from bot.store.instants import to_ms
from bot.store.opening import ready_database
from bot.store.seals import Seals
from bot.store.tables import Timer, table

CLAIM = 500
CLAIMS = 20  # of ours and as many of the driver's
STEP = 50_000  # rows written by one statement
JOBS = 100_000  # of PTB's JobQueue; its cost grows with their number, and a million take minutes
_NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {last}) "
_CHATS = (
    "INSERT INTO chats (chat, revision, session, created_ms, updated_ms) "
    "SELECT 'telegram:' || n, 1, '', {now}, {now} FROM numbers"
)
_TIMERS = (
    "INSERT INTO timers (chat, name, due_ms, data) "
    "SELECT 'telegram:' || n, 'nudge', {now} + 1000 * n, '{{}}' FROM numbers"
)
_SELECT = "SELECT chat, name, due_ms, token, data FROM timers WHERE due_ms <= {} ORDER BY due_ms LIMIT {}"
_DELETE = "DELETE FROM timers WHERE chat = {} AND name = {}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Milliseconds, except for the memory in MB and the number of timers."""

    store: str
    timers: int
    start_ms: float
    idle_ms: float
    claim_ms: float
    raw_claim_ms: float
    memory_mb: float


async def measure(store: Store, count: int) -> Waiting:
    """With so many timers, due one a second from now on."""
    with store.fresh() as place:
        settings = settings_of(place)
        now_ms = to_ms(wall_clock())
        async with ready_database(settings, "telegram") as database:
            await _fill(database, count, now_ms)
        before, began = memory_mb(), time.perf_counter()
        async with ready_database(settings, "telegram") as database:

            async def look() -> None:
                await database.do(lambda connection: timers.next_due(connection, "telegram"))

            await look()
            start = (time.perf_counter() - began) * 1000
            idle = median([await _ms(look) for _ in range(200)])
            late_ms = now_ms + int(timedelta(days=400) / timedelta(milliseconds=1))
            claim, raw = await _claims(database, place, late_ms)
        return Waiting(store.title, count, start, idle, claim, raw, memory_mb() - before)


async def _fill(database: Database, count: int, now_ms: int) -> None:
    """The timers with their chats; those that will be claimed are sealed, each with the key of its chat."""

    def write(connection: Connection, first: int) -> None:
        numbers = _NUMBERS.format(first=first, last=min(first + STEP, count + 1) - 1)
        for rows in (_CHATS, _TIMERS):
            connection.execute(text(numbers + rows.format(now=now_ms)))

    def seal(connection: Connection) -> None:
        rows = table(Timer)
        keys = database.vault.mint(f"telegram:{number}" for number in range(1, min(count, CLAIMS * 2 * CLAIM) + 1))
        for chat, key in keys.items():
            data = database.vault.seal(key, chat, "data", '{"slot": "evening"}')
            connection.execute(update(rows).where(rows.c.chat == chat).values(data=data))

    for first in range(1, count + 1, STEP):
        await database.do(lambda connection, first=first: write(connection, first))  # type: ignore[misc]  # bound now
    await database.do(seal)
    await database.do(lambda connection: connection.execute(text("ANALYZE")))


async def _claims(database: Database, place: Place, at_ms: int) -> tuple[float, float]:
    """Claims, each with its commit, by the product and by the like statements on the bare driver, in turn."""

    async def ours() -> None:
        claimed = await database.do(
            lambda connection: timers.claim(connection, Seals(database.vault), "telegram", at_ms, CLAIM)
        )
        assert len(claimed) == CLAIM

    async with _driver(place) as bare:
        taken = [(await _ms(ours), await _ms(lambda: bare(at_ms))) for _ in range(CLAIMS)]
    return median(our for our, _ in taken), median(their for _, their in taken)


@asynccontextmanager
async def _driver(place: Place) -> AsyncIterator[Callable[[int], Awaitable[None]]]:
    """A claim by the driver alone, on a connection of its own."""
    if url := place["DATABASE_URL"]:
        server = await asyncpg.connect(url)

        async def claim_there(at_ms: int) -> None:
            async with server.transaction():
                rows = await server.fetch(f"{_SELECT.format('$1', '$2')} FOR UPDATE SKIP LOCKED", at_ms, CLAIM)
                await server.executemany(_DELETE.format("$1", "$2"), [row[:2] for row in rows])

        try:
            yield claim_there
        finally:
            await server.close()
        return
    file = sqlite3.connect(settings_of(place).database_path, isolation_level=None)
    file.execute("PRAGMA synchronous=FULL")
    file.execute("PRAGMA secure_delete=ON")

    async def claim_here(at_ms: int) -> None:
        file.execute("BEGIN IMMEDIATE")
        rows = file.execute(_SELECT.format("?", "?"), (at_ms, CLAIM)).fetchall()
        file.executemany(_DELETE.format("?", "?"), [row[:2] for row in rows])
        file.execute("COMMIT")

    try:
        yield claim_here
    finally:
        file.close()


async def _ms(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return (time.perf_counter() - began) * 1000


def jobs(count: int = JOBS) -> Finding | None:
    """What PTB's JobQueue takes for so many daily jobs, in a process of its own."""
    python = str(bots.VENV / "bin" / "python")
    ran = subprocess.run(
        [python, "-m", "benchmarks.peers.ptb_jobs", str(count)], capture_output=True, text=True, cwd=bots.ROOT
    )
    if ran.returncode != 0:
        print(f"  PTB's JobQueue could not be measured: {ran.stderr.strip().splitlines()[-1:]}", flush=True)
        return None
    found = json.loads(ran.stdout)
    reached = f"{found['memory_mb']:,.0f} MB, {found['seconds']:.0f} s to start"
    return Finding(f"{count:,} daily jobs in PTB's JobQueue", "-", reached, None)


def judge(waiting: Waiting) -> list[Finding]:
    """Against the targets."""
    claim = waiting.claim_ms / waiting.raw_claim_ms
    named = f"{waiting.store}: {waiting.timers:,} timers"
    return [
        Finding(f"{named}, memory", "< 20 MB", f"{waiting.memory_mb:.1f} MB", waiting.memory_mb < 20),
        Finding(f"{named}, start", "< 1,000 ms", f"{waiting.start_ms:.0f} ms", waiting.start_ms < 1000),
        Finding(f"{named}, idle poll", "< 1 ms", f"{waiting.idle_ms:.2f} ms", waiting.idle_ms < 1),
        Finding(
            f"{named}, claim of {CLAIM}, opened",
            "<= 2 x the driver",
            f"{claim:.2f} x ({waiting.claim_ms:.1f} ms : {waiting.raw_claim_ms:.1f} ms)",
            claim <= 2,
        ),
    ]


if __name__ == "__main__":
    from benchmarks.stores import stores
    from benchmarks.table import draw_findings

    with stores() as found:
        print(draw_findings(line for store in found for line in judge(asyncio.run(measure(store, 200_000)))))
