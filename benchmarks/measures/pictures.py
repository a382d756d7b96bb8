"""What a picture costs: drawn by the painter's process, or by a thread of the bot's own.

    python -m benchmarks.measures.pictures

Each way runs in a process of its own with an asyncio loop that ticks every five milliseconds: by how much ticks are
late while pictures are drawn is what everybody else would wait.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

TICK = 0.005
ROUNDS = 20
WORDS = {"title": "Your side, by subject", "note": "From your own answers.", "across": "reaching", "up": "backing off"}
CORNERS = dict.fromkeys(("reaches", "retreats", "both", "neither"), "a lot of both")
NAMES = ("chores", "money", "family", "plans", "trust or jealousy", "time together")
PICTURE: Mapping[str, Any] = {
    "kind": "picture",
    "picture": "roles",
    "caption": "",
    "data": {"points": [{"name": name, "reach": 15 * at, "retreat": 90 - 12 * at} for at, name in enumerate(NAMES)]},
    "words": {**WORDS, **CORNERS},
}
Draw = Callable[[], Awaitable[object]]


async def measure(way: str) -> dict[str, float]:
    """Milliseconds of the first and of later pictures, lateness of the loop, and megabytes of memory."""
    from bot.pictures.painter import Painter

    painter = Painter()

    async def by_process() -> object:
        return await painter.draw(PICTURE)

    async def by_thread() -> object:
        return await asyncio.to_thread(_drawn)

    async def idly() -> object:
        await asyncio.sleep(0.2)
        return None

    draw: Draw = {"process": by_process, "thread": by_thread, "nothing": idly}[way]
    before = _resident(os.getpid())
    late: list[float] = []
    ticking = asyncio.create_task(_tick(late))
    first = await _timed(draw)
    rest = [await _timed(draw) for _ in range(ROUNDS)]
    ticking.cancel()
    late.sort()
    worker = painter.process.pid if painter.process is not None else None
    found = {
        "first": first * 1000,
        "later": median(rest) * 1000,
        "late_p99": late[int(len(late) * 0.99)] * 1000,
        "late_most": late[-1] * 1000,
        "bot": _resident(os.getpid()) - before,
        "worker": _resident(worker) if worker else 0.0,
    }
    await painter.close()
    return found


def _drawn() -> bytes:
    from bot.pictures.figures import figure, png

    return png(figure(PICTURE["picture"], PICTURE["data"], PICTURE["words"]))


async def _tick(late: list[float]) -> None:
    while True:
        due = time.perf_counter() + TICK
        await asyncio.sleep(TICK)
        late.append(time.perf_counter() - due)


async def _timed(draw: Draw) -> float:
    began = time.perf_counter()
    await draw()
    return time.perf_counter() - began


def _resident(pid: int) -> float:
    """Megabytes of a process in memory (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(measure(sys.argv[1]))))
        return
    print(f"{'':10}{'first':>8}{'later':>8}{'late p99':>10}{'late most':>11}{'bot MB':>9}{'worker MB':>11}")
    for way in ("nothing", "process", "thread"):
        command = [sys.executable, "-m", "benchmarks.measures.pictures", way]
        found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        print(
            f"{way:10}{found['first']:8.0f}{found['later']:8.0f}{found['late_p99']:10.1f}{found['late_most']:11.1f}"
            f"{found['bot']:9.0f}{found['worker']:11.0f}"
        )


if __name__ == "__main__":
    main()
