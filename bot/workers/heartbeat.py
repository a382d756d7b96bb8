"""The heartbeat: a file that is touched as long as the process is well, for a health check that needs no port.

Well means that its loop turns and its database answers. Whether Telegram can be reached is no part of it, once it was:
a process isn't mended by a new start when the network is down. Before that nobody is served yet, and nothing beats.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from sqlalchemy import Connection, select

from bot.store.database import Database

log = logging.getLogger(__name__)

EVERY_SECONDS = 15.0
STALE_SECONDS = 60.0  # without a beat, from which a process is taken for stuck


def heartbeat_path(folder: Path, channel: str) -> Path:
    """The file that a channel's process touches."""
    return folder / f"{channel}.alive"


async def beat(database: Database, path: Path) -> None:
    """Touch the file whenever the database has answered, until cancelled; a process that ends takes it away."""
    try:
        while True:
            try:
                await database.do(_answer)
                await asyncio.to_thread(_touch, path)
            except Exception as error:
                log.error("no heartbeat: %s", type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        path.unlink(missing_ok=True)  # noqa: ASYNC240  (the end is near, and nothing may wait here)


def _answer(connection: Connection) -> None:
    connection.execute(select(1))


def _touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
