"""Two processes' work on one PostgreSQL database at the same moment: nothing lost, nothing twice, order holds."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, text

from bot.store import inbox, marks, outbox
from bot.store.database import Database
from bot.store.instants import now, to_ms
from bot.store.keytable import KeyTable
from bot.store.postgres import PostgresDatabase
from bot.store.seals import Seals
from bot.store.tables import Chat, Posting, Received, Timer, Transition, Urgency, table
from bot.store.vault import key_of
from bot.turn import Arrival, Outcome, Turns, fire_due, take_turns
from bot.workers.pace import Pace
from dialogs.engine import load
from dialogs.engine.events import Text
from tests.bot.opened import rows
from tests.bot.stores import RING
from tests.bot.test_sender import Postbox, post, sending, states, until
from tests.bot.toy import toy_book
from tests.postgres import Cluster, Postgres

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
Replicas = tuple[PostgresDatabase, PostgresDatabase]


def turns_on(database: Database) -> Turns:
    return Turns(database, toy_book(), lambda: NOW)


async def counted(database: Database) -> dict[str, int]:
    """How far each chat has counted."""
    return {row["chat"]: load(row["session"]).stack[0].facts.get("n", 0) for row in await rows(database, Chat)}


async def told(database: Database) -> list[str]:
    """What was said, in the order of the rows."""
    payloads = [json.loads(row["payload"]) for row in await rows(database, Posting)]
    return [payload["text"] for payload in payloads if payload["kind"] == "message"]


async def test_messages_of_one_person_on_both_at_once_are_all_counted(replicas: Replicas) -> None:
    first, second = turns_on(replicas[0]), turns_on(replicas[1])
    await first.take([Arrival("toy:1", Text("k", "hello"))])
    await asyncio.gather(
        *((first, second)[number % 2].take([Arrival("toy:1", Text(f"k{number}", "More"))]) for number in range(200))
    )
    assert await counted(replicas[0]) == {"toy:1": 200}
    assert await told(replicas[0]) == [f"{number} so far. More?" for number in range(201)], (
        "rows stand in the order of the turns"
    )


async def test_an_update_that_both_are_given_is_answered_by_one(replicas: Replicas) -> None:
    """Also the first of all, when the chat has no row yet that could be locked."""
    both = turns_on(replicas[0]), turns_on(replicas[1])
    for number in range(60):
        arrivals = [Arrival(f"toy:{number % 20}", Text(f"k{number}", "More"))]
        outcomes = await asyncio.gather(*(turns.take(arrivals) for turns in both))
        assert sorted(outcome.result for (outcome,) in outcomes) == ["answered", "seen"]
    assert len(await told(replicas[0])) == len(await rows(replicas[0], Received)) == 60


async def test_batches_that_share_chats_in_any_order_hold_each_other_up_and_no_more(replicas: Replicas) -> None:
    both, generator = (turns_on(replicas[0]), turns_on(replicas[1])), random.Random(5)
    batches = []
    for number in range(80):
        chats = generator.sample(range(30), 12)
        batches.append([Arrival(f"toy:{chat}", Text(f"k{number}-{chat}", "More")) for chat in chats])
    taken = await asyncio.gather(*(both[number % 2].take(batch) for number, batch in enumerate(batches)))
    assert {outcome.result for outcomes in taken for outcome in outcomes} == {"answered"}
    sent = Counter(arrival.chat for batch in batches for arrival in batch)
    # the first word to a chat opens the talk, each later one counts
    assert await counted(replicas[0]) == {chat: number - 1 for chat, number in sent.items()}
    assert sum(replica.server.redone for replica in replicas) <= 3, "locks are taken in one order"


async def test_a_chat_that_is_met_by_both_at_once_has_one_key(replicas: Replicas) -> None:
    both = turns_on(replicas[0]), turns_on(replicas[1])
    chats = [f"toy:{number}" for number in range(30)]
    await asyncio.gather(
        *(turns.take([Arrival(chat, Text(f"{chat}{id(turns)}", "More"))]) for chat in chats for turns in both)
    )

    def used(connection: Connection) -> set[tuple[str, str | None]]:
        stored = connection.execute(select(table(Posting).c.chat, table(Posting).c.payload)).all()
        return {(row.chat, key_of(row.payload)) for row in stored}

    kept = await replicas[0].keys.do(
        lambda connection: connection.execute(text(f"SELECT chat, id FROM {KeyTable.NAME}")).all()
    )
    assert {tuple(row) for row in kept} == await replicas[0].do(used)
    assert len(kept) == len(chats)


async def test_whoever_is_forgotten_while_they_write_begins_anew_and_nothing_is_left(replicas: Replicas) -> None:
    both = turns_on(replicas[0]), turns_on(replicas[1])
    for chat in ("toy:1", "toy:2"):
        await both[0].take([Arrival(chat, Text(f"k {chat}", "hello"))])
    for number in range(15):
        await asyncio.gather(
            both[0].take(
                [Arrival("toy:1", Text(f"f{number}", "Forget")), Arrival("toy:2", Text(f"n{number}", "More"))]
            ),
            both[1].take([Arrival("toy:2", Text(f"m{number}", "More")), Arrival("toy:1", Text(f"w{number}", "More"))]),
        )
    assert (await counted(replicas[0]))["toy:2"] == 30
    alive = {key_of(row) for row in await replicas[0].do(_sessions)}
    kept = await replicas[0].keys.do(
        lambda connection: connection.execute(text(f"SELECT id FROM {KeyTable.NAME}")).scalars().all()
    )
    assert set(kept) == alive, "each key that was given up is destroyed, and none else"


def _sessions(connection: Connection) -> list[str]:
    return list(connection.execute(select(table(Chat).c.session)).scalars())


async def test_two_timekeepers_fire_each_timer_once(replicas: Replicas) -> None:
    chats = [f"toy:{number}" for number in range(60)]
    turns = turns_on(replicas[0])
    await turns.take([Arrival(chat, Text(f"a {chat}", "hello")) for chat in chats])
    await turns.take([Arrival(chat, Text(f"b {chat}", "Remind")) for chat in chats])
    later = NOW + timedelta(hours=1)

    async def keep(database: Database) -> list[Outcome]:
        fired: list[Outcome] = []
        while await database.do(
            lambda connection: connection.execute(select(func.count(table(Timer).c.chat))).scalar()
        ):
            fired += await database.do(
                lambda connection: fire_due(connection, database.vault, toy_book(), "toy", later, 3)
            )
        return fired

    async def talk() -> None:
        for number in range(60):
            await turns.take([Arrival(chats[number], Text(f"c{number}", "More"))])

    one, other, _ = await asyncio.gather(keep(replicas[0]), keep(replicas[1]), talk())
    assert one, "both had their share"
    assert other, "both had their share"
    assert sorted(outcome.arrival.chat for outcome in one + other) == sorted(chats)
    assert {outcome.result for outcome in one + other} == {"answered"}


async def test_two_senders_send_each_row_once_and_each_chat_in_order(replicas: Replicas) -> None:
    """While turns go on adding rows. Both send into one postbox, so that order is that of the world."""
    channel, generator = Postbox(), random.Random(3)
    chats = [f"toy:{number}" for number in range(12)]
    wanted: dict[str, list[str]] = {chat: [] for chat in chats}
    async with sending(replicas[0], channel) as first, sending(replicas[1], channel) as second:
        for number in range(40):
            batch = [(chat, f"{number:03}-{at}") for chat in generator.sample(chats, 5) for at in range(3)]
            for chat, words in batch:
                wanted[chat].append(words)
            await post(generator.choice(replicas), *batch)
            generator.choice((first, second)).wake()
        await until(lambda: len(channel.got) >= 600, 30)
        assert first.sent > 50, "both have their share"
        assert second.sent > 50, "both have their share"
    assert {chat: channel.texts(chat) for chat in chats} == wanted
    assert {state for _, state, _ in await states(replicas[0])} == {1}


async def test_both_together_keep_to_what_the_channel_allows(replicas: Replicas) -> None:
    channel = Postbox()
    await post(replicas[0], *[(f"toy:{chat}", "hello") for chat in range(100)])
    async with (
        sending(replicas[0], channel, Pace(20, 10_000, 10_000, time.monotonic)) as first,
        sending(replicas[1], channel, Pace(20, 10_000, 10_000, time.monotonic)) as second,
    ):
        await until(lambda: len(channel.got) == 100, 30)
        assert min(first.sent, second.sent) > 0, "both have their share"
    assert most_in(channel.times, 1.0) <= 25, "20, and some that were late"
    assert channel.times[-1] - channel.times[0] < 8, "no slower than it has to be"


async def test_both_together_keep_the_pace_of_a_chat(replicas: Replicas) -> None:
    """A burst of three, and then five a second; another chat does not wait for that."""
    channel = Postbox()
    await post(replicas[0], *[("toy:1", f"{number:02}") for number in range(18)], ("toy:2", "at once"))
    async with (
        sending(replicas[0], channel, Pace(1000, 5, 3, time.monotonic)),
        sending(replicas[1], channel, Pace(1000, 5, 3, time.monotonic)),
    ):
        await until(lambda: len(channel.got) == 19, 30)
    assert channel.texts("toy:1") == [f"{number:02}" for number in range(18)]
    assert channel.got.index(("toy:2", "at once")) <= 4
    assert 2.9 < channel.times[-1] - channel.times[0] < 6


async def test_nudges_of_both_leave_room_for_answers(replicas: Replicas) -> None:
    channel = Postbox()
    await post(replicas[0], *[(f"toy:{chat}", "a nudge") for chat in range(45)], urgency=Urgency.SOFT)
    async with (
        sending(replicas[0], channel, Pace(20, 10_000, 10_000, time.monotonic)),
        sending(replicas[1], channel, Pace(20, 10_000, 10_000, time.monotonic)),
    ):
        await until(lambda: len(channel.got) == 45, 30)
    assert 2.7 < channel.times[-1] - channel.times[0] < 6, "fifteen a second: three quarters of the pace"


async def test_what_was_sent_of_late_names_nobody(replicas: Replicas) -> None:
    channel = Postbox()
    await post(replicas[0], ("toy:12345678", "hello"))
    async with sending(replicas[0], channel, Pace(20, 1, 3, time.monotonic)):
        await until(lambda: bool(channel.got))
        kept = await replicas[0].do(lambda connection: marks.read(connection, "pace of toy"))
    assert kept is not None
    assert "12345678" not in kept


def most_in(times: list[float], seconds: float) -> int:
    """The most instants in any stretch of so many seconds."""
    return max(sum(at <= other < at + seconds for other in times) for at in times)


async def test_no_chat_is_claimed_by_two(replicas: Replicas) -> None:
    """Claims of one row each, as many at once as there are connections: the moment in which a lease is not yet seen."""
    for number in range(8):
        await post(replicas[0], *[(f"toy:{chat}", f"{number}") for chat in range(3)])
    at = to_ms(now()) + 1000
    for round_ in range(25):
        claims = await asyncio.gather(
            *(_claim(replicas[each % 2], at + round_, at + round_ + 60_000, 1 + each % 2) for each in range(12))
        )
        rows_ = [row for claim in claims for row in claim]
        held = [{row.chat for row in claim} for claim in claims]
        assert sum(len(chats) for chats in held) == len(set().union(*held)), "a chat is held by one"
        ids: dict[str, list[int]] = {}
        for row in sorted(rows_, key=lambda row: row.id):
            ids.setdefault(row.chat, []).append(row.id)
        firsts = await replicas[0].do(_first_waiting)
        assert all(numbers[0] == firsts[chat] for chat, numbers in ids.items()), "the first row goes first"
        for row in rows_:
            await replicas[0].do(partial(outbox.release, claimed=row))


def _first_waiting(connection: Connection) -> dict[str, int]:
    posted = table(Posting)
    found = connection.execute(
        select(posted.c.chat, func.min(posted.c.id)).where(posted.c.state == 0).group_by(posted.c.chat)
    )
    return {row[0]: row[1] for row in found}


async def _claim(database: Database, now_ms: int, until_ms: int, limit: int) -> list[outbox.Claimed]:
    return await database.do(
        lambda connection: outbox.claim(connection, Seals(database.vault), "toy", now_ms, until_ms, limit)
    )


async def test_notes_on_what_was_tried_are_kept_apart(replicas: Replicas) -> None:
    async def note(database: Database, *keys: str) -> None:
        await database.do(lambda connection: inbox.begin_attempt(connection, keys))

    await asyncio.gather(*(note(database, "both", str(at)) for at, database in enumerate(replicas)))
    await replicas[0].do(lambda connection: inbox.clear_attempts(connection, ["0"]))
    found = await replicas[1].do(lambda connection: inbox.tried(connection, ["both", "0", "1"]))
    assert found == {"both": 2, "1": 1}


@contextlib.asynccontextmanager
async def disturbed(disturb: Callable[[], Awaitable[None]], seconds: float) -> AsyncIterator[Callable[[], int]]:
    """Something happens again and again meanwhile; gives how often. What has begun is finished: no half a restart."""
    times, over = 0, asyncio.Event()

    async def go_on() -> None:
        nonlocal times
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await over.wait()
                    return
            await disturb()
            times += 1

    task = asyncio.create_task(go_on())
    try:
        yield lambda: times
    finally:
        over.set()
        await task


async def _talk_through(replicas: Replicas, disturb: Callable[[], Awaitable[None]], seconds: float) -> int:
    """Five people write 25 times each, on both, while something happens; all of it counts. How often it did."""
    channel = Postbox()
    both = turns_on(replicas[0]), turns_on(replicas[1])
    chats = [f"toy:{number}" for number in range(5)]
    await both[0].take([Arrival(chat, Text(f"a {chat}", "hello")) for chat in chats])

    async def write(chat: str) -> None:
        for number in range(25):
            arrivals = [Arrival(chat, Text(f"{chat} {number}", "More"))]
            await asyncio.gather(*(turns.take(arrivals) for turns in both))
            await asyncio.sleep(0.01)

    async with sending(replicas[0], channel), sending(replicas[1], channel):
        async with disturbed(disturb, seconds) as times:
            await asyncio.gather(*(write(chat) for chat in chats))
            happened = times()
        await until(lambda: all(heard(channel, chat)[-1:] == ["25 so far. More?"] for chat in chats), 90)
    assert await counted(replicas[0]) == dict.fromkeys(chats, 25)
    for chat in chats:
        words = list(dict.fromkeys(heard(channel, chat)))
        assert words == [f"{number} so far. More?" for number in range(26)], "each, and in its order"
    moves = await replicas[0].do(
        lambda connection: connection.execute(select(func.count()).select_from(table(Transition))).scalar()
    )
    assert moves == 125, "each turn once"
    return happened


def heard(channel: Postbox, chat: str) -> list[str]:
    return [words for words in channel.texts(chat) if not words.startswith("redraw")]


@pytest.mark.slow
async def test_connections_that_are_cut_in_the_middle_lose_nothing(replicas: Replicas, postgres: Postgres) -> None:
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'halfway' AND random() < 0.5"

    async def disturb() -> None:
        await asyncio.to_thread(postgres.execute, cut)

    assert await _talk_through(replicas, disturb, 0.15) >= 3
    assert sum(replica.server.redone for replica in replicas) > 5


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_a_server_that_is_restarted_under_load_loses_nothing(
    replicas: Replicas, cluster: Cluster, mode: str
) -> None:
    assert await _talk_through(replicas, lambda: cluster.restart(mode), 0.5) >= 1


@pytest.mark.slow
async def test_an_outage_longer_than_patience_is_outlived_by_the_workers(cluster: Cluster, template: str) -> None:
    name = cluster.create(template)
    database = PostgresDatabase(cluster.database(name), RING, patience=0.2)
    channel = Postbox()
    async with sending(database, channel) as sender:
        await post(database, ("toy:1", "before"))
        sender.wake()
        await until(lambda: len(channel.got) == 1)
        await asyncio.to_thread(cluster.stop)
        sender.wake()
        with pytest.raises(Exception, match="can't be reached"):
            await turns_on(database).take([Arrival("toy:1", Text("k", "hello"))])
        await asyncio.to_thread(cluster.start)
        await turns_on(database).take([Arrival("toy:1", Text("k", "hello"))])
        await until(lambda: len(channel.got) == 2, 15)
    await database.close()
    cluster.drop(name)


def cut_after_commit(connection: Connection) -> None:
    """The connection is lost, and the commit was not heard of."""
    connection.execute(text("COMMIT"))
    connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


async def test_a_turn_whose_commit_was_not_heard_of_is_found_in_the_inbox(replicas: Replicas) -> None:
    database, outcomes = replicas[0], []

    def work(connection: Connection) -> None:
        arrivals = [Arrival("toy:1", Text("k", "hello"))]
        outcomes.extend(take_turns(connection, database.vault, toy_book(), arrivals, NOW))
        if len(outcomes) == 1:
            cut_after_commit(connection)

    await database.do(work)
    assert [outcome.result for outcome in outcomes] == ["answered", "seen"]
    assert await told(database) == ["0 so far. More?"]


async def test_a_firing_whose_commit_was_not_heard_of_is_not_done_twice(replicas: Replicas) -> None:
    database, fired = replicas[0], []
    turns = turns_on(database)
    await turns.take([Arrival("toy:1", Text("k", "hello"))])
    await turns.take([Arrival("toy:1", Text("l", "Remind"))])

    def work(connection: Connection) -> None:
        fired.append(fire_due(connection, database.vault, toy_book(), "toy", NOW + timedelta(hours=1), 9))
        if len(fired) == 1:
            cut_after_commit(connection)

    await database.do(work)
    assert [len(outcomes) for outcomes in fired] == [1, 0]


async def test_rows_whose_settlement_was_not_heard_of_are_settled_again(replicas: Replicas) -> None:
    database = replicas[0]
    await post(database, ("toy:1", "a"), ("toy:1", "b"))
    at = to_ms(now()) + 10
    first, second = await _claim(database, at, at + 60_000, 2)
    tries = 0

    def work(connection: Connection) -> None:
        nonlocal tries
        tries += 1
        outbox.settle(connection, first, 7, at)
        if tries == 1:
            cut_after_commit(connection)

    await database.do(work)
    assert tries == 2
    assert [state for _, state, _ in await states(database)] == [1, 0]
    await database.do(partial(outbox.release, claimed=second))
    assert [row.id for row in await _claim(replicas[1], at, at + 60_000, 2)] == [second.id]


async def test_work_whose_own_fault_it_is_is_not_done_again(replicas: Replicas) -> None:
    tries = 0

    def work(connection: Connection) -> Any:
        nonlocal tries
        tries += 1
        connection.execute(text("SELECT no_such_column FROM chats"))

    with pytest.raises(Exception, match="no_such_column"):
        await replicas[0].do(work)
    assert tries == 1


async def test_a_nudge_in_flight_on_one_does_not_make_the_other_busy(replicas: Replicas) -> None:
    """What is due behind something that another sender has is looked at now and then, not all the time."""
    await post(replicas[0], ("toy:1", "a"), ("toy:1", "b"), urgency=Urgency.SOFT)
    at = to_ms(now()) + 10
    await replicas[0].do(
        lambda connection: outbox.claim(connection, Seals(replicas[0].vault), "toy", at, at + 60_000, 1, Urgency.SOFT)
    )
    before = await _transactions(replicas[1])
    async with sending(replicas[1], Postbox()) as sender:
        await asyncio.sleep(1.5)
        assert sender.sent == 0
    assert await _transactions(replicas[1]) - before < 25


async def _transactions(database: Database) -> int:
    return await database.do(lambda connection: int(connection.execute(text("SELECT txid_current()")).scalar_one()))
