"""The application of the sandbox: the Bot API server, the people's paths and the page, behind one guard."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.local.guard import Refused, check
from bot.local.inspector.routes import add_routes as add_inspector
from bot.local.sandbox import people
from bot.local.sandbox.botapi import ControlError
from bot.local.sandbox.botapi.server import UPLOAD_BYTES, BotApiServer
from bot.local.sandbox.people import Sandbox
from bot.local.sandbox.running import RunningBot

PAGE = Path(__file__).parent / "page"
POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def build_site(sandbox: Sandbox, bot: RunningBot, *, exposed: bool, writing: bool) -> web.Application:
    """Everything under one address. To be called before the bot is started, whose book the inspector watches.

    With ``writing`` the words edited in the inspector go into the content files.
    """
    app = web.Application(middlewares=[_guard(exposed)], client_max_size=UPLOAD_BYTES)
    app.on_response_prepare.append(_add_headers)
    _add_bot_api(app, BotApiServer(sandbox.world, exposed=exposed))
    people.add_routes(app, sandbox)
    _add_bot(app, sandbox, bot)
    add_inspector(app, bot, writing=writing)
    _add_page(app)

    async def let_go(app: web.Application) -> None:
        sandbox.happenings.close()

    app.on_shutdown.append(let_go)
    return app


def _guard(exposed: bool) -> Middleware:
    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            check(request, exposed=exposed, linked=not request.path.startswith("/bot"))
            return await handler(request)
        except Refused as refused:
            return web.json_response({"error": str(refused)}, status=refused.status)
        except ControlError as error:
            return web.json_response({"error": str(error)}, status=409)

    return guard


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def _add_bot_api(app: web.Application, api: BotApiServer) -> None:
    """The bot's side. What a test may order at /control is left out: a person at the page does all that is needed."""
    app.router.add_route("*", r"/bot{rest:\d.*}", api.handle)
    app.router.add_route("GET", r"/file/bot{rest:\d.*}", api.handle)


def _add_bot(app: web.Application, sandbox: Sandbox, bot: RunningBot) -> None:
    """The state of everything in one answer, and the button that restarts the bot."""

    async def state(request: web.Request) -> web.Response:
        return web.json_response(
            {
                "mark": sandbox.happenings.mark,
                "bot": {
                    "name": sandbox.world.me["first_name"],
                    "username": sandbox.world.me["username"],
                    "status": bot.status,
                    "commands": sandbox.menu(),
                },
                "people": [sandbox.person(person) for person in sandbox.names],
            }
        )

    async def restart(request: web.Request) -> web.Response:
        try:
            await bot.restart()
        except Exception as error:  # whatever it was: the page stays, and says that the bot does not
            return web.json_response({"error": f"the bot did not start ({type(error).__name__})"}, status=500)
        return web.json_response({"status": bot.status})

    app.router.add_get("/sandbox/state", state)
    app.router.add_post("/sandbox/bot/restart", restart)


def _add_page(app: web.Application) -> None:
    async def lead(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/page/")

    async def index(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    app.router.add_get("/", lead)
    app.router.add_get("/page/", index)
    app.router.add_static("/page/", PAGE)
