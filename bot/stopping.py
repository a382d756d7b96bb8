"""Stopping: a first signal asks for an end in good order, a second one doesn't wait for it."""

from __future__ import annotations

import asyncio
import signal

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def on_signal() -> asyncio.Event:
    """An event that Ctrl-C or SIGTERM sets; after that, either ends the process at once.

    Whatever was committed is kept then too: the next start goes on as after a kill.
    """
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()

    def stop() -> None:
        stopped.set()
        for name in _SIGNALS:
            loop.remove_signal_handler(name)
            signal.signal(name, signal.SIG_DFL)

    for name in _SIGNALS:
        loop.add_signal_handler(name, stop)
    return stopped
