"""The listener: routes on an address, until they are closed in good order."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.doors import Listen
from bot.settings import SettingsError

BACKLOG = 1024  # connections that may wait to be accepted
GRACE_SECONDS = 10  # how long a close waits for requests under way
IDLE_SECONDS = 75  # how long a connection is kept: longer than load balancers do, so that they close it, and not we


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # signals are for the whole process, and not for one listener of it


@contextlib.asynccontextmanager
async def listening(listen: Listen, routes: Sequence[BaseRoute], setting: str) -> AsyncIterator[None]:
    """Answer requests until the block is left; then those under way are answered, and no more.

    Raises:
        SettingsError: nothing can listen there; names the setting.
    """
    config = uvicorn.Config(
        Starlette(routes=list(routes)),
        http="h11",
        ws="none",
        loop="none",
        lifespan="off",
        log_config=None,
        access_log=False,  # a line a request would tell of addresses, and nothing that metrics don't
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=IDLE_SECONDS,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[_bound(listen, setting)]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def _bound(listen: Listen, setting: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    try:
        return socket.create_server((listen.host, listen.port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise SettingsError(
            f"nothing can listen at {listen} ({error.strerror or 'no such address'}). Set {setting} to a free port and "
            f"an address of this machine, like 127.0.0.1:8080."
        ) from None
