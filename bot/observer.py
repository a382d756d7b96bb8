"""The observer: told what has happened, so that it can be counted. It is never told a chat or a word.

The parts that work know this protocol alone; who counts, and in which format, is none of their business.
"""

from __future__ import annotations

from typing import Literal, Protocol

LeftOut = Literal["throttled", "ignored", "unreadable", "inline"]
"""Why an update leads to no turn."""
Sent = Literal["sent", "retried", "429", "gone", "refused", "doubtful"]
"""How a try to send ended; ``retried`` was sent after tries that failed."""
Part = Literal["intake", "sender", "timekeeper", "readiness"]


class Observer(Protocol):
    """Whoever counts. Calls are synchronous and must be cheap: they stand on the path of every turn."""

    def turn(self, kind: str, result: str, seconds: float) -> None:
        """A turn of a kind of event is committed, this long after it was begun."""
        ...

    def left_out(self, kind: str, why: LeftOut) -> None:
        """An update is done with, without a turn."""
        ...

    def tried(self, result: Sent, seconds: float) -> None:
        """A message was tried on the channel."""
        ...

    def fired(self, late_seconds: float) -> None:
        """A timer has fired, this long after it was due."""
        ...

    def stumbled(self, part: Part) -> None:
        """A round of a part failed, most likely at the database, and will be tried again."""
        ...

    def requested(self, status: int, seconds: float) -> None:
        """A delivery to the webhook was answered."""
        ...

    def pending(self, updates: int) -> None:
        """So many updates wait at the channel, by its own word."""
        ...


class Nobody:
    """Counts nothing: the terminal, and a bot that nobody monitors."""

    def turn(self, kind: str, result: str, seconds: float) -> None: ...
    def left_out(self, kind: str, why: LeftOut) -> None: ...
    def tried(self, result: Sent, seconds: float) -> None: ...
    def fired(self, late_seconds: float) -> None: ...
    def stumbled(self, part: Part) -> None: ...
    def requested(self, status: int, seconds: float) -> None: ...
    def pending(self, updates: int) -> None: ...


NOBODY: Observer = Nobody()
