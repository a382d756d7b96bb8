"""Delivery to a webhook: one POST an update, in order inside a chat, again until the bot answers 2xx."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.local.sandbox.botapi.updates import Update, Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (the header's name)
_FIRST_RETRY = 0.1  # seconds; Telegram begins at about one, a test should not have to
_LAST_RETRY = 2.0

Reply = Callable[[dict[str, Any]], Awaitable[None]]


class Webhook:
    """One bot's webhook and the deliveries under way. `reply` runs a method the bot puts in its answer."""

    def __init__(self, url: str, secret: str, connections: int, updates: Updates, reply: Reply) -> None:
        self.url = url
        self.secret = secret
        self.connections = connections
        self.attempts = 0
        self.last_error: tuple[int, str] | None = None
        self._updates = updates
        self._reply = reply
        self._slots = asyncio.Semaphore(connections)
        self._lanes: dict[int, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=60), connector=aiohttp.TCPConnector(limit=connections)
        )

    def start(self) -> None:
        """Take over what is pending and everything that arrives."""
        self._updates.webhook_active = True
        self._updates.on_arrival = self._enqueue
        for update in self._updates.pending:
            self._enqueue(update)

    async def stop(self) -> None:
        """End deliveries; what was not accepted stays pending."""
        self._updates.webhook_active = False
        self._updates.on_arrival = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    def _enqueue(self, update: Update) -> None:
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.lane] = deque([update])
        task = asyncio.create_task(self._run(update.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, lane: int) -> None:
        waiting = self._lanes[lane]
        while waiting:
            pause = _FIRST_RETRY
            while not await self._deliver(waiting[0]):
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LAST_RETRY)
            self._updates.settle(waiting.popleft())
        del self._lanes[lane]

    async def _deliver(self, update: Update) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers[SECRET_HEADER] = self.secret
        async with self._slots:
            self.attempts += 1
            try:
                async with self._session.post(self.url, data=update.body.encode(), headers=headers) as answer:
                    if not 200 <= answer.status < 300:
                        self._fail(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                        return False
                    body = await answer.read()
                    if body and answer.content_type == "application/json":
                        call = await answer.json()
                        if isinstance(call, dict) and "method" in call:
                            await self._reply(call)
                    return True
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                self._fail(f"Connection to the webhook failed: {error}")
                return False

    def _fail(self, text: str) -> None:
        self.last_error = (int(time.time()), text)
