"""The sender: order within a chat, patience, and nothing lost."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from bot.channel import ChannelError, Doubtful, Gone, Refused, Wait
from bot.store import outbox, records
from bot.store.database import Database, SqliteDatabase, T, Work
from bot.store.instants import now, to_ms
from bot.store.outbox import Claimed
from bot.store.seals import Migrated, Seals
from bot.store.tables import Chat, Posted, Posting, Timer, Urgency, table
from bot.turn import Outcome
from bot.workers.mailbag import OutboxBag
from bot.workers.pace import Pace
from bot.workers.sender import Draw, Sender


class Postbox:
    """A channel that keeps what it is given, and fails as it is told."""

    name = "toy"

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []
        self.times: list[float] = []
        self.failures: dict[str, list[ChannelError]] = {}
        self.flying = self.most = 0

    async def send(self, chat: str, payload: Mapping[str, Any]) -> int | None:
        self.flying += 1
        self.most = max(self.most, self.flying)
        await asyncio.sleep(0.001)
        self.flying -= 1
        if self.failures.get(chat):
            raise self.failures[chat].pop(0)
        self.got.append((chat, payload.get("text") or f"redraw {payload.get('message')}"))
        self.times.append(time.monotonic())
        return len(self.got)

    async def notice(self, outcome: Outcome) -> None: ...

    def texts(self, chat: str) -> list[str]:
        return [text for other, text in self.got if other == chat]


class Counting:
    """A database that counts how often it is asked."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.vault = database.vault
        self.rounds = 0

    async def do(self, work: Work[T]) -> T:
        self.rounds += 1
        return await self.database.do(work)

    async def make_ready(self) -> None:
        await self.database.make_ready()

    async def migrate(self, to: str = "head") -> Migrated:
        return await self.database.migrate(to)

    async def do_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        await self.database.do_alone(name, work)

    async def scrub(self) -> None:
        await self.database.scrub()

    async def close(self) -> None:
        await self.database.close()


@contextlib.asynccontextmanager
async def sending(
    database: Database, channel: Postbox, pace: Pace | None = None, draw: Draw | None = None
) -> AsyncIterator[Sender]:
    pace = pace or Pace(10_000, 10_000, 10_000, time.monotonic)
    sender = Sender(OutboxBag(database, channel.name, pace), channel, pace, now, draw)
    task = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await sender.drain(5)


async def post(database: Database, *texts: tuple[str, str], **options: Any) -> None:
    at_ms = options.pop("available_ms", to_ms(now()))
    rows = [outbox.row(chat, {"kind": "message", "text": text}, at_ms, **options) for chat, text in texts]
    await database.do(lambda connection: outbox.post(connection, Seals(database.vault), rows))


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        await asyncio.sleep(0.005)


async def states(database: Database) -> list[tuple[str, int, str]]:
    outbox_table = table(Posting)
    return await database.do(
        lambda connection: [
            (row.chat, row.state, row.payload)
            for row in connection.execute(select(outbox_table).order_by(outbox_table.c.id))
        ]
    )


async def test_each_chat_gets_its_messages_in_order_and_their_words_are_dropped(database: Database) -> None:
    channel = Postbox()
    await post(database, *[(f"toy:{number % 7}", f"{number:03}") for number in range(70)])
    async with sending(database, channel):
        await until(lambda: len(channel.got) == 70)
    for chat in range(7):
        assert channel.texts(f"toy:{chat}") == sorted(channel.texts(f"toy:{chat}"))
    assert {state for _, state, _ in await states(database)} == {Posted.SENT}
    assert {payload for _, _, payload in await states(database)} == {""}


async def test_a_wake_sends_at_once(database: Database) -> None:
    channel = Postbox()
    async with sending(database, channel) as sender:
        await asyncio.sleep(0.05)
        await post(database, ("toy:1", "hello"))
        began = time.monotonic()
        sender.wake()
        await until(lambda: bool(channel.got))
        assert time.monotonic() - began < 0.5


