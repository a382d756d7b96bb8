"""Time: forward to what is next, by an amount, or fast; everything on the way comes at its own time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from tests.inspector.bench import CHANNEL, SAM, Open, open_bench


async def with_nudges(bench: Open) -> None:
    await bench.meet()
    for said in ("/zone Berlin", "/nudges", "20:00"):
        await bench.bench.send_text(SAM, said)


async def nudges(bench: Open) -> list[str]:
    """When nudges fired, by the person's own clock."""
    turns = (await bench.get("person", person=SAM))["turns"]
    return [turn["local"] for turn in turns if turn["event"]["said"] == "nudge"]


async def test_to_the_next_one(bench: Open) -> None:
    await with_nudges(bench)
    before = len(bench.bench.chats.sent)
    clock = await bench.get("clock", person=SAM)
    (timer,) = clock["timers"]
    assert clock["zone"] == "Europe/Berlin"
    after = await bench.post("clock", person=SAM, to=timer["ms"])
    assert after["now"] == timer["due"] == "Mon 2 March 2026, 20:00 CET"
    assert len(bench.bench.chats.sent) > before, "and the nudge has come"
    assert after["timers"][0]["due"] == "Tue 3 March 2026, 20:00 CET"


async def test_a_day_at_once(bench: Open) -> None:
    await with_nudges(bench)
    before = bench.bench.clock()
    await bench.post("clock", person=SAM, by=3 * 86400)
    assert timedelta(days=3) <= bench.bench.clock() - before < timedelta(days=3, minutes=1)
    assert await nudges(bench) == [f"{day} March 2026, 20:00 CET" for day in ("Mon 2", "Tue 3", "Wed 4")]


async def test_a_week_within_a_moment(bench: Open, tmp_path: Path) -> None:
    await with_nudges(bench)
    before = bench.bench.clock()
    started = await bench.post("clock", person=SAM, days=7, within=2)
    assert started["running"] is not None
    async with asyncio.timeout(20):
        while (clock := await bench.get("clock", person=SAM))["running"] is not None:
            assert 0 <= clock["running"]["share"] <= 1.01
            await asyncio.sleep(0.1)
    assert bench.bench.clock() - before >= timedelta(days=7)
    fast = await nudges(bench)
    async with open_bench(tmp_path / "other") as other:
        await with_nudges(other)
        await other.post("clock", person=SAM, by=7 * 86400)
        assert fast == await nudges(other), "no other than if it passes at once"
    assert len(fast) == len(set(fast)) >= 4, "nobody answered, so the later ones grow fewer"


async def test_it_can_be_stopped_on_the_way(bench: Open) -> None:
    await with_nudges(bench)
    before = bench.bench.clock()
    await bench.post("clock", person=SAM, days=7, within=60)
    await asyncio.sleep(0.5)
    stopped = await bench.post("clock", person=SAM, stop=True)
    assert stopped["running"] is None
    passed = bench.bench.clock() - before
    await asyncio.sleep(0.5)
    assert timedelta(0) < passed < timedelta(days=1)
    assert bench.bench.clock() - before < passed + timedelta(seconds=30), "and goes at its own pace from there"


@pytest.mark.parametrize("by", [-3600, 0])
async def test_never_backwards(by: int, bench: Open) -> None:
    before = bench.bench.clock()
    told = await bench.post("clock", 400, person=SAM, by=by)
    assert "forward" in told["error"]
    await bench.post("clock", person=SAM, to=0)
    assert bench.bench.clock() >= before


@pytest.mark.parametrize("body", [{"by": 1e12}, {"to": 10**15}, {"days": 400, "within": 60}, {"days": 7, "within": 0}])
async def test_never_out_of_reach(body: dict[str, float], bench: Open) -> None:
    before = bench.bench.clock()
    assert (await bench.post("clock", 400, person=SAM, **body))["error"]
    assert bench.bench.clock() - before < timedelta(minutes=1)


async def test_the_page_need_not_know_the_person(bench: Open) -> None:
    clock = await bench.get("clock", person=SAM)
    assert (clock["timers"], clock["zone"], CHANNEL in str(clock)) == ([], "UTC", False)


async def test_time_passes_while_the_bot_is_away(bench: Open) -> None:
    await with_nudges(bench)
    house, bench.bench.house = bench.bench.house, None
    before = bench.bench.clock()
    await bench.inspector.passage.run(timedelta(hours=12), 1)
    await asyncio.sleep(0.3)
    bench.bench.house = house
    async with asyncio.timeout(20):
        while bench.inspector.passage.running is not None:  # noqa: ASYNC110  (it tells nobody)
            await asyncio.sleep(0.05)
    assert bench.bench.clock() - before >= timedelta(hours=12)
    assert (await bench.get("clock", person=SAM))["timers"][0]["due"] > "Tue", "the nudge came, or was too late"
