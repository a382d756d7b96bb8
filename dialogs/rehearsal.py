"""A rehearsal: one conversation in memory, with a clock that is moved by hand and timers that fire by it.

Used by `halfway replay`, by the explorer and by tests. The session goes through JSON before every step, as it does
between two turns of the real thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from dialogs.engine import Book, Person, Session, Step, begin, dump, load, step
from dialogs.engine.effects import CancelTimer, Effect, Erase, Record, SendPicture, Show, StartTimer
from dialogs.engine.events import Command, Event, RewriteFailed, RewriteReady, Tap, Text, TimerFired
from dialogs.engine.rendering import Animation, File, Message, Picture, Post, render
from dialogs.engine.step import Moved

START = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


@dataclass
class Rehearsal:
    """One person talking with the coach.

    ``posts`` are what the last step sent; ``shown`` and ``moves`` gather all texts shown and all moves taken.
    """

    book: Book
    session: Session = field(default_factory=lambda: begin("rehearsal"))
    now: datetime = START
    posts: list[Post] = field(default_factory=list)
    effects: tuple[Effect, ...] = ()
    records: list[Record] = field(default_factory=list)
    timers: dict[str, StartTimer] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    moves: list[Moved] = field(default_factory=list)
    steps: int = 0

    def say(self, text: str) -> Step:
        """Type words; with a leading slash, a command."""
        command = re.fullmatch(r"/(\w+)(?:\s+(.*))?", text.strip(), re.DOTALL)
        return self.send(Command(self.key, command[1], (command[2] or "").strip()) if command else Text(self.key, text))

    def meet(self, person: Person) -> Step:
        """Begin with somebody who was here before."""
        self.session = replace(self.session, person=person)
        return self.say("/start")

    def choose(self, index: int) -> Step:
        """Tap the button at this place of the last question."""
        return self.send(Tap(self.key, self.session.token, index, 1, "…"))

    def wait(self, time: timedelta) -> None:
        """Let time pass; timers fire when they are due."""
        end = self.now + time
        posts: list[Post] = []
        while due := [timer for timer in self.timers.values() if timer.due <= end]:
            self.ring(min(due, key=lambda each: each.due).name)
            posts += self.posts
        self.now, self.posts = end, posts

    def ring(self, name: str) -> Step:
        """Let the time of this timer come."""
        timer = self.timers.pop(name)
        self.now = max(self.now, timer.due)
        return self.send(TimerFired(self.key, timer.name, timer.token, timer.data, timer.due))

    def answer(self, parts: Mapping[str, str] | None) -> Step:
        """Let the language model answer what is being waited for; with None, give up."""
        request = str(self.session.top.facts.get("asked")) if self.session.top else ""
        return self.send(RewriteReady(self.key, request, parts) if parts else RewriteFailed(self.key, request))

    def send(self, event: Event) -> Step:
        """Take one step."""
        self.session = load(dump(self.session))
        outcome = step(self.book, self.session, event, self.now)
        self.steps += 1
        self.session, self.effects = outcome.session, outcome.effects
        self.posts = list(render(outcome.effects, self.book.catalogue, self.session.person.locale))
        self.moves += outcome.moves
        self._note(outcome.effects)
        return outcome

    @property
    def key(self) -> str:
        return f"rehearsal:{self.steps}"

    @property
    def messages(self) -> list[Message]:
        return [post for post in self.posts if isinstance(post, Message)]

    @property
    def files(self) -> list[File]:
        return [post for post in self.posts if isinstance(post, File)]

    @property
    def animations(self) -> list[Animation]:
        return [post for post in self.posts if isinstance(post, Animation)]

    @property
    def pictures(self) -> list[Picture]:
        return [post for post in self.posts if isinstance(post, Picture)]

    @property
    def labels(self) -> list[str]:
        """The labels of the last question shown, in the order of its buttons."""
        asked = [message for message in self.messages if message.buttons]
        return [label for label, _ in asked[-1].buttons] if asked else []

    @property
    def state(self) -> str:
        """Where the conversation stands, as ``dialog.state``."""
        top = self.session.top
        return f"{top.dialog}.{top.state}" if top else ""

    def _note(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Show():
                    self.shown.add(effect.key)
                case SendPicture():
                    self.shown.add(effect.caption)
                case StartTimer():
                    self.timers[effect.name] = effect
                case CancelTimer(None):
                    self.timers.clear()
                case CancelTimer(str(name)):
                    self.timers.pop(name, None)
                case Record():
                    self.records.append(effect)
                case Erase():
                    self.timers.clear()
                    self.records.clear()
                case _:
                    pass
