"""The server as a process of its own: runs until Ctrl-C or SIGTERM."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence

from bot.local.sandbox.botapi.server import serve
from bot.local.sandbox.botapi.world import World


async def run(
    worlds: Sequence[World], host: str, port: int, announce: Callable[[str], None], exposed: bool = False
) -> None:
    """Serve these worlds; `announce` is given the address. Raises as `serve`."""
    ended = asyncio.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(ending, ended.set)
    async with serve(*worlds, host=host, port=port, exposed=exposed) as address:
        announce(address)
        await ended.wait()
