"""Who may speak to a server on this machine: it binds to loopback, and a page of another site can't use it.

A browser is the way in: a site may name 127.0.0.1 in its own DNS (rebinding: its requests carry its Host), or post
across origins (they carry its Origin). Programs send neither.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import hdrs, web

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ExposedError(Exception):
    """The address asked for can be reached from other machines; the message says what to do."""


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def check_bind(host: str, expose: bool) -> None:
    """Raises ExposedError unless the host is loopback or exposing it is meant."""
    if not (expose or is_loopback(host)):
        raise ExposedError(
            f"{host} can be reached from other machines, and whoever reaches it reads and writes in every chat here. "
            "Use 127.0.0.1, or add --expose if that is meant"
        )


def complaint(request: web.BaseRequest, exposed: bool = False) -> str | None:
    """Why a request is not answered; None for one that is. Where the server is exposed any Host is its own."""
    host = request.headers.get(hdrs.HOST, "")
    if not exposed and not is_loopback(_hostname(f"//{host}")):
        return f"this server answers to 127.0.0.1 and localhost only, and not to the name {host!r}"
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and request.method not in _SAFE_METHODS and urlsplit(origin).netloc != host:
        return f"a page of {origin!r} may not act here"
    return None


def _hostname(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
