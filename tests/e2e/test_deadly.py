"""An update that kills the process: it is found out, set aside with a word, and the others are answered."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.telegram.intake import ATTEMPTS
from tests.botapi import Client
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
    deaths = 0
    async with bot:
        while deaths <= ATTEMPTS + 3:
            confirmed = asyncio.create_task(telegram.wait_confirmed(PATIENCE))
            died = asyncio.create_task(bot.ended(PATIENCE))
            await asyncio.wait((confirmed, died), return_when=asyncio.FIRST_COMPLETED)
            if not died.done():
                died.cancel()
                break
            confirmed.cancel()
            assert died.result() == 9, bot.logged()
            deaths += 1
            await bot.start()
        await confirmed
        assert await bot.stop() == 0
    assert deaths == ATTEMPTS
    assert "it is set aside" in bot.logged()
    for chat, count in ((1, 1), (2, 3), (3, 1)):
        told = (await telegram.view(chat))["messages"]
        texts = {message["text"] for message in told if message["sender"] == "bot"}  # a death may double one
        assert len(texts) == count, chat
