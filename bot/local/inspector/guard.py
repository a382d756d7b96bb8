"""The guard: who may ask. This machine alone, and no other site's page; errors as JSON with what to do next."""

from __future__ import annotations

import ipaddress
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from aiohttp import web

from bot.logs import places_of
from bot.store.database import DatabaseClosed
from content.tables import ContentError
from dialogs.engine.errors import SessionError
from dialogs.script import ScriptError

log = logging.getLogger(__name__)

Body: TypeAlias = dict[str, Any]
Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refused(Exception):
    """A request that is not answered: ``status`` and, as its message, why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def guarded(handler: Callable[[web.Request], Awaitable[Body]]) -> Handler:
    """A handler that answers JSON to this machine alone."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            check(request)
            return _json(await handler(request))
        except Refused as refusal:
            return _json({"error": str(refusal)}, refusal.status)
        except (ContentError, ScriptError) as error:  # what somebody wrote: they can change it
            return _json({"error": str(error)}, 422)
        except DatabaseClosed:
            return _json({"error": "the bot is being restarted; try again in a moment"}, 503)
        except SessionError as error:
            return _json({"error": str(error)}, 409)
        except Exception as error:  # its message may quote somebody: the kind and the place must do
            log.error("the inspector failed: %s at %s", type(error).__name__, ", ".join(places_of(error)))
            return _json({"error": f"the inspector failed ({type(error).__name__}); the log says where"}, 500)

    return answer


def check(request: web.Request) -> None:
    """Let pass who asks from this machine, by its own name, and posts from a page of its own.

    Raises:
        Refused: somebody else asks.
    """
    if request.remote is None or not _is_loopback(request.remote):
        raise Refused(403, "the inspector shows what people wrote: it answers on this machine only, at 127.0.0.1")
    name = urlsplit(f"//{request.host}").hostname or ""
    if name != "localhost" and not _is_loopback(name):  # another site's name that leads here
        raise Refused(403, f"this is not {name!r}; open it as http://127.0.0.1")
    if request.method == "POST":
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            raise Refused(403, f"a page of {origin!r} may not change anything here")
        if request.content_type != "application/json":
            raise Refused(415, "send JSON, as application/json")


async def body_of(request: web.Request) -> Body:
    """The object that was sent.

    Raises:
        Refused: it is no JSON object.
    """
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Refused(400, "that is no JSON") from None
    if not isinstance(body, dict):
        raise Refused(400, "send a JSON object")
    return body


def field(body: Body, name: str, kind: type | tuple[type, ...]) -> Any:
    """A field of what was sent.

    Raises:
        Refused: it is missing, or of another type.
    """
    value = body.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        kinds = kind if isinstance(kind, tuple) else (kind,)
        raise Refused(400, f"{name!r} must be of type {' or '.join(each.__name__ for each in kinds)}")
    return value


def _json(body: Body, status: int = 200) -> web.Response:
    return web.json_response(body, status=status, headers={"Cache-Control": "no-store"})


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False
