"""The whole demo on a free port, with a bot that need not wait for Telegram's pace; and a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser

from bot.local.sandbox.demo import Demo, open_demo
from tests.sandbox.browser import Visitor, open_browser, visit

QUICK: dict[str, Any] = {
    "send_per_second": 500,
    "send_per_chat_per_second": 500,
    "send_per_chat_burst": 500,
    "poll_seconds": 5,
}
SAM, ALEX = 1001, 1002


async def meet(demo: Demo, person: int = SAM) -> None:
    """Somebody goes through the welcome, to the question who reaches."""
    for said in ("/start", "1", "1", "1", "Sam", "2"):
        await demo.sandbox.world.send_text(person, said)
    await demo.sandbox.world.wait_chat(person, lambda chat: "Twelve taps" in str(chat["messages"][-1]["keyboard"]), 20)


@pytest_asyncio.fixture(loop_scope="package")
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with open_demo(tmp_path, **QUICK) as demo:
        yield demo


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser() -> AsyncIterator[Browser]:
    """One for all: it takes seconds to start. Each visitor gets an empty profile of their own."""
    async with open_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="package")
async def visitor(demo: Demo, browser: Browser) -> AsyncIterator[Visitor]:
    """Somebody who has just opened the page. Whatever they do, it complains of nothing and asks nobody else."""
    async with visit(browser, demo.address) as visitor:
        yield visitor
        # A browser notes by itself that the inspector has nothing to look into while the bot is away.
        assert [complaint for complaint in visitor.complaints if "status of 503" not in complaint] == []
        assert visitor.strangers() == []
