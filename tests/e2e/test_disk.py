"""A full disk: what can't be kept is not answered, waits, and is answered once there is room again."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import pytest

from bot.local.sandbox.botapi import Client
from tests.e2e.conftest import needs_book
from tests.e2e.person import PATIENCE, Person
from tests.e2e.process import FIVE, TOKEN, BotProcess

resource = pytest.importorskip("resource", reason="there are no limits of file sizes to set on this system")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit a process that runs already")

CANARY = "Zyxquill"


def limit(bot: BotProcess, size: int) -> None:
    """Let no file of the process grow beyond so many bytes; a write that would, fails like one to a full disk."""
    assert bot.process is not None
    _, hard = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (size, hard))


async def until_logged(bot: BotProcess, words: str) -> None:
    """Wait for a line of the log: "cleaned", say, after which the database's log only grows for an hour."""
    end = time.monotonic() + PATIENCE
    while words not in bot.logged():
        assert time.monotonic() < end, f"{words!r} was not logged within {PATIENCE:g} s; there is: {bot.logged()}"
        await asyncio.sleep(0.05)


async def test_a_full_disk_delays_and_loses_nothing(telegram: Client, tmp_path: Path) -> None:
    first, second = Person(telegram, 1), Person(telegram, 2)
    async with BotProcess(telegram.address, tmp_path, *FIVE, LOG_LEVEL="DEBUG") as bot:
        await until_logged(bot, "cleaned")
        await first.write("hello")
        limit(bot, (tmp_path / "halfway.db-wal").stat().st_size)
        await telegram.send_text(second.chat, "hello")
        await telegram.send_text(first.chat, "an answer")
        await until_logged(bot, "updates wait")
        assert [message["text"] for message in await first.said()] == ["Question 1 of 5"]
        limit(bot, resource.RLIM_INFINITY)
        await telegram.wait_chat(1, lambda chat: chat["messages"][-1]["text"] == "Question 2 of 5", PATIENCE)
        await telegram.wait_chat(2, lambda chat: chat["messages"][-1]["text"] == "Question 1 of 5", PATIENCE)
        await telegram.wait_confirmed(PATIENCE)
        assert await bot.stop() == 0
    assert len(await first.said()) == 2
    assert len(await second.said()) == 1


@needs_book
async def test_a_full_disk_puts_no_words_into_the_log(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, 1)
    async with BotProcess(telegram.address, tmp_path, LOG_LEVEL="DEBUG") as bot:
        await until_logged(bot, "cleaned")
        await person.write("/start")
        limit(bot, (tmp_path / "halfway.db-wal").stat().st_size)
        await telegram.send_text(person.chat, f"/rewrite You never listen to me, {CANARY}")
        await until_logged(bot, "OperationalError")
        limit(bot, resource.RLIM_INFINITY)
        await telegram.wait_confirmed(PATIENCE)
        assert await bot.stop() == 0
    assert "OperationalError at " in bot.logged()  # at this level it is shown where the error came from
    assert CANARY not in bot.logged()
    assert TOKEN not in bot.logged()
