"""Load: people who answer at once, against a bot that is a process of its own.

The Bot API server and the people live in this process, the bot in another, so on two cores each has one.
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from bot.local.sandbox.botapi import TOKEN, World, serve

ROOT = Path(__file__).resolve().parents[1]
READY_SECONDS = 30.0
FIRST = 99_999_999  # the chat that shows that a bot is ready
DRAIN_SECONDS = 120.0
_TEXTS = 4  # how many texts of each chat wait in a backlog
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
async def running(command: Sequence[str], environment: dict[str, str]) -> AsyncIterator[tuple[World, int]]:
    """A bot against a fresh server, once it has answered a first message; yields the world and its process id."""
    world = World(TOKEN, lean=True, any_chat=True)
    async with running_on(world, command, environment) as pid:
        yield world, pid


@asynccontextmanager
async def running_on(world: World, command: Sequence[str], environment: dict[str, str]) -> AsyncIterator[int]:
    """A bot against a server of this world, once it has answered a first message; yields its process id."""
    async with _process(world, command, environment) as process:
        await world.send_text(FIRST, "hello")
        end = time.monotonic() + READY_SECONDS
        while not world.chats[FIRST].sent:
            if process.returncode is not None or time.monotonic() > end:
                raise RuntimeError(f"{' '.join(command)} did not answer within {READY_SECONDS} s")
            await asyncio.sleep(0.02)
        yield process.pid


@asynccontextmanager
async def _process(
    world: World, command: Sequence[str], environment: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A bot process against a server of this world; killed at the end, before the server goes.

    The server's own garbage collection is off meanwhile: its pauses of 50 ms would count as the bot's.
    """
    gc.collect()
    gc.disable()
    said = asyncio.subprocess.DEVNULL if "LOG_LEVEL" in environment else None  # a log that is to be written, not read
    async with serve(world) as base:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env={**os.environ, "TELEGRAM_API_BASE_URL": base, **environment}, stderr=said
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
            gc.enable()


async def in_flight(
    world: World, pid: int, people: int, seconds: float, texts: Sequence[str] = ("an answer",), first: int = 1000
) -> Load:
    """``people`` chats at once, the ``first`` and those after it; each writes on once it has its answer."""
    times: list[float] = []
    asked: dict[int, tuple[int, float]] = {}
    numbers, words = range(first, first + people), cycle(texts)
    for chat in numbers:
        await world.open_chat(chat)
    before = {chat: world.chats[chat].sent for chat in numbers}
    began, cpu, end = time.perf_counter(), _cpu(pid), time.perf_counter() + seconds

    async def ask(chat: int) -> None:
        asked[chat] = (world.chats[chat].sent + 1, time.perf_counter())
        await world.send_text(chat, next(words))

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


async def kept_busy(
    world: World, pid: int, people: int, seconds: float, texts: Sequence[str], first: int
) -> tuple[float, float]:
    """Always ``people`` updates waiting, from as many chats in turn; updates a second, and CPU ms of each.

    For a bot that does not answer each text by a message of its own.
    """
    words, chats = cycle(texts), cycle(range(first, first + people))
    for chat in range(first, first + people):
        await world.open_chat(chat)
    waiting, sent = world.updates.pending, 0
    began, cpu = time.perf_counter(), _cpu(pid)
    left = len(waiting)
    while time.perf_counter() - began < seconds:
        while len(waiting) < people:
            await world.send_text(next(chats), next(words))
            sent += 1
        await asyncio.sleep(0.002)
    done = left + sent - len(waiting)
    return done / (time.perf_counter() - began), (_cpu(pid) - cpu) / max(done, 1) * 1000


async def at_rate(world: World, pid: int, per_second: float, seconds: float, *, first: int = 100_000) -> Load:
    """Texts from many chats, the ``first`` and those after it, at an even rate, whatever the answers do."""
    count = int(per_second * seconds)
    sent: dict[int, float] = {}
    times: list[float] = []
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


async def backlog(command: Sequence[str], environment: dict[str, str], updates: int) -> float:
    """Replies a second, from the first to the last, by a bot that starts when the updates are waiting already."""
    world = World(TOKEN, lean=True, any_chat=True)
    chats = range(1, updates // _TEXTS + 1)
    for _ in range(_TEXTS):
        for chat in chats:
            await world.send_text(chat, "an answer")
    expected = len(chats) * _TEXTS

    def sent() -> int:
        return sum(world.chats[chat].sent for chat in chats)

    async with _process(world, command, environment) as process:
        first, began, revision = 0, 0.0, 0
        end = time.monotonic() + DRAIN_SECONDS
        while (done := sent()) < expected:
            if process.returncode is not None or time.monotonic() > end:
                raise RuntimeError(f"{' '.join(command)} gave {done} of {expected} replies within {DRAIN_SECONDS} s")
            if done and not first:
                first, began = done, time.perf_counter()
            revision = await world.changed(revision, 1)
        return (expected - first) / max(time.perf_counter() - began, 1e-6)


def _load(times: list[float], per_second: float, cpu: float, done: int) -> Load:
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return Load(per_second, cpu / max(done, 1) * 1000, cuts[49] * 1000, cuts[98] * 1000, done)


def _cpu(pid: int) -> float:
    """CPU seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mb(pid: int | str = "self") -> float:
    """The memory that a process, or this one, holds now."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
