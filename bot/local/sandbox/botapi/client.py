"""The same verbs on a server in another process, over its HTTP control."""

from __future__ import annotations

import asyncio
import inspect
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiohttp

from bot.local.sandbox.botapi.errors import ControlError
from bot.local.sandbox.botapi.observation import Waiting
from bot.local.sandbox.botapi.scene import TOKEN
from bot.local.sandbox.botapi.world import World

P = ParamSpec("P")
R = TypeVar("R")
_ROOT = Path(__file__).resolve().parents[4]


def _remote(
    act: Callable[Concatenate[Any, P], Awaitable[R]],
) -> Callable[Concatenate[Client, P], Coroutine[Any, Any, R]]:
    """The verb `act` with its own signature, sent over HTTP."""
    signature, name = inspect.signature(act), act.__name__

    async def call(client: Client, /, *args: P.args, **kwargs: P.kwargs) -> R:
        arguments = dict(signature.bind(client, *args, **kwargs).arguments)
        del arguments["self"]
        result: R = await client.control(name, arguments)
        return result

    call.__name__, call.__doc__ = name, act.__doc__
    return call


class Client(Waiting):
    """A world's verbs over HTTP; signatures and results are those of World. Use it as an async context."""

    def __init__(self, address: str, token: str = TOKEN) -> None:
        self.address = address
        self.token = token
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Client:
        self._session = aiohttp.ClientSession(self.address)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def control(self, verb: str, arguments: dict[str, Any]) -> Any:
        """Send one verb; raises ControlError with the server's words."""
        if self._session is None:
            raise ControlError("the client is not open; use it as: async with Client(address) as telegram")
        async with self._session.post(f"/control/{verb}", json={"token": self.token, **arguments}) as answer:
            body = await answer.json()
        if not body["ok"]:
            raise ControlError(body["description"])
        return body["result"]

    open_chat = _remote(World.open_chat)
    send_text = _remote(World.send_text)
    forward_text = _remote(World.forward_text)
    send_sticker = _remote(World.send_sticker)
    send_photo = _remote(World.send_photo)
    send_voice = _remote(World.send_voice)
    send_document = _remote(World.send_document)
    send_location = _remote(World.send_location)
    edit_text = _remote(World.edit_text)
    tap = _remote(World.tap)
    block = _remote(World.block)
    unblock = _remote(World.unblock)
    add_to_group = _remote(World.add_to_group)
    kick = _remote(World.kick)
    inline_query = _remote(World.inline_query)
    inline_answer = _remote(World.inline_answer)
    choose_inline = _remote(World.choose_inline)
    inject = _remote(World.inject)
    add_fault = _remote(World.add_fault)
    clear_faults = _remote(World.clear_faults)
    faults = _remote(World.faults)
    transcript = _remote(World.transcript)
    view = _remote(World.view)
    last_text = _remote(World.last_text)
    sent = _remote(World.sent)
    counts = _remote(World.counts)
    file_text = _remote(World.file_text)
    changed = _remote(World.changed)


@asynccontextmanager
async def spawn(*options: str, token: str = TOKEN) -> AsyncIterator[Client]:
    """Start `python -m bot.local.sandbox.botapi` with these options as a process of its own; yields a client of it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.local.sandbox.botapi", "--port", "0", "--token", token, *options,
        stdout=asyncio.subprocess.PIPE, cwd=_ROOT,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
        if not line.startswith("listening on "):
            raise RuntimeError(f"the Bot API server did not start; it said {line!r} (its errors are above)")
        async with Client(line.removeprefix("listening on ").strip(), token) as client:
            yield client
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