async def test_told_to_wait_one_chat_waits_and_others_do_not(database: Database) -> None:
    channel = Postbox()
    channel.failures["toy:1"] = [Wait(0.4)]
    await post(database, ("toy:1", "a"), ("toy:1", "b"), ("toy:2", "c"))
    async with sending(database, channel):
        await until(lambda: bool(channel.got))
        assert channel.got == [("toy:2", "c")]
        await until(lambda: len(channel.got) == 3)
    assert channel.texts("toy:1") == ["a", "b"]
    assert channel.times[1] - channel.times[0] > 0.3


async def test_a_doubtful_message_is_sent_again_before_what_follows_it(database: Database) -> None:
    channel = Postbox()
    channel.failures["toy:1"] = [Doubtful("the line went dead")]
    await post(database, ("toy:1", "a"), ("toy:1", "b"))
    async with sending(database, channel) as sender:
        await until(lambda: len(channel.got) == 2)
        assert sender.doubtful == 1
    assert channel.texts("toy:1") == ["a", "b"]


async def test_a_refused_message_is_dead_and_what_follows_is_sent(database: Database) -> None:
    channel = Postbox()
    channel.failures["toy:1"] = [Refused("message is too long")]
    await post(database, ("toy:1", "a"), ("toy:1", "b"))
    async with sending(database, channel):
        await until(lambda: bool(channel.got))
    assert channel.texts("toy:1") == ["b"]
    assert [state for _, state, _ in await states(database)] == [Posted.DEAD, Posted.SENT]


async def test_somebody_who_is_gone_gets_nothing_more_and_no_timer_fires(database: Database) -> None:
    channel = Postbox()
    channel.failures["toy:1"] = [Gone("blocked")]
    await database.do(
        lambda connection: (
            connection.execute(
                table(Chat).insert().values(chat="toy:1", revision=1, session="{}", created_ms=1, updated_ms=1)
            ),
            connection.execute(table(Timer).insert().values(chat="toy:1", name="soon", due_ms=1, data="{}")),
        )
    )
    await post(database, ("toy:1", "a"), ("toy:1", "b"), ("toy:2", "c"))
    async with sending(database, channel):
        await until(lambda: bool(channel.got))
        await asyncio.sleep(0.05)
    assert channel.got == [("toy:2", "c")]
    assert [state for chat, state, _ in await states(database) if chat == "toy:1"] == [Posted.DEAD, Posted.DEAD]
    left = await database.do(
        lambda connection: (
            connection.execute(select(table(Timer))).all(),
            connection.execute(select(table(Chat).c.blocked_ms)).scalar(),
        )
    )
    assert left[0] == []
    assert left[1] is not None


async def test_answers_go_before_nudges(database: Database) -> None:
    channel = Postbox()
    await post(database, *[(f"toy:{number}", "nudge") for number in range(50)], urgency=Urgency.SOFT)
    await post(database, ("toy:99", "answer"))
    async with sending(database, channel):
        await until(lambda: len(channel.got) == 51)
    assert channel.got[0] == ("toy:99", "answer")


async def test_a_redraw_finds_the_message_by_the_token_of_its_question(database: Database) -> None:
    channel = Postbox()
    await post(database, ("toy:1", "a question"), token="t-1")
    redraw = outbox.row("toy:1", {"kind": "redraw", "token": "t-1", "message": None, "text": None}, to_ms(now()))
    async with sending(database, channel) as sender:
        await until(lambda: len(channel.got) == 1)
        await asyncio.sleep(0.05)
        await database.do(lambda connection: outbox.post(connection, Seals(database.vault), [redraw]))
        sender.wake()
        await until(lambda: len(channel.got) == 2)
    assert channel.got[1] == ("toy:1", "redraw 1")


async def test_few_are_in_flight_with_a_fast_channel(database: Database) -> None:
    channel = Postbox()
    await post(database, *[(f"toy:{number}", "x") for number in range(60)])
    async with sending(database, channel, Pace(30, 1, 3, time.monotonic)):
        await until(lambda: len(channel.got) >= 30)
    assert channel.most <= 2, "what is in flight at a kill is what may be doubled"


