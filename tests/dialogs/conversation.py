"""A conversation in a test: type, tap, wait and read, with the session going through JSON before every step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from content.catalogue import Catalogue, Screen, Wording, unmarked
from content.catalogue import load as load_catalogue
from dialogs.engine import Book, Call, Choice, Dialog, Move, Person, Session, Step, Wait, begin, dump, load, step
from dialogs.engine.effects import Effect, Record
from dialogs.engine.events import Command, Event, Tap, Text, TimerFired, Unreadable
from dialogs.engine.rendering import File, Message, Picture, render

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CONSENTED = Person(consented="2026-03-01T12:00:00+00:00")


@dataclass
class Conversation:
    """One person talking. ``messages`` and ``pictures`` are those of the last step; texts are without markup."""

    book: Book
    session: Session = field(default_factory=lambda: begin("test"))
    now: datetime = NOON
    effects: tuple[Effect, ...] = ()
    messages: list[Message] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    steps: int = 0

    def say(self, text: str) -> str:
        """Type words; a leading slash makes them a command. Returns what the coach answered."""
        if text.startswith("/"):
            name, _, argument = text[1:].partition(" ")
            return self.send(Command(self.key, name, argument))
        return self.send(Text(self.key, text))

    def tap(self, label: str) -> str:
        """Tap the button with this label (or the only one that starts with it)."""
        labels = self.labels
        found = [index for index, name in enumerate(labels) if name == label] or [
            index for index, name in enumerate(labels) if name.casefold().startswith(label.casefold())
        ]
        assert len(found) == 1, f"no single button {label!r} among {labels}"
        return self.send(Tap(self.key, self.session.token, found[0], 1, "shown"))

    def choose(self, choice: str) -> str:
        """Tap the button with this choice key."""
        assert choice in self.session.offered, f"no choice {choice!r} among {self.session.offered}"
        return self.send(Tap(self.key, self.session.token, self.session.offered.index(choice), 1, "shown"))

    def fire(self, name: str, data: Mapping[str, Any] | None = None) -> str:
        return self.send(TimerFired(self.key, name, data=data or {}))

    def show(self, kind: Any) -> str:
        return self.send(Unreadable(self.key, kind))

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def send(self, event: Event) -> str:
        self.session = load(dump(self.session))
        outcome: Step = step(self.book, self.session, event, self.now)
        self.steps += 1
        self.session = outcome.session
        self.effects = outcome.effects
        self.records += [effect for effect in outcome.effects if isinstance(effect, Record)]
        posts = list(render(outcome.effects, self.book.catalogue, self.session.person.locale))
        self.messages = [post for post in posts if isinstance(post, Message)]
        self.files += [post for post in posts if isinstance(post, File)]
        self.pictures = [post for post in posts if isinstance(post, Picture)]
        assert all(0 < len(message.text) <= 4096 for message in self.messages)
        assert all(len(data.encode()) <= 64 for message in self.messages for _, data in message.buttons)
        return self.text

    @property
    def key(self) -> str:
        return f"test:{self.steps}"

    @property
    def text(self) -> str:
        return "\n---\n".join(unmarked(message.text) for message in self.messages)

    @property
    def labels(self) -> list[str]:
        shown = [message for message in self.messages if message.buttons]
        return [label for label, _ in shown[-1].buttons] if shown else []

    @property
    def state(self) -> str:
        """The top frame, as ``dialog.state``."""
        top = self.session.top
        return f"{top.dialog}.{top.state}" if top else ""

    @property
    def facts(self) -> Mapping[str, Any]:
        top = self.session.top
        return top.facts if top else {}

    @property
    def person(self) -> Person:
        return self.session.person


def says(text: str, key: str, **values: str | int) -> bool:
    """Whether a text has one of the wordings of a content key in it; what ``values`` leave open may be anything."""
    return any(
        re.search(
            "".join(
                re.escape(unmarked(literal))
                + (re.escape(str(values[name])) if name in values else ".*?" if name else "")
                for literal, name in wording.parts
            ),
            text,
            re.DOTALL,
        )
        for wording in load_catalogue().screen(key).wordings
    )


def book_of(*dialogs: Dialog, home: str | None = None, **options: Any) -> Book:
    """A book of a few dialogs, with small stand-ins for home, menu and safety where they are not among them.

    The stand-in for home offers every dialog by its name: ``talk.choose("soothe")``.
    """
    names = {dialog.name: dialog for dialog in dialogs}
    screens = dict(load_catalogue().screens())
    for name in ("safety", "menu", "home"):
        if name in names:
            continue
        wordless = Screen(f"{name}.rest", (Wording((("…", None),)),), {})
        screens[wordless.key] = wordless
        names[name] = _rest(name, tuple(dialog.name for dialog in dialogs) if name == "home" else ())
    return Book(
        names,
        Catalogue({"en": screens}),
        home=home or "home",
        menu="menu",
        safety="safety",
        detect=options.pop("detect", lambda text: None),
        **options,
    )


def _rest(name: str, callable_dialogs: tuple[str, ...]) -> Dialog:
    return Dialog(
        name,
        1,
        "rest",
        (
            Wait(
                "rest",
                tuple(Choice(called, called, label=called) for called in callable_dialogs)
                or (Choice("rest", "rest", label="rest"),),
            ),
            *(Call(f"in_{called}", called) for called in callable_dialogs),
        ),
        (
            Move("rest", "rest", "rest"),
            *(Move(called, "rest", f"in_{called}") for called in callable_dialogs),
            *(Move("returned", f"in_{called}", "rest") for called in callable_dialogs),
        ),
    )


def reach(book: Book, *inputs: str) -> Conversation:
    """Somebody who did these things: /commands and words are typed, everything else is a choice."""
    conversation = talk(book)
    for each in inputs:
        if each in conversation.session.offered:
            conversation.choose(each)
        else:
            conversation.say(each)
    return conversation


def talk(book: Book, person: Person = CONSENTED) -> Conversation:
    """A conversation with somebody, consenting unless said otherwise, after their first hello."""
    fresh = begin("test")
    conversation = Conversation(book, Session(seed=fresh.seed, person=person))
    conversation.say("/start")
    return conversation
