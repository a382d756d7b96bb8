"""Rehearsing a release: every session of a database, as this release would go on with it. Nothing is written.

Each is loaded, brought to today's dialogs, and takes two harmless steps in memory: /help, and the reckoning anew of
what recurs. A step is pure, so there is nothing to roll back. Counted are those that would not simply go on, by the
dialog, version and state they stand in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, select

from bot.store.tables import Chat, table
from bot.store.vault import SealError, Vault
from dialogs.engine import Book, Event, Session, dump, load, step
from dialogs.engine.errors import SessionError
from dialogs.engine.events import Command, Replan
from dialogs.engine.migrate import renew
from dialogs.engine.rendering import render

_BATCH = 500
_CHATS = table(Chat).c
_STEPS: tuple[Event, ...] = (Command("rehearsal:help", "help"), Replan("rehearsal:replan"))

Fate: TypeAlias = Literal["goes on", "falls back", "fails", "can't be read", "has no key"]


@dataclass(slots=True)
class Rehearsed:
    """How many sessions meet which fate; those that don't go on also by the place they stand in."""

    fates: Counter[Fate] = field(default_factory=Counter)
    places: Counter[tuple[Fate, str]] = field(default_factory=Counter)

    @property
    def failed(self) -> bool:
        """Whether somebody would get an apology instead of an answer."""
        return bool(self.fates["fails"] or self.fates["can't be read"])


def rehearse(connection: Connection, vault: Vault, book: Book, now: datetime) -> Rehearsed:
    """Take every session through this release."""
    rehearsed, last = Rehearsed(), ""
    while rows := connection.execute(
        select(_CHATS.chat, _CHATS.session).where(_CHATS.chat > last).order_by(_CHATS.chat).limit(_BATCH)
    ).all():
        vault.prepare(row.session for row in rows)
        for chat, session in rows:
            fate, place = _take(vault, book, chat, session, now)
            rehearsed.fates[fate] += 1
            if place:
                rehearsed.places[fate, place] += 1
        last = rows[-1].chat
    return rehearsed


def as_lines(rehearsed: Rehearsed) -> Iterator[str]:
    total = sum(rehearsed.fates.values())
    yield f"{total} sessions: " + (
        ", ".join(f"{count} {fate}" for fate, count in rehearsed.fates.most_common()) or "there are none"
    )
    for (fate, place), count in sorted(rehearsed.places.items()):
        yield f"  {fate:14} {place:40} {count}"
    if rehearsed.failed:
        yield "Don't release this: whoever stands there would get an apology instead of an answer."
    elif rehearsed.fates["falls back"]:
        yield "Those who fall back are told in one line, and are asked where their dialog begins anew."


def as_object(rehearsed: Rehearsed) -> dict[str, Any]:
    return {
        "sessions": dict(rehearsed.fates),
        "places": [
            {"fate": fate, "place": place, "sessions": count}
            for (fate, place), count in sorted(rehearsed.places.items())
        ],
    }


def _take(vault: Vault, book: Book, chat: str, stored: str, now: datetime) -> tuple[Fate, str]:
    try:
        text = vault.unseal(chat, "session", stored)
    except SealError:
        return "has no key", ""
    try:
        session = load(text)
    except SessionError:
        return "can't be read", "session"
    try:
        for event in _STEPS:
            outcome = step(book, session, event, now)
            list(render(outcome.effects, book.catalogue, outcome.session.person.locale))
            load(dump(outcome.session))
    except Exception as error:  # whatever it is: the turn would catch it and apologise
        return "fails", f"{_place(session)} ({type(error).__name__})"
    moved = _moved(book, session)
    return ("falls back", moved) if moved else ("goes on", "")


def _moved(book: Book, session: Session) -> str:
    """The place of the first frame that this release does not know any more; empty where all go on."""
    if not renew(book, session)[1]:
        return ""
    for frame in session.stack:
        alone = replace(session, stack=(frame,))
        if renew(book, alone)[1]:
            return _place(alone)
    return _place(session)


def _place(session: Session) -> str:
    top = session.top
    return f"{top.dialog}@{top.version}.{top.state}" if top else "nowhere"
