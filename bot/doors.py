"""Doors: the addresses at which others reach this process, as an operator writes them."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from urllib.parse import urlsplit

OWN_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
_CLOUD = "api.telegram.org"
_PORTS = frozenset({443, 80, 88, 8443})  # those that Telegram's own server delivers to


@dataclass(frozen=True, slots=True)
class Listen:
    """Where to listen."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram brings updates, the secret it shows there, and on how many connections at once."""

    url: str
    secret: str = field(repr=False)
    connections: int

    @property
    def host(self) -> str:
        """What may be told of the address: its path may be meant to be secret."""
        return urlsplit(self.url).hostname or "?"

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"


def read_listen(value: str) -> Listen:
    """Read ``host:port``.

    Raises:
        ValueError: it is none.
    """
    parts = urlsplit(f"//{value}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port or parts.path or parts.username is not None:
        raise ValueError(f"{value!r} is no address to listen at; write host:port, like 127.0.0.1:8080")
    return Listen(host, port)


def check_url(value: str) -> str:
    """An address that Telegram can be given, as far as can be told from itself.

    Raises:
        ValueError: it is none. The message doesn't hold it, since it may be meant to be secret.
    """
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or parts.username is not None or parts.query or parts.fragment:
        raise ValueError("write the public address that Telegram calls, like https://coach.example.org/telegram")
    if parts.path in OWN_PATHS:
        raise ValueError(f"the path {parts.path} is Halfway's own; take another, like /telegram")
    return value


def deliverable(url: str, server: str) -> bool:
    """Whether a Bot API server can deliver there: Telegram's own wants https and one of four ports."""
    if urlsplit(server).hostname != _CLOUD:
        return True
    parts = urlsplit(url)
    return parts.scheme == "https" and (parts.port or 443) in _PORTS


def derive_secret(token: str) -> str:
    """The secret of a webhook where none is set: the same on all replicas, and no way back to the token."""
    return hmac.new(token.encode(), b"halfway webhook secret", "sha256").hexdigest()
