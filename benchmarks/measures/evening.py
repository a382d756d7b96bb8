"""An evening's peak: many nudges due within one minute, sent at Telegram's pace while people go on talking.

The bot is the real process on a database prepared before; the server enforces Telegram's limits (30 messages in any
second, one a second in a chat) and answers what is over them with a 429, which is counted. One chat gets a 429 that
asks for a minute of patience.

    python -m benchmarks.measures.evening --due 50000
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, func, select, update

from benchmarks.load import Load, at_rate, memory_mb, running_on
from benchmarks.measures.people import settle_in
from benchmarks.table import Finding, draw_findings
from bot.local.sandbox.botapi import TOKEN, World
from bot.store import schema
from bot.store.database import SqliteDatabase
from bot.store.instants import now as wall_clock
from bot.store.instants import to_ms
from bot.store.tables import Timer, table

LIVE_PER_SECOND = 4.0  # answers: with 25 nudges a second just below Telegram's 30
LIVE_SECONDS = 20.0
READY = timedelta(seconds=15)  # from the preparation to the first nudge
SPREAD_MS = 60_000
PATIENT = 1  # the chat that is asked for patience
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Evening:
    """``fired`` and ``drained``: seconds from the first due time. ``live``: p50 and p99 in milliseconds, by phase."""

    due: int
    fired: float
    drained: float
    per_second: float
    too_many: int
    live: dict[str, tuple[float, float]]
    patient: float
    memory_mb: float


async def measure(due: int, watch: float = 7200) -> Evening:
    """With ``due`` nudges, watched for so many seconds at most."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "halfway.db"
        first_ms = await _prepare(path, due)
        world = World(TOKEN, overall_per_second=30, per_chat_per_second=1, lean=True, any_chat=True)
        await world.add_fault("429", chat=PATIENT, seconds=PATIENCE_SECONDS)
        environment = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "HALFWAY_DATA_DIR": folder,
            "LOG_LEVEL": "ERROR",
            "POLL_SECONDS": "5",
        }
        async with running_on(world, [sys.executable, "-m", "bot", "run"], environment) as pid:
            return await _watch(world, pid, path, due, first_ms / 1000, watch)


async def _watch(world: World, pid: int, path: Path, due: int, first: float, watch: float) -> Evening:
    base = sum(chat.sent for chat in world.chats.values())
    others = 0

    def nudged() -> int:
        return sum(chat.sent for chat in world.chats.values()) - base - others

    await asyncio.sleep(max(0, first - time.time()))
    live = {}
    firing = await at_rate(world, pid, LIVE_PER_SECOND, min(LIVE_SECONDS * 3, 60), first=10_000_000)
    others += firing.answered
    live["while they fire"] = (firing.p50_ms, firing.p99_ms)
    fired = await _until(partial(_waiting, path), first)
    rounds: list[Load] = []
    while nudged() < 0.9 * due and len(rounds) < 10:
        load = await at_rate(world, pid, LIVE_PER_SECOND, LIVE_SECONDS, first=20_000_000 + 10_000 * len(rounds))
        others += load.answered
        rounds.append(load)
        await asyncio.sleep(5)
    if rounds:
        live["while they are sent"] = (max(each.p50_ms for each in rounds), max(each.p99_ms for each in rounds))
    patient = 0.0
    while nudged() < due and time.time() < first + min(watch, due / 20 + 300):
        await asyncio.sleep(0.2)
        if not patient and PATIENT in world.chats and world.chats[PATIENT].sent:
            patient = time.time() - first
    drained = time.time() - first
    memory = memory_mb(pid)
    counts = await world.counts()
    return Evening(due, fired, drained, nudged() / drained, counts["statuses"].get("429", 0) - 1, live, patient, memory)


async def _until(left: Callable[[], int], first: float) -> float:
    while await asyncio.to_thread(left):  # noqa: ASYNC110  (another process does the work)
        await asyncio.sleep(0.5)
    return time.time() - first


def _waiting(path: Path) -> int:
    """How many timers are due, read beside the running bot."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        found = connection.execute("SELECT count(*) FROM timers WHERE due_ms < ?", (time.time() * 1000,)).fetchone()
    return int(found[0])


async def _prepare(path: Path, due: int) -> int:
    """People with a nudge in the coming minute; when the first is due, in milliseconds since 1970."""
    database = SqliteDatabase(path)
    await database.do(schema.upgrade)
    await settle_in(database, range(1, due + 1))
    first_ms = to_ms(wall_clock() + READY)
    timers, generator = table(Timer), random.Random(1)

    def spread(connection: Connection) -> None:
        for (chat,) in connection.execute(select(timers.c.chat)).all():
            at_ms = first_ms + generator.randrange(SPREAD_MS)
            connection.execute(update(timers).where(timers.c.chat == chat).values(due_ms=at_ms))
        assert connection.execute(select(func.count()).select_from(timers)).scalar() == due

    await database.do(spread)
    await database.close()
    return first_ms


def judge(evening: Evening) -> list[Finding]:
    """Against the targets."""
    named = f"{evening.due:,} nudges in a minute"
    return [
        Finding(f"{named}: all fired", "-", f"after {evening.fired:.0f} s", None),
        Finding(f"{named}: sent", "-", f"for {evening.drained:.0f} s, {evening.per_second:.1f} a second", None),
        Finding(f"{named}: over Telegram's pace", "0 times", f"{evening.too_many} times", evening.too_many == 0),
        *(
            Finding(f"answers {phase}: p99", "<= 200 ms", f"{p99:.0f} ms (p50 {p50:.0f} ms)", p99 <= 200)
            for phase, (p50, p99) in evening.live.items()
        ),
        Finding(
            "a 429 for one chat",
            "stops that one only",
            f"it came after {evening.patient:.0f} s" if evening.patient else "it did not come up",
            evening.patient >= PATIENCE_SECONDS if evening.patient else None,
        ),
        Finding(f"{named}: memory of the bot", "-", f"{evening.memory_mb:.0f} MB", None),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measures.evening", description=__doc__)
    parser.add_argument("--due", type=int, default=50_000, help="nudges due within one minute")
    parser.add_argument("--watch", type=float, default=7200, help="seconds to look on; the rest is left unsent")
    arguments = parser.parse_args()
    print(draw_findings(judge(asyncio.run(measure(arguments.due, arguments.watch)))))


if __name__ == "__main__":
    main()
