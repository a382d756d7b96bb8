"""A bot that serves: where it listens, and what it says there."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from pathlib import Path

import aiohttp

from bot.local.sandbox.botapi import Client
from tests.e2e.person import PATIENCE
from tests.e2e.process import BotProcess

SECRET = "a-secret-of-these-tests"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


class ServingBot(BotProcess):
    """A bot by webhook. Health and figures have a door of their own."""

    def __init__(self, address: str, folder: Path, *command: str, **settings: str) -> None:
        self.hook = f"http://127.0.0.1:{free_port()}/telegram"
        self.ops = f"http://127.0.0.1:{free_port()}"
        doors = {
            "WEBHOOK_URL": self.hook,
            "WEBHOOK_SECRET": SECRET,
            "WEBHOOK_LISTEN": self.hook.split("/")[2],
            "OPS_LISTEN": self.ops.split("/")[2],
        }
        super().__init__(address, folder, *command, **{**doors, **settings})

    async def ready(self) -> None:
        """Wait until it says that it is ready; raises TimeoutError."""
        end = time.monotonic() + PATIENCE
        while (await look(f"{self.ops}/readyz"))[0] != 200:
            if time.monotonic() > end:
                raise TimeoutError(f"not ready after {PATIENCE:g} s: {self.logged()[-2000:]}")
            await asyncio.sleep(0.05)

    async def figures(self) -> dict[str, float]:
        """What /metrics shows, by name with labels."""
        status, page = await look(f"{self.ops}/metrics")
        assert status == 200, page
        return {name: float(value) for name, value in re.findall(r"^([^#\s]\S*(?:\{.*\})?) (\S+)$", page, re.MULTILINE)}


async def look(url: str) -> tuple[int, str]:
    """The status and text of a page; (0, "") where nobody answers."""
    try:
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            return answer.status, await answer.text()
    except aiohttp.ClientError:
        return 0, ""


async def until_set(telegram: Client) -> None:
    """Wait until the bot has set its webhook; raises TimeoutError."""
    await telegram.wait_for(lambda call: call["method"] == "setWebhook" and call["status"] == 200, PATIENCE)
