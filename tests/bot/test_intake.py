"""The intake by webhook and poll: order, what waits together, what was tried before."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from itertools import count
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from bot.observer import Nobody
from bot.store import inbox
from bot.store.database import SqliteDatabase, Work
from bot.store.tables import Posting, Received, Suspect
from bot.telegram.intake import ATTEMPTS, Intake
from bot.telegram.webhook import BATCH, Gathering
from bot.throttle import Throttle
from bot.turn import Outcome, Turns
from tests.bot.opened import rows
from tests.bot.toy import toy_book

T = TypeVar("T")


class Tally(Nobody):
    """Counts what the intake tells."""

    def __init__(self) -> None:
        self.turns: list[tuple[str, str]] = []
        self.omitted: list[tuple[str, str]] = []

    def turn(self, kind: str, result: str, seconds: float) -> None:
        self.turns.append((kind, result))

    def left_out(self, kind: str, why: str) -> None:
        self.omitted.append((kind, why))


class Quiet:
    """A channel that shows nothing."""

    name = "telegram"

    async def notice(self, outcome: Outcome) -> None: ...


class Failing:
    """A database that fails while it is told to, and counts its transactions."""

    def __init__(self, database: SqliteDatabase) -> None:
        self.database = database
        self.vault = database.vault
        self.fails = False
        self.count = 0

    async def do(self, work: Work[T]) -> T:
        self.count += 1
        if self.fails:
            raise OperationalError("", {}, Exception())
        return await self.database.do(work)

    async def scrub(self) -> None: ...
    async def close(self) -> None: ...


def intake_on(database: Any, *, tally: Tally | None = None, burst: int = 1000, watchful: float = 0.0) -> Intake:
    tally = tally or Tally()
    turns = Turns(database, toy_book(), lambda: datetime(2026, 11, 26, tzinfo=UTC), observer=tally)
    throttle = Throttle(0.001, burst, lambda: 0.0, lambda words: False)
    channel, inline = cast(Any, Quiet()), cast(Any, SimpleNamespace())
    return Intake(1, turns, throttle, channel, inline, watchful_seconds=watchful, clock=lambda: 0.0, observer=tally)


def update(number: int, chat: int = 1, text: str = "More") -> dict[str, Any]:
    message = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "text": text}
    return {"update_id": number, "message": message}


def key(number: int) -> str:
    return f"telegram:1:{number}"


async def answered(database: SqliteDatabase) -> list[str]:
    return [row["key"] for row in await rows(database, Received)]


async def test_updates_that_wait_share_a_transaction_in_the_order_of_their_ids(database: SqliteDatabase) -> None:
    counting = Failing(database)
    gathering = Gathering(intake_on(counting))
    await gathering.take(update(0))  # the first batch of a life is watched
    before = counting.count
    numbers = [7, 3, 9, 1, 5]
    await asyncio.gather(*(gathering.take(update(number, text=f"word {number}")) for number in numbers))
    assert counting.count - before == 1
    assert (await answered(database)) == sorted(key(number) for number in (0, *numbers))
    origins = [row["payload"].split('"origin": "')[1].split('"')[0] for row in await rows(database, Posting)]
    assert origins == sorted(origins)


_bases = count(1000, 1000)  # each example has ids of its own, since all share a database


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(waves=st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=12), min_size=1, max_size=6))
async def test_each_update_is_answered_once_however_it_is_delivered(
    database: SqliteDatabase, waves: list[list[int]]
) -> None:
    base = next(_bases)
    tally = Tally()
    gathering = Gathering(intake_on(database, tally=tally, watchful=1.0))
    takes: list[asyncio.Task[None]] = []
    for wave in waves:
        takes += [asyncio.create_task(gathering.take(update(base + number, number % 3))) for number in wave]
        await asyncio.sleep(0)
    await asyncio.gather(*takes)
    wanted = {key(base + number) for wave in waves for number in wave}
    assert wanted <= set(await answered(database))
    assert sum(result == "answered" for _, result in tally.turns) == len(wanted)
    assert len(tally.turns) == sum(map(len, waves))
    await gathering.take(update(base + 900))
    assert set(await attempts(database)) & wanted == set(), "what was answered is not noted any more"


async def test_more_than_a_batch_is_answered_in_several(database: SqliteDatabase) -> None:
    gathering = Gathering(intake_on(database, burst=10**6))
    await asyncio.gather(*(gathering.take(update(number, number)) for number in range(2 * BATCH + 1)))
    assert len(await answered(database)) == 2 * BATCH + 1


async def test_whoever_waits_is_told_that_it_failed_and_the_next_try_succeeds(database: SqliteDatabase) -> None:
    failing = Failing(database)
    gathering = Gathering(intake_on(failing))
    failing.fails = True
    found = await asyncio.gather(*(gathering.take(update(number)) for number in range(3)), return_exceptions=True)
    assert [type(error) for error in found] == [OperationalError] * 3
    failing.fails = False
    await asyncio.gather(*(gathering.take(update(number)) for number in range(3)))
    assert sorted(await answered(database)) == [key(0), key(1), key(2)]


async def test_a_caller_that_leaves_undoes_nothing(database: SqliteDatabase) -> None:
    intake = intake_on(database)
    leaving = asyncio.create_task(intake.answer([update(1)]))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    await intake.close()
    assert await answered(database) == [key(1)]


async def attempts(database: SqliteDatabase) -> dict[str, int]:
    return {row["key"]: row["attempts"] for row in await rows(database, Suspect)}


async def begun(database: SqliteDatabase, numbers: Iterable[int], times: int = 1) -> None:
    """As processes leave it that died while they answered these."""
    keys = [key(number) for number in numbers]
    for _ in range(times):
        await database.do(partial(inbox.begin_attempt, keys=keys))


async def test_notes_of_others_are_left_alone(database: SqliteDatabase) -> None:
    await begun(database, [1])
    await intake_on(database).answer([update(2)])
    assert await attempts(database) == {key(1): 1}


async def test_what_was_tried_too_often_is_set_aside_and_its_neighbours_are_answered(database: SqliteDatabase) -> None:
    await begun(database, [2], ATTEMPTS)
    tally = Tally()
    await intake_on(database, tally=tally).answer([update(1), update(2), update(3)])
    assert tally.turns == [("text", "answered"), ("failed", "answered"), ("text", "answered")]
    assert await attempts(database) == {}
    assert await answered(database) == [key(1), key(2), key(3)]


async def test_a_note_whose_update_was_answered_elsewhere_is_cleared_in_time(database: SqliteDatabase) -> None:
    await intake_on(database).answer([update(1)])
    await begun(database, [1, 2])
    await database.do(partial(inbox.forget_before, at_ms=0))
    assert await attempts(database) == {key(2): 1}


async def test_what_leads_to_no_turn_is_counted_by_why(database: SqliteDatabase) -> None:
    tally = Tally()
    intake = intake_on(database, tally=tally, burst=2)
    await intake.answer([update(number) for number in range(5)])
    await intake.answer([{"update_id": 8}, {"update_id": 9, "message": {"chat": 3}}])
    assert tally.turns == [("text", "answered"), ("text", "answered"), ("hurried", "answered")]
    assert tally.omitted == [("text", "throttled")] * 2 + [("other", "ignored"), ("other", "unreadable")]
