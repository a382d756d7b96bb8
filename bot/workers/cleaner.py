"""The cleaner: clears what has served its purpose, so that no table grows that should not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from sqlalchemy import Connection

from bot.store import inbox, locks, outbox, records
from bot.store.database import Database
from bot.store.instants import to_ms
from bot.store.seals import shred

log = logging.getLogger(__name__)

KEPT = timedelta(hours=48)  # twice as long as Telegram redelivers, and as long as a bot may edit what it sent
LOG_KEPT = timedelta(days=180)  # of the transition log
MOST_FACTS = 5000  # of one chat; who practises ten times a day for a year has fewer
EVERY_SECONDS = 3600
FULL_ROUND = 24  # rounds from one look at all chats to the next


async def clean(database: Database, clock: Callable[[], datetime]) -> None:
    """Clear what is old and what is too much, now and every hour, until cancelled."""
    for number in count():
        now = clock()
        try:
            await database.do(partial(_clean, before_ms=to_ms(now - KEPT), log_before_ms=to_ms(now - LOG_KEPT)))
            await database.do(partial(shred, vault=database.vault))
            if number % FULL_ROUND == 0:
                await database.do(_cap)
                await database.scrub()
            log.debug("cleaned")
        except Exception as error:
            log.error("cleaning failed, trying again in an hour: %s", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)


def _clean(connection: Connection, before_ms: int, log_before_ms: int) -> None:
    if not locks.is_alone(connection, "clean"):
        return
    cleared = inbox.forget_before(connection, before_ms) + outbox.forget_before(connection, before_ms)
    cleared += records.forget_log_before(connection, log_before_ms)
    if cleared:
        log.info("cleared %d rows that have served their purpose", cleared)


def _cap(connection: Connection) -> None:
    if locks.is_alone(connection, "clean") and (dropped := records.drop_beyond(connection, MOST_FACTS)) > 0:
        log.warning("dropped the %d oldest facts of chats that had more than %d", dropped, MOST_FACTS)
