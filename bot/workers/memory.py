"""Memory: given back to the system every minute.

The allocator of the C library keeps what was freed between pieces that are still used, such as opened keys. It is used
again, but ever more of it lies about: under a steady load a process grew by a MB or two a minute, with nothing leaking.
"""

from __future__ import annotations

import asyncio
import ctypes

EVERY_SECONDS = 60.0


async def give_back(seconds: float = EVERY_SECONDS) -> None:
    """Trim every so many seconds, until cancelled."""
    while trim():  # noqa: ASYNC110  (time passes, nothing happens)
        await asyncio.sleep(seconds)
    await asyncio.Event().wait()  # another C library: nothing to do, and a worker does not end


def trim() -> bool:
    """Give freed memory back, some milliseconds' work; False where the C library has no way to ask for it."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError):
        return False
    return True
