"""The intake: from updates, as Telegram delivers them by poll or by webhook, to committed turns."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from telegram import Update

from bot.channel import Channel
from bot.logs import fields
from bot.observer import NOBODY, LeftOut, Observer
from bot.store import inbox
from bot.telegram.inbound import arrival, salvage
from bot.telegram.inline import Inline
from bot.throttle import Throttle
from bot.turn import Arrival, Outcome, Turns, kind_of

log = logging.getLogger(__name__)

WANTED = ("message", "edited_message", "callback_query", "my_chat_member", "inline_query")
ATTEMPTS = 5  # how often the process may die of one update before it is set aside
WATCHFUL_SECONDS = 600.0  # by webhook, an update that killed the process may come again after many others


class Intake:
    """Answers updates of one bot, a batch in one transaction.

    For its first ``watchful_seconds``, and for one batch at least, it notes what is about to be answered: so that an
    update that kills the process is found out when it is delivered again. A poll brings it again at once.
    """

    def __init__(
        self,
        bot: int,
        turns: Turns,
        throttle: Throttle,
        channel: Channel,
        inline: Inline,
        *,
        watchful_seconds: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
        observer: Observer = NOBODY,
    ) -> None:
        self.bot = bot
        self.turns = turns
        self.throttle = throttle
        self.channel = channel
        self.inline = inline
        self.observer = observer
        self._clock = clock
        self._watchful_until: float | None = clock() + watchful_seconds
        self._survived: list[str] = []  # noted, and answered since
        self._answers: set[asyncio.Task[None]] = set()
        self._courtesies: set[asyncio.Task[None]] = set()

    async def answer(self, updates: Sequence[dict[str, Any]]) -> None:
        """Answer updates in their order; returns once that is committed.

        What was begun is finished, also where the caller is cancelled: nothing falls between a commit and its
        consequences.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database failed; the same may be tried again.
        """
        await asyncio.shield(_begin(self._answer(updates), self._answers))

    async def close(self) -> None:
        """Wait for what was begun, and let the answers to taps and drafts that are under way get through."""
        await asyncio.gather(*self._answers, return_exceptions=True)
        if self._courtesies:
            await asyncio.wait(self._courtesies, timeout=2)

    async def _answer(self, updates: Sequence[dict[str, Any]]) -> None:
        for update in updates:
            if isinstance(query := update.get("inline_query"), dict):
                self.observer.left_out("inline", "inline")
                _begin(self.inline.answer(query), self._courtesies)
        arrivals = list(self._admitted(updates))
        if arrivals and self._watchful_until is not None:
            await self._answer_watchfully(arrivals)
        elif arrivals:
            self._conclude(await self.turns.take(arrivals))

    def _admitted(self, updates: Sequence[dict[str, Any]]) -> Iterator[Arrival]:
        told = [update for update in updates if "inline_query" not in update]
        arrivals = [found for update in told if (found := self._read(update)) is not None]
        for each in arrivals:
            log.info("update received", extra=fields(origin=each.event.key, kind=kind_of(each.event)))
        admitted = list(self.throttle.sift(arrivals))
        if len(admitted) < len(arrivals):
            keys = {each.event.key for each in admitted}
            for each in arrivals:
                if each.event.key not in keys:
                    self.observer.left_out(kind_of(each.event), "throttled")
        yield from admitted

    async def _answer_watchfully(self, arrivals: list[Arrival]) -> None:
        """Note what is about to be answered; what was tried before, by a process that died, is answered one by one.

        So only the update that kills gathers attempts, until it is set aside.
        """
        database = self.turns.database
        keys = [each.event.key for each in arrivals]
        tried = await database.do(partial(inbox.watch, keys=keys, done=self._survived))
        self._survived = []
        if tried:
            for each in arrivals:
                await self._answer_alone(each, tried)
        else:
            self._conclude(await self.turns.take(arrivals))
        self._survived = keys  # cleared with the next note: a commit less for each batch
        if self._watchful_until is not None and self._clock() >= self._watchful_until:
            await database.do(partial(inbox.clear_attempts, keys=self._survived))
            self._watchful_until = None

    async def _answer_alone(self, one: Arrival, tried: Mapping[str, int]) -> None:
        key = one.event.key
        if tried.get(key, 0) >= ATTEMPTS:
            log.error(
                "an update was tried %d times and the process died each time; it is set aside",
                ATTEMPTS,
                extra=fields(origin=key),
            )
            self._conclude(await self.turns.set_aside([one]))
            return
        await self.turns.database.do(partial(inbox.begin_attempt, keys=[key]))
        self._conclude(await self.turns.take([one]))

    def _read(self, update: dict[str, Any]) -> Arrival | None:
        number = update.get("update_id")
        try:
            found = arrival(Update.de_json(update, None), self.bot)
            missed: LeftOut = "ignored"
        except Exception as error:  # a kind of update from the future, or a malformed one: the others must not wait
            log.warning("update %s can't be read whole (%s)", number, type(error).__name__)
            found, missed = self._salvage(update), "unreadable"
        if found is None:
            self.observer.left_out("other", missed)
        return found

    def _salvage(self, update: dict[str, Any]) -> Arrival | None:
        try:
            return salvage(update, self.bot)
        except Exception as error:
            number = update.get("update_id")
            log.error("update %s can't be read at all (%s); it is left out", number, type(error).__name__)
            return None

    def _conclude(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.arrival.callback is not None or outcome.notices:
                _begin(self.channel.notice(outcome), self._courtesies)


def _begin(work: Coroutine[Any, Any, None], kept: set[asyncio.Task[None]]) -> asyncio.Task[None]:
    """Start something that is not lost while nobody waits for it."""
    task = asyncio.create_task(work)
    kept.add(task)
    task.add_done_callback(kept.discard)
    return task
