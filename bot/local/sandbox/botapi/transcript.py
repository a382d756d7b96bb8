"""Every call the bot made, in order, and how it ended."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any, NamedTuple, TypedDict

from bot.local.sandbox.botapi.parameters import Parameters


class Call(TypedDict):
    """One call as a test reads it.

    status: 200, the refusal's code, or 0 where the connection closed before anything was done. answered: False where
    the answer was lost. time: monotonic seconds, comparable between processes of one machine. message_id: of the
    message sent, else the one named in the call.
    """

    seq: int
    method: str
    params: dict[str, Any]
    chat: int | None
    message_id: int | None
    status: int
    description: str
    answered: bool
    time: float


class _Record(NamedTuple):
    method: str
    parameters: Parameters
    chat: int | None
    message_id: int | None
    status: int
    description: str
    answered: bool
    time: float


class Transcript:
    """The calls of one bot; `keep` False counts them and keeps nothing else, for benchmarks."""

    def __init__(self, keep: bool) -> None:
        self.keep = keep
        self.records: list[_Record] = []
        self.by_method: Counter[str] = Counter()
        self.by_status: Counter[int] = Counter()
        self.unanswered = 0

    def add(
        self,
        method: str,
        parameters: Parameters,
        chat: int | None,
        message_id: int | None,
        status: int,
        description: str = "",
        answered: bool = True,
    ) -> None:
        """Note one finished call."""
        self.by_method[method] += 1
        self.by_status[status] += 1
        self.unanswered += not answered
        if self.keep:
            now = time.monotonic()
            self.records.append(_Record(method, parameters, chat, message_id, status, description, answered, now))

    def read(self, since: int) -> list[Call]:
        """The calls from number `since` on."""
        return [
            Call(
                seq=since + i,
                method=r.method,
                params=r.parameters.decoded(),
                chat=r.chat,
                message_id=r.message_id,
                status=r.status,
                description=r.description,
                answered=r.answered,
                time=r.time,
            )
            for i, r in enumerate(self.records[since:])
        ]
