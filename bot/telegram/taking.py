"""Taking: whether updates are fetched or brought, and what is served beside. What isn't served is not loaded."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.observer import NOBODY
from bot.settings import Settings
from bot.store.database import Database
from bot.telegram.inbound import CHANNEL
from bot.telegram.intake import Intake
from bot.telegram.polling import Poller
from bot.telegram.request import AiohttpRequest

if TYPE_CHECKING:
    from bot.serving.ops import Ops


@contextlib.asynccontextmanager
async def observing(settings: Settings, channel: str, clock: Callable[[], datetime]) -> AsyncIterator[Ops | None]:
    """Health and figures, where anybody can ask for them.

    Raises:
        SettingsError: nothing can listen at OPS_LISTEN.
    """
    if settings.hook is None and settings.ops_door is None:
        yield None
        return
    from bot.serving.ops import serve_ops

    async with serve_ops(settings.ops_door, channel, clock) as ops:
        yield ops


@contextlib.asynccontextmanager
async def taking(
    settings: Settings, base: str, request: AiohttpRequest, database: Database, intake: Intake, ops: Ops | None
) -> AsyncIterator[asyncio.Task[None]]:
    """Take updates while the block runs, and finish those that were taken.

    Yields the work behind it, which ends only with an error.

    Raises:
        SettingsError: nothing can listen at WEBHOOK_LISTEN.
    """
    hook, observer = settings.hook, ops.observer if ops else NOBODY
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(intake.close)
        if hook is not None and ops is not None:
            from bot.serving.listener import listening
            from bot.serving.routes import Door
            from bot.telegram.webhook import Gathering, Registration

            door = Door(hook.secret, Gathering(intake).take, observer)
            routes = [door.route(hook.path), *([] if settings.ops_door else ops.routes)]
            await stack.enter_async_context(listening(settings.webhook_door, routes, "WEBHOOK_LISTEN"))
            work = asyncio.create_task(Registration(base, request, database, hook, observer).run())
        else:
            poller = Poller(base, request, intake, settings.poll_seconds, observer)
            work = asyncio.create_task(database.do_alone(CHANNEL, poller.run))
        try:
            yield work
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)


async def until(stopped: asyncio.Event, work: asyncio.Task[None]) -> None:
    """Wait until ``stopped`` is set; raises what ended the work before."""
    stopping = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait((work, stopping), return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        stopping.cancel()
