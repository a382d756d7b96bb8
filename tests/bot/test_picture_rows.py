"""A picture's row: all that is drawn and said lies in it, sealed, and is gone once it is sent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from bot.store import outbox
from bot.store.database import Database
from bot.store.instants import to_ms
from bot.store.seals import Seals
from bot.store.tables import Posted, Posting, table
from bot.turn import Arrival, Turns
from dialogs.engine import Book, Choice, Dialog, Move, Turn, Wait
from dialogs.engine.events import Command, Text
from tests.bot.opened import rows
from tests.dialogs.conversation import book_of

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECRET = "the dishes, again"
ARRIVALS = [Arrival("toy:1", Command("0", "start")), Arrival("toy:1", Text("1", SECRET))]


def _draw(turn: Turn) -> None:
    turn.person = replace(turn.person, consented=NOW.isoformat())
    data = {"nodes": [{"label": "My move", "text": turn.text}], "cheapest": None}
    turn.send_picture("loop", "pictures.pulse.moved", {"change": turn.text or ""}, data)


def book() -> Book:
    art = Dialog(
        "pictures",
        1,
        "all",
        (Wait("all", (Choice("done", "draw", label="done"),), text="draw"),),
        (Move("draw", "all", "all", do=_draw),),
    )
    return book_of(art, home="pictures")


async def test_a_row_holds_all_of_it_sealed(database: Database) -> None:
    await Turns(database, book(), lambda: NOW).take(ARRIVALS)
    opened = [json.loads(row["payload"]) for row in await rows(database, Posting)]
    (picture,) = [payload for payload in opened if payload["kind"] == "picture"]
    assert picture == {
        "kind": "picture",
        "picture": "loop",
        "caption": f" ({SECRET})",
        "data": {"nodes": [{"label": "My move", "text": SECRET}], "cheapest": None},
        "words": {"title": "Your loop", "cheapest": "Easiest to change:"},
        "origin": ARRIVALS[1].event.key,
    }
    at_rest = select(table(Posting).c.payload)
    stored = await database.do(lambda connection: list(connection.execute(at_rest).scalars()))
    assert not [payload for payload in stored if SECRET in str(payload)]


async def test_what_was_sent_is_kept_no_longer(database: Database) -> None:
    await Turns(database, book(), lambda: NOW).take(ARRIVALS)
    now, seals = to_ms(NOW), Seals(database.vault)
    claimed = await database.do(lambda connection: outbox.claim(connection, seals, "toy", now, now + 1, 9))
    (row,) = [row for row in claimed if row.payload["kind"] == "picture"]
    await database.do(lambda connection: outbox.settle(connection, row, 5, now))
    (kept,) = [each for each in await rows_as_stored(database) if each["id"] == row.id]
    assert (kept["state"], kept["payload"], kept["message"]) == (Posted.SENT, "", 5)


async def rows_as_stored(database: Database) -> list[dict[str, object]]:
    return await database.do(
        lambda connection: [dict(row) for row in connection.execute(select(table(Posting))).mappings()]
    )
