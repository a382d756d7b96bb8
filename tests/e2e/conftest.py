"""A Bot API server for each test; bots are started by the tests themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib.util import find_spec

import pytest

from bot.local.sandbox.botapi import Client, World, serve

needs_book = pytest.mark.skipif(
    find_spec("dialogs.coach") is None, reason="dialogs/coach.py, the coach's book, is not there yet"
)


@pytest.fixture
async def telegram() -> AsyncIterator[Client]:
    """Telegram, empty, with one bot."""
    async with serve(World()) as address, Client(address) as client:
        yield client
