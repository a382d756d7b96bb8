"""The request: python-telegram-bot's HTTP contract on aiohttp, at a third of the cost of a call on httpx."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

import aiohttp
from telegram._utils.defaultvalue import DefaultValue  # the type of "not given" in the contract we implement
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
CONNECTIONS = 64
_URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Form:
    """Parameters that are strings already, without the detour through Bot's signatures.

    Has what `do_request` reads of a RequestData, which itself is final.
    """

    json_parameters: dict[str, str]
    contains_files: bool = False


class AiohttpRequest(BaseRequest):
    """One connection pool to a Bot API server.

    Errors never carry the address that was asked for: it contains the bot's token.
    """

    def __init__(self, read_timeout: float = READ_SECONDS) -> None:
        self._read_timeout = read_timeout
        self._client: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._client is None:
            self._client = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """See `BaseRequest.do_request`."""
        if self._client is None:
            raise RuntimeError("this request class is not initialised; await initialize() first")
        timeout = aiohttp.ClientTimeout(
            total=None,
            sock_read=_given(read_timeout, self._read_timeout),
            sock_connect=_given(connect_timeout, CONNECT_SECONDS),
            connect=_given(pool_timeout, CONNECT_SECONDS),
        )
        body, kind = _body(request_data)
        try:
            async with self._client.request(method, url, data=body, headers=kind, timeout=timeout) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientConnectorError as error:
            raise NetworkError(f"no connection to {error.host}:{error.port}") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"the connection failed ({type(error).__name__})") from None

    async def call(
        self, base: str, name: str, parameters: Mapping[str, str], *, read_timeout: float | None = None
    ) -> Any:
        """Call a method of the Bot API with parameters that are strings already; the ``result`` of its answer.

        Raises:
            telegram.error.TelegramError: as `Bot` raises them.
        """
        return await self.post(
            f"{base}/{name}",
            cast(RequestData, Form(dict(parameters))),
            read_timeout=self._read_timeout if read_timeout is None else read_timeout,
        )


def _given(value: Any, default: float) -> float | None:
    return default if isinstance(value, DefaultValue) else value


def _body(request_data: RequestData | None) -> tuple[aiohttp.FormData | bytes | None, Mapping[str, str] | None]:
    """The body and, where aiohttp can't tell it, its type. Plain parameters skip aiohttp's form, which costs as much
    as the rest of the call.
    """
    if request_data is None:
        return None, None
    if not request_data.contains_files:
        return urlencode(request_data.json_parameters).encode(), _URLENCODED
    form = aiohttp.FormData(request_data.json_parameters)
    for name, (filename, content, mime) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, None
