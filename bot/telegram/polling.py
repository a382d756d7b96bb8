"""Polling: long polls whose offset moves only past updates that are answered and committed."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.observer import NOBODY, Observer
from bot.telegram.intake import WANTED, Intake
from bot.telegram.request import AiohttpRequest

log = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0  # seconds between two tries when Telegram can't be reached


class Poller:
    """Takes updates from Telegram to the intake, one batch after the other. ``base`` is the address of the bot."""

    def __init__(
        self, base: str, request: AiohttpRequest, intake: Intake, seconds: int, observer: Observer = NOBODY
    ) -> None:
        self.base = base
        self.request = request
        self.intake = intake
        self.seconds = seconds
        self.observer = observer
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled.

        Raises:
            InvalidToken: the server does not know the token any more.
        """
        pause = 0.0
        while True:
            try:
                if updates := await self._poll():
                    await self.intake.answer(updates)
                    self._offset = max(int(update["update_id"]) for update in updates) + 1
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
                self.observer.stumbled("intake")
                log.error(
                    "updates wait %g s: %s", pause, type(error).__name__, exc_info=log.isEnabledFor(logging.DEBUG)
                )
            if pause:
                await asyncio.sleep(pause)

    async def _poll(self) -> list[dict[str, Any]]:
        parameters = {"timeout": str(self.seconds), "allowed_updates": json.dumps(WANTED)}
        if self._offset is not None:
            parameters["offset"] = str(self._offset)
        result = await self.request.call(self.base, "getUpdates", parameters, read_timeout=self.seconds + 10)
        return result if isinstance(result, list) else []
