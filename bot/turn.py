"""The turn: the one transaction in which an event is answered.

Inbox, session, outbox, timers, records and transition log are written together or not at all, and only then is the
update acknowledged. Updates that wait together are answered in one transaction, each chat's in their order.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import Any, Literal

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import fields, places_of
from bot.observer import NOBODY, Observer
from bot.posting import Posting
from bot.store import inbox, outbox, records, sessions, timers
from bot.store.database import Database
from bot.store.instants import from_ms, to_ms
from bot.store.seals import Seals, shred
from bot.store.sessions import Stored
from bot.store.vault import Vault
from dialogs.engine import Book, Event, Step, begin, dump, load, step
from dialogs.engine.effects import Ack, Answered, AskModel, CancelTimer, Effect, Erase, Record, StartTimer, Unrecord
from dialogs.engine.events import Blocked, Command, Failed, RewriteFailed, RewriteReady, Tap, Text, TimerFired
from dialogs.engine.rendering import Notice, render

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event that came in for a chat. ``callback`` is the channel's handle for answering a tap at once."""

    chat: str
    event: Event
    callback: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an arrival was answered: now, before (a redelivery), or with an apology because its turn failed.

    ``asked`` is what the language model is to be asked once this is committed.
    """

    arrival: Arrival
    result: Literal["answered", "seen", "failed"]
    notices: tuple[Notice, ...] = ()
    timed: bool = False
    erased: bool = False
    asked: AskModel | None = None


class Turns:
    """Answers arrivals.

    ``posted`` is called after a commit that promised messages, ``timed`` after one with timers, ``asked`` for each
    question to the language model, and ``erased`` for each chat that was forgotten.
    """

    def __init__(
        self,
        database: Database,
        book: Book,
        clock: Callable[[], datetime],
        *,
        posted: Callable[[], None] = lambda: None,
        timed: Callable[[], None] = lambda: None,
        asked: Callable[[str, AskModel], None] = lambda chat, question: None,
        erased: Callable[[str], None] = lambda chat: None,
        observer: Observer = NOBODY,
    ) -> None:
        self.database = database
        self.book = book
        self.clock = clock
        self.posted = posted
        self.timed = timed
        self.asked = asked
        self.erased = erased
        self.observer = observer

    async def take(self, arrivals: Sequence[Arrival]) -> list[Outcome]:
        """Answer arrivals in one transaction; returns once it is committed.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database failed; nothing was written, the same may be tried again.
        """
        began = time.perf_counter()
        outcomes = await self.database.do(
            partial(take_turns, vault=self.database.vault, book=self.book, arrivals=arrivals, now=self.clock())
        )
        report(outcomes, time.perf_counter() - began, self.observer)
        self.posted()
        if any(outcome.timed for outcome in outcomes):
            self.timed()
        for chat in dict.fromkeys(outcome.arrival.chat for outcome in outcomes if outcome.erased):
            self.erased(chat)
        for outcome in outcomes:
            if outcome.asked is not None:
                self.asked(outcome.arrival.chat, outcome.asked)
        if any(outcome.erased for outcome in outcomes):
            await self.database.do(partial(shred, vault=self.database.vault))
            await self.database.scrub()
        return outcomes

    async def set_aside(self, arrivals: Sequence[Arrival]) -> list[Outcome]:
        """Answer arrivals with an apology in place of a turn: they have killed the process before."""
        failed = [Arrival(each.chat, Failed(each.event.key), each.callback) for each in arrivals]
        return await self.take(failed)


def take_turns(
    connection: Connection, vault: Vault, book: Book, arrivals: Sequence[Arrival], now: datetime
) -> list[Outcome]:
    """Answer arrivals inside a transaction that somebody else commits."""
    at_ms = to_ms(now)
    seals = Seals(vault)
    batch = _Batch(connection, seals, book, now, sessions.take(connection, seals, {each.chat for each in arrivals}))
    # Only now: whoever had these chats before us may have answered the very same updates.
    before = inbox.seen(connection, {arrival.event.key for arrival in arrivals})
    outcomes = []
    for arrival in arrivals:
        if arrival.event.key in before:
            outcomes.append(Outcome(arrival, "seen"))
            continue
        if isinstance(arrival.event, RewriteReady | RewriteFailed) and not batch.knows(arrival.chat):
            outcomes.append(Outcome(arrival, "seen"))  # forgotten meanwhile: nothing of this chat is to come back
            continue
        before.add(arrival.event.key)
        batch.keys.append(arrival.event.key)
        outcomes.append(batch.answer(arrival))
    batch.write(at_ms)
    for at, outcome in enumerate(outcomes):
        if outcome.asked is not None and outcome.arrival.chat in batch.erased:
            outcomes[at] = replace(outcome, asked=None)  # asked in the same breath in which it was forgotten
    return outcomes


@dataclass
class _Batch:
    """What a transaction is about to write."""

    connection: Connection
    seals: Seals
    book: Book
    now: datetime
    stored: dict[str, Stored]
    keys: list[str] = field(default_factory=list)
    touched: dict[str, None] = field(default_factory=dict)
    erased: dict[str, None] = field(default_factory=dict)
    present: dict[str, None] = field(default_factory=dict)  # chats whose person is here
    posts: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    unkept: list[tuple[str, Unrecord]] = field(default_factory=list)
    moves: list[dict[str, Any]] = field(default_factory=list)
    timers: list[tuple[str, StartTimer | CancelTimer]] = field(default_factory=list)

    def knows(self, chat: str) -> bool:
        """Whether this chat has a session, and its person has not shut the bot out."""
        row = self.stored.get(chat)
        return row is not None and row.blocked_ms is None

    def answer(self, arrival: Arrival) -> Outcome:
        """Answer one arrival. A turn that raises leaves the session as it was, and the person gets a word.

        The step is pure: what failed once fails each time. So there is no second try, but an apology at once.
        """
        try:
            return self._answer(arrival, arrival.event, "answered")
        except SQLAlchemyError:  # the database's trouble is no turn's fault: all is done again
            raise
        except Exception as error:
            # The words that led here are private: the kind of event and the place in the code must do.
            log.error(
                "a turn failed: %s on %s at %s",
                type(error).__name__,
                type(arrival.event).__name__,
                _place(error),
                extra=fields(origin=arrival.event.key),
            )
        try:
            return self._answer(arrival, Failed(arrival.event.key), "failed")
        except SQLAlchemyError:
            raise
        except Exception as error:
            origin = arrival.event.key
            log.error(
                "a session can't be used: %s at %s", type(error).__name__, _place(error), extra=fields(origin=origin)
            )
            payload = {"kind": "message", "text": self.book.catalogue.text("engine.failed"), "origin": origin}
            self.posts.append(outbox.row(arrival.chat, payload, to_ms(self.now)))
            return Outcome(arrival, "failed")

    def _answer(self, arrival: Arrival, event: Event, result: Literal["answered", "failed"]) -> Outcome:
        chat, at_ms = arrival.chat, to_ms(self.now)
        row = self.stored.get(chat) or Stored()
        session = load(row.session) if row.session else begin(event.key)
        if row.blocked_ms is not None and not isinstance(event, Blocked):
            # Back after shutting the bot out: what was set for them before is not to start again by itself.
            session = step(self.book, session, Blocked(event.key), self.now).session
        outcome = step(self.book, session, event, self.now)
        locale = outcome.session.person.locale
        erased = next((index for index, effect in enumerate(outcome.effects) if isinstance(effect, Erase)), None)
        kept = outcome.effects if erased is None else tuple(_outliving(outcome.effects, erased))
        saved = dump(outcome.session)
        rendered = render(kept, self.book.catalogue, locale)
        posting = Posting(self.connection, self.seals, chat, event.key, self.now, outcome.manner, erased is not None)
        posts, notices = posting.rows(rendered, saved)
        if erased is not None:
            self._erase(chat)
            self.posts += posts
            return Outcome(arrival, result, tuple(notices), erased=True)
        self.stored[chat] = Stored(row.revision + 1, saved, at_ms if isinstance(event, Blocked) else None, row.new)
        self.touched[chat] = None
        if isinstance(event, Text | Tap | Command):
            self.present[chat] = None
        self.posts += posts
        timed = self._note(chat, outcome, outcome.effects, at_ms)
        asked = next((effect for effect in outcome.effects if isinstance(effect, AskModel)), None)
        return Outcome(arrival, result, tuple(notices), timed, asked=asked)

    def _note(self, chat: str, outcome: Step, effects: Iterable[Effect], at_ms: int) -> bool:
        timed = False
        for effect in effects:
            match effect:
                case Record():
                    self.facts.append(
                        {
                            "chat": chat,
                            "kind": effect.kind,
                            "at_ms": at_ms,
                            "data": json.dumps(dict(effect.data), ensure_ascii=False),
                        }
                    )
                case Unrecord():
                    self.unkept.append((chat, effect))
                case StartTimer() | CancelTimer():
                    self.timers.append((chat, effect))
                    timed = True
                case _:
                    pass
        self.moves += [
            {
                "chat": chat,
                "at_ms": at_ms,
                "dialog": move.dialog,
                "event": move.trigger,
                "source": move.source,
                "dest": move.dest,
            }
            for move in outcome.moves
        ]
        return timed

    def _erase(self, chat: str) -> None:
        """Take a chat out of the database and out of what this very transaction was about to write."""
        self.stored.pop(chat, None)
        self.touched.pop(chat, None)
        self.erased[chat] = None
        for rows in (self.posts, self.facts, self.moves):
            rows[:] = [row for row in rows if row["chat"] != chat]
        self.timers = [(other, effect) for other, effect in self.timers if other != chat]

    def write(self, at_ms: int) -> None:
        connection, seals = self.connection, self.seals
        for chat in self.erased:
            records.erase(connection, seals, chat)
        seals.provide(self.touched)
        inbox.receive(connection, self.keys, at_ms)
        if self.present:
            outbox.withdraw(connection, self.present, at_ms)
        sessions.save(connection, seals, ((chat, self.stored[chat]) for chat in self.touched), at_ms)
        outbox.post(connection, seals, self.posts)
        records.keep(connection, seals, self.facts)
        for chat, taken_back in self.unkept:
            records.take_back(connection, chat, taken_back.kind, to_ms(taken_back.at))
        records.log(connection, self.moves)
        for chat, effect in self.timers:
            if isinstance(effect, StartTimer):
                timers.start(connection, seals, chat, effect.name, to_ms(effect.due), effect.token, effect.data)
            elif effect.name is None:
                timers.remove_all(connection, chat)
            else:
                timers.remove(connection, chat, effect.name)


def kind_of(event: Event) -> str:
    """The kind of an event in one word, for logs and figures."""
    return type(event).__name__.lower()


def report(outcomes: Sequence[Outcome], seconds: float, observer: Observer) -> None:
    """Tell the log and the observer what has been committed, this long after it was begun."""
    logged = log.isEnabledFor(logging.INFO)
    for outcome in outcomes:
        event = outcome.arrival.event
        kind = kind_of(event)
        observer.turn(kind, outcome.result, seconds)
        if logged:
            took = round(seconds * 1000, 1)
            log.info("turn committed", extra=fields(origin=event.key, kind=kind, result=outcome.result, ms=took))


def _outliving(effects: Sequence[Effect], erased: int) -> Iterator[Effect]:
    """What is still sent when a chat is erased: the end of the question that was answered, and what is said after."""
    yield from (effect for effect in effects[:erased] if isinstance(effect, Ack | Answered))
    yield from effects[erased + 1 :]


def fire_due(
    connection: Connection, vault: Vault, book: Book, channel: str, now: datetime, limit: int
) -> list[Outcome]:
    """Fire the timers that are due: each is removed in the transaction of the turn that it leads to."""
    due = timers.claim(connection, Seals(vault), channel, to_ms(now), limit)
    return take_turns(
        connection,
        vault,
        book,
        [
            Arrival(timer.chat, TimerFired(_key(timer), timer.name, timer.token, timer.data, from_ms(timer.due_ms)))
            for timer in due
        ],
        now,
    )


def _key(timer: timers.Due) -> str:
    """The inbox key of a firing. A digest, since the inbox names no chat."""
    return "timer:" + blake2b(f"{timer.chat}:{timer.name}:{timer.due_ms}".encode(), digest_size=12).hexdigest()


def _place(error: Exception) -> str:
    """Where an error was raised, as file and line."""
    return next(iter(places_of(error)), "?")
