"""A bench: the coach in a house of its own, people who write to it, and the inspector beside it."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import House, open_house
from bot.local.clock import RehearsalClock
from bot.local.inspector import files
from bot.local.inspector.routes import Inspector, add_routes
from bot.settings import Settings
from bot.store import outbox
from bot.turn import Arrival, Outcome
from content.catalogue import unmarked
from dialogs.coach import build
from dialogs.engine import Book, Event
from dialogs.engine.events import Command, Tap, Text

CHANNEL = "bench"
START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SAM, ALEX = 1001, 1002
_COMMAND = re.compile(r"/(\w+)(?:\s+(.*))?", re.DOTALL)


@dataclass
class Chats:
    """A channel that keeps what was sent, with its buttons."""

    name: str = CHANNEL
    sent: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    async def send(self, chat: str, payload: Mapping[str, Any]) -> int | None:
        self.sent.append((chat, payload))
        return len(self.sent)

    async def notice(self, outcome: Outcome) -> None:
        pass

    def texts(self, chat: str) -> list[str]:
        return [
            unmarked(str(payload.get("text") or payload.get("caption") or ""))
            for to, payload in self.sent
            if to == chat
        ]

    def buttons(self, chat: str) -> dict[str, str]:
        """The data of the last question's buttons by their labels."""
        asked = [payload["buttons"] for to, payload in self.sent if to == chat and payload.get("buttons")]
        return dict(asked[-1]) if asked else {}


class Bench:
    """What the inspector is given: a house, a clock that can be moved, and people who write and tap."""

    def __init__(self, book: Book, clock: RehearsalClock) -> None:
        self.book = book
        self.clock = clock
        self.chats = Chats()
        self.house: House | None = None
        self.changed: list[int] = []
        self._keys = itertools.count()

    @property
    def world(self) -> Bench:
        return self

    def chat_of(self, person: int) -> str:
        return f"{CHANNEL}:{person}"

    def turned(self, person: int) -> None:
        self.changed.append(person)

    async def send_text(self, person: int, text: str) -> None:
        command = _COMMAND.fullmatch(text.strip())
        key = f"{CHANNEL}:{next(self._keys)}"
        event = Command(key, command[1], (command[2] or "").strip()) if command else Text(key, text)
        await self._take(person, event)

    async def tap(self, person: int, label: str) -> None:
        token, _, index = self.chats.buttons(self.chat_of(person))[label].partition(":")
        await self._take(person, Tap(f"{CHANNEL}:{next(self._keys)}", token, int(index), 1, "…"))

    async def _take(self, person: int, event: Event) -> None:
        assert self.house is not None
        await self.house.turns.take([Arrival(self.chat_of(person), event)])
        waiting = partial(outbox.next_available, channel=CHANNEL)
        while await self.house.database.do(waiting) is not None:  # noqa: ASYNC110  (the sender tells nobody)
            await asyncio.sleep(0.002)


@dataclass
class Open:
    """A bench with its inspector, and a client that asks it."""

    bench: Bench
    inspector: Inspector
    client: TestClient[web.Request, web.Application]

    async def get(self, path: str, **query: Any) -> dict[str, Any]:
        answer = await self.client.get(f"/inspector/{path}", params={name: str(each) for name, each in query.items()})
        body: dict[str, Any] = await answer.json()
        assert answer.status == 200, body
        return body

    async def post(self, path: str, status: int = 200, **body: Any) -> dict[str, Any]:
        answer = await self.client.post(f"/inspector/{path}", json=body)
        told: dict[str, Any] = await answer.json()
        assert answer.status == status, told
        return told

    async def meet(self, person: int = SAM) -> None:
        """Get through the welcome, to the menu."""
        for said in ("/start", "1", "1", "1", "Sam", "2"):
            await self.bench.send_text(person, said)


@asynccontextmanager
async def open_bench(folder: Path, *, writing: bool = False, root: Path = files.ROOT) -> AsyncIterator[Open]:
    """Everything, running until the block is left."""
    settings = Settings(
        halfway_data_dir=folder / "data",
        send_per_second=1000,
        send_per_chat_per_second=1000,
        send_per_chat_burst=1000,
        _env_file=None,  # type: ignore[call-arg]
    )
    bench = Bench(build(), RehearsalClock(START, "UTC"))
    app = web.Application()
    inspector = add_routes(app, bench, writing=writing, root=root)
    async with open_house(settings, bench.book, bench.chats, clock=bench.clock) as house:
        bench.house = house
        async with TestClient(TestServer(app)) as client:
            yield Open(bench, inspector, client)
