"""People who have been here for a while: consented, at rest in the menu, with a nudge a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.store import sessions
from bot.store.database import Database
from bot.store.instants import now as wall_clock
from bot.store.instants import to_ms
from bot.store.seals import Seals
from bot.store.sessions import Stored
from bot.turn import Arrival, take_turns
from dialogs.coach import build
from dialogs.engine import Frame, Person, begin, dump
from dialogs.engine.events import Replan

STEP = 500  # people in one transaction


async def settle_in(database: Database, chats: Sequence[int]) -> None:
    """Put them into a database that is ready."""
    book, now = build(), wall_clock()
    stack = tuple(Frame(name, book.dialogs[name].version, at) for name, at in (("home", "menu"), ("menu", "rest")))
    person = Person(consented=now.isoformat(), zone="UTC", nudge={"at": "20:00", "since": now.date().isoformat()})
    for begun in range(0, len(chats), STEP):
        rows = [
            (f"telegram:{chat}", Stored(1, dump(replace(begin(f"evening:{chat}"), person=person, stack=stack))))
            for chat in chats[begun : begun + STEP]
        ]

        def write(connection: Connection, rows: list[tuple[str, Stored]] = rows) -> None:
            seals = Seals(database.vault)
            seals.provide(chat for chat, _ in rows)
            sessions.save(connection, seals, rows, to_ms(now))
            arrivals = [Arrival(chat, Replan(f"set:{chat}")) for chat, _ in rows]
            take_turns(connection, database.vault, book, arrivals, now)

        await database.do(write)
