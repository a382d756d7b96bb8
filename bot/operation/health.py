"""Health: how long ago the bot of a data folder left its heartbeat."""

from __future__ import annotations

import time

from bot.settings import Settings
from bot.workers.heartbeat import STALE_SECONDS, heartbeat_path

CHANNEL = "telegram"


def look(settings: Settings) -> tuple[bool, str]:
    """Whether the bot is well, and that in words."""
    path = heartbeat_path(settings.data_dir, CHANNEL)
    try:
        age = time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return (
            False,
            f"no bot runs with its data in {settings.data_dir}, or it has not reached Telegram since its start",
        )
    if age > STALE_SECONDS:
        return False, f"the last heartbeat is {age:.0f} s old: the bot was killed, is stuck, or its database is"
    return True, f"well {max(0, age):.0f} s ago"
