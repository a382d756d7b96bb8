"""What a turn costs when many chats are stored, and what a million timers cost, beside PTB's JobQueue."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Connection

from benchmarks import bots
from benchmarks.five import book
from benchmarks.load import memory_mb
from benchmarks.table import Finding
from bot.store import schema, timers
from bot.store.database import SqliteDatabase, open_vault, sqlite_engine
from bot.store.instants import now as wall_clock
from bot.store.instants import to_ms
from bot.store.seals import Seals
from bot.turn import Arrival, Turns
from dialogs.engine.events import Text

TURNS = 300  # a sample
SAMPLES = 5
FEW, MANY = 1_000, 100_000
CLAIM = 500
CLAIMS = 20  # of ours and as many of the driver's
RAW_SELECT = (
    "SELECT chat, name, due_ms, token, data FROM timers WHERE due_ms <= ? AND chat LIKE 'telegram:%' "
    "ORDER BY due_ms LIMIT ?"
)
RAW_DELETE = "DELETE FROM timers WHERE chat = ? AND name = ?"


@dataclass(frozen=True, slots=True)
class Storage:
    """Milliseconds, except for the memory in MB and the number of timers."""

    turn_few_ms: float
    turn_many_ms: float
    timers: int
    start_ms: float
    idle_ms: float
    claim_ms: float
    raw_claim_ms: float
    memory_mb: float
    jobs_seconds: float | None = None
    jobs_mb: float | None = None


async def measure(count: int, *, peers: bool = False) -> Storage:
    """With ``count`` timers; with ``peers`` as many daily jobs of PTB's JobQueue, too."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = await _turns(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        ours = Storage(few, many, *_timers(Path(folder) / "timers.db", count))
    found = _jobs(count) if peers else None
    return ours if found is None else replace(ours, jobs_seconds=found[0], jobs_mb=found[1])


def _jobs(count: int) -> tuple[float, float] | None:
    """What PTB's JobQueue takes for as many daily jobs, in a process of its own."""
    python = str(bots.VENV / "bin" / "python")
    ran = subprocess.run(
        [python, "-m", "benchmarks.peers.ptb_jobs", str(count)], capture_output=True, text=True, cwd=bots.ROOT
    )
    if ran.returncode != 0:
        print(f"  PTB's JobQueue could not be measured: {ran.stderr.strip().splitlines()[-1:]}", flush=True)
        return None
    found = json.loads(ran.stdout)
    return found["seconds"], found["memory_mb"]


async def _turns(folder: Path) -> tuple[float, float]:
    """Milliseconds a turn among few and among many chats, in turn, so that both meet the same machine."""
    bases = {size: SqliteDatabase(folder / f"{size}.db") for size in (FEW, MANY)}
    dialogs = book()
    taken: dict[int, list[float]] = {size: [] for size in bases}
    for size, database in bases.items():
        await database.do(schema.upgrade)
        turns = Turns(database, dialogs, wall_clock)
        for first in range(0, size, 1000):
            await turns.take([_arrival(chat, "fill") for chat in range(first, first + 1000)])
    for sample in range(SAMPLES):
        for size, database in bases.items():
            turns = Turns(database, dialogs, wall_clock)
            began = time.perf_counter()
            for number in range(TURNS):
                await turns.take([_arrival(number * 7919 % size, f"{sample}:{number}")])
            taken[size].append((time.perf_counter() - began) / TURNS * 1000)
    for database in bases.values():
        await database.close()
    return median(taken[FEW]), median(taken[MANY])


def _arrival(chat: int, key: str) -> Arrival:
    return Arrival(f"telegram:{chat}", Text(f"{key}:{chat}", "an answer"))


def _timers(path: Path, count: int) -> tuple[int, float, float, float, float, float]:
    engine = sqlite_engine(path)
    now_ms = to_ms(wall_clock())
    with engine.begin() as connection:
        schema.upgrade(connection)
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.executemany(
            "INSERT INTO timers (chat, name, due_ms, data) VALUES (?, 'nudge', ?, '{}')",
            ((f"telegram:{number}", now_ms + 1000 * number) for number in range(1, count + 1)),
        )
        vault = open_vault(path)  # those that will be claimed are sealed, each with the key of its chat
        keys = vault.mint(f"telegram:{number}" for number in range(1, min(count, CLAIMS * 2 * CLAIM) + 1))
        driver.executemany(
            "UPDATE timers SET data = ? WHERE chat = ? AND name = 'nudge'",
            ((vault.seal(key, chat, "data", '{"slot": "evening"}'), chat) for chat, key in keys.items()),
        )
        vault.close()
    engine.dispose()
    before = memory_mb()
    began = time.perf_counter()
    engine = sqlite_engine(path)
    with engine.connect() as connection:
        timers.next_due(connection, "telegram")
        start = (time.perf_counter() - began) * 1000
        idle = _typical(lambda: timers.next_due(connection, "telegram"), 200)
        late_ms = now_ms + int(timedelta(days=400) / timedelta(milliseconds=1))
        vault = open_vault(path)
        claim, raw = _claims(connection, Seals(vault), late_ms)
        vault.close()
    memory = memory_mb() - before
    engine.dispose()
    return count, start, idle, claim, raw, memory


def _claims(connection: Connection, seals: Seals, at_ms: int) -> tuple[float, float]:
    """Claims, each with its commit, by the product and by the same statements on the bare driver, in turn."""
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)

    def ours() -> None:
        with connection.begin():
            timers.claim(connection, seals, "telegram", at_ms, CLAIM)

    def bare() -> None:
        driver.execute("BEGIN IMMEDIATE")
        rows = driver.execute(RAW_SELECT, (at_ms, CLAIM)).fetchall()
        driver.executemany(RAW_DELETE, [row[:2] for row in rows])
        driver.execute("COMMIT")

    connection.rollback()
    taken = [(_typical(ours, 1), _typical(bare, 1)) for _ in range(CLAIMS)]
    return median(our for our, _ in taken), median(their for _, their in taken)


def _typical(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def judge(storage: Storage) -> list[Finding]:
    """Against the targets."""
    growth = storage.turn_many_ms / storage.turn_few_ms
    claim = storage.claim_ms / storage.raw_claim_ms
    named = f"{storage.timers:,} timers"
    return [
        Finding(
            f"a turn among {MANY:,} chats, against {FEW:,}",
            "<= 1.2 x",
            f"{growth:.2f} x ({storage.turn_many_ms:.2f} ms)",
            growth <= 1.2,
        ),
        Finding(f"{named}: memory", "< 20 MB", f"{storage.memory_mb:.1f} MB", storage.memory_mb < 20),
        Finding(f"{named}: start", "< 1,000 ms", f"{storage.start_ms:.1f} ms", storage.start_ms < 1000),
        Finding(f"{named}: idle poll", "< 1 ms", f"{storage.idle_ms:.2f} ms", storage.idle_ms < 1),
        Finding(
            f"{named}: claim of {CLAIM}, opened",
            "<= 2 x the driver",
            f"{claim:.2f} x ({storage.claim_ms:.1f} ms)",
            claim <= 2,
        ),
        *(
            [
                Finding(
                    f"{storage.timers:,} daily jobs in PTB's JobQueue",
                    "-",
                    f"{storage.jobs_mb:,.0f} MB, {storage.jobs_seconds:.0f} s to start",
                    None,
                )
            ]
            if storage.jobs_mb is not None and storage.jobs_seconds is not None
            else []
        ),
    ]


if __name__ == "__main__":
    print(asyncio.run(measure(100_000)))
