"""Fires all timers of a database up to an instant, each at its own time: what a process does over weeks, in seconds.

python -m tests.bot.firing DATABASE_URL UNTIL_MS
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.store import sessions, timers
from bot.store.database import Database
from bot.store.instants import from_ms, to_ms
from bot.store.seals import Seals
from bot.store.sessions import Stored
from bot.store.vault import Vault
from bot.turn import Arrival, fire_due, take_turns
from dialogs.coach import build
from dialogs.engine import Frame, Person, begin, dump
from dialogs.engine.events import Replan
from tests.bot.stores import store_at

CHANNEL = "toy"
START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ZONES = ("Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns", "Australia/Lord_Howe")
BATCH = 1  # many small transactions, so that a kill finds one open


def settle(connection: Connection, vault: Vault, chats: int) -> None:
    """People at the menu, with a daily nudge, a weekly check-in and a plan."""
    book = build()
    rows = []
    for number in range(chats):
        person = Person(
            consented=START.isoformat(),
            zone=ZONES[number % len(ZONES)],
            role=("pursuer", "distancer", None)[number % 3],
            nudge={"at": f"{number % 24:02}:{number % 60:02}", "since": "2026-03-01"},
            check_in={"rule": "FREQ=WEEKLY;BYDAY=SU,WE", "first": "2026-03-01", "at": "19:00", "minutes": 15},
            plans=({"id": 1, "if": "no_answer", "then": "walk", "at": "02:30", "days": "daily", "on": "2026-03-02"},),
        )
        stack = tuple(Frame(name, book.dialogs[name].version, at) for name, at in (("home", "menu"), ("menu", "rest")))
        session = replace(begin(f"firing:{number}"), person=person, stack=stack)
        rows.append((f"{CHANNEL}:{number}", Stored(1, dump(session))))
    sessions.save(connection, Seals(vault), rows, to_ms(START))
    take_turns(
        connection,
        vault,
        book,
        [Arrival(chat, Replan(f"set:{number}")) for number, (chat, _) in enumerate(rows)],
        START,
    )


async def fire_until(database: Database, until_ms: int) -> None:
    book = build()

    def fire(connection: Connection) -> int | None:
        following = timers.next_due(connection, CHANNEL)
        if following is not None and following <= until_ms:
            fire_due(connection, database.vault, book, CHANNEL, from_ms(following), BATCH)
        return following

    while (following := await database.do(fire)) is not None and following <= until_ms:
        pass
    await database.close()


if __name__ == "__main__":
    asyncio.run(fire_until(store_at(sys.argv[1]).open(), int(sys.argv[2])))
