"""Time, through the Bot API: the bot as it runs, on a clock that the test moves."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from pydantic import SecretStr
from sqlalchemy import Connection

from bot.app import House, run_telegram
from bot.local.clock import RehearsalClock
from bot.local.sandbox.botapi import Client, MessageView
from bot.settings import Settings
from bot.store import outbox, timers
from bot.store.instants import from_ms
from dialogs.coach import COMMANDS, build
from tests.e2e.person import Person, labels, settle_in
from tests.e2e.process import TOKEN

START = datetime(2026, 3, 27, 13, 0, tzinfo=UTC)  # a Friday; on Sunday clocks in Europe go forward


@dataclass
class Evening:
    """The bot under way, and its clock."""

    person: Person
    clock: RehearsalClock
    house: House

    async def later(self, time: timedelta) -> list[MessageView]:
        """Let time pass, timer by timer; what the person gets meanwhile."""
        until, before = self.clock() + time, len(await self.person.said())
        while (due := await self._next()) is not None and due <= until:
            self.clock.move_to(due)
            await self.house.timekeeper.fire()
            await self._sent()
        self.clock.move_to(until)
        return (await self.person.said())[before:]

    async def _next(self) -> datetime | None:
        found = await self.house.database.do(lambda connection: timers.next_due(connection, "telegram"))
        return None if found is None else from_ms(found)

    async def _sent(self) -> None:
        for _ in range(400):
            self.house.sender.wake()
            await asyncio.sleep(0.01)
            if not await self.house.database.do(_owed):
                return
        raise AssertionError("something is still to be sent")


def _owed(connection: Connection) -> bool:
    return outbox.next_available(connection, "telegram") is not None


@pytest.fixture
async def evening(telegram: Client, tmp_path: Path) -> AsyncIterator[Evening]:
    """Somebody who has come as far as the menu."""
    settings = Settings(  # type: ignore[call-arg]  # the env file is none of the declared settings
        _env_file=None,
        telegram_bot_token=SecretStr(TOKEN),
        telegram_api_base_url=telegram.address,
        halfway_data_dir=tmp_path,
        send_per_chat_per_second=1000,
        send_per_chat_burst=1000,
        poll_seconds=1,
    )
    clock, stopped = RehearsalClock(START, "Europe/Berlin"), asyncio.Event()
    house: asyncio.Future[House] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(
        run_telegram(settings, build(), COMMANDS, stopped, clock=clock, opened=house.set_result)
    )
    try:
        person = Person(telegram, 77)
        opened = await asyncio.wait_for(house, 20)
        await settle_in(person, "Sam")
        yield Evening(person, clock, opened)
    finally:
        stopped.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait_for(running, 20)


async def test_a_nudge_comes_by_the_persons_clock_and_is_finished_in_its_message(
    evening: Evening, telegram: Client
) -> None:
    person = evening.person
    await person.write("/nudges")
    await person.tap("20:00")
    said = await person.hear(telegram.send_location(person.chat, 52.52, 13.40))
    assert "Berlin time, then. It's 14:" in said[0]["text"]
    [nudge] = await evening.later(timedelta(hours=7))
    assert labels(nudge) == ["Show me", "Not today", "Fewer"]
    shown = await person.tap_in_place(nudge["message_id"], "Show me")
    assert shown["text"] != nudge["text"]
    done = labels(shown)[0]
    assert labels(shown)[1:] == ["Not today", "Fewer"]
    closed = await person.tap_in_place(nudge["message_id"], done)
    assert "Practised on 1 of the last 14 days." in closed["text"]
    assert labels(closed) == ["Menu"]
    [following] = await evening.later(timedelta(hours=23))
    assert labels(following)[0] == "Show me"
    [after_the_change] = await evening.later(timedelta(hours=23))  # the clock went forward in between
    assert labels(after_the_change)[0] == "Show me"


async def test_a_nudge_of_the_night_makes_no_sound(evening: Evening, telegram: Client) -> None:
    person = evening.person
    await person.write("/zone Tokyo")
    await person.write("/nudges")
    await person.write("23:30")
    assert await evening.later(timedelta(hours=26))
    assert len([call for call in await telegram.transcript() if call["params"].get("disable_notification")]) == 1


async def test_a_break_is_announced_and_asked_about(evening: Evening) -> None:
    person = evening.person
    await person.write("/practice")
    await person.tap("Reaching out instead")
    await person.tap("Space with a return time")
    await person.tap("Let's do it")
    await person.tap("Skip")
    await person.tap("tense")
    said = await person.tap("30 minutes")
    assert "in 30 minutes" in said[-1]["text"]
    await person.tap("Name a clock time")
    said = await person.write("Berlin")
    assert "I'll be back at 14:3" in said[-1]["text"]
    await person.tap("It's said, start the clock")
    [soon] = await evening.later(timedelta(minutes=27))
    assert "Five minutes left" in soon["text"]
    [asked] = await evening.later(timedelta(minutes=5))
    assert "Did you go back" in asked["text"]
    await person.tap("Yes, I'm back")
    said = await person.write("/progress")
    assert "Return times kept: 1 of 1." in said[-1]["text"]


async def test_the_calendar_file_is_one(evening: Evening, telegram: Client) -> None:
    person = evening.person
    await person.write("/zone Berlin")
    await person.write("/check_in")
    await person.tap("Let's do it")
    await person.write("every other Sunday at 19:00")
    await person.tap("15 minutes")
    await person.tap("chores")
    await person.hear(telegram.tap(person.chat, "Calendar file"), out=True)
    [file] = [message["file_id"] for message in await person.said() if message["file_id"]]
    text = await telegram.file_text(file)
    calendar = Calendar.from_ical(text)
    [event] = calendar.events
    assert event["summary"] == "Our check-in"
    assert event.start.isoformat() == "2026-03-29T19:00:00+02:00"
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU" in text


async def test_shutting_the_bot_out_ends_what_comes_by_itself(evening: Evening, telegram: Client) -> None:
    person = evening.person
    await person.write("/zone Berlin")
    await person.write("/nudges")
    await person.tap("20:00")
    await telegram.block(person.chat)
    await asyncio.sleep(0.5)
    assert await evening.later(timedelta(days=3)) == []
    await telegram.unblock(person.chat)
    await person.write("/start")
    assert await evening.later(timedelta(days=3)) == [], "and coming back does not start it again"
