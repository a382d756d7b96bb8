"""kill -9 at random moments, at light load and under a backlog, and what it cost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.five import book
from benchmarks.stores import Store
from benchmarks.table import Finding
from bot.local.sandbox.botapi import Client, World, serve
from tests.e2e.balance import Balance
from tests.e2e.killing import LEASED_SECONDS, REST_SECONDS, at_light_load, under_backlog
from tests.e2e.process import FIVE, BotProcess

WORDS = "hello one two three four five again six".split()


@dataclass(frozen=True, slots=True)
class Kills:
    """Both forms on one store, each of several kills."""

    store: str
    backlog: Balance
    light: Balance

    @property
    def both(self) -> tuple[Balance, Balance]:
        return self.backlog, self.light


async def measure(kills: int, store: Store) -> Kills:
    """So many kills in each form, on empty databases.

    On PostgreSQL both are at work at the same time: each has to wait a minute at its end.
    """
    if store.server is None:
        return Kills(
            store.title,
            await _run(under_backlog, WORDS, 40, kills, store),
            await _run(at_light_load, WORDS * kills, 10, kills, store),
        )
    return Kills(
        store.title,
        *await asyncio.gather(
            _run(under_backlog, WORDS, 40, kills, store), _run(at_light_load, WORDS * kills, 10, kills, store)
        ),
    )


async def _run(
    form: Callable[..., Awaitable[Balance]], words: list[str], chats: int, kills: int, store: Store
) -> Balance:
    quiet = REST_SECONDS if store.server is None else LEASED_SECONDS
    with store.fresh() as place:
        async with serve(World()) as address, Client(address) as telegram:
            bot = BotProcess(address, Path(place["HALFWAY_DATA_DIR"]), *FIVE, **place)
            try:
                return await form(telegram, bot, book(), words, chats=chats, kills=kills, seed=7, quiet=quiet)
            finally:
                await bot.kill()


def judge(kills: Kills) -> list[Finding]:
    """Against the targets."""
    done = sum(each.kills for each in kills.both)
    lost = sum(each.lost for each in kills.both)
    astray = sum(each.out_of_step for each in kills.both)
    doubled = sum(each.doubled for each in kills.both)
    return [
        Finding(
            f"{kills.store}: kill -9, {done} times",
            "0 lost, 0 out of step, <= 2 doubled a kill",
            f"{lost} lost, {astray} out of step, {doubled / max(done, 1):.2f} doubled a kill",
            lost == astray == 0 and doubled <= 2 * done,
        )
    ]
