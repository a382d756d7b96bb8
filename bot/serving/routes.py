"""Routes: the webhook's door, and what load balancers and monitoring ask for."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.observer import NOBODY, Observer
from bot.serving.health import Health
from bot.serving.metrics import MEDIA_TYPE

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (the name of a header)
LARGEST = 1024 * 1024  # bytes of an update; Telegram's own are some kilobytes
BODY_SECONDS = 10.0  # within which a body has to arrive
RETRY_SECONDS = 5  # what an answer of 503 asks for; Telegram redelivers at its own pace

Take = Callable[[dict[str, Any]], Awaitable[None]]
"""Takes one update; returns once its turn is committed, and raises where it could not be."""


class _Refused(Exception):
    """A delivery is not taken; ``status`` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Door:
    """The endpoint that Telegram delivers to. 200 means: committed."""

    def __init__(self, secret: str, take: Take, observer: Observer = NOBODY) -> None:
        self.take = take
        self.observer = observer
        self._secret = secret.encode()

    def route(self, path: str) -> Route:
        return Route(path, self.receive, methods=["POST"])

    async def receive(self, request: Request) -> Response:
        """Take one delivery."""
        began = time.perf_counter()
        try:
            status = await self._receive(request)
        except _Refused as refused:
            status = refused.status
        self.observer.requested(status, time.perf_counter() - began)
        headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else None
        return Response(status_code=status, headers=headers)

    async def _receive(self, request: Request) -> int:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret):
            raise _Refused(401)  # before the body is read
        update = _update(await _body(request))
        try:
            await self.take(update)
        except Exception as error:  # not committed: to be delivered again
            log.error(
                "an update could not be taken: %s", type(error).__name__, exc_info=log.isEnabledFor(logging.DEBUG)
            )
            return 503
        return 200


async def _body(request: Request) -> bytes:
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > LARGEST:
        raise _Refused(413)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > LARGEST:
                    raise _Refused(413)
    except TimeoutError:
        raise _Refused(408) from None
    except ClientDisconnect:
        raise _Refused(400) from None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any]:
    """What was delivered, as far as it is an update at all; whether it can be understood is for the intake."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        update = None
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        log.warning("what came to the webhook with the right secret is no update (%d bytes)", len(body))
        raise _Refused(400)
    return update


def ops_routes(health: Health, page: Callable[[], Awaitable[bytes]]) -> list[Route]:
    """/healthz, /readyz and /metrics; ``page`` gives the figures."""

    async def alive(request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def ready(request: Request) -> Response:
        troubles = await health.troubles()
        return PlainTextResponse("\n".join(troubles or ["ready"]) + "\n", 503 if troubles else 200)

    async def metrics(request: Request) -> Response:
        return Response(await page(), media_type=MEDIA_TYPE)

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]
