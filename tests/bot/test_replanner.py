"""The replanner: timers are reckoned anew when zone rules or this machine's clock have changed under them."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, update

from bot.store import marks
from bot.store.database import Database
from bot.store.instants import to_ms
from bot.store.tables import Posting, Received, Timer, Transition, table
from bot.workers.replanner import Replanner, rules_fingerprint
from bot.workers.timekeeper import Timekeeper
from dialogs.coach import build
from tests.bot.firing import CHANNEL, START, settle
from tests.bot.opened import rows

CHATS = 120


class Hands:
    """A clock whose hands are moved by the test."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def planned(database: Database) -> Database:
    """People with nudges, check-ins and plans."""
    await database.do(partial(settle, vault=database.vault, chats=CHATS))
    return database


def replanner(database: Database, clock: Hands) -> Replanner:
    return Replanner(database, build(), CHANNEL, clock, lambda: None)


async def due(database: Database) -> dict[tuple[str, str], int]:
    return {(row["chat"], row["name"]): row["due_ms"] for row in await rows(database, Timer)}


async def shift(database: Database, by: timedelta) -> None:
    """Timers as other zone rules, or a clock in the future, would have set them."""
    wrong = {key: at + to_ms(START + by) - to_ms(START) for key, at in (await due(database)).items()}
    timers = table(Timer)

    def write(connection: Connection) -> None:
        for (chat, name), at in wrong.items():
            connection.execute(update(timers).where(timers.c.chat == chat, timers.c.name == name).values(due_ms=at))

    await database.do(write)


async def test_nothing_is_reckoned_anew_where_nothing_changed(planned: Database) -> None:
    clock = Hands()
    watcher = replanner(planned, clock)
    await watcher.look()
    clock.now += timedelta(hours=1)
    await watcher.look()
    assert watcher.replanned == 0


async def test_new_zone_rules_move_every_timer_to_its_wall_clock_time(planned: Database) -> None:
    right = await due(planned)
    assert len(right) == 3 * CHATS
    await replanner(planned, Hands()).look()
    await planned.do(partial(marks.leave, name="zone_rules", value="those of last year"))
    await shift(planned, timedelta(hours=1))
    watcher = replanner(planned, Hands())
    await watcher.look()
    assert watcher.replanned == CHATS
    assert await due(planned) == right
    assert await planned.do(partial(marks.read, name="zone_rules")) == rules_fingerprint()
    assert not [row for row in await rows(planned, Received) if f"{CHANNEL}:" in row["key"]], "the inbox names no chat"


async def test_a_clock_that_stood_in_the_future_leaves_nobody_waiting_for_years(planned: Database) -> None:
    right, clock = await due(planned), Hands()
    clock.now = START + timedelta(days=1500)
    await replanner(planned, clock).look()  # a process of that future
    await shift(planned, timedelta(days=1500))
    clock.now = START
    watcher = replanner(planned, clock)
    await watcher.look()
    assert watcher.replanned == CHATS
    assert await due(planned) == right


async def test_the_timekeeper_notices_a_clock_that_goes_back(planned: Database) -> None:
    clock, noticed = Hands(), []
    keeper = Timekeeper(planned, build(), CHANNEL, clock, lambda: None, lambda: noticed.append(clock.now))
    await keeper.fire()
    clock.now -= timedelta(minutes=5)
    await keeper.fire()
    assert noticed == [], "everyday correction"
    clock.now -= timedelta(days=2)
    await keeper.fire()
    assert noticed == [clock.now]


async def test_a_clock_that_jumps_ahead_sends_no_heap_of_late_nudges(planned: Database) -> None:
    """Four days later each person has at most one of a kind, and the following ones are set."""
    clock = Hands()
    keeper = Timekeeper(planned, build(), CHANNEL, clock, lambda: None)
    clock.now += timedelta(days=4)
    while (following := await keeper.fire()) is not None and following <= to_ms(clock.now):
        pass
    sent = await rows(planned, Posting)
    skipped = [row for row in await rows(planned, Transition) if row["event"] == "late"]
    assert len(sent) + len(skipped) == 3 * CHATS
    assert len(skipped) > 2 * CHATS
    assert all(at > to_ms(clock.now) for at in (await due(planned)).values())