async def test_the_pace_holds_and_everything_arrives(database: Database) -> None:
    channel = Postbox()
    await post(database, *[(f"toy:{number}", "x") for number in range(45)], *[("toy:1", f"{n}") for n in range(3)])
    async with sending(database, channel, Pace(30, 2, 2, time.monotonic)):
        await until(lambda: len(channel.got) == 48)
    for at in channel.times:
        assert sum(at <= other < at + 0.95 for other in channel.times) <= 30
    assert channel.texts("toy:1") == ["x", "0", "1", "2"]


async def claim(database: Database, now_ms: int, until_ms: int, limit: int) -> list[Claimed]:
    return await database.do(
        lambda connection: outbox.claim(connection, Seals(database.vault), "toy", now_ms, until_ms, limit)
    )


async def test_what_a_dead_process_had_claimed_is_sent_after_a_restart(database: Database) -> None:
    """On SQLite at once, where there is no other; on PostgreSQL when the lease ends."""
    shared = not isinstance(database, SqliteDatabase)
    await post(database, ("toy:1", "a"), ("toy:1", "b"))
    at = to_ms(now())
    lease = 1_000 if shared else 60_000
    assert len(await claim(database, at, at + lease, 10)) == 2
    assert await claim(database, at + 1, at + lease, 10) == []
    channel = Postbox()
    async with sending(database, channel):
        await until(lambda: len(channel.got) == 2)
        assert shared == (to_ms(now()) >= at + lease)
    assert channel.texts("toy:1") == ["a", "b"]


async def test_rows_behind_one_that_waits_are_not_claimed(database: Database) -> None:
    await post(database, ("toy:1", "a"), ("toy:1", "b"))
    at = to_ms(now()) + 10
    first = (await claim(database, at, at + 60_000, 1))[0]
    assert await claim(database, at, at + 60_000, 10) == []
    await database.do(lambda connection: outbox.postpone(connection, first, at + 5000))
    assert await claim(database, at + 1, at + 60_000, 10) == []
    assert len(await claim(database, at + 5000, at + 60_000, 10)) == 2


async def test_what_another_sender_has_of_a_chat_stays_its_own(database: Database) -> None:
    """A nudge that has to wait gives back what was claimed with it, and not the answer that went past it."""
    await post(database, ("toy:1", "nudge"), urgency=Urgency.SOFT)
    await post(database, ("toy:1", "answer"))
    at = to_ms(now()) + 10
    (answer,) = await claim(database, at, at + 60_000, 10)
    (nudge,) = await database.do(
        lambda connection: outbox.claim(
            connection, Seals(database.vault), "toy", at, at + 60_001, 1, urgency=Urgency.SOFT
        )
    )
    await database.do(lambda connection: outbox.hold(connection, nudge, at + 500))
    assert await claim(database, at + 1000, at + 70_000, 10) == [], "the answer is on its way"
    await database.do(lambda connection: outbox.release(connection, answer))
    assert [row.payload["text"] for row in await claim(database, at + 1000, at + 70_000, 10)] == ["answer"]


async def test_what_came_too_late_is_not_sent_and_is_counted(database: Database) -> None:
    channel = Postbox()
    await post(database, ("toy:1", "over"), expires_ms=to_ms(now()) - 1)
    await post(database, ("toy:1", "still good"), expires_ms=to_ms(now()) + 60_000)
    async with sending(database, channel):
        await until(lambda: bool(channel.got))
    assert channel.texts("toy:1") == ["still good"]
    troubles = await database.do(
        lambda connection: list(connection.execute(select(table(Posting).c.trouble)).scalars())
    )
    assert troubles == [outbox.TOO_LATE, None]


async def test_many_that_came_too_late_are_taken_away_together(database: Database) -> None:
    """A bot that was away finds a heap of them: one at a time, each look going through the heap, would take hours."""
    for number in range(40):
        await post(database, (f"toy:{number}", "over"), urgency=Urgency.SOFT, expires_ms=to_ms(now()) - 1)
    await post(database, ("toy:7", "still good"), urgency=Urgency.SOFT, expires_ms=to_ms(now()) + 60_000)
    at = to_ms(now()) + 10

    def claim_nudge(connection: Connection) -> list[Claimed]:
        seals = Seals(database.vault)
        return outbox.claim(connection, seals, "toy", at, at + 60_000, 1, urgency=Urgency.SOFT)

    assert await database.do(claim_nudge) == [], "what was claimed is over, and so are the others"
    (row,) = await database.do(claim_nudge)
    assert row.payload["text"] == "still good"


