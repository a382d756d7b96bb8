"""The lock: one process a channel and database. Two would send each other's messages."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from bot.store.folder import make_folder

try:
    import fcntl
except ImportError:  # Windows has none; there the operator must see to it
    fcntl = None  # type: ignore[assignment]


class AlreadyRunning(Exception):
    """Another process talks on this channel with this database; end it, or give this one another HALFWAY_DATA_DIR."""


@contextlib.contextmanager
def hold_channel(database: Path, channel: str) -> Iterator[None]:
    """Hold the channel until the block is left. The system frees it when the process dies, however it dies.

    Raises:
        AlreadyRunning: somebody else holds it.
    """
    make_folder(database.parent)
    path = database.with_name(f"{database.name}.{channel}.lock")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if fcntl is not None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise AlreadyRunning(
                    f"another Halfway already uses {database} for {channel}. End it first, or set HALFWAY_DATA_DIR to "
                    f"another folder for this one."
                ) from None
        yield
    finally:
        os.close(descriptor)
