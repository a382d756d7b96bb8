"""What the tests of the bot share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import schema
from bot.store.database import SqliteDatabase


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    """A fresh database at today's schema."""
    database = SqliteDatabase(tmp_path / "test.db")
    await database.do(schema.upgrade)
    yield database
    await database.close()
