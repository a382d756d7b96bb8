"""How fast a bot answers: with many people at once, at an even rate, and when a backlog waits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from benchmarks.bots import Bot
from benchmarks.load import Load, at_rate, backlog, in_flight, running
from benchmarks.table import Finding, draw

PEOPLE = 50
RATE = 40.0
CROWDED = 2 / 3  # of the time that the even rate takes, which needs longer for as good a p99
CPU_RATIO = 1.1 / 0.64  # 1.1 ms was the aim on a machine where the reference took 0.64
CROWD_P99_MS = 100.0


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
            with bot.store.fresh() as place:
                async with running(bot.command, bot.environment(place)) as (world, pid):
                    evens[bot.name].append(await at_rate(world, pid, RATE, seconds))
                    crowds[bot.name].append(await in_flight(world, pid, PEOPLE, seconds * CROWDED))
            with bot.store.fresh() as place:
                drains[bot.name].append(await backlog(bot.command, bot.environment(place), waiting))
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


def judge(results: list[Answering]) -> list[Finding]:
    """Each form of Halfway against the targets; those that need peers are left open without them."""
    peers = [each for each in results if not _is_ours(each)]
    return [finding for each in results if _is_ours(each) for finding in _judged(each, peers)]


def _is_ours(result: Answering) -> bool:
    return result.bot.name.startswith("halfway")


def _judged(ours: Answering, peers: list[Answering]) -> Iterator[Finding]:
    name = ours.bot.title.removeprefix("Halfway, ")
    others = [each for each in peers if each.bot.name != "reference"]
    for kind, wanted, durable in (("durable", 2.0, True), ("non-durable", 1.5, False)):
        reached, met = f"{ours.crowd.per_second:,.0f}/s", None
        if group := [each for each in others if each.bot.durable is durable]:
            best = max(group, key=lambda each: each.crowd.per_second)
            ratio = ours.crowd.per_second / best.crowd.per_second
            reached = f"{ratio:.2f} x ({reached} : {best.crowd.per_second:,.0f}/s {best.bot.title})"
            met = ratio >= wanted
        yield Finding(f"{name}: throughput, {PEOPLE} in flight", f">= {wanted:g} x best {kind} peer", reached, met)
    cpu, met = f"{ours.crowd.cpu_ms:.2f} ms", None
    if reference := next((each for each in peers if each.bot.name == "reference"), None):
        ratio = ours.crowd.cpu_ms / reference.crowd.cpu_ms
        cpu, met = f"{ratio:.2f} x ({cpu} : {reference.crowd.cpu_ms:.2f} ms)", ratio <= CPU_RATIO
    yield Finding(f"{name}: CPU per update", f"<= {CPU_RATIO:.2f} x the reference", cpu, met)
    p99 = ours.crowd.p99_ms
    yield Finding(f"{name}: p99, {PEOPLE} in flight", "<= 100 ms", f"{p99:.0f} ms", p99 <= CROWD_P99_MS)
    reached, met = f"{ours.even.p99_ms:.1f} ms", None
    if others:
        best = min(others, key=lambda each: each.even.p99_ms)
        reached, met = f"{reached} : {best.even.p99_ms:.1f} ms {best.bot.title}", ours.even.p99_ms <= best.even.p99_ms
    yield Finding(f"{name}: p99 at {RATE:g}/s", "<= the best peer's (reference aside)", reached, met)


def draw_peers(results: list[Answering]) -> str:
    """The peers' table."""
    return draw(
        (
            "bot",
            "updates/s",
            "CPU ms",
            "p50 / p99 ms",
            f"CPU ms at {RATE:g}/s",
            f"p50 / p99 ms at {RATE:g}/s",
            "backlog/s",
        ),
        (
            (
                each.bot.title,
                f"{each.crowd.per_second:,.0f}",
                f"{each.crowd.cpu_ms:.2f}",
                f"{each.crowd.p50_ms:.0f} / {each.crowd.p99_ms:.0f}",
                f"{each.even.cpu_ms:.1f}",
                f"{each.even.p50_ms:.1f} / {each.even.p99_ms:.1f}",
                f"{each.drained_per_second:,.0f}",
            )
            for each in results
        ),
    )
