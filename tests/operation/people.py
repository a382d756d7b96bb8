"""People who use the coach on a database file, through the real turns and at a clock that is given."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from bot.settings import Settings
from bot.store import schema
from bot.store.database import SqliteDatabase
from bot.turn import Arrival, Turns
from dialogs.coach import build
from dialogs.engine.events import Command, Event, Text
from tests.bot.opened import rows

_NUMBERS = count(1)


@dataclass
class Coach:
    """The coach on its database, without anything that sends."""

    database: SqliteDatabase
    turns: Turns

    async def hears(self, chat: str, *words: str) -> None:
        """A person says some things, one after the other; a slash makes a command."""
        for said in words:
            await self.turns.take([Arrival(chat, _event(said))])

    async def rows(self, row: Any) -> list[dict[str, Any]]:
        """All rows of a table, opened."""
        return await rows(self.database, row)


@asynccontextmanager
async def coach_on(settings: Settings, now: datetime) -> AsyncIterator[Coach]:
    """Open the coach on the database of the settings, as a bot would at this time."""
    database = SqliteDatabase(settings.database_path, settings.keyring)
    try:
        await database.do(schema.upgrade)
        yield Coach(database, Turns(database, build(), lambda: now))
    finally:
        await database.close()


def _event(said: str) -> Event:
    key = f"t:{next(_NUMBERS)}"
    if said.startswith("/"):
        name, _, argument = said[1:].partition(" ")
        return Command(key, name, argument)
    return Text(key, said)


WELCOMED: Sequence[str] = ("/start", "Go on", "I'm 18 or older", "I agree")
"""What leads a new person to the question for their name."""
