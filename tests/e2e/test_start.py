"""The start and the end of `halfway run`, as an operator meets them."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from bot.local.sandbox.botapi import Client
from tests.e2e.conftest import needs_book
from tests.e2e.person import Person
from tests.e2e.process import FIVE, BotProcess
from tests.e2e.serving import free_port

pytestmark = needs_book


async def refused(bot: BotProcess) -> str:
    """What a process says that must end with exit code 1."""
    async with bot:
        assert await bot.ended() == 1, bot.logged()
    said = bot.logged()
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) <= 3, said
    return said


async def test_without_a_token_it_says_where_to_get_one(telegram: Client, tmp_path: Path) -> None:
    said = await refused(BotProcess(telegram.address, tmp_path, TELEGRAM_BOT_TOKEN=""))
    assert "TELEGRAM_BOT_TOKEN is not set" in said
    assert "@BotFather" in said
    assert "make chat" in said
    assert (await telegram.counts())["calls"] == {}


async def test_what_is_no_token_is_named_so(telegram: Client, tmp_path: Path) -> None:
    said = await refused(BotProcess(telegram.address, tmp_path, TELEGRAM_BOT_TOKEN="my-token"))
    assert "does not look like a token" in said
    assert "my-token" not in said


async def test_a_wrong_token_is_named_so(telegram: Client, tmp_path: Path) -> None:
    said = await refused(BotProcess(telegram.address, tmp_path, TELEGRAM_BOT_TOKEN="12345:WRONG"))
    assert "does not know this TELEGRAM_BOT_TOKEN" in said
    assert "@BotFather" in said
    assert "WRONG" not in said


async def test_a_wrong_address_is_named_so(tmp_path: Path) -> None:
    said = await refused(BotProcess("localhost:8081", tmp_path))
    assert "TELEGRAM_API_BASE_URL" in said
    assert "http" in said


async def test_the_command_menu_is_put_up_at_the_start(telegram: Client, tmp_path: Path) -> None:
    async with BotProcess(telegram.address, tmp_path):
        call = await telegram.wait_for(lambda call: call["method"] == "setMyCommands", 30)
    names = [command["command"] for command in call["params"]["commands"]]
    assert call["status"] == 200
    assert "menu" in names
    assert len(names) == len(set(names))
    assert (await telegram.counts())["missing"] == {}


async def test_a_terminated_bot_ends_in_good_order_and_comes_back_where_it_was(
    telegram: Client, tmp_path: Path
) -> None:
    person, bot = Person(telegram, 1), BotProcess(telegram.address, tmp_path)
    async with bot:
        await person.write("/start")
        began = time.monotonic()
        assert await bot.stop(5) == 0, bot.logged()
        assert time.monotonic() - began < 5
        assert "Traceback" not in bot.logged()
        said = len(await person.said())
        await bot.start()
        await person.write("/help")
        assert len(await person.said()) == said + 1
        assert await bot.stop(5) == 0


async def test_a_second_process_on_the_same_data_is_turned_away(telegram: Client, tmp_path: Path) -> None:
    async with BotProcess(telegram.address, tmp_path):
        await Person(telegram, 1).write("/start")
        beside = tmp_path / "beside"
        beside.mkdir()
        said = await refused(BotProcess(telegram.address, beside, HALFWAY_DATA_DIR=str(tmp_path)))
    assert "another Halfway already uses" in said
    assert "HALFWAY_DATA_DIR" in said


async def test_it_stops_in_good_order_while_telegram_can_not_be_reached(tmp_path: Path) -> None:
    async with BotProcess(f"http://127.0.0.1:{free_port()}", tmp_path, *FIVE) as bot:
        end = time.monotonic() + 30
        while "can't be reached" not in bot.logged():
            assert time.monotonic() < end, bot.logged()
            await asyncio.sleep(0.05)
        assert await bot.stop(5) == 0
