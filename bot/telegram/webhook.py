"""The webhook: updates that come one a request, gathered into batches; and where Telegram is told to bring them."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import random
from functools import partial
from typing import Any

from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.doors import Hook
from bot.observer import NOBODY, Observer
from bot.settings import SettingsError
from bot.store import marks
from bot.store.database import Database
from bot.telegram.intake import WANTED, Intake
from bot.telegram.request import AiohttpRequest

log = logging.getLogger(__name__)

BATCH = 100  # updates in one transaction
LOOK_SECONDS = 300.0  # from one look at what Telegram knows to the next
FIRST_LOOK_SECONDS = 15.0  # to the first: an address that can't be reached shows soon
LONGEST_PAUSE = 30.0  # seconds between two tries when Telegram can't be reached
_MARK = "webhook"  # under it lies a digest of what Telegram was last told


class Gathering:
    """Gathers updates that wait anyway: while one batch is answered, the next comes together."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self._waiting: list[tuple[dict[str, Any], asyncio.Future[None]]] = []
        self._work: asyncio.Task[None] | None = None

    async def take(self, update: dict[str, Any]) -> None:
        """Answer one update, those that wait together in the order of their ids; returns once that is committed.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: nothing was written; the same may be delivered again.
        """
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, place))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._answer_all())
        await place

    async def _answer_all(self) -> None:
        while self._waiting:
            self._waiting.sort(key=lambda waiting: int(waiting[0]["update_id"]))
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            error: Exception | None = None
            try:
                await self.intake.answer([update for update, _ in batch])
            except Exception as caught:
                self.intake.observer.stumbled("intake")
                error = caught
            for _, place in batch:
                if place.done():  # nobody waits any more
                    continue
                if error is None:
                    place.set_result(None)
                else:
                    place.set_exception(error)


class Registration:
    """Sees to it that Telegram brings updates to the hook. Any number of replicas may do so beside each other."""

    def __init__(
        self, base: str, request: AiohttpRequest, database: Database, hook: Hook, observer: Observer = NOBODY
    ) -> None:
        self.base = base
        self.request = request
        self.database = database
        self.hook = hook
        self.observer = observer
        self._digest = hashlib.sha256(
            json.dumps([hook.url, hook.secret, hook.connections, WANTED]).encode()
        ).hexdigest()
        self._stood = False  # whether Telegram has ever taken the address from us
        self._trouble: int | None = None  # when Telegram last had trouble that we know of, in its own seconds

    async def run(self) -> None:
        """Register now, and look every few minutes whether that still stands, until cancelled.

        Raises:
            SettingsError: Telegram refuses the address.
            InvalidToken: the server does not know the token any more.
        """
        pause = 0.0
        while True:
            try:
                seconds = FIRST_LOOK_SECONDS if await self.ensure() else LOOK_SECONDS
                self._stood = True
                pause = seconds * random.uniform(0.9, 1.1)  # noqa: S311  (replicas shall not ask at one moment)
            except InvalidToken:
                raise
            except BadRequest as error:
                if not self._stood:
                    raise SettingsError(
                        f"Telegram refuses WEBHOOK_URL, an address of {self.hook.host}: {error.message}. It has to be "
                        f"an https address that Telegram reaches, at port 443, 80, 88 or 8443."
                    ) from None
                pause = LONGEST_PAUSE  # what it took before may be refused for a moment: a name that is not found, say
                log.error("Telegram refuses the webhook now, trying again in %g s: %s", pause, error.message)
            except RetryAfter as error:
                after = error.retry_after
                pause = float(after if isinstance(after, int | float) else after.total_seconds())
            except TelegramError as error:
                pause = min(LONGEST_PAUSE, pause * 2 or 0.5)
                log.warning("the webhook can't be checked (%s), trying again in %g s", error.message, pause)
            except Exception as error:
                pause = LONGEST_PAUSE
                log.error("the webhook can't be checked: %s", type(error).__name__)
            await asyncio.sleep(pause)

    async def ensure(self) -> bool:
        """Tell Telegram of the hook, unless it knows of it as it is; whether it had to be told.

        Telegram doesn't say which secret it was told, so a digest of all that was told lies in the database.

        Raises:
            telegram.error.TelegramError: as `Bot` raises them.
        """
        info = await self.request.call(self.base, "getWebhookInfo", {})
        self._look_at(info)
        told = await self.database.do(partial(marks.read, name=_MARK))
        if info.get("url") == self.hook.url and told == self._digest:
            if set(info.get("allowed_updates", ())) == set(WANTED):
                return False
        elif told == self._digest:
            log.warning("the webhook was taken away by somebody who uses the same token; it is set again")
        parameters = {
            "url": self.hook.url,
            "secret_token": self.hook.secret,
            "max_connections": str(self.hook.connections),
            "allowed_updates": json.dumps(WANTED),
            "drop_pending_updates": "false",
        }
        await self.request.call(self.base, "setWebhook", parameters)
        await self.database.do(partial(marks.leave, name=_MARK, value=self._digest))
        log.info("Telegram brings updates to %s", self.hook.host)
        return True

    def _look_at(self, info: dict[str, Any]) -> None:
        """What Telegram says of its own tries: the operator sees there what no log of ours can show."""
        self.observer.pending(int(info.get("pending_update_count", 0)))
        at = int(info.get("last_error_date", 0))
        if self._trouble is not None and at > self._trouble and info.get("url") == self.hook.url:
            log.warning("Telegram could not deliver to the webhook: %s", info.get("last_error_message", "?"))
        self._trouble = at
