"""Watching: memory, open files and backlog of a service, every few seconds, and whether they rise."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import asyncpg

from tests.e2e.replicas import Service

SAMPLE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at a service. Memory in MB and open files are those of the replica that is never killed."""

    at: float
    memory: float
    files: int
    others: tuple[float, ...]  # memory of the other replicas, as far as they run
    pending: int
    waiting: int


async def watch(service: Service, samples: list[Sample]) -> None:
    while True:
        with contextlib.suppress(OSError, asyncpg.PostgresError):  # the database is being restarted
            samples.append(await look(service))
        await asyncio.sleep(SAMPLE_SECONDS)


async def look(service: Service) -> Sample:
    pids = [bot.process.pid for bot in service.replicas if bot.process and bot.process.returncode is None]
    memory = [each for pid in pids if (each := _memory(pid)) is not None]
    waiting = (await service.books(())).waiting
    pending = (await service.telegram.counts())["pending"]
    return Sample(time.monotonic(), memory[0], _files(pids[0]), tuple(memory[1:]), pending, waiting)


def _files(pid: int) -> int:
    """How many files and connections it has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def _memory(pid: int) -> float | None:
    """Resident memory in MB; None where the process has ended meanwhile."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(found[0]) / 1024 if found else None


def slope(points: Sequence[tuple[float, float]]) -> float:
    """How much the second rises with the first: the median of all pairs (Theil-Sen), which some outliers don't move."""
    return statistics.median(_slopes(points)) if len(points) > 1 else 0.0


def _slopes(points: Sequence[tuple[float, float]]) -> Iterator[float]:
    for (at, value), (later, other) in combinations(points, 2):
        if later > at:
            yield (other - value) / (later - at)
