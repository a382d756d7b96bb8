"""Who may speak to a server on this machine: it binds to loopback, and a page of another site can't use it.

A browser is the way in: a site may name 127.0.0.1 in its own DNS (rebinding: its requests carry its Host), or ask
across sites (they carry its Origin, or say so in Sec-Fetch-Site). Programs send neither.
"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from aiohttp import hdrs, web

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"none", "same-origin"})


class ExposedError(Exception):
    """The address asked for can be reached from other machines; the message says what to do."""


class Refused(Exception):
    """A request that is not answered: the HTTP ``status``, and as its message why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def check_bind(host: str, expose: bool) -> None:
    """Raises ExposedError unless the host is loopback or exposing it is meant."""
    if not (expose or is_loopback(host)):
        raise ExposedError(
            f"{host} can be reached from other machines, and whoever reaches it reads and writes in every chat here. "
            "Use 127.0.0.1, or add --expose if that is meant"
        )


def cannot_listen(error: OSError) -> str:
    """What to say where an address can't be bound: why, and what to do."""
    why = os.strerror(error.errno) if error.errno else str(error)
    return f"can't be used ({why}). Is it running already? Else choose another port with --port; 0 takes a free one"


def check(request: web.BaseRequest, *, exposed: bool = False, linked: bool = False) -> None:
    """Let pass who asks for this machine by its own name, and from no page of another site.

    exposed: any Host is the server's own. linked: another site may lead a browser here, as a link does; never where a
    GET has consequences. Raises Refused.
    """
    host = request.headers.get(hdrs.HOST, "")
    if not (exposed or _is_own(host)):
        raise Refused(403, f"this server answers to 127.0.0.1 and localhost only, and not to the name {host!r}")
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and request.method not in _SAFE_METHODS and urlsplit(origin).netloc != host:
        raise Refused(403, f"a page of {origin!r} may not act here")
    if request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITES:
        followed = request.method in _SAFE_METHODS and request.headers.get("Sec-Fetch-Mode") == "navigate"
        if not (linked and followed):
            raise Refused(403, "a page of another site may not act here")


def check_near(request: web.BaseRequest) -> None:
    """Let pass who asks from this very machine, also where the server is exposed. Raises Refused."""
    if request.remote is None or not is_loopback(request.remote):
        raise Refused(403, "this is private: it answers on the machine it runs on only, at 127.0.0.1")
    check(request)


async def read_object(request: web.BaseRequest) -> dict[str, Any]:
    """The JSON object that was sent, {} for an empty body. No form of another site can send one as application/json.

    Raises Refused.
    """
    if request.content_type != "application/json" and request.can_read_body:
        raise Refused(415, f"send JSON as application/json, not {request.content_type}")
    try:
        sent = json.loads(await request.read() or b"{}")
    except ValueError:
        raise Refused(400, "that is no JSON") from None
    if not isinstance(sent, dict):
        raise Refused(400, "send a JSON object")
    return sent


@lru_cache(maxsize=64)
def _is_own(host: str) -> bool:
    """Whether a Host header names this machine."""
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False
