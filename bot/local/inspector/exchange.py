"""Requests and answers of the inspector: JSON, for this machine alone; errors say what to do next."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from aiohttp import web

from bot.local.guard import Refused, check_near
from bot.logs import places_of
from bot.store.database import DatabaseClosed
from content.tables import ContentError
from dialogs.engine.errors import SessionError
from dialogs.script import ScriptError

log = logging.getLogger(__name__)

Body: TypeAlias = dict[str, Any]
Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarded(handler: Callable[[web.Request], Awaitable[Body]]) -> Handler:
    """A handler that answers JSON to this machine alone."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            check_near(request)
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
