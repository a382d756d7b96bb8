"""The cleaner: what has served its purpose goes, what is young stays, and no chat grows without end."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta

from sqlalchemy import Connection, func, insert, select

from bot.store import records
from bot.store.database import Database
from bot.store.instants import to_ms
from bot.store.tables import Fact, Received, Transition, table
from bot.workers.cleaner import KEPT, LOG_KEPT, clean
from tests.bot.test_turn import CHAT, NOW


async def test_old_keys_and_old_log_go_and_young_ones_stay(database: Database) -> None:
    move = {"chat": CHAT, "dialog": "home", "event": "go", "source": "a", "dest": "b"}

    def fill(connection: Connection) -> None:
        for age in (KEPT, LOG_KEPT):
            for second in (-1, 1):
                at_ms = to_ms(NOW - age + timedelta(seconds=second))
                connection.execute(insert(table(Received)), {"key": f"{age}{second}", "received_ms": at_ms})
                connection.execute(insert(table(Transition)), {**move, "at_ms": at_ms})

    await database.do(fill)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(clean(database, lambda: NOW), 0.5)
    assert await database.do(lambda connection: count(connection, Received)) == 1
    assert await database.do(lambda connection: count(connection, Transition)) == 3


async def test_of_too_many_facts_the_oldest_go_and_nobody_elses(database: Database) -> None:
    def fill(connection: Connection) -> None:
        rows = [{"chat": CHAT, "kind": "k", "at_ms": number, "data": str(number)} for number in range(10)]
        connection.execute(insert(table(Fact)), [*rows, {"chat": "toy:2", "kind": "k", "at_ms": 0, "data": "0"}])

    await database.do(fill)
    assert await database.do(lambda connection: records.drop_beyond(connection, 4)) == 6
    facts = table(Fact)
    left = await database.do(lambda connection: connection.execute(select(facts.c.chat, facts.c.at_ms)).all())
    assert sorted(tuple(row) for row in left) == [(CHAT, 6), (CHAT, 7), (CHAT, 8), (CHAT, 9), ("toy:2", 0)]


def count(connection: Connection, kind: type[Received] | type[Transition]) -> int:
    return connection.execute(select(func.count()).select_from(table(kind))).scalar_one()
