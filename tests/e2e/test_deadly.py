"""An update that kills the process: it is found out, set aside with a word, and the others are answered."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.local.sandbox.botapi import Client
from bot.telegram.intake import ATTEMPTS
from tests.e2e.deadly import DEADLY
from tests.e2e.killing import send
from tests.e2e.person import PATIENCE
from tests.e2e.process import BotProcess
from tests.e2e.serving import ServingBot

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", [BotProcess, ServingBot], ids=["polling", "webhook"])
async def test_it_is_set_aside_and_nothing_else_is_lost(
    telegram: Client, tmp_path: Path, kind: type[BotProcess]
) -> None:
    bot = kind(telegram.address, tmp_path, *DEADLY)
    for chat, text in ((1, "hello"), (2, "hello"), (2, "die"), (3, "hello"), (2, "go on")):
        await send(telegram, chat, text, chat)
    for death in (1, 2):
        await bot.start()
        assert await bot.ended(PATIENCE) == 9, bot.logged()
        with sqlite3.connect(tmp_path / "halfway.db") as database:
            noted = dict(database.execute("SELECT key, attempts FROM suspects"))
            assert max(noted.values()) == (1 if death == 1 else ATTEMPTS)
            if death == 1:  # as if it had died so often already
                database.execute(f"UPDATE suspects SET attempts = {ATTEMPTS - 1} WHERE key LIKE '%3'")
        database.close()
    async with bot:
        await telegram.wait_confirmed(PATIENCE)
        assert await bot.stop() == 0
    assert "it is set aside" in bot.logged()
    for chat, count in ((1, 1), (2, 3), (3, 1)):
        told = (await telegram.view(chat))["messages"]
        texts = {message["text"] for message in told if message["sender"] == "bot"}  # a death may double one
        assert len(texts) == count, chat
