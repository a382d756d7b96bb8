"""Two and three real processes on one PostgreSQL while things go wrong: nothing lost, in order, and each timer once.

`python -m benchmarks.measures.faults` does the same for longer, `python -m benchmarks.measures.soak` all at once.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.measures.soak import judge, show, soak
from benchmarks.measures.watching import slope
from bot.local.sandbox.botapi import Client, World, serve
from tests.e2e.counting import COUNTING
from tests.e2e.faults import BACKLOG, CUT, KILLS, SCENARIOS, Scenario, run_all
from tests.e2e.killing import Load, write_all
from tests.e2e.process import FIVE
from tests.e2e.replicas import Service, logged
from tests.postgres import Cluster

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def quiet() -> None:
    """A killed bot cuts its connections off."""
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)


async def assert_kept(service: Service, scenarios: Sequence[Scenario]) -> None:
    async with service.running():
        results = [result async for result in run_all(service, scenarios, hurried=True)]
    broken = {result.scenario.name: result.broken for result in results if result.broken}
    assert not broken, logged(service.replicas)[-3000:]
    assert "Traceback" not in logged(service.replicas)


async def test_two_by_webhook(telegram: Client, cluster: Cluster, tmp_path: Path) -> None:
    await assert_kept(Service(telegram, cluster, tmp_path, 2, *COUNTING), SCENARIOS)


async def test_three_by_webhook(telegram: Client, cluster: Cluster, tmp_path: Path) -> None:
    await assert_kept(Service(telegram, cluster, tmp_path, 3, *COUNTING), (BACKLOG, CUT))


async def test_two_of_which_one_polls(telegram: Client, cluster: Cluster, tmp_path: Path) -> None:
    """Each is killed, so the one that polls is; and the other takes over."""
    await assert_kept(Service(telegram, cluster, tmp_path, 2, *COUNTING, polling=True), (KILLS,))


async def test_together_they_keep_to_what_telegram_allows(cluster: Cluster, tmp_path: Path) -> None:
    """The server refuses more than 30 messages a second, and more than one a second in a chat. It never has to.

    Each keeps a little below that, since a busy machine delays what was claimed in time; two by themselves would not.
    """
    async with serve(World(overall_per_second=30, per_chat_per_second=1)) as address, Client(address) as telegram:
        replicas = Service(
            telegram, cluster, tmp_path, 2, *FIVE,
            SEND_PER_SECOND="25", SEND_PER_CHAT_PER_SECOND="0.55", SEND_PER_CHAT_BURST="1",
        )  # fmt: skip
        async with replicas.running() as service:
            await write_all(telegram, Load(["hello", "one", "two", "three"], 40, 100))
            await service.rest()
            sends = [(await bot.figures())['halfway_sends_total{result="sent"}'] for bot in service.replicas]
        counts = await telegram.counts()
    assert counts["statuses"].get("429", 0) == 0
    assert counts["messages_sent"] == sum(sends) == 160
    assert min(sends) > 0, "both have their share"


async def test_a_short_soak() -> None:
    soaked = await soak(seconds=15, rate=10, replicas=2, seed=3, gap=(1.0, 2.0), hurried=True)
    assert sum(soaked.done.values()) > 0
    # What memory does is seen in half an hour, not in seconds.
    failed = [each for each in judge(soaked) if not each.met and "memory" not in each.measure]
    assert not failed, show(soaked)


def test_the_slope_is_not_moved_by_outliers() -> None:
    points = [(float(at), 100 + 0.5 * at) for at in range(50)]
    assert abs(slope(points) - 0.5) < 1e-9
    points[::7] = [(at, 500.0) for at, _ in points[::7]]
    assert abs(slope(points) - 0.5) < 0.05
    assert slope([]) == 0
