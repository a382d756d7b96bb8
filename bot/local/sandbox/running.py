"""The bot that the sandbox runs: the unmodified Telegram bot of this process, which can be stopped and started."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Literal

from bot.app import House, run_telegram
from bot.local.clock import RehearsalClock
from bot.local.sandbox.botapi import World
from bot.settings import Settings
from bot.telegram.inbound import chat_name
from dialogs.coach import COMMANDS
from dialogs.engine import Book

log = logging.getLogger(__name__)

Status = Literal["stopped", "starting", "running", "failed"]


class RunningBot:
    """One bot beside the server that is its Telegram.

    ``told`` hears each change of its ``status``; ``turned`` tells the page that something changed for a person. What a
    restart takes from ``book`` and ``settings`` are their values at that time.
    """

    def __init__(
        self,
        settings: Settings,
        book: Book,
        world: World,
        clock: RehearsalClock,
        told: Callable[[Status], None],
        turned: Callable[[int], None],
    ) -> None:
        self.settings = settings
        self.book = book
        self.world = world
        self.clock = clock
        self.turned = turned
        self.house: House | None = None
        self.status: Status = "stopped"
        self._told = told
        self._lock = asyncio.Lock()
        self._stopped = asyncio.Event()
        self._opened = asyncio.Event()
        self._life: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the bot; returns once it answers. What `run_telegram` raises is raised here too."""
        async with self._lock:
            await self._start()

    async def stop(self) -> None:
        """Stop the bot in good order; what was promised is sent first."""
        async with self._lock:
            await self._stop()

    async def restart(self) -> None:
        """Stop the bot and start it again; returns once it answers."""
        async with self._lock:
            await self._stop()
            await self._start()

    def chat_of(self, person: int) -> str:
        """The name of a person's chat in the bot's tables."""
        return chat_name(person)

    async def _start(self) -> None:
        if self._life is not None:
            return
        self._stopped, self._opened = asyncio.Event(), asyncio.Event()
        self._say("starting")
        self._life = asyncio.create_task(self._live())
        opened = asyncio.create_task(self._opened.wait())
        await asyncio.wait((self._life, opened), return_when=asyncio.FIRST_COMPLETED)
        opened.cancel()
        if self._life.done():
            life, self._life = self._life, None
            life.result()

    async def _live(self) -> None:
        """One life of the bot, from its start to its end."""
        try:
            await run_telegram(self.settings, self.book, COMMANDS, self._stopped, clock=self.clock, opened=self._open)
        except Exception as error:
            self.house = None
            self._say("failed")
            log.error("the bot ended with %s; the button on the page starts it again", type(error).__name__)
            raise
        self.house = None
        self._say("stopped")

    async def _stop(self) -> None:
        life, self._life = self._life, None
        if life is None:
            return
        self._stopped.set()
        with contextlib.suppress(Exception):  # how it ended was said when it ended
            await life

    def _open(self, house: House) -> None:
        self.house = house
        self._opened.set()
        self._say("running")

    def _say(self, status: Status) -> None:
        self.status = status
        self._told(status)
