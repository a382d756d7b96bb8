"""The demo: Telegram's side, the page and the bot, started together on this machine under one address."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import sys
import tempfile
import time
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic_settings import SettingsConfigDict

from bot.local.clock import RehearsalClock
from bot.local.guard import cannot_listen, check_bind
from bot.local.sandbox.botapi import World
from bot.local.sandbox.keeping import ChatStore
from bot.local.sandbox.people import Sandbox
from bot.local.sandbox.running import RunningBot
from bot.local.sandbox.site import build_site
from bot.settings import Settings
from bot.store.instants import now
from dialogs.coach import build

PORT = 8765
PEOPLE = ("Sam", "Alex")
_EPOCH = 1_735_689_600  # 2025, in seconds since 1970


class PortTaken(Exception):
    """The port can't be bound; the message says what to do."""


class _SandboxSettings(Settings):
    """Those of the operator's environment; no ``.env`` is read."""

    model_config = SettingsConfigDict(env_file=None)


@dataclass(frozen=True, slots=True)
class Demo:
    """What runs: where it is found, the people, the bot."""

    address: str
    sandbox: Sandbox
    bot: RunningBot


@asynccontextmanager
async def open_demo(
    folder: Path,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    expose: bool = False,
    writing: bool = False,
    **settings: Any,
) -> AsyncIterator[Demo]:
    """Everything, running until the block is left. Port 0 takes a free one; ``settings`` are those of the bot.

    What an earlier life left in the folder goes on: the bot's data, the chats as the page showed them, the clock.
    ``writing``: words edited in the inspector go into the content files.

    Raises:
        ExposedError: other machines reach the host, and that is not meant.
        PortTaken: something else listens there.
        UnreadableChats: the chats of an earlier life can't be used.
        AlreadyRunning, MasterKeyError, SchemaError: as `run_telegram`.
    """
    check_bind(host, expose)
    store = ChatStore(folder)
    kept = store.read()
    listening = _listen(host, port)
    port = listening.getsockname()[1]
    clock = RehearsalClock(max(now(), kept.clock) if kept else now(), "UTC")
    first = _first_number()
    world = World(
        f"10001:{secrets.token_urlsafe(24)}",  # nobody else can speak as this bot
        username="halfway_demo_bot",
        name="Halfway",
        clock=lambda: clock().timestamp(),
        first_update_id=first,
        first_message_id=first,
    )
    sandbox = Sandbox(world)
    bot = RunningBot(
        _settings(folder, world.token, _own_address(host, port), settings),
        build(),
        world,
        clock,
        told=lambda status: sandbox.happenings.add("bot", None, status=status),
        turned=lambda person: sandbox.happenings.add("turn", person),
    )
    if kept:
        kept.restore(sandbox)
    for name in () if kept else PEOPLE:
        await sandbox.add_person(name)
    site = build_site(sandbox, bot, exposed=expose, writing=writing)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        await bot.start()
        async with store.keeping(sandbox, clock):
            try:
                yield Demo(_address(host, port), sandbox, bot)
            finally:
                await bot.stop()
    finally:
        await bot.stop()
        world.updates.interrupt("Gateway: the server is closing")
        await world.close()
        await runner.cleanup()
        listening.close()


async def run(
    host: str,
    port: int,
    data: Path | None,
    *,
    expose: bool,
    writing: bool,
    browse: bool | None,
    announce: Callable[[str], None],
) -> None:
    """Run the demo until Ctrl-C or SIGTERM. Without ``data`` nothing is kept. ``browse`` None: where there is a screen.

    Raises as `open_demo`.
    """
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    kept = nullcontext(str(data)) if data else tempfile.TemporaryDirectory(prefix="halfway-demo-")
    with kept as folder:
        async with open_demo(Path(folder), host, port, expose=expose, writing=writing) as demo:
            announce(demo.address)
            if has_screen() if browse is None else browse:
                await asyncio.to_thread(webbrowser.open, demo.address)
            await ended.wait()


def has_screen() -> bool:
    """Whether a browser opened here would be seen: not over SSH, in a container or in CI."""
    if sys.platform in ("darwin", "win32"):
        return not os.environ.get("SSH_CONNECTION")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _first_number() -> int:
    """Where the numbers of updates and messages begin: above those of earlier lives, which a kept bot remembers.

    In milliseconds: nobody sends a thousand messages a second for the whole of a life.
    """
    return int((time.time() - _EPOCH) * 1000)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise PortTaken(f"{host}:{port} {cannot_listen(error)}") from None


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _own_address(host: str, port: int) -> str:
    """Where the bot finds its Telegram: on this machine, also where the server listens on all of its addresses."""
    return _address({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port)  # noqa: S104  (to tell, not to bind)


def _settings(folder: Path, token: str, address: str, settings: dict[str, Any]) -> Settings:
    """The operator's settings, but for what would lead out of the sandbox: token, server, data, language model."""
    own: dict[str, Any] = {
        "telegram_bot_token": token,
        "telegram_api_base_url": address,
        "database_url": None,
        "halfway_data_dir": folder,
        "halfway_master_key": None,
        "llm_base_url": None,
        "llm_model": None,
        "llm_api_key": None,
    }
    return _SandboxSettings(**{**own, **settings})
