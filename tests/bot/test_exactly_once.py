"""Each timer changes state exactly once, with two processes on one database and both killed at random moments.

The end is compared, chat by chat, with that of one process that nobody disturbed: the same sessions, the same messages,
the same moves.
"""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot.store.instants import to_ms
from bot.store.tables import Chat, Posting, Timer, Transition
from tests.bot.firing import START, settle
from tests.bot.opened import rows
from tests.bot.stores import SqliteStore, Store

ROOT = Path(__file__).resolve().parents[2]
CHATS, KILLS = 40, 8
DAYS = {"sqlite": 28, "postgresql": 12}  # as long as a test may take; each firing is a transaction of its own


async def prepare(store: Store) -> None:
    database = store.open()
    await database.make_ready()
    await database.do(partial(settle, vault=database.vault, chats=CHATS))
    await database.close()


def start(store: Store, days: int) -> subprocess.Popen[bytes]:
    until = to_ms(START + timedelta(days=days))
    return subprocess.Popen([sys.executable, "-m", "tests.bot.firing", store.url, str(until)], cwd=ROOT)


async def outcome(store: Store) -> dict[str, Any]:
    """What every chat has come to."""
    database = store.open()
    try:
        return {
            "sessions": {row["chat"]: (row["revision"], row["session"]) for row in await rows(database, Chat)},
            "messages": sorted(
                (row["chat"], row["payload"], row["expires_ms"]) for row in await rows(database, Posting)
            ),
            "moves": sorted(
                (row["chat"], row["at_ms"], row["event"], row["dest"]) for row in await rows(database, Transition)
            ),
            "timers": sorted((row["chat"], row["name"], row["due_ms"]) for row in await rows(database, Timer)),
        }
    finally:
        await database.close()


async def test_two_processes_killed_at_random_fire_each_timer_once(store: Store, tmp_path: Path) -> None:
    alone, disturbed = SqliteStore(tmp_path / "alone" / "test.db"), store
    for each in (alone, disturbed):
        await prepare(each)
    days = DAYS[store.url.partition(":")[0]]
    assert start(alone, days).wait(120) == 0
    generator = random.Random(11)
    running = [start(disturbed, days) for _ in range(2)]
    kills = 0
    while kills < KILLS:
        await asyncio.sleep(0.9 + generator.uniform(0, 0.5))  # the first second goes into starting
        victim = generator.randrange(2)
        if running[victim].poll() is not None:
            break  # all is done
        running[victim].send_signal(signal.SIGKILL)
        running[victim].wait()
        running[victim] = start(disturbed, days)
        kills += 1
    assert [process.wait(120) for process in running] == [0, 0]
    assert kills >= 3, "too quick to be disturbed: raise CHATS"
    expected, found = await outcome(alone), await outcome(disturbed)
    assert len(expected["messages"]) > CHATS * days * 0.7
    for part, wanted in expected.items():
        assert found[part] == wanted, part
