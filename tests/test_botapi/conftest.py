"""One bot's Telegram on a free port, and a plain HTTP client that speaks to it as a bot would."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bot.local.sandbox.botapi import TOKEN, World, serve

SAM = 1001  # a person who has opened the bot's chat


@dataclass(frozen=True, slots=True)
class Caller:
    """A bot without a library: methods by name, parameters as a JSON body."""

    http: httpx.AsyncClient
    token: str = TOKEN

    async def ask(self, method: str, **parameters: Any) -> httpx.Response:
        """The HTTP answer of one call."""
        return await self.http.post(f"/bot{self.token}/{method}", json=parameters)

    async def do(self, method: str, **parameters: Any) -> Any:
        """The result of a call that must succeed."""
        answer = await self.ask(method, **parameters)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert body["ok"] is True
        return body["result"]

    async def refused(self, code: int, method: str, **parameters: Any) -> dict[str, Any]:
        """The body of a call that must be refused with this code, in Telegram's form."""
        answer = await self.ask(method, **parameters)
        body: dict[str, Any] = answer.json()
        assert (answer.status_code, body["ok"], body["error_code"]) == (code, False, code), answer.text
        return body


@pytest.fixture
async def world() -> World:
    """A world in which Sam's chat is open."""
    world = World()
    await world.open_chat(SAM)
    return world


@pytest.fixture
async def address(world: World) -> AsyncIterator[str]:
    async with serve(world) as address:
        yield address


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Caller]:
    async with httpx.AsyncClient(base_url=address, timeout=20) as http:
        yield Caller(http)
