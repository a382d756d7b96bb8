"""The endpoint: one call of a chat completion at any OpenAI-compatible server, over httpx.

Nothing of a call is logged here, and no error tells more than its kind: the sentence and the key stay out of every log.
httpx is loaded only where an endpoint is configured (the extra ``llm``).

EndpointError
├── Unreached    no answer in time, or none that can be read: a second call would be no better
└── Declined     the server refused this call; ``status`` says how
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

LARGEST = 64 * 1024  # bytes of an answer
TOKENS = 160


class EndpointError(Exception):
    """Base of what can happen to a call."""


class Unreached(EndpointError):
    """No answer that can be used came back."""


class Declined(EndpointError):
    """The server answered with an error status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class MissingLibrary(Exception):
    """A language model is configured, and the library that calls it is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "LLM_BASE_URL is set, but httpx is not installed. Install Halfway with its extra, "
            "pip install 'halfway[llm]', or leave LLM_BASE_URL empty."
        )


@dataclass(frozen=True, slots=True)
class Address:
    """Where the language model is asked, and for how long. ``key`` is never shown."""

    base_url: str
    model: str
    key: str | None
    connect_seconds: float
    total_seconds: float

    def __repr__(self) -> str:
        return f"Address({self.base_url!r}, {self.model!r})"


class Endpoint:
    """A client of one server.

    Raises:
        MissingLibrary: httpx is not installed.
    """

    def __init__(self, address: Address) -> None:
        try:
            import httpx
        except ImportError:
            raise MissingLibrary from None
        self.address = address
        self._errors = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError)
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "halfway"}
        if address.key:
            headers["Authorization"] = f"Bearer {address.key}"
        self._client: httpx.AsyncClient = httpx.AsyncClient(
            headers=headers,
            timeout=httpx.Timeout(address.total_seconds, connect=address.connect_seconds),
            follow_redirects=False,
            trust_env=False,  # no proxy and no .netrc: the address that was configured, and no other
        )

    async def complete(self, messages: Sequence[Mapping[str, str]], form: Mapping[str, Any] | None) -> str:
        """The text of one completion. ``form`` is the response_format, if one is asked for.

        Raises:
            EndpointError: there is none.
        """
        body: dict[str, Any] = {
            "model": self.address.model,
            "messages": list(messages),
            "max_tokens": TOKENS,
            "temperature": 0,
            "stream": False,
        }
        if form is not None:
            body["response_format"] = form
        try:
            async with self._client.stream("POST", f"{self.address.base_url}/chat/completions", json=body) as response:
                if response.status_code != 200:
                    raise Declined(response.status_code)
                return _content(await _read(response))
        except EndpointError:
            raise
        except self._errors as error:
            raise Unreached(type(error).__name__) from None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


async def _read(response: httpx.Response) -> bytes:
    """The body as it was sent, up to the cap."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise Unreached("the answer is compressed, against what was asked")
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > LARGEST:
            raise Unreached("the answer is too large")
    return bytes(body)


def _content(body: bytes) -> str:
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise Unreached("the answer is no completion") from None
    if not isinstance(content, str):
        raise Unreached("the answer is no completion")
    return content
