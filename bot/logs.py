"""Logs: one line an event, for people or for machines, without what people write and without the token.

An exception is named by its type and the places it went through. Its message is left out: it may quote a sentence, a
row or an address that holds the token.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal

Format = Literal["text", "json"]

# At debug these print addresses that hold the token, or bodies and letters that hold what people wrote.
_CHATTY = (
    "aiohttp", "httpx", "httpcore", "telegram", "transitions", "alembic", "asyncio", "sqlalchemy", "fontTools", "fpdf",
    "uvicorn",
)  # fmt: skip
_TOKEN = re.compile(r"(?<!\d)\d{5,}:[\w-]{20,}")
_PLACES = 12  # of a traceback that are named, the innermost


def fields(**values: str | float) -> dict[str, Any]:
    """What a line is to carry beside its message, as ``extra`` of a logging call.

    ``origin`` is the inbox key of what led there: by it one update is followed from its arrival to each delivery.
    """
    return {"fields": values}


class PlainFormatter(logging.Formatter):
    """``time LEVEL logger: message name=value`` a line, or the same as a JSON object."""

    def __init__(self, form: Format = "text") -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.form = form

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have put a whole traceback there
        carried: dict[str, Any] = getattr(record, "fields", {})
        if self.form == "text":
            told = "".join(f" {name}={value}" for name, value in carried.items())
            return _TOKEN.sub("<token>", super().format(record) + told).replace("\n", " | ")
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **carried,
            **({"error": self.formatException(record.exc_info)} if record.exc_info and record.exc_info[0] else {}),
        }
        return _TOKEN.sub("<token>", json.dumps(line, ensure_ascii=False))

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return "" if ei[1] is None else describe(ei[1])


def describe(error: BaseException) -> str:
    """An exception, and those it came from, as types and places."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.append(f"{type(current).__name__} at {' < '.join(places_of(current)) or '?'}")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return ", from ".join(parts)


def places_of(error: BaseException) -> list[str]:
    """The files and lines an exception went through, the innermost first."""
    places: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[: -_PLACES - 1 : -1]


def start_logging(level: str, form: Format = "text") -> None:
    """Log to standard error from now on; what nobody caught is logged the same way."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlainFormatter(form))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _log_uncaught


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("halfway").critical("stopped by an error that nobody caught", exc_info=(kind, error, trace))
