"""Peer: aiogram's FSM on Redis, which is started here on a socket of its own and syncs every write."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time

from aiogram.fsm.storage.redis import RedisStorage

from benchmarks.peers.aiogram_five import run
from benchmarks.peers.five import FOLDER

START_SECONDS = 10


def main() -> None:
    socket = FOLDER / "redis.sock"
    # setpriv would be tidier; a server that dies with its parent is what matters after a kill
    server = subprocess.Popen(
        [
            *("redis-server", "--port", "0", "--unixsocket", str(socket), "--dir", str(FOLDER)),
            *("--appendonly", "yes", "--appendfsync", "always", "--save", ""),
        ],
        stdout=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + START_SECONDS
        while not socket.exists():
            if server.poll() is not None or time.monotonic() > end:
                sys.exit(f"redis-server did not open {socket} within {START_SECONDS} s")
            time.sleep(0.02)
        asyncio.run(run(RedisStorage.from_url(f"unix://{socket}")))
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