async def test_nudges_leave_room_for_answers(database: Database) -> None:
    """At 60 a second a hundred nudges go at 50, evenly; an answer in the middle of them goes at once."""
    channel = Postbox()
    await post(database, *[(f"toy:{number}", "nudge") for number in range(100)], urgency=Urgency.SOFT)
    waited = []
    async with sending(database, channel, Pace(60, 1000, 1000, time.monotonic)) as sender:
        await until(lambda: len(channel.got) > 10)
        for number in range(5):
            began = time.monotonic()
            await post(database, (f"toy:{1000 + number}", "answer"))
            sender.wake()
            await until(lambda wanted=f"toy:{1000 + number}": bool(channel.texts(wanted)))  # type: ignore[misc]
            waited.append(time.monotonic() - began)
        await until(lambda: len(channel.got) == 105)
    nudges = [at for at, (_, text) in zip(channel.times, channel.got, strict=True) if text == "nudge"]
    assert 100 / (nudges[-1] - nudges[0]) < 52
    assert max(sum(at <= other < at + 1 for other in channel.times) for at in channel.times) <= 60
    assert max(waited) < 0.25, waited


async def test_a_nudge_that_has_to_wait_holds_up_no_other_and_costs_no_work(database: Database) -> None:
    channel = Postbox()
    channel.failures["toy:1"] = [Wait(0.6)]
    await post(database, ("toy:1", "patient"), ("toy:2", "other"), urgency=Urgency.SOFT)
    counting = Counting(database)
    async with sending(counting, channel):
        await until(lambda: len(channel.got) == 2)
    assert channel.got == [("toy:2", "other"), ("toy:1", "patient")]
    assert counting.rounds < 40, "it is looked at when it is due, and not all the time"


async def test_a_nudge_is_taken_back_from_somebody_who_comes_by_themselves(database: Database) -> None:
    await post(database, ("toy:1", "nudge"), ("toy:2", "nudge"), urgency=Urgency.SOFT)
    await post(database, ("toy:1", "answer"))
    await database.do(lambda connection: outbox.withdraw(connection, ["toy:1"], to_ms(now())))
    channel = Postbox()
    async with sending(database, channel):
        await until(lambda: len(channel.got) == 2)
        await asyncio.sleep(0.05)
    assert sorted(channel.got) == [("toy:1", "answer"), ("toy:2", "nudge")]


