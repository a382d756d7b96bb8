"""The server itself: HTTP in, the world's answer out, with whatever fault was ordered in between.

It sits on aiohttp's low-level server, because as the other side of a throughput benchmark it must stay out of the way.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from bot.local.guard import Refused, check, check_bind
from bot.local.sandbox.botapi.errors import ControlError, Refusal
from bot.local.sandbox.botapi.faults import Fault
from bot.local.sandbox.botapi.lacking import LACKING, says_lacking
from bot.local.sandbox.botapi.parameters import Parameters, read_parameters
from bot.local.sandbox.botapi.verbs import VERBS
from bot.local.sandbox.botapi.world import World

UPLOAD_BYTES = 50 * 1024 * 1024  # Telegram's own bound for files a bot sends
_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def _answer(text: str, status: int = 200) -> web.Response:
    return web.Response(body=text.encode(), status=status, content_type="application/json")


def _refuse(refusal: Refusal) -> web.Response:
    return _answer(_encode(refusal.payload()), refusal.code)


class BotApiServer:
    """Answers /bot<token>/<method>, /file/bot<token>/<path> and /control/<verb> for one or several worlds.

    exposed: whether it is meant to be reached under other names than this machine's own.
    """

    def __init__(self, *worlds: World, exposed: bool = False) -> None:
        self.worlds = {world.token: world for world in worlds}
        self.default = worlds[0]
        self.exposed = exposed

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        path = request.rel_url.raw_path
        if "%" in path:
            path = unquote(path)
        try:
            check(request, exposed=self.exposed)
            if path.startswith("/bot"):
                token, _, method = path[4:].partition("/")
                return await self._bot_call(request, token, method)
            if path.startswith("/file/bot"):
                token, _, file_path = path[9:].partition("/")
                return self._download(token, file_path)
            if path.startswith("/control/"):
                return await self._control(request, path[9:])
            raise Refusal(404, "Not Found")
        except Refused as refused:
            return _refuse(Refusal(refused.status, f"Forbidden: {refused}"))
        except Refusal as refusal:
            return _refuse(refusal)

    def _world(self, token: str) -> World:
        world = self.worlds.get(token)
        if world is None:
            malformed = not token.partition(":")[0].isdigit() or ":" not in token
            raise Refusal(404, "Not Found") if malformed else Refusal(401, "Unauthorized")
        return world

    async def _bot_call(self, request: web.BaseRequest, token: str, method: str) -> web.StreamResponse:
        world = self._world(token)
        if not world.knows(method):
            if method.lower() in LACKING:
                raise Refusal(400, says_lacking(method))
            raise Refusal(404, "Not Found: method not found")
        parameters = await read_parameters(request)
        fault = self._fault(world, method, parameters) if world.fault_book.faults else None
        if fault is not None:
            if fault.kind == "slow":
                await asyncio.sleep(fault.seconds)
            elif fault.kind == "close_before":
                world.note(method, parameters, 0, "connection closed before processing", answered=False)
                return _cut(request)
            elif (refusal := fault.refusal()) is not None:
                world.note(method, parameters, refusal.code, refusal.description)
                raise refusal
        lost = fault is not None and fault.kind == "close_after"
        if method.lower() == "getupdates":
            result = await world.poll(parameters)
        else:
            result = _encode(await world.perform(method, parameters, answered=not lost))
        if lost:
            return _cut(request)
        return _answer(f'{{"ok":true,"result":{result}}}')

    def _fault(self, world: World, method: str, parameters: Parameters) -> Fault | None:
        raw = str(parameters.values.get("chat_id"))
        return world.fault_book.pick(method.lower(), int(raw) if raw.removeprefix("-").isdecimal() else None)

    def _download(self, token: str, path: str) -> web.Response:
        stored = self._world(token).uploads.by_path.get(path)
        if stored is None:
            raise Refusal(404, "Not Found")
        return web.Response(body=stored.upload.content, content_type="application/octet-stream")

    async def _control(self, request: web.BaseRequest, name: str) -> web.Response:
        try:
            arguments: dict[str, Any] = json.loads(await request.read() or b"{}")
            world = self.worlds.get(arguments.pop("token", self.default.token))
            if world is None or name not in VERBS:
                what = f"verb {name!r}; there are: {', '.join(sorted(VERBS))}" if world else "bot with this token"
                raise ControlError(f"no {what}")
            result = await VERBS[name](world, **arguments)
        except (ControlError, TypeError, ValueError) as error:
            return _answer(_encode({"ok": False, "description": str(error)}), 400)
        return _answer(_encode({"ok": True, "result": result}))


def _cut(request: web.BaseRequest) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()  # goes nowhere


def _request_factory(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=UPLOAD_BYTES)


@asynccontextmanager
async def serve(*worlds: World, host: str = "127.0.0.1", port: int = 0, exposed: bool = False) -> AsyncIterator[str]:
    """Run the server in this event loop for the worlds given; yields its address, "http://127.0.0.1:PORT".

    Port 0 takes a free one. Base URL for a bot: address + "/bot"; for files: address + "/file/bot".

    Raises ExposedError where other machines reach the host and `exposed` is False; OSError where it can't be bound.
    """
    check_bind(host, exposed)
    api = BotApiServer(*worlds, exposed=exposed)
    server = web.Server(api.handle, request_factory=_request_factory, access_log=None)
    runner = web.ServerRunner(server, shutdown_timeout=0.2)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, backlog=1024)
        await site.start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        for world in worlds:
            world.updates.interrupt("Gateway: the server is closing")
            await world.close()
        await runner.cleanup()
