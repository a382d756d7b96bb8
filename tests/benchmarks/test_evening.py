"""The evening on a simulated clock: the same every time, under Telegram's limits, and nobody is left out."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from benchmarks.measures import million
from benchmarks.simulation.bag import MemoryBag
from benchmarks.simulation.evening import Plan, live_through
from benchmarks.simulation.loop import simulate
from bot.workers.claiming import Following

SMALL = Plan(2_500, 0.02, 30)


def test_an_evening_is_the_same_every_time_and_another_with_another_seed() -> None:
    assert live_through(SMALL) == live_through(SMALL)
    assert live_through(replace(SMALL, seed=2)) != live_through(SMALL)


@pytest.mark.parametrize("replicas", [1, 3])
def test_the_targets_of_sending_are_met(replicas: int) -> None:
    night = live_through(replace(SMALL, replicas=replicas))
    assert [line.measure for line in million.judge(night) if not line.met] == []
    assert night.sent == SMALL.people + night.answers
    assert night.answers > 0
    assert night.drained >= SMALL.people / 30


def test_more_than_telegram_takes_is_refused_and_still_not_lost() -> None:
    """Two senders that each believe to have the whole pace: the limit is told of, and all comes through later."""
    night = live_through(replace(SMALL, people=600, hours=0.004, visits=0, replicas=2, believed=60))
    assert night.refused > 0
    assert night.unsent == night.doubled == 0
    assert not million.judge(night)[0].met


def test_nudges_are_dropped_once_their_time_is_over() -> None:
    """Two hours of grace at three quarters of one a second; the rest is told as too late, and not as sent."""
    night = live_through(Plan(12_000, 1, 1, visits=0, heeding=0))
    assert night.too_late == pytest.approx(12_000 - 3 * 3600 * 0.75, rel=0.02)
    assert night.nudge_p99 <= 2 * 3600 + 60
    assert night.unsent == 0


def test_time_passes_only_while_all_wait() -> None:
    async def sleep() -> float:
        await asyncio.gather(asyncio.sleep(3600), asyncio.sleep(10))
        return asyncio.get_running_loop().time()

    assert simulate(sleep()) == pytest.approx(3600)


def test_where_nothing_can_happen_any_more_it_says_so() -> None:
    async def wait() -> None:
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="nothing is ever going to happen"):
        simulate(wait())


async def test_a_bag_gives_an_answer_before_a_nudge_and_one_of_a_chat_at_a_time() -> None:
    bag = MemoryBag()
    bag.post("a", soft=True)
    numbers = [bag.post("b"), bag.post("b")]
    rows, _ = await bag.exchange([], 0, 3, soft=True)
    assert [(row.chat, row.soft) for row in rows] == [("b", False), ("a", True)]
    await bag.hold(rows[0], 500)
    assert await bag.exchange([], 499, 3, soft=True) == ([], Following(500, None))
    again, _ = await bag.exchange([], 500, 3, soft=True)
    assert [row.id for row in again] == numbers[:1]
