"""Two real processes on one PostgreSQL: one polls, the other takes over when it is killed."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path

import pytest

from tests.botapi import Client
from tests.e2e.person import Person
from tests.e2e.process import BotProcess

pytestmark = pytest.mark.slow


async def test_a_conversation_goes_on_when_the_poller_is_killed(
    telegram: Client, tmp_path: Path, empty_database: str
) -> None:
    shared = {
        "DATABASE_URL": empty_database,
        "HALFWAY_MASTER_KEY": base64.b64encode(b"m" * 32).decode(),
    }
    bots = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        bots.append(BotProcess(telegram.address, tmp_path / name, **shared))
    person = Person(telegram, 5)
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
