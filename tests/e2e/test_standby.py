"""Two real processes on one PostgreSQL: one polls, the other takes over when it is killed."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path

import pytest

from bot.local.sandbox.botapi import Client
from bot.workers.claiming import LEASE_MS
from tests.e2e.person import PATIENCE, Person
from tests.e2e.process import BotProcess
from tests.postgres import Cluster

pytestmark = pytest.mark.slow


def shared(url: str) -> dict[str, str]:
    """The settings that make one service of several processes."""
    return {"DATABASE_URL": url, "HALFWAY_MASTER_KEY": base64.b64encode(b"m" * 32).decode()}


async def test_a_conversation_goes_on_when_the_poller_is_killed(
    telegram: Client, tmp_path: Path, empty_database: str
) -> None:
    bots = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        bots.append(BotProcess(telegram.address, tmp_path / name, **shared(empty_database)))
    # What the killed one was settling at this very moment holds its chat until the end of its lease.
    person = Person(telegram, 5, patience=LEASE_MS / 1000 + PATIENCE)
    try:
        for bot in bots:
            await bot.start()
        assert (await person.write("/start"))[-1]["keyboard"]
        (poller,) = [bot for bot in bots if "this process is the one" in bot.logged()]
        (other,) = [bot for bot in bots if bot is not poller]
        async with asyncio.timeout(30):
            while "standing by" not in other.logged():  # noqa: ASYNC110  (another process writes it)
                await asyncio.sleep(0.05)
        await poller.kill()
        assert (await person.write("/menu"))[-1]["keyboard"]
        assert "this process is the one" in other.logged()
        assert await other.stop() == 0
    finally:
        for bot in bots:
            await bot.kill()
    for bot in bots:
        assert "ERROR" not in bot.logged()


async def test_a_conversation_goes_on_after_the_database_was_restarted(
    telegram: Client, tmp_path: Path, empty_database: str, cluster: Cluster
) -> None:
    person = Person(telegram, 5)
    async with BotProcess(telegram.address, tmp_path, **shared(empty_database)) as bot:
        assert (await person.write("/start"))[-1]["keyboard"]
        for mode in ("fast", "immediate"):
            await asyncio.to_thread(cluster.stop, mode)
            said = asyncio.create_task(person.write("/menu"))  # while it is away
            await asyncio.sleep(1)
            await asyncio.to_thread(cluster.start)
            assert (await said)[-1]["keyboard"]
        assert await bot.stop() == 0
        assert "Traceback" not in bot.logged()
        assert "the lock is lost" in bot.logged()
