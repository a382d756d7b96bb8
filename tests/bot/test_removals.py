"""Removals: everything the bot wrote goes, also what was on its way then; in calls of a size that is allowed."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.store import outbox
from bot.store.database import Database
from bot.store.seals import Seals

CHAT = "toy:1"
AT, LATER = 1_000, 61_000
MOST = 100  # messages that Telegram removes at once


async def test_what_was_on_its_way_is_removed_too(database: Database) -> None:
    seals = Seals(database.vault)

    def post(connection: Connection, *payloads: dict[str, object]) -> None:
        outbox.post(connection, seals, [outbox.row(CHAT, payload, AT) for payload in payloads])

    def claim(connection: Connection) -> list[outbox.Claimed]:
        return outbox.claim(connection, seals, "toy", AT, LATER, 9)

    await database.do(lambda connection: post(connection, {"kind": "message"}))
    (known,) = await database.do(claim)
    await database.do(lambda connection: outbox.settle(connection, known, 11, AT))
    await database.do(lambda connection: post(connection, {"kind": "message"}))
    (flying,) = await database.do(claim)
    asked = await database.do(lambda connection: list(outbox.removals(connection, CHAT)))
    assert [each["messages"] for each in asked] == [[11]]
    await database.do(lambda connection: post(connection, *asked, {"kind": "message"}))
    await database.do(lambda connection: outbox.settle(connection, flying, 12, AT))
    removal, _ = await database.do(claim)
    assert removal.payload["messages"] == [11, 12]


async def test_many_are_removed_in_several_calls(database: Database) -> None:
    seals = Seals(database.vault)
    await database.do(
        lambda connection: outbox.post(
            connection, seals, [outbox.row(CHAT, {"kind": "message"}, AT) for _ in range(150)]
        )
    )

    def send_all(connection: Connection) -> None:
        for number, row in enumerate(outbox.claim(connection, seals, "toy", AT, LATER, 150), 1):
            outbox.settle(connection, row, number, AT)

    await database.do(send_all)
    asked = await database.do(lambda connection: list(outbox.removals(connection, CHAT)))
    assert sorted(number for each in asked for number in each["messages"]) == list(range(1, 151))
    assert all(len(each["messages"]) < MOST for each in asked)
    assert [each["since"] for each in asked] == [None, 150]


async def test_nothing_is_asked_where_nothing_was_written(database: Database) -> None:
    assert await database.do(lambda connection: list(outbox.removals(connection, CHAT))) == [
        {"kind": "remove", "messages": [], "since": 0}
    ]
