"""The painter: has pictures drawn by a process of its own, one at a time, and tells in words what can't be drawn.

The process starts with the first picture and ends a minute after the last. Nothing is kept between two pictures: one
that was not sent is drawn again from its row.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 20.0  # for one picture, with its wait for those before it
IDLE_SECONDS = 60.0
REST_SECONDS = 60.0  # after a process that hung: whatever held it up should not make everybody wait as long
WORKER = (sys.executable, "-m", "bot.pictures.worker")
_SECRETS = ("TELEGRAM_BOT_TOKEN", "HALFWAY_MASTER_KEY", "LLM_API_KEY")  # nothing that draws needs them
_ROOT = Path(__file__).resolve().parents[2]

Payload = Mapping[str, Any]


def told(payload: Payload) -> Payload:
    """The message that takes the place of a picture: its caption."""
    return {"kind": "message", "text": payload["caption"]}


class Painter:
    """Draws for one bot. ``command`` starts the process."""

    def __init__(
        self,
        command: Sequence[str] = WORKER,
        *,
        patience: float = PATIENCE_SECONDS,
        idle: float = IDLE_SECONDS,
        rest: float = REST_SECONDS,
    ) -> None:
        self.command = command
        self.patience = patience
        self.idle = idle
        self.rest = rest
        self._free = asyncio.Lock()
        self.process: asyncio.subprocess.Process | None = None
        self._leaving: asyncio.subprocess.Process | None = None
        self._resting_until = 0.0
        self._ending: asyncio.TimerHandle | None = None

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        return self.process is not None and self.process.returncode is None

    async def draw(self, payload: Payload) -> Payload:
        """The payload of a picture with its ``png``, or the message in its place. Never raises."""
        if time.monotonic() < self._resting_until:
            return told(payload)
        try:
            async with asyncio.timeout(self.patience), self._free:
                content = await self._ask(payload)
        except TimeoutError:
            log.warning("a picture was not drawn in time, its caption goes alone")
        except Exception as error:
            log.warning("a picture could not be drawn, its caption goes alone: %s", type(error).__name__)
        else:
            if content:
                return {**payload, "png": content}
        return told(payload)

    async def close(self) -> None:
        """End the process."""
        if self._ending is not None:
            self._ending.cancel()
        await self._stop()
        if self._leaving is not None:
            await self._leaving.wait()

    async def _ask(self, payload: Payload) -> bytes:
        """Have one picture drawn; nothing where that fails. The process that was interrupted at it is gone."""
        if self._ending is not None:
            self._ending.cancel()
        began = time.monotonic()
        try:
            process = await self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            wish = {name: payload[name] for name in ("picture", "data", "words")}
            process.stdin.write(json.dumps(wish).encode() + b"\n")
            await process.stdin.drain()
            head = json.loads(await process.stdout.readline())
            content = await process.stdout.readexactly(head["size"])
        except BaseException:
            if time.monotonic() - began > self.patience / 2:
                self._resting_until = time.monotonic() + self.rest
            await self._stop()
            raise
        if not content:
            log.warning("a picture could not be drawn, its caption goes alone: %s", head.get("trouble"))
        self._ending = asyncio.get_running_loop().call_later(self.idle, self._end)
        return content

    async def _started(self) -> asyncio.subprocess.Process:
        if self.process is None or self.process.returncode is not None:
            paths = filter(None, (str(_ROOT), os.environ.get("PYTHONPATH")))
            self.process = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={
                    **{name: value for name, value in os.environ.items() if name not in _SECRETS},
                    "PYTHONPATH": os.pathsep.join(paths),
                    "OPENBLAS_NUM_THREADS": "1",  # more of them would take memory and have nothing to do
                },
            )
        return self.process

    def _end(self) -> None:
        """Close the input of an idle process, at which it ends."""
        self._leaving, self.process = self.process, None
        if self._leaving is not None and self._leaving.stdin is not None:
            self._leaving.stdin.close()

    async def _stop(self) -> None:
        process, self.process = self.process, None
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
