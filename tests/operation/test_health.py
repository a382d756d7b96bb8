"""Health: the heartbeat of a real process, and its silence."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from bot.local.sandbox.botapi import Client, World, serve
from bot.operation.health import look
from bot.store.database import SqliteDatabase
from bot.workers.heartbeat import STALE_SECONDS, beat, heartbeat_path
from tests.e2e.person import Person
from tests.e2e.process import BotProcess
from tests.operation.log import settings_of


async def test_a_running_bot_is_well_and_a_stopped_one_is_not(tmp_path: Path) -> None:
    settings, bot = settings_of(tmp_path), None
    assert not look(settings)[0]
    async with serve(World()) as address, Client(address) as telegram:
        bot = BotProcess(address, tmp_path)
        async with bot:
            await Person(telegram, 1).write("/start")
            assert look(settings) == (True, look(settings)[1])
            asked = BotProcess(address, tmp_path, "-m", "bot", "health")
            asked.log = tmp_path / "health.log"
            async with asked:
                assert await asked.ended() == 0
            assert "well" in asked.logged()
            assert await bot.stop() == 0
    assert not look(settings)[0]


def test_a_heartbeat_that_is_old_is_no_health(tmp_path: Path) -> None:
    """What a killed or a stuck process leaves behind."""
    settings, path = settings_of(tmp_path), heartbeat_path(tmp_path, "telegram")
    path.touch()
    assert look(settings)[0]
    os.utime(path, (0, path.stat().st_mtime - STALE_SECONDS - 1))
    well, said = look(settings)
    assert not well
    assert "61 s old" in said


async def test_without_an_answer_of_the_database_there_is_no_beat(tmp_path: Path) -> None:
    path, database = heartbeat_path(tmp_path, "telegram"), SqliteDatabase(tmp_path / "halfway.db")
    await database.close()
    beating = asyncio.create_task(beat(database, path))
    await asyncio.sleep(0.1)
    assert not path.exists()
    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)
