"""kill -9 while people talk: nothing lost, nothing out of step, and at most two messages doubled a kill.

Twenty kills in all: twelve of a small bot with many people, eight of the coach itself, from the greeting to a kept
sentence. `make bench` does twenty more.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.five import book
from bot.local.sandbox.botapi import Client
from dialogs.coach import build
from dialogs.script import parse
from tests.e2e.balance import Balance
from tests.e2e.killing import at_light_load, under_backlog
from tests.e2e.process import FIVE, ROOT, BotProcess

pytestmark = pytest.mark.slow

WORDS = "hello one two three four five again six".split()
KILLS = 6
SCRIPT = ROOT / "tests" / "scripts" / "first_time.script"
TALK = [line.text for line in parse(SCRIPT.read_text(encoding="utf-8")) if line.kind in ("user", "tap")]  # labels typed
TALK[TALK.index("20:00") : TALK.index("Lisbon") + 1] = ["Not now"]  # an answer would name the time
TALK[TALK.index("Never")] = "Skip"  # how sure a result is depends on haste, and so on the machine; a skip settles it
COACH_KILLS = 4
PACE = "60"  # twice Telegram's: what is in flight, and so may double, grows with the pace times the time of a call


def assert_balanced(found: Balance, kills: int) -> None:
    assert found.kills == kills, str(found)
    assert (found.lost, found.out_of_step) == (0, 0), str(found)
    assert found.doubled <= 2 * kills, str(found)


async def test_killed_under_a_backlog(telegram: Client, tmp_path: Path) -> None:
    bot = BotProcess(telegram.address, tmp_path, *FIVE, SEND_PER_SECOND=PACE)
    try:
        found = await under_backlog(telegram, bot, book(), WORDS, chats=40, kills=KILLS, seed=7)
    finally:
        await bot.kill()
    assert_balanced(found, KILLS)


async def test_killed_at_light_load(telegram: Client, tmp_path: Path) -> None:
    bot = BotProcess(telegram.address, tmp_path, *FIVE, SEND_PER_SECOND=PACE)
    try:
        found = await at_light_load(telegram, bot, book(), WORDS * 5, chats=10, kills=KILLS, seed=7)
    finally:
        await bot.kill()
    assert_balanced(found, KILLS)


async def test_the_coach_is_killed_under_a_backlog(telegram: Client, tmp_path: Path) -> None:
    bot = BotProcess(telegram.address, tmp_path, SEND_PER_SECOND=PACE)
    try:
        found = await under_backlog(telegram, bot, build(), TALK, chats=15, kills=COACH_KILLS, seed=11)
    finally:
        await bot.kill()
    assert_balanced(found, COACH_KILLS)


async def test_the_coach_is_killed_at_light_load(telegram: Client, tmp_path: Path) -> None:
    bot = BotProcess(telegram.address, tmp_path, SEND_PER_SECOND=PACE)
    try:
        found = await at_light_load(telegram, bot, build(), TALK, chats=8, kills=COACH_KILLS, seed=11)
    finally:
        await bot.kill()
    assert_balanced(found, COACH_KILLS)
