"""Looking: what the database holds of one chat, opened. The only place where private words are unsealed to be shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from bot.store import sessions
from bot.store.database import Database
from bot.store.instants import from_ms
from bot.store.seals import Seals
from bot.store.tables import Fact, Timer, table
from bot.store.vault import SealError, Vault
from dialogs.engine import Session, load

KEPT_RECORDS = 100  # the latest that are shown
_TIMERS, _FACTS = table(Timer), table(Fact)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A timer that is set."""

    name: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A fact kept for good."""

    kind: str
    at: datetime
    data: Any


@dataclass(frozen=True, slots=True)
class Held:
    """All that is shown of a chat: timers the soonest first, records the latest first."""

    session: Session
    blocked: bool
    timers: tuple[Waiting, ...]
    records: tuple[Kept, ...]


async def look(database: Database, chat: str) -> Held | None:
    """What is held of a chat; None where nothing is."""
    return await database.do(partial(_look, vault=database.vault, chat=chat))


def _look(connection: Connection, vault: Vault, chat: str) -> Held | None:
    seals = Seals(vault)
    row = sessions.load(connection, seals, {chat}).get(chat)
    if row is None or not row.session:
        return None
    timers = connection.execute(select(_TIMERS).where(_TIMERS.c.chat == chat).order_by(_TIMERS.c.due_ms)).all()
    facts = connection.execute(
        select(_FACTS).where(_FACTS.c.chat == chat).order_by(_FACTS.c.id.desc()).limit(KEPT_RECORDS)
    ).all()
    return Held(
        load(row.session),
        row.blocked_ms is not None,
        tuple(Waiting(each.name, from_ms(each.due_ms)) for each in timers),
        tuple(Kept(each.kind, from_ms(each.at_ms), _open(seals, chat, each.data)) for each in facts),
    )


def _open(seals: Seals, chat: str, sealed: str) -> Any:
    """The value; None where its key is gone."""
    try:
        return json.loads(seals.unseal(chat, "data", sealed))
    except SealError:
        return None
