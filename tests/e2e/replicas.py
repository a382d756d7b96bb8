"""Replicas: several processes of one coach on one PostgreSQL, behind a balancer, on a wire that can be cut."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import time
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.local.sandbox.botapi import Client
from bot.workers.claiming import LEASE_MS
from tests.e2e.process import BotProcess
from tests.e2e.serving import ServingBot
from tests.postgres import Cluster

MASTER = base64.b64encode(b"m" * 32).decode()


class Balancer:
    """A load balancer on loopback: each delivery goes to the next replica, and where that refuses to another one.

    With ``to_all`` it goes to all of them at once, as when Telegram gave up waiting for the first.
    """

    def __init__(self) -> None:
        self.hooks: list[str] = []
        self.to_all = False
        self.url = ""
        self._numbers = count()

    async def _handle(self, request: web.BaseRequest) -> web.Response:
        body, headers = await request.read(), {"X-Telegram-Bot-Api-Secret-Token", "Content-Type"}
        kept = {name: request.headers[name] for name in headers if name in request.headers}
        first = next(self._numbers) % len(self.hooks)
        hooks = [*self.hooks[first:], *self.hooks[:first]]
        if self.to_all:
            statuses = await asyncio.gather(*(self._pass_on(hook, body, kept) for hook in hooks))
            return web.Response(status=min(statuses))
        for hook in hooks:
            if (status := await self._pass_on(hook, body, kept)) == 200:
                return web.Response()
        return web.Response(status=status)

    async def _pass_on(self, hook: str, body: bytes, headers: dict[str, str]) -> int:
        try:
            async with self._session.post(hook, data=body, headers=headers) as answer:
                return answer.status
        except (aiohttp.ClientError, OSError, TimeoutError):
            return 502

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[Balancer]:
        """Listen while the block runs, at ``url``."""
        runner = web.ServerRunner(web.Server(self._handle), shutdown_timeout=0.2)
        most = aiohttp.TCPConnector(limit_per_host=40)  # as many as Telegram opens
        async with aiohttp.ClientSession(connector=most, timeout=aiohttp.ClientTimeout(total=40)) as self._session:
            await runner.setup()
            try:
                await web.TCPSite(runner, "127.0.0.1", 0).start()
                self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
                yield self
            finally:
                await runner.cleanup()


class Wire:
    """A way to PostgreSQL over loopback that can be cut: also after the server was told, and before it is heard."""

    def __init__(self, socket: str) -> None:
        self.socket = socket
        self.port = 0
        self.cuts = 0
        self._due = 0  # so many connections are cut at the next word of the server

    def cut(self, connections: int = 1) -> None:
        """Cut so many connections, each once the server answers on it: what it did is not heard of."""
        self._due += connections

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[Wire]:
        server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_unix_connection(self.socket)
        except OSError:
            writer.transport.abort()
            return
        await asyncio.gather(self._pass(reader, back, heard=False), self._pass(there, writer, heard=True))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, heard: bool) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if heard and self._due:
                    self._due -= 1
                    self.cuts += 1
                    break
                writer.write(data)
                await writer.drain()
        writer.transport.abort()


@dataclass(frozen=True, slots=True)
class Books:
    """What the database holds, in figures."""

    updates: int  # keys in the inbox
    firings: int
    turns: int  # of the chats in question
    waiting: int  # messages
    timers: int


class Service:
    """Replicas of one coach, by webhook unless ``polling``."""

    def __init__(
        self,
        telegram: Client,
        cluster: Cluster,
        folder: Path,
        replicas: int,
        *command: str,
        polling: bool = False,
        **settings: str,
    ) -> None:
        self.telegram = telegram
        self.cluster = cluster
        self.database = cluster.create()
        self.balancer = Balancer()
        self.wire = Wire(f"{cluster.folder}/.s.PGSQL.5432")
        self.replicas: list[ServingBot] = []
        self._folder, self._count, self._command = folder, replicas, command
        self._polling, self._settings = polling, settings

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Service]:
        """All replicas at work while the block runs; killed in the end, and the database dropped."""
        async with self.wire.open(), self.balancer.serving():
            for number in range(self._count):
                folder = self._folder / f"replica-{number}"
                folder.mkdir(parents=True)
                self.replicas.append(ServingBot(self.telegram.address, folder, *self._command, **self._shared()))
            self.balancer.hooks = [bot.hook for bot in self.replicas]
            try:
                for bot in self.replicas:
                    await bot.start()
                await self.ready()
                yield self
            finally:
                for bot in self.replicas:
                    if bot.process is not None:
                        await bot.kill()
                await asyncio.to_thread(self.cluster.drop, self.database)

    def _shared(self) -> dict[str, str]:
        return {
            "DATABASE_URL": f"postgresql://postgres@127.0.0.1:{self.wire.port}/{self.database}",
            "HALFWAY_MASTER_KEY": MASTER,
            "WEBHOOK_URL": "" if self._polling else self.balancer.url,
            "SEND_PER_SECOND": "60",  # what is in flight, and so may double, grows with the pace
            **self._settings,
        }

    async def ready(self) -> None:
        """Wait until all say that they are."""
        for bot in self.replicas:
            await bot.ready()

    async def ask(self, statement: str, *values: Any) -> list[Any]:
        """Rows of the database, not by the wire."""
        return await asyncio.to_thread(self.cluster.execute, statement, *values, database=self.database)

    async def books(self, chats: Collection[int]) -> Books:
        """The figures, with the turns of these chats."""
        names = [f"telegram:{chat}" for chat in chats]
        (row,) = await self.ask(
            "SELECT (SELECT count(*) FROM inbox WHERE key LIKE 'telegram:%'), "
            "(SELECT count(*) FROM inbox WHERE key LIKE 'timer:%'), "
            "(SELECT coalesce(sum(revision), 0)::bigint FROM chats WHERE chat = ANY($1::text[])), "
            "(SELECT count(*) FROM outbox WHERE state = 0), (SELECT count(*) FROM timers)",
            names,
        )
        return Books(*row)

    async def rest(self, seconds: float = 180, *, hurried: bool = False) -> None:
        """Wait until nothing is pending, waiting or set. ``hurried``: what the killed had on their way is free soon."""
        await self.ready()
        end, still = time.monotonic() + seconds, 0
        while still < 3:
            pending = (await self.telegram.counts())["pending"]
            now = await self.books(())
            still = still + 1 if (pending, now.waiting, now.timers) == (0, 0, 0) else 0
            if time.monotonic() > end:
                raise AssertionError(f"not at rest after {seconds:g} s: {pending} updates pending, {now}")
            if hurried and not pending:
                await self.ask(
                    "UPDATE outbox SET leased_ms = 0 WHERE state = 0 AND leased_ms > 0 AND "
                    f"leased_ms < extract(epoch FROM clock_timestamp()) * 1000 + {LEASE_MS} - 3000"
                )
            await asyncio.sleep(0.2)


def logged(bots: Sequence[BotProcess]) -> str:
    """What all have written."""
    return "\n".join(bot.logged() for bot in bots)
