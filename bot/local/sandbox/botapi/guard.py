"""Who may speak to a server on this machine: it binds to loopback, and a page of another site can't use it.

A browser is the way in: a site may name 127.0.0.1 in its own DNS (rebinding: its requests carry its Host), or ask
across sites (they carry its Origin, or say so in Sec-Fetch-Site). Programs send neither.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import hdrs, web

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"none", "same-origin"})


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


def complaint(request: web.BaseRequest, *, exposed: bool = False, linked: bool = False) -> str | None:
    """Why a request is not answered; None for one that is.

    exposed: any Host is the server's own. linked: another site may lead a browser here, as a link does; never where a
    GET has consequences.
    """
    host = request.headers.get(hdrs.HOST, "")
    if not (exposed or _is_own(host)):
        return f"this server answers to 127.0.0.1 and localhost only, and not to the name {host!r}"
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and request.method not in _SAFE_METHODS and urlsplit(origin).netloc != host:
        return f"a page of {origin!r} may not act here"
    if request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITES:
        followed = request.method in _SAFE_METHODS and request.headers.get("Sec-Fetch-Mode") == "navigate"
        if not (linked and followed):
            return "a page of another site may not act here"
    return None


@lru_cache(maxsize=64)
def _is_own(host: str) -> bool:
    """Whether a Host header names this machine."""
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False
