"""The real process: `halfway run` (or another module) against a Bot API server, started, killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path
from typing import Self

from bot.workers.heartbeat import heartbeat_path

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "12345:TEST"
BOT = 12345
FIVE = ("-m", "benchmarks.five")
"""A command: the whole product path with a book of one dialog of five questions."""


class BotProcess:
    """One bot on one data directory. What it logs goes to ``log``, which tests read for canaries.

    It runs in ``folder``, so that no ``.env`` of a developer is read. ``settings`` are environment variables.
    """

    def __init__(self, address: str, folder: Path, *command: str, **settings: str) -> None:
        self.command = command or ("-m", "bot", "run")
        self.folder = folder
        self.log = folder / "bot.log"
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": address,
            "HALFWAY_DATA_DIR": str(folder),
            "SEND_PER_CHAT_PER_SECOND": "1000",
            "SEND_PER_CHAT_BURST": "1000",
            "SEND_PER_SECOND": "200",
            "POLL_SECONDS": "5",
            **settings,
        }
        self.process: asyncio.subprocess.Process | None = None
        self.started = 0.0

    async def start(self) -> None:
        self.started = time.time()
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self.command,
                cwd=self.folder,
                env=self.environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    async def at_work(self, seconds: float = 60) -> None:
        """Wait until its workers run, as its heartbeat tells; raises TimeoutError, or AssertionError where it ended."""
        beat = heartbeat_path(self.folder, "telegram")
        end = time.monotonic() + seconds
        while not beat.exists() or beat.stat().st_mtime < self.started:
            assert self.process is not None
            assert self.process.returncode is None, f"it ended: {self.logged()[-2000:]}"
            if time.monotonic() > end:
                raise TimeoutError(f"not at work after {seconds:g} s: {self.logged()[-2000:]}")
            await asyncio.sleep(0.02)

    async def ended(self, seconds: float = 30) -> int:
        """The exit code of a process that ends by itself; raises TimeoutError."""
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), seconds)

    async def kill(self) -> None:
        """kill -9: no handler runs, nothing is flushed."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def stop(self, seconds: float = 20) -> int:
        """SIGTERM; the exit code. Raises TimeoutError where the process takes longer."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.terminate()
        return await self.ended(seconds)

    def logged(self) -> str:
        """Everything it has written so far, to standard output and standard error."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.kill()
