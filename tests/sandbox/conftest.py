"""The whole demo on a free port, with a bot that need not wait for Telegram's pace; and a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
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


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with open_demo(tmp_path, **QUICK) as demo:
        yield demo


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


@pytest.fixture
async def visitor(demo: Demo, browser: Browser) -> AsyncIterator[Visitor]:
    """Somebody who has just opened the page. Whatever they do, it complains of nothing and asks nobody else."""
    async with visit(browser, demo.address) as visitor:
        yield visitor
        assert visitor.complaints == []
        assert visitor.strangers() == []
