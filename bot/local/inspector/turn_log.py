"""The turn log: the latest steps of each conversation, in memory, for whoever looks on.

A step knows no chat, but every conversation has a seed of its own. What /forget forgets is dropped here, too.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from content.catalogue import Catalogue
from dialogs.engine import Book, Event, Session, Step
from dialogs.engine.effects import Erase

KEPT_TURNS = 400  # of a conversation: an evening's
KEPT_CHATS = 50


@dataclass(frozen=True, slots=True)
class Seen:
    """One step: its ``number`` in the conversation, and the words it was answered with."""

    number: int
    at: datetime
    before: Session
    event: Event
    step: Step
    words: Catalogue


class TurnLog:
    """Steps by the seed of their conversation, the oldest first. Written by the database's thread, read by others."""

    def __init__(self) -> None:
        self._turns: OrderedDict[int, deque[Seen]] = OrderedDict()
        self._counts: dict[int, int] = {}
        self._lock = threading.Lock()

    def watching(self, book: Book, words: Callable[[], Catalogue]) -> Book:
        """The same book, each step of which is written down; ``words`` gives those in use."""

        def watch(before: Session, event: Event, at: datetime, step: Step) -> None:
            self.note(before, event, at, step, words())

        return replace(book, watch=watch)

    def note(self, before: Session, event: Event, at: datetime, step: Step, words: Catalogue) -> None:
        """Write a step down; of a turn that is taken again after a failed commit, the last try."""
        seed = before.seed
        if any(isinstance(effect, Erase) for effect in step.effects):
            self.forget(seed)
            return
        with self._lock:
            turns = self._turns.setdefault(seed, deque(maxlen=KEPT_TURNS))
            self._turns.move_to_end(seed)
            if turns and turns[-1].event.key == event.key and type(turns[-1].event) is type(event):
                number = turns.pop().number
            else:
                number = self._counts[seed] = self._counts.get(seed, 0) + 1
            turns.append(Seen(number, at, before, event, step, words))
            while len(self._turns) > KEPT_CHATS:
                self._counts.pop(self._turns.popitem(last=False)[0], None)

    def turns(self, seed: int) -> list[Seen]:
        """The steps of a conversation, the oldest first."""
        with self._lock:
            return list(self._turns.get(seed, ()))

    def forget(self, seed: int) -> None:
        """Drop a conversation, which begins anew."""
        with self._lock:
            self._turns.pop(seed, None)
            self._counts.pop(seed, None)

    @property
    def conversations(self) -> int:
        """How many conversations something is held of."""
        return len(self._turns)
