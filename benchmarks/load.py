"""Load: people who answer at once, against a bot that is a process of its own.

The Bot API server and the people live in this process, the bot in another, so on two cores each has one.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.botapi import TOKEN, World, serve

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Load:
    """What a bot did under a load: updates a second, CPU milliseconds an update, and answer times in milliseconds."""

    per_second: float
    cpu_ms: float
    p50_ms: float
    p99_ms: float
    answered: int


@asynccontextmanager
async def running(
    command: Sequence[str], environment: dict[str, str], ready_seconds: float = 30
) -> AsyncIterator[tuple[World, int]]:
    """A bot process against a fresh server, once it has answered a first message; yields the world and its process id.

    ``{base}`` in the command stands for the server's address.
    """
    world = World(TOKEN, lean=True, any_chat=True)
    async with serve(world) as base:
        process = await asyncio.create_subprocess_exec(
            *[part.format(base=base) for part in command],
            cwd=ROOT,
            env={**os.environ, "TELEGRAM_API_BASE_URL": base, **environment},
        )
        try:
            await world.send_text(1, "hello")
            end = time.monotonic() + ready_seconds
            while not world.chats[1].sent:
                if process.returncode is not None or time.monotonic() > end:
                    raise RuntimeError(f"{' '.join(map(str, command))} did not answer within {ready_seconds} s")
                await asyncio.sleep(0.02)
            yield world, process.pid
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def in_flight(world: World, pid: int, people: int, seconds: float) -> Load:
    """``people`` chats at once, each writing its next text as soon as its answer is there."""
    times: list[float] = []
    asked: dict[int, tuple[int, float]] = {}
    numbers = range(1000, 1000 + people)
    for chat in numbers:
        await world.open_chat(chat)
    before = {chat: world.chats[chat].sent for chat in numbers}
    began, cpu, end = time.perf_counter(), _cpu(pid), time.perf_counter() + seconds

    async def ask(chat: int) -> None:
        asked[chat] = (world.chats[chat].sent + 1, time.perf_counter())
        await world.send_text(chat, "an answer")

    for chat in numbers:
        await ask(chat)
    revision = 0
    while time.perf_counter() < end:
        revision = await world.changed(revision, 1)
        now = time.perf_counter()
        for chat in numbers:
            if world.chats[chat].sent >= asked[chat][0]:
                times.append(now - asked[chat][1])
                await ask(chat)
    span, spent = time.perf_counter() - began, _cpu(pid) - cpu
    done = sum(world.chats[chat].sent - before[chat] for chat in numbers)
    return _load(times, done / span, spent, done)


async def at_rate(world: World, pid: int, per_second: float, seconds: float) -> Load:
    """Texts from many chats at an even rate, whatever the answers do."""
    count = int(per_second * seconds)
    sent: dict[int, float] = {}
    times: list[float] = []
    first = 100_000
    for chat in range(first, first + count):
        await world.open_chat(chat)
    began, cpu = time.perf_counter(), _cpu(pid)

    async def watch() -> None:
        waiting = set(range(first, first + count))
        revision = 0
        while waiting:
            revision = await world.changed(revision, 1)
            now = time.perf_counter()
            for chat in [chat for chat in waiting if chat in sent and world.chats[chat].sent]:
                times.append(now - sent[chat])
                waiting.discard(chat)

    watching = asyncio.create_task(watch())
    for number in range(count):
        await asyncio.sleep(max(0, began + number / per_second - time.perf_counter()))
        sent[first + number] = time.perf_counter()
        await world.send_text(first + number, "hello")
    await asyncio.wait_for(watching, 30)
    return _load(times, per_second, _cpu(pid) - cpu, count)


def _load(times: list[float], per_second: float, cpu: float, done: int) -> Load:
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return Load(per_second, cpu / max(done, 1) * 1000, cuts[49] * 1000, cuts[98] * 1000, done)


def _cpu(pid: int) -> float:
    """CPU seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def halfway(folder: Path) -> tuple[list[str], dict[str, str]]:
    """Our own bot: the product's path with its pace lifted, since it is the code that is measured and not Telegram."""
    return [sys.executable, "-m", "benchmarks.five"], {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "HALFWAY_DATA_DIR": str(folder),
        "SEND_PER_SECOND": "100000",
        "SEND_PER_CHAT_PER_SECOND": "100000",
        "SEND_PER_CHAT_BURST": "100000",
        "POLL_SECONDS": "5",
    }
