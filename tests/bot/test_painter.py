"""The painter: a process that starts when it is needed, draws, hangs, dies or is idle, and no picture is ever lost."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.pictures.painter import Painter

DAYS: dict[str, Any] = {
    "kind": "picture",
    "picture": "days",
    "caption": "<b>1 of 14</b>",
    "data": {"title": "1 of 14 👍", "days": [{"weekday": "Mon", "date": at, "done": at == 2} for at in range(1, 15)]},
    "words": {"note": "Ticks are days."},
}
TOLD = {"kind": "message", "text": "<b>1 of 14</b>"}
HANGING = (sys.executable, "-c", "import time; time.sleep(60)")
DYING = (sys.executable, "-c", "")
BABBLING = (sys.executable, "-c", "print('what?', flush=True); import time; time.sleep(60)")


@pytest.fixture
async def painter() -> AsyncIterator[Painter]:
    painter = Painter(patience=60)
    yield painter
    await painter.close()


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        await asyncio.sleep(0.01)


async def test_a_picture_is_drawn_by_a_process_that_stays_for_the_next(painter: Painter) -> None:
    assert not painter.running
    first, second = await painter.draw(DAYS), await painter.draw(DAYS)
    assert first["png"].startswith(b"\x89PNG")
    assert first["png"] == second["png"], "the same row, the same picture"
    assert first["caption"] == DAYS["caption"]
    assert painter.running
    await painter.close()
    assert not painter.running


async def test_many_at_once_are_drawn_one_after_the_other(painter: Painter) -> None:
    drawn = await asyncio.gather(*(painter.draw(DAYS) for _ in range(5)))
    assert all("png" in each for each in drawn)


async def test_the_loop_is_free_meanwhile(painter: Painter) -> None:
    ticks = 0
    drawing = asyncio.create_task(painter.draw(DAYS))
    while not drawing.done():
        await asyncio.sleep(0.005)
        ticks += 1
    assert "png" in await drawing
    assert ticks > 10, "a drawing that holds the loop leaves it one or two"


async def test_what_can_t_be_drawn_is_told_and_the_next_is_drawn(
    painter: Painter, caplog: pytest.LogCaptureFixture
) -> None:
    assert await painter.draw({**DAYS, "data": {"title": "secret"}}) == TOLD
    assert await painter.draw({**DAYS, "picture": "none"}) == TOLD
    assert "KeyError" in caplog.text
    assert "secret" not in caplog.text
    assert "png" in await painter.draw(DAYS)


@pytest.mark.parametrize("command", [DYING, BABBLING, ("/no/such/program",)])
async def test_a_process_that_fails_is_replaced(command: tuple[str, ...]) -> None:
    painter = Painter(command, patience=10)
    try:
        assert await painter.draw(DAYS) == TOLD
        assert not painter.running
    finally:
        await painter.close()


async def test_a_process_that_hangs_is_ended_and_nobody_waits_for_it_again_soon() -> None:
    painter = Painter(HANGING, patience=0.5, rest=30)
    began = time.monotonic()
    assert await painter.draw(DAYS) == TOLD
    assert not painter.running
    assert await painter.draw(DAYS) == TOLD
    assert time.monotonic() - began < 5
    assert not painter.running, "it was not even asked"
    await painter.close()


async def test_after_its_rest_it_draws_again() -> None:
    painter = Painter(HANGING, patience=0.3, rest=0)
    assert await painter.draw(DAYS) == TOLD
    painter.command, painter.patience = Painter().command, 60
    assert "png" in await painter.draw(DAYS)
    await painter.close()


async def test_one_that_is_killed_while_idle_is_started_again(painter: Painter) -> None:
    await painter.draw(DAYS)
    assert painter.process is not None
    painter.process.kill()
    await painter.process.wait()
    assert "png" in await painter.draw(DAYS)


async def test_an_idle_process_ends_and_the_next_picture_starts_another() -> None:
    painter = Painter(patience=60, idle=0.05)
    await painter.draw(DAYS)
    process = painter.process
    await until(lambda: not painter.running)
    assert process is not None
    assert await asyncio.wait_for(process.wait(), 20) == 0
    assert "png" in await painter.draw(DAYS)
    await painter.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
def test_a_bot_that_is_killed_leaves_no_process_behind() -> None:
    code = (
        "import asyncio, sys\n"
        "from tests.bot.test_painter import DAYS, Painter\n"
        "async def main():\n"
        "    painter = Painter(patience=60)\n"
        "    await painter.draw(DAYS)\n"
        "    print(painter.process.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdout is not None
        worker = int(bot.stdout.readline())
        assert _alive(worker)
        bot.kill()
    end = time.monotonic() + 20
    while _alive(worker):
        assert time.monotonic() < end, "the worker outlived its bot"
        time.sleep(0.02)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:  # noqa: PTH123
            return file.read().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_the_bot_loads_no_plotting_library() -> None:
    code = "import bot.app, bot.telegram.messenger, bot.local.terminal, sys; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


async def test_the_worker_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    code = (
        "import json, os, sys; sys.stdin.readline(); "
        "sys.stdout.write(json.dumps({'size': 1}) + '\\n' + str(int('TELEGRAM_BOT_TOKEN' in os.environ)))"
    )
    painter = Painter((sys.executable, "-c", code), patience=20)
    assert (await painter.draw(DAYS))["png"] == b"0"
    await painter.close()