class Easel:
    """Draws when it is told to."""

    def __init__(self) -> None:
        self.wet = asyncio.Event()
        self.begun = 0

    async def draw(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        self.begun += 1
        await self.wet.wait()
        return {**payload, "text": f"drawn {payload['caption']}"}


async def post_pictures(database: Database, *chats: str) -> None:
    rows = [
        row
        for chat in chats
        for row in (
            outbox.row(chat, {"kind": "picture", "picture": "days", "caption": "days"}, to_ms(now())),
            outbox.row(chat, {"kind": "message", "text": "after"}, to_ms(now())),
        )
    ]
    await database.do(lambda connection: outbox.post(connection, Seals(database.vault), rows))


async def test_pictures_that_are_being_drawn_hold_nobody_else_up(database: Database) -> None:
    """Ten at once, and two places: an answer goes past all of them; order inside a chat holds."""
    channel, easel = Postbox(), Easel()
    chats = [f"toy:{number}" for number in range(10)]
    await post_pictures(database, *chats)
    async with sending(database, channel, draw=easel.draw) as sender:
        await until(lambda: easel.begun == 10)
        await post(database, ("toy:x", "quick"))
        sender.wake()
        await until(lambda: channel.texts("toy:x") == ["quick"])
        assert len(channel.got) == 1
        easel.wet.set()
        await until(lambda: len(channel.got) == 21)
        await post(database, ("toy:y", "later"))
        sender.wake()
        await until(lambda: channel.texts("toy:y") == ["later"])
    assert all(channel.texts(chat) == ["drawn days", "after"] for chat in chats)
    assert all(state == Posted.SENT for _, state, _ in await states(database))


async def test_a_stop_while_one_is_drawn_leaves_it_for_the_next_start(database: Database) -> None:
    channel, easel = Postbox(), Easel()
    await post_pictures(database, "toy:1")
    began = time.monotonic()
    async with sending(database, channel, draw=easel.draw):
        await until(lambda: easel.begun == 1)
    assert time.monotonic() - began < 3, "a stop does not wait for a picture"
    assert channel.got == []
    easel.wet.set()
    async with sending(database, channel, draw=easel.draw):
        await until(lambda: len(channel.got) == 2)
    assert channel.texts("toy:1") == ["drawn days", "after"]


async def test_a_picture_whose_sending_failed_is_drawn_again(database: Database) -> None:
    channel, easel = Postbox(), Easel()
    easel.wet.set()
    channel.failures["toy:1"] = [Wait(0.05)]
    await post_pictures(database, "toy:1")
    async with sending(database, channel, draw=easel.draw):
        await until(lambda: len(channel.got) == 2)
    assert easel.begun == 2


async def test_a_channel_that_draws_itself_is_given_the_data(database: Database) -> None:
    channel = Postbox()
    await post_pictures(database, "toy:1")
    async with sending(database, channel):
        await until(lambda: len(channel.got) == 2)


async def test_a_stop_sends_the_answers_that_are_due_and_no_nudge(database: SqliteDatabase) -> None:
    channel = Postbox()
    await post(database, *[(f"toy:{number % 5}", f"{number:02}") for number in range(40)])
    await post(database, ("toy:8", "tomorrow"), available_ms=to_ms(now()) + 86_400_000)
    pace = Pace(10_000, 10_000, 10_000, time.monotonic)
    sender = Sender(OutboxBag(database, channel.name, pace), channel, pace, now)
    running = asyncio.create_task(sender.run())
    await until(lambda: bool(channel.got))
    running.cancel()  # in the middle of a round
    await asyncio.gather(running, return_exceptions=True)
    await post(database, ("toy:9", "a nudge"), urgency=Urgency.SOFT)
    began = time.monotonic()
    await sender.drain(20)
    assert time.monotonic() - began < 10
    assert sorted(text for _, text in channel.got) == [f"{number:02}" for number in range(40)]
    for chat in range(5):
        assert channel.texts(f"toy:{chat}") == [f"{number:02}" for number in range(chat, 40, 5)]


async def test_a_stop_does_not_wait_longer_than_it_may(database: SqliteDatabase) -> None:
    channel = Postbox()
    channel.failures["toy:1"] = [Wait(0.3) for _ in range(100)]
    await post(database, ("toy:1", "never in time"))
    pace = Pace(10_000, 10_000, 10_000, time.monotonic)
    sender = Sender(OutboxBag(database, channel.name, pace), channel, pace, now)
    began = time.monotonic()
    await sender.drain(1)
    assert 0.9 < time.monotonic() - began < 5
    assert channel.got == []


async def test_what_was_sent_before_an_erasure_takes_nothing_from_what_comes_after(database: Database) -> None:
    """The number of an erased row may go to the next one, while the first is still on its way."""
    await post(database, ("toy:1", "are you sure?"))
    seals, at_ms = Seals(database.vault), to_ms(now())
    claims = partial(outbox.claim, seals=seals, channel="toy", now_ms=at_ms, until_ms=at_ms + 60_000, limit=1)
    [under_way] = await database.do(claims)
    await database.do(lambda connection: records.erase(connection, seals, "toy:1"))
    await post(database, ("toy:1", "all of it is gone"), passing=True)
    await database.do(partial(outbox.settle, claimed=under_way, message=7, at_ms=at_ms))
    await database.do(partial(outbox.bury, claimed=under_way, why="", at_ms=at_ms))
    channel = Postbox()
    async with sending(database, channel):
        await until(lambda: channel.texts("toy:1") == ["all of it is gone"])
