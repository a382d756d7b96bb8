"""What a person takes on the disk: bytes once they are there, bytes of each turn, and what is gone after two days.

python -m benchmarks.measures.sizes [--database-url URL]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text, update

from benchmarks.measures.people import settle_in
from benchmarks.measures.shares import TEXTS
from benchmarks.stores import Store, settings_of, stores
from benchmarks.table import Finding, draw_findings
from bot.store import inbox, outbox, sessions
from bot.store.database import Database, SqliteDatabase
from bot.store.instants import now as wall_clock
from bot.store.instants import to_ms
from bot.store.opening import ready_database
from bot.store.postgres import PostgresDatabase
from bot.store.seals import Seals
from bot.store.tables import Posted, Posting, table
from bot.store.vault import Vault
from bot.turn import Arrival, fire_due, take_turns
from bot.workers.timekeeper import BATCH
from dialogs.coach import build
from dialogs.engine import Book, load
from dialogs.engine.events import Tap, Text

PEOPLE, TURNS = 300, 10
TAPS = 3 / 4  # of the turns; in the others a sentence is typed
_OUTBOX = table(Posting)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes a person and a turn, keys and indexes with them; CPU milliseconds of a turn, and of a nudge that fires."""

    store: str
    settled: float
    turn: float
    lasting: float
    turn_ms: float
    nudge_ms: float


async def measure(store: Store, people: int = PEOPLE, turns: int = TURNS) -> Sizes:
    """People who tap and type through the real coach, an hour between two turns; what is posted counts as sent."""
    book, generator, spent = build(), random.Random(1), 0.0
    with store.fresh() as place:
        async with ready_database(settings_of(place), "telegram") as database:
            empty = await _bytes(database)
            await settle_in(database, range(people))
            settled = await _bytes(database)
            for number in range(turns):
                now = wall_clock() + timedelta(hours=number)
                for first in range(0, people, 100):
                    chats = [f"telegram:{chat}" for chat in range(first, min(first + 100, people))]
                    spent += await database.do(
                        lambda connection, chats=chats, number=number, now=now: _talk(  # type: ignore[misc]  # bound now
                            connection, database.vault, book, chats, number, now, generator
                        )
                    )
            talked = await _bytes(database)
            late = wall_clock() + timedelta(days=1, hours=turns)
            nudge = await _fire(database, book, late)
            await database.do(lambda connection: _clear(connection, to_ms(late + timedelta(days=10))))
            rewritten = await _bytes(database, rewrite=True)
    done = people * turns
    return Sizes(
        store.title,
        (settled - empty) / people,
        (talked - settled) / done,
        max(0.0, rewritten - settled) / done,
        spent / done * 1000,
        nudge,
    )


def _talk(
    connection: Connection,
    vault: Vault,
    book: Book,
    chats: list[str],
    number: int,
    now: datetime,
    generator: random.Random,
) -> float:
    """A turn of each of these; the CPU seconds of all."""
    arrivals = []
    for chat, row in sessions.take(connection, Seals(vault), set(chats)).items():
        session, key = load(row.session), f"telegram:1:{number}:{chat}"
        if session.offered and generator.random() < TAPS:
            event: Tap | Text = Tap(key, session.token, generator.randrange(len(session.offered)), 1, "A question")
        else:
            event = Text(key, generator.choice(TEXTS))
        arrivals.append(Arrival(chat, event))
    began = time.thread_time()
    take_turns(connection, vault, book, arrivals, now)
    spent = time.thread_time() - began
    connection.execute(
        update(_OUTBOX)
        .where(_OUTBOX.c.state == int(Posted.WAITING))
        .values(state=int(Posted.SENT), sent_ms=to_ms(now), message=number, payload="")
    )
    return spent


async def _fire(database: Database, book: Book, at: datetime) -> float:
    """CPU milliseconds of each timer that is due by then, fired as the timekeeper does."""
    fired, spent = 0, 0.0

    def work(connection: Connection) -> tuple[int, float]:
        began = time.thread_time()
        outcomes = fire_due(connection, database.vault, book, "telegram", at, BATCH)
        return len(outcomes), time.thread_time() - began

    while (found := await database.do(work))[0] and fired < PEOPLE:
        fired, spent = fired + found[0], spent + found[1]
    return spent / max(fired, 1) * 1000


def _clear(connection: Connection, at_ms: int) -> None:
    """What the cleaner takes away once its time has come."""
    inbox.forget_before(connection, at_ms)
    outbox.forget_before(connection, at_ms)


async def _bytes(database: Database, *, rewrite: bool = False) -> int:
    """What the database takes; ``rewrite`` gives back what is free in its files first."""
    if isinstance(database, SqliteDatabase):
        await database.scrub()  # the log is in the file

        def pages(connection: Connection) -> int:
            size, count, free = (
                int(connection.execute(text(f"PRAGMA {name}")).scalar() or 0)
                for name in ("page_size", "page_count", "freelist_count")
            )
            return size * (count - free)

        return await database.do(pages) + database.path.with_suffix(".keys").stat().st_size
    assert isinstance(database, PostgresDatabase)
    if rewrite:
        for name in ("inbox", "outbox", "chats", "timers"):
            await database.server.rewrite(name)
    return await database.do(
        lambda connection: int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar() or 0)
    )


def judge(sizes: Sizes) -> list[Finding]:
    """There is no target; it is what a reckoning for many people begins with."""
    return [
        Finding(f"{sizes.store}: {name}", "-", value, None)
        for name, value in (
            ("a person who was here", f"{sizes.settled:,.0f} bytes"),
            ("a turn, at first; lasting", f"{sizes.turn:,.0f}; {sizes.lasting:,.0f} bytes"),
            ("CPU of a turn of the coach", f"{sizes.turn_ms:.2f} ms"),
            ("CPU of a nudge that falls due", f"{sizes.nudge_ms:.2f} ms"),
        )
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measures.sizes", description=__doc__)
    parser.add_argument("--database-url", metavar="URL", help="a PostgreSQL whose user may create databases")
    with stores(parser.parse_args().database_url) as found:
        lines = [line for store in found for line in judge(asyncio.run(measure(store)))]
    print(draw_findings(lines))


if __name__ == "__main__":
    main()
