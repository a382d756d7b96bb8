"""Access: what the inspector looks into, and what it may move. Given by whoever runs the bot."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from bot.app import House
from dialogs.engine import Book


class Clock(Protocol):
    """A clock that can be moved forward; see `bot.local.clock.RehearsalClock`."""

    zone: str

    def __call__(self) -> datetime: ...

    def move_to(self, instant: datetime) -> None: ...


class World(Protocol):
    """Where people write to the bot."""

    async def send_text(self, person: int, text: str, /) -> Any:
        """Write something; with a leading slash, a command."""
        ...

    async def tap(self, person: int, button: str, /) -> Any:
        """Tap a button of the last question, by its label."""
        ...


class Access(Protocol):
    """What the inspector looks into. Everything is asked for at each request, so the bot may be restarted meanwhile.

    ``house`` is None while no bot runs. ``book`` is the one that the bot is started with; the inspector puts one in its
    place that it can watch.
    """

    book: Book

    @property
    def house(self) -> House | None: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def world(self) -> World: ...

    def chat_of(self, person: int) -> str:
        """The name of a person's chat in the tables."""
        ...

    def turned(self, person: int) -> None:
        """Tell the page that something changed for a person."""
        ...
