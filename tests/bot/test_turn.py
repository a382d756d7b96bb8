"""The turn: one transaction, answered once, in order, and erased without a trace."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, select

from bot.store import outbox, schema
from bot.store.database import Database
from bot.store.seals import Migrated, Seals, seal_everything, shred
from bot.store.tables import OF_CHAT, Chat, Fact, Posting, Received, Shred, Timer, Transition, table
from bot.store.vault import SealError, key_of
from bot.turn import Arrival, Outcome, Turns, fire_due
from dialogs.engine import load
from dialogs.engine.events import Blocked, Command, Event, Tap, Text
from tests.bot.opened import rows
from tests.bot.stores import SqliteStore, Store
from tests.bot.toy import toy_book
from tests.dialogs.conversation import says

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CHAT = "toy:1"


def turns_on(database: Database) -> Turns:
    return Turns(database, toy_book(), lambda: NOW)


async def session_of(database: Database, chat: str = CHAT) -> Any:
    found = [row for row in await rows(database, Chat) if row["chat"] == chat]
    return load(found[0]["session"]) if found else None


async def tap(turns: Turns, key: str, choice: str, chat: str = CHAT) -> str:
    session = await session_of(turns.database, chat)
    event = Tap(key, session.token, session.offered.index(choice), 7, "shown")
    return (await turns.take([Arrival(chat, event)]))[0].result


async def test_a_turn_writes_session_inbox_outbox_and_log_together(database: Database) -> None:
    turns = turns_on(database)
    await turns.take([Arrival(CHAT, Text("k1", "hello"))])
    assert await tap(turns, "k2", "more") == "answered"
    assert [row["key"] for row in await rows(database, Received)] == ["k1", "k2"]
    assert (await session_of(database)).stack[0].facts == {"n": 1}
    payloads = [json.loads(row["payload"]) for row in await rows(database, Posting)]
    assert [payload["kind"] for payload in payloads] == ["message", "redraw", "message"]
    assert payloads[1]["text"] == "shown\n\n✓ <i>More</i>"
    assert payloads[2]["text"] == "1 so far. More?"
    assert [(row["event"], row["source"], row["dest"]) for row in await rows(database, Transition)] == [
        ("count", "ask", "ask")
    ]


async def test_an_update_delivered_twice_is_answered_once(database: Database) -> None:
    turns = turns_on(database)
    arrival = Arrival(CHAT, Text("k1", "hello"))
    first = await turns.take([arrival, arrival])
    second = await turns.take([arrival])
    assert [outcome.result for outcome in first + second] == ["answered", "seen", "seen"]
    assert len(await rows(database, Posting)) == 1


async def test_six_hundred_concurrent_turns_on_one_chat_count_six_hundred(database: Database) -> None:
    turns = turns_on(database)
    await turns.take([Arrival(CHAT, Text("k", "hello"))])

    async def tap_once(number: int) -> None:
        # whichever token is current when its turn comes: taps race, but the count is in the session's own turn
        await turns.take([Arrival(CHAT, Text(f"k{number}", "More"))])

    await asyncio.gather(*(tap_once(number) for number in range(600)))
    assert (await session_of(database)).stack[0].facts == {"n": 600}
    assert (await rows(database, Chat))[0]["revision"] == 601


async def test_two_processes_on_one_database_lose_nothing(database: Database, store: Store) -> None:
    other = store.open()
    try:
        first, second = turns_on(database), turns_on(other)
        await first.take([Arrival(CHAT, Text("k", "hello"))])
        await asyncio.gather(
            *((first, second)[number % 2].take([Arrival(CHAT, Text(f"k{number}", "More"))]) for number in range(100))
        )
        assert (await session_of(database)).stack[0].facts == {"n": 100}
    finally:
        await other.close()


async def test_a_turn_that_fails_leaves_the_state_and_gets_an_apology(database: Database) -> None:
    turns = turns_on(database)
    await turns.take([Arrival(CHAT, Text("k1", "hello"))])
    await tap(turns, "k2", "more")
    before = await session_of(database)
    assert await tap(turns, "k3", "fail") == "failed"
    assert replace(await session_of(database), worded={}) == before, "only which apology was read is new"
    assert says(json.loads((await rows(database, Posting))[-1]["payload"])["text"], "engine.failed")
    assert await tap(turns, "k3", "fail") == "seen", "a poison update is acknowledged"
    assert await tap(turns, "k4", "more") == "answered"


async def test_one_poison_update_in_a_batch_harms_no_other(database: Database) -> None:
    turns = turns_on(database)
    events: list[tuple[str, Event]] = [("toy:1", Text("a", "hi")), ("toy:2", Text("b", "hi"))]
    await turns.take([Arrival(chat, event) for chat, event in events])
    outcomes = await turns.take(
        [Arrival("toy:1", Text("c", "Fail")), Arrival("toy:2", Text("d", "More")), Arrival("toy:1", Text("e", "More"))]
    )
    assert [outcome.result for outcome in outcomes] == ["failed", "answered", "answered"]


async def test_a_session_that_cannot_be_read_gets_an_apology_and_is_left_alone(database: Database) -> None:
    turns = turns_on(database)
    await turns.take([Arrival(CHAT, Text("k1", "hello"))])
    await database.do(lambda connection: connection.exec_driver_sql("UPDATE chats SET session = '{\"schema\":99}'"))
    assert (await turns.take([Arrival(CHAT, Text("k2", "More"))]))[0].result == "failed"
    assert (await rows(database, Chat))[0]["session"] == '{"schema":99}'


async def test_work_that_raises_rolls_back_alone(database: Database) -> None:
    def good(connection: Any) -> None:
        connection.exec_driver_sql("INSERT INTO suspects VALUES ('good', 1)")

    def bad(connection: Any) -> None:
        connection.exec_driver_sql("INSERT INTO suspects VALUES ('bad', 1)")
        raise ValueError("no")

    results = await asyncio.gather(*(database.do(work) for work in (good, bad)), return_exceptions=True)
    assert results[0] is None
    assert isinstance(results[1], ValueError)
    names = await database.do(lambda connection: connection.exec_driver_sql("SELECT key FROM suspects").scalars().all())
    assert names == ["good"]


async def test_forget_leaves_no_row_and_no_word(database: Database, store: Store) -> None:
    turns = turns_on(database)
    canary, other = "periwinkle-canary", "somebody-elses-word"
    await turns.take([Arrival(CHAT, Text("k1", "hello")), Arrival("toy:2", Text("k2", "hello"))])
    await tap(turns, "k3", "more")
    await tap(turns, "k4", "more", "toy:2")
    for number in range(20):
        await turns.take(
            [Arrival(CHAT, Text(f"w{number}", f"{canary} {number}")), Arrival("toy:2", Text(f"o{number}", other))]
        )
    await tap(turns, "k5", "remind")
    await tap(turns, "k6", "export")
    sealed = (await database.do(_sessions))[CHAT]
    assert canary in await opened(database, sealed)
    assert canary not in await _at_rest(database, store), "what people write is sealed"
    await tap(turns, "k7", "forget")
    # the goodbye is still owed; once it is sent, nothing is left
    left = [row for row in await rows(database, Posting) if row["chat"] == CHAT]
    assert [json.loads(row["payload"])["text"] for row in left] == ["shown\n\n✓ <i>Forget</i>", "All gone."]
    for _ in left:  # in their order, one at a time
        for row in await database.do(
            lambda connection: outbox.claim(connection, Seals(database.vault), "toy", 10**14, 2 * 10**14, 100)
        ):
            if row.chat == CHAT:
                await database.do(partial(outbox.settle, claimed=row, message=1, at_ms=1))
    await database.scrub()
    for kind in OF_CHAT:
        assert not [row for row in await rows(database, kind) if row["chat"] == CHAT]
    raw = await _at_rest(database, store)
    assert CHAT not in raw
    assert "toy:2" in raw
    with pytest.raises(SealError, match="destroyed"):  # a backup of before, too, can be read by nobody
        await opened(database, sealed)
    assert await database.do(lambda connection: shred(connection, database.vault)) == 0


def _sessions(connection: Connection) -> dict[str, str]:
    chats = table(Chat)
    return {row.chat: row.session for row in connection.execute(select(chats.c.chat, chats.c.session))}


async def opened(database: Database, sealed: str) -> str:
    return await database.do(lambda connection: database.vault.unseal(CHAT, "session", sealed))


async def _at_rest(database: Database, store: Store) -> str:
    """All that lies in the files or, on PostgreSQL, in the tables: of its files see the tests of its keys."""
    if isinstance(store, SqliteStore):
        paths = store.path.parent.glob(store.path.stem + "*")
        return "".join(file.read_bytes().decode("latin-1") for file in paths)
    return str([await database.do(partial(_everything, kind=kind)) for kind in (*OF_CHAT, Received, Shred)])


def _everything(connection: Connection, kind: Any) -> list[Any]:
    return [tuple(row) for row in connection.execute(select(table(kind)))]


async def test_forget_inside_a_batch_forgets_what_the_batch_was_about_to_write(database: Database) -> None:
    turns = turns_on(database)
    await turns.take([Arrival(CHAT, Text("k1", "hello"))])
    await turns.take(
        [
            Arrival(CHAT, Text("k2", "a secret")),
            Arrival(CHAT, Text("k3", "Forget")),
            Arrival(CHAT, Text("k4", "hello again")),
        ]
    )
    assert "a secret" not in str([await rows(database, kind) for kind in OF_CHAT])
    assert (await session_of(database)).person.name is None
    texts = [json.loads(row["payload"]).get("text") for row in await rows(database, Posting)]
    assert texts == ["All gone.", "0 so far. More?"]


async def test_forget_destroys_every_key_of_a_chat(database: Database) -> None:
    """Also one that was made for a turn which came to nothing: its row would name the chat."""
    turns = turns_on(database)
    await turns.take([Arrival(CHAT, Text("k1", "hello")), Arrival("toy:2", Text("k2", "hello"))])
    await database.do(lambda connection: database.vault.mint([CHAT]))
    assert len(await database.do(lambda connection: database.vault.names_of(CHAT))) == 2
    await turns.take([Arrival(CHAT, Text("k3", "Forget")), Arrival(CHAT, Text("k4", "hello again"))])
    (left,) = await database.do(lambda connection: database.vault.names_of(CHAT))
    assert key_of((await database.do(_sessions))[CHAT]) == left, "the one of the talk that began anew"
    assert len(await database.do(lambda connection: database.vault.names_of("toy:2"))) == 1


async def test_export_holds_everything(database: Database) -> None:
    turns = turns_on(database)
    await turns.take([Arrival(CHAT, Text("k1", "hello"))])
    await tap(turns, "k2", "more")
    await turns.take([Arrival(CHAT, Text("k3", "a word to keep"))])
    await tap(turns, "k4", "remind")
    await tap(turns, "k5", "export")
    payload = next(
        payload for row in await rows(database, Posting) if (payload := json.loads(row["payload"]))["kind"] == "file"
    )
    held = json.loads(payload["content"])
    assert held["records"][0]["data"] == {"text": "a word to keep"}
    assert held["timers"][0]["name"] == "soon"
    assert held["chats"][0]["session"]["person"]["name"] == "a word to keep"
    assert {row["event"] for row in held["transitions"]} == {"count", "keep", "remind"}
    assert set(held) >= {str(kind.__tablename__) for kind in OF_CHAT}


async def test_a_fact_that_is_taken_back_is_gone_and_no_other(database: Database) -> None:
    clock = NOW
    turns = Turns(database, toy_book(), lambda: clock)
    await turns.take([Arrival(chat, Text(f"k1 {chat}", "hello")) for chat in (CHAT, "toy:2")])
    for chat in (CHAT, "toy:2"):
        await tap(turns, f"k2 {chat}", "more", chat)
        await turns.take([Arrival(chat, Text(f"k3 {chat}", f"a first word of {chat}"))])
    clock = NOW + timedelta(minutes=1)
    await turns.take([Arrival(CHAT, Text("k4", "a second word"))])
    await tap(turns, "k5", "take_back")
    kept = [(row["chat"], json.loads(row["data"])["text"]) for row in await rows(database, Fact)]
    assert kept == [("toy:2", "a first word of toy:2"), (CHAT, "a second word")]


async def test_a_due_timer_fires_once_in_the_transaction_of_its_turn(database: Database) -> None:
    turns = turns_on(database)
    await turns.take([Arrival(CHAT, Text("k1", "hello"))])
    await tap(turns, "k2", "remind")

    async def fire(at: datetime) -> list[Outcome]:
        return await database.do(lambda connection: fire_due(connection, database.vault, toy_book(), "toy", at, 10))

    assert await fire(NOW + timedelta(minutes=19)) == []
    assert len(await fire(NOW + timedelta(minutes=20))) == 1
    assert await fire(NOW + timedelta(minutes=21)) == []
    assert await rows(database, Timer) == []
    assert not [row for row in await rows(database, Received) if "toy:1" in row["key"]], "the inbox names no chat"


async def test_blocked_cancels_timers_and_coming_back_lifts_it(database: Database) -> None:
    turns = turns_on(database)
    await turns.take([Arrival(CHAT, Text("k1", "hello"))])
    await tap(turns, "k2", "remind")
    await turns.take([Arrival(CHAT, Blocked("k3"))])
    assert await rows(database, Timer) == []
    assert (await rows(database, Chat))[0]["blocked_ms"] is not None
    await turns.take([Arrival(CHAT, Command("k4", "start"))])
    assert (await rows(database, Chat))[0]["blocked_ms"] is None


async def test_records_before_consent_are_not_kept(database: Database) -> None:
    turns = turns_on(database)
    await turns.take([Arrival(CHAT, Text("k1", "hello")), Arrival(CHAT, Text("k2", "a word"))])
    assert await rows(database, Fact) == []


def test_head_is_the_newest_migration() -> None:
    assert schema.revisions()[0] == schema.HEAD


async def test_migrations_make_what_the_tables_declare_and_can_be_undone(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlmodel import SQLModel

    differences = await database.do(
        lambda connection: compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    )
    assert differences == []
    for revision in schema.revisions()[1:]:
        assert (await database.migrate(revision)).after == revision
    assert await database.migrate("base") == Migrated("0001", None, 0)
    assert await database.do(lambda connection: inspect(connection).get_table_names()) == ["alembic_version"]
    assert await database.migrate() == Migrated(None, schema.HEAD, 0)
    await turns_on(database).take([Arrival(CHAT, Text("k1", "hello"))])


async def test_a_revision_that_is_none_is_named(database: Database) -> None:
    with pytest.raises(schema.SchemaError, match=r"no revision 'tomorrow'.*base, 0001"):
        await database.migrate("tomorrow")


async def test_a_database_of_a_newer_release_says_what_to_do(database: Database) -> None:
    await database.do(lambda connection: connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.SchemaError, match=r"9999.*upgrade Halfway"):
        await database.make_ready()
    with pytest.raises(schema.SchemaError, match=r"9999.*upgrade Halfway"):
        await database.migrate()


async def test_what_an_earlier_release_left_open_is_sealed(database: Database) -> None:
    turns = turns_on(database)
    await turns.take([Arrival(CHAT, Text("k1", "hello"))])
    await tap(turns, "k2", "remind")
    await turns.take([Arrival(CHAT, Text("k3", "a word to keep"))])

    def leave_open(connection: Connection) -> None:
        for kind, column in ((Chat, "session"), (Posting, "payload"), (Fact, "data"), (Timer, "data")):
            source = table(kind)
            for row in connection.execute(select(source)).mappings().all():
                plain = database.vault.unseal(row["chat"], column, row[column])
                connection.execute(source.update().where(source.c.chat == row["chat"]).values({column: plain}))

    before = await session_of(database)
    await database.do(leave_open)
    assert await session_of(database) == before, "what is open can be read"
    assert await database.do(lambda connection: seal_everything(connection, database.vault)) >= 3
    assert await database.do(lambda connection: seal_everything(connection, database.vault)) == 0
    assert all(key_of(stored) for stored in (await database.do(_sessions)).values())
    assert await session_of(database) == before


async def test_a_session_out_of_a_backup_whose_key_was_destroyed_begins_anew(database: Database) -> None:
    turns = turns_on(database)
    await turns.take([Arrival(CHAT, Text("k1", "hello")), Arrival("toy:2", Text("k2", "hello"))])
    await tap(turns, "k3", "more")
    await tap(turns, "k4", "remind")
    stored = (await database.do(_sessions))[CHAT]
    await database.do(lambda connection: database.vault.destroy([key_of(stored) or ""]))
    later = NOW + timedelta(days=2)
    outcomes = await turns.take([Arrival(CHAT, Text("k5", "hello")), Arrival("toy:2", Text("k6", "hello"))])
    assert [outcome.result for outcome in outcomes] == ["answered", "answered"], "one lost key holds up nobody else"
    assert (await session_of(database)).stack[0].facts.get("n", 0) == 0
    await database.do(lambda connection: fire_due(connection, database.vault, toy_book(), "toy", later, 10))
    claimed = await database.do(
        lambda connection: outbox.claim(connection, Seals(database.vault), "toy", 10**14, 2 * 10**14, 100)
    )
    assert {row.chat for row in claimed} == {CHAT, "toy:2"}
