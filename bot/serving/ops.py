"""Ops: what operators and their machines ask of a running process, from its start to its end."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.routing import Route

from bot.doors import Listen
from bot.serving.health import Health
from bot.serving.listener import listening
from bot.serving.metrics import Metrics
from bot.serving.routes import ops_routes


@dataclass(frozen=True, slots=True)
class Ops:
    """Health and figures, and the routes that show them."""

    health: Health
    observer: Metrics
    routes: list[Route]


@contextlib.asynccontextmanager
async def serve_ops(door: Listen | None, channel: str, clock: Callable[[], datetime]) -> AsyncIterator[Ops]:
    """Count, and serve what is counted at a door of its own, until the block is left; without one, others serve it.

    Raises:
        SettingsError: nothing can listen there.
    """
    metrics = Metrics()
    health = Health(metrics)

    async def page() -> bytes:
        return await metrics.page(health.database, channel, clock)

    ops = Ops(health, metrics, ops_routes(health, page))
    async with contextlib.AsyncExitStack() as stack:
        if door is not None:
            await stack.enter_async_context(listening(door, ops.routes, "OPS_LISTEN"))
        yield ops
