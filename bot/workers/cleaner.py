"""The cleaner: clears what has served its purpose, so that no table grows that should not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot.store import inbox, outbox
from bot.store.database import Database
from bot.store.instants import to_ms
from bot.store.seals import shred

log = logging.getLogger(__name__)

KEPT = timedelta(hours=48)  # twice as long as Telegram redelivers, and as long as a bot may edit what it sent
EVERY_SECONDS = 3600


async def clean(database: Database, clock: Callable[[], datetime]) -> None:
    """Clear old inbox keys and settled outbox rows, now and every hour, until cancelled."""
    while True:
        before_ms = to_ms(clock() - KEPT)
        try:
            await database.do(partial(_clean, before_ms=before_ms))
            await database.do(partial(shred, vault=database.vault))
        except Exception as error:
            log.error("cleaning failed, trying again in an hour: %s", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)


def _clean(connection: Connection, before_ms: int) -> None:
    cleared = inbox.forget_before(connection, before_ms) + outbox.forget_before(connection, before_ms)
    if cleared:
        log.info("cleared %d rows older than %s", cleared, KEPT)
