"""Faults to order: what goes wrong between a bot and Telegram, for the next so many calls."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from typing import Any

from bot.local.sandbox.botapi.errors import ControlError, Refusal, too_many_requests

KINDS = frozenset({"429", "500", "502", "error", "slow", "close_before", "close_after"})
_UNTARGETED_SPARES = frozenset({"getupdates", "getme"})


@dataclass(slots=True)
class Fault:
    """One order.

    kind: 429 (`seconds` is retry_after), 500, 502, error (`code`, `description`, `parameters`), slow (answers after
    `seconds`), close_before (the connection closes, nothing was done), close_after (done, the answer is lost).
    method: its name, or None for every one but getUpdates and getMe. chat: only calls to it, None for all.
    skip: let so many matching calls through first. times: how many are hit, None until cleared.
    chance: share of the matching calls hit. hits: how many were.
    """

    kind: str
    method: str | None = None
    chat: int | None = None
    times: int | None = 1
    skip: int = 0
    chance: float = 1.0
    seconds: float = 1.0
    code: int = 400
    description: str = "Bad Request: injected by the test"
    parameters: dict[str, Any] | None = None
    hits: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ControlError(f"fault kind {self.kind!r} is unknown; use one of {', '.join(sorted(KINDS))}")

    def refusal(self) -> Refusal | None:
        """The refusal this fault answers with, None where it is of another sort."""
        if self.kind == "429":
            return too_many_requests(max(1, round(self.seconds)))
        if self.kind == "500":
            return Refusal(500, "Internal Server Error")
        if self.kind == "502":
            return Refusal(502, "Bad Gateway")
        if self.kind == "error":
            return Refusal(self.code, self.description, self.parameters)
        return None


class FaultBook:
    """The faults in force, oldest first; the first that matches a call is the one that hits it."""

    def __init__(self, seed: int = 0) -> None:
        self.faults: list[Fault] = []
        self.random = random.Random(seed)  # noqa: S311  (whom a fault hits, the same in each run)

    def pick(self, method: str, chat: int | None) -> Fault | None:
        """The fault for this call (method in lower case), counted as hit; None to let it pass."""
        for fault in self.faults:
            if fault.method is None:
                if method in _UNTARGETED_SPARES:
                    continue
            elif fault.method.lower() != method:
                continue
            if fault.chat is not None and fault.chat != chat:
                continue
            if fault.times is not None and fault.hits >= fault.times:
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.chance < 1.0 and self.random.random() >= fault.chance:
                continue
            fault.hits += 1
            return fault
        return None

    def listed(self) -> list[dict[str, Any]]:
        """All orders with their hits, as plain values."""
        return [asdict(fault) for fault in self.faults]
