"""A method's parameters, however they were sent: query, form, multipart or JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.local.sandbox.botapi.errors import bad_request

_PLAIN_TEXT = frozenset(
    "text caption parse_mode callback_query_id inline_query_id url name description short_description secret_token "
    "action file_id document photo animation language_code title button".split()
)


@dataclass(slots=True)
class UploadedFile:
    """One file part of a multipart request."""

    name: str
    content: bytes
    mime_type: str


@dataclass(slots=True)
class Parameters:
    """Raw values by name (strings from forms, any JSON value from JSON bodies) and the files sent along."""

    values: dict[str, Any]
    files: dict[str, UploadedFile] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value as text, "" where it is missing."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else str(value)

    def integer(self, name: str, default: int | None = None) -> int | None:
        """The value as an integer; raises Refusal 400 where it is none."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """The value as a boolean; missing is False."""
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes", "y", "t")

    def json(self, name: str) -> Any:
        """The value with its JSON decoded, None where it is missing; raises Refusal 400 where it is not JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def decoded(self) -> dict[str, Any]:
        """All values with nested JSON and numbers decoded, files by their names: the form a test reads."""
        result = {name: _decoded(name, value) for name, value in self.values.items()}
        result.update({name: {"file": upload.name, "size": len(upload.content)} for name, upload in self.files.items()})
        return result


def _decoded(name: str, value: Any) -> Any:
    if name in _PLAIN_TEXT or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


async def read_parameters(request: web.BaseRequest) -> Parameters:
    """The parameters of a request; a body wins over the query. Raises Refusal 400 on a body that is no valid JSON."""
    query = request.rel_url.raw_query_string
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if not request.can_read_body:
        return Parameters(values)
    kind = request.content_type
    if kind == "application/x-www-form-urlencoded":
        values.update(parse_qsl((await request.read()).decode(), keep_blank_values=True))
    elif kind == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            raise bad_request("can't parse the request body as JSON") from None
        if not isinstance(body, dict):
            raise bad_request("object expected as the request body")
        values.update(body)
    elif kind == "multipart/form-data":
        files: dict[str, UploadedFile] = {}
        for name, part in (await request.post()).items():
            if isinstance(part, web.FileField):
                files[name] = UploadedFile(part.filename, part.file.read(), part.content_type)
            else:
                values[name] = part if isinstance(part, str) else bytes(part).decode()
        return Parameters(values, files)
    return Parameters(values)
