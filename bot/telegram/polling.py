"""Polling: long polls whose offset moves only past updates that are answered and committed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channel import Channel
from bot.store import inbox
from bot.telegram.inbound import arrival, salvage
from bot.telegram.inline import Inline
from bot.telegram.request import AiohttpRequest
from bot.throttle import Throttle
from bot.turn import Arrival, Outcome, Turns

log = logging.getLogger(__name__)

WANTED = '["message","edited_message","callback_query","my_chat_member","inline_query"]'
ATTEMPTS = 5  # how often the process may die of one update before it is set aside
LONGEST_PAUSE = 30.0  # seconds between two tries when Telegram can't be reached


class Poller:
    """Takes updates from Telegram to the turns, one batch after the other."""

    def __init__(
        self,
        bot: Bot,
        request: AiohttpRequest,
        turns: Turns,
        throttle: Throttle,
        channel: Channel,
        inline: Inline,
        seconds: int,
    ) -> None:
        self.bot = bot
        self.request = request
        self.turns = turns
        self.throttle = throttle
        self.channel = channel
        self.inline = inline
        self.seconds = seconds
        self.answered = 0
        self._offset: int | None = None
        self._courtesies: set[asyncio.Task[None]] = set()
        self._careful = True

    async def run(self) -> None:
        """Poll until cancelled. A cancellation never falls between a commit and its consequences."""
        pause = 0.0
        while True:
            try:
                updates = await self._poll()
                await asyncio.shield(self._answer(updates))
                pause = 0.0
            except InvalidToken:
                raise
            except RetryAfter as error:
                after = error.retry_after
                pause = float(after if isinstance(after, int | float) else after.total_seconds())
                log.warning("Telegram asks for %g s of patience", pause)
            except Conflict:
                pause = 5.0
                log.error(
                    "another process polls with this token, or a webhook is set; only one may. Trying again in 5 s"
                )
            except TelegramError as error:
                pause = min(LONGEST_PAUSE, pause * 2 or 0.5)
                log.warning("Telegram can't be reached (%s), trying again in %g s", error.message, pause)
            except Exception as error:
                pause = min(LONGEST_PAUSE, pause * 2 or 0.5)
                log.error(
                    "updates wait %g s: %s", pause, type(error).__name__, exc_info=log.isEnabledFor(logging.DEBUG)
                )
            if pause:
                await asyncio.sleep(pause)

    async def close(self) -> None:
        """Let the answers to taps and drafts that are under way get through."""
        if self._courtesies:
            await asyncio.wait(self._courtesies, timeout=2)

    async def _poll(self) -> list[dict[str, Any]]:
        parameters = {"timeout": str(self.seconds), "allowed_updates": WANTED}
        if self._offset is not None:
            parameters["offset"] = str(self._offset)
        result = await self.request.call(self.bot.base_url, "getUpdates", parameters, read_timeout=self.seconds + 10)
        return result if isinstance(result, list) else []

    async def _answer(self, updates: Sequence[dict[str, Any]]) -> None:
        if not updates:
            return
        for update in updates:
            if isinstance(query := update.get("inline_query"), dict):
                self._start(self.inline.answer(query))
        told = [update for update in updates if "inline_query" not in update]
        arrivals = [found for update in told if (found := self._read(update)) is not None]
        if arrivals and self._careful:
            await self._answer_carefully(arrivals)
        elif arrivals:
            self._conclude(await self.turns.take(list(self.throttle.sift(arrivals))))
        self._offset = max(int(update["update_id"]) for update in updates) + 1

    async def _answer_carefully(self, arrivals: list[Arrival]) -> None:
        """The first batch after a start: if the last process died of one of these, find out which.

        What is about to be answered is noted before. If notes of a former life are found, updates are answered one by
        one, so that only the one that kills gathers attempts, until it is set aside.
        """
        database = self.turns.database
        tried = await database.do(inbox.tried)
        batches = [[each] for each in arrivals] if tried else [arrivals]
        for batch in batches:
            keys = [each.event.key for each in batch]
            if tried.get(keys[0], 0) >= ATTEMPTS:
                log.error(
                    "update %s was tried %d times and the process died each time; it is set aside", keys[0], ATTEMPTS
                )
                self._conclude(await self.turns.set_aside(batch))
                continue
            await database.do(partial(inbox.begin_attempt, keys=keys))
            self._conclude(await self.turns.take(batch))
        await database.do(partial(inbox.clear_attempts, keys=[*tried, *(each.event.key for each in arrivals)]))
        self._careful = False

    def _read(self, update: dict[str, Any]) -> Arrival | None:
        try:
            return arrival(Update.de_json(update, None), self.bot.id)
        except Exception as error:  # a kind of update from the future, or a malformed one: the others must not wait
            log.warning("update %s can't be read whole (%s)", update.get("update_id"), type(error).__name__)
        try:
            return salvage(update, self.bot.id)
        except Exception as error:
            log.error(
                "update %s can't be read at all (%s); it is left out", update.get("update_id"), type(error).__name__
            )
            return None

    def _conclude(self, outcomes: list[Outcome]) -> None:
        self.answered += sum(outcome.result != "seen" for outcome in outcomes)
        for outcome in outcomes:
            if outcome.arrival.callback is not None or outcome.notices:
                self._start(self.channel.notice(outcome))

    def _start(self, courtesy: Coroutine[Any, Any, None]) -> None:
        """Let something go on beside the polling that nothing depends on."""
        task = asyncio.create_task(courtesy)
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)
