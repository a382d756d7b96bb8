"""Peer: aiogram's FSM on Redis, which is started here on a socket of its own and syncs every write."""

from __future__ import annotations

import asyncio
import ctypes
import signal
import subprocess
import sys
import time

from aiogram.fsm.storage.redis import RedisStorage
from redis.asyncio import BlockingConnectionPool, Redis

from benchmarks.peers.aiogram_five import run
from benchmarks.peers.five import FOLDER

START_SECONDS = 10
CONNECTIONS = 100
COMMAND = [*"redis-server --port 0 --appendonly yes --appendfsync always --save".split(), ""]
PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Have Linux end the server when the bot is killed, which leaves the bot no time to do it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    socket = FOLDER / "redis.sock"
    server = subprocess.Popen(
        [*COMMAND, "--unixsocket", str(socket), "--dir", str(FOLDER)],
        stdout=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )
    try:
        end = time.monotonic() + START_SECONDS
        while not socket.exists():
            if server.poll() is not None or time.monotonic() > end:
                sys.exit(f"redis-server did not open {socket} within {START_SECONDS} s")
            time.sleep(0.02)
        # With the default pool a backlog of 2,000 ends in "Too many connections"; here updates wait for one.
        pool = BlockingConnectionPool.from_url(f"unix://{socket}", max_connections=CONNECTIONS, timeout=None)
        asyncio.run(run(RedisStorage(Redis(connection_pool=pool))))
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
