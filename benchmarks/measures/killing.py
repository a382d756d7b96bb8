"""kill -9 at random moments, at light load and under a backlog, and what it cost."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.five import book
from benchmarks.table import Finding
from bot.local.sandbox.botapi import Client, World, serve
from tests.e2e.balance import Balance
from tests.e2e.killing import at_light_load, under_backlog
from tests.e2e.process import FIVE, BotProcess

WORDS = "hello one two three four five again six".split()


@dataclass(frozen=True, slots=True)
class Kills:
    """Both forms, each of several kills."""

    backlog: Balance
    light: Balance

    @property
    def both(self) -> tuple[Balance, Balance]:
        return self.backlog, self.light


async def measure(kills: int) -> Kills:
    """So many kills in each form, on fresh databases."""
    found = []
    for form, words, chats in ((under_backlog, WORDS, 40), (at_light_load, WORDS * kills, 10)):
        with tempfile.TemporaryDirectory() as folder:
            async with serve(World()) as address, Client(address) as telegram:
                bot = BotProcess(address, Path(folder), *FIVE)
                try:
                    found.append(await form(telegram, bot, book(), words, chats=chats, kills=kills, seed=7))
                finally:
                    await bot.kill()
    return Kills(*found)


def judge(kills: Kills) -> list[Finding]:
    """Against the targets."""
    done = sum(each.kills for each in kills.both)
    lost = sum(each.lost for each in kills.both)
    astray = sum(each.out_of_step for each in kills.both)
    doubled = sum(each.doubled for each in kills.both)
    return [
        Finding(
            f"kill -9, {done} times",
            "0 lost, 0 out of step, <= 2 doubled a kill",
            f"{lost} lost, {astray} out of step, {doubled / max(done, 1):.2f} doubled a kill",
            lost == astray == 0 and doubled <= 2 * done,
        )
    ]
