"""How fast a bot answers: with many people at once, at an even rate, and when a backlog waits."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.bots import Bot
from benchmarks.load import Load, at_rate, backlog, in_flight, running

PEOPLE = 50
RATE = 40.0


@dataclass(frozen=True, slots=True)
class Answering:
    """One bot: medians of its rounds. Rates a second, times in milliseconds."""

    bot: Bot
    crowd: Load
    even: Load
    drained_per_second: float
    rounds: int


async def measure(bots: list[Bot], seconds: float, waiting: int, rounds: int) -> list[Answering]:
    """All bots, round by round, so that whatever else the machine does hits them alike."""
    crowds: dict[str, list[Load]] = {bot.name: [] for bot in bots}
    evens: dict[str, list[Load]] = {bot.name: [] for bot in bots}
    drains: dict[str, list[float]] = {bot.name: [] for bot in bots}
    for number in range(rounds):
        for bot in bots:
            print(f"  round {number + 1} of {rounds}: {bot.title}", flush=True)
            with tempfile.TemporaryDirectory() as folder:
                async with running(bot.command, bot.environment(Path(folder))) as (world, pid):
                    evens[bot.name].append(await at_rate(world, pid, RATE, seconds))
                    crowds[bot.name].append(await in_flight(world, pid, PEOPLE, seconds))
            with tempfile.TemporaryDirectory() as folder:
                drains[bot.name].append(await backlog(bot.command, bot.environment(Path(folder)), waiting))
            time.sleep(0.2)  # noqa: ASYNC251  (nothing runs; the next bot finds the disk at rest)
    return [
        Answering(bot, _middle(crowds[bot.name]), _middle(evens[bot.name]), median(drains[bot.name]), rounds)
        for bot in bots
    ]


def _middle(loads: list[Load]) -> Load:
    return Load(
        median(each.per_second for each in loads),
        median(each.cpu_ms for each in loads),
        median(each.p50_ms for each in loads),
        median(each.p99_ms for each in loads),
        sum(each.answered for each in loads),
    )
