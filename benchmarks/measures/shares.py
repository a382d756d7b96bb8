"""Where the time goes: of what an update costs, how much each part of the path takes.

    python -m benchmarks.measures.shares [--database-url URL] [--five]

People who were here before write sentences to the real coach, 50 updates waiting at any time; py-spy looks at the
process some hundred times a second. Shares are of the process's CPU time: waiting for a disk or a network is in none of
them. With --five it is the dialog of five questions that the peers run. The profiler has to be allowed to look into
another process: as root, or with kernel.yama.ptrace_scope at 0.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from benchmarks import bots
from benchmarks.load import kept_busy, running
from benchmarks.measures.answering import PEOPLE
from benchmarks.measures.people import settle_in
from benchmarks.measures.product import ENDS, MATTERS, OPENINGS
from benchmarks.stores import Place, settings_of, stores
from benchmarks.table import draw
from bot.store.opening import ready_database

FIRST = 1000
WARM_SECONDS, SECONDS, RATE = 3.0, 8.0, 250
TEXTS = [f"{opening} {matter}{end}" for opening, matter, end in product(OPENINGS, MATTERS, ENDS)]

PARTS = (
    ("commit", ("do_commit (", "_commit_impl (", "do_begin (", "do_release_savepoint (")),
    ("sealing", ("/bot/store/vault.py", "/bot/store/key", "/bot/store/seals.py")),
    ("SQL", ("/sqlalchemy/", "/asyncpg/", "/bot/store/", "/greenlet/")),
    ("screening, statements", ("/dialogs/safety/", "/dialogs/statements/", "/dialogs/encoder/")),
    ("engine, dialogs, wording", ("/dialogs/", "/transitions/", "/content/")),
    ("reading updates", ("/telegram/_", "/bot/telegram/inbound.py", "/bot/telegram/intake.py", "/bot/throttle.py")),
    ("HTTP in", ("/uvicorn/", "/starlette/", "/h11/", "/httptools/", "/bot/serving/", "/bot/telegram/polling.py")),
    ("HTTP out", ("/aiohttp/", "/yarl/", "/multidict/", "/bot/telegram/", "/telegram/request/", "/urllib/")),
    ("logging", ("/logging/", "/bot/logs.py")),
    ("sender, turn", ("/bot/workers/", "/bot/turn.py", "/bot/posting.py")),
)
REST = "event loop, threads, rest"


@dataclass(frozen=True, slots=True)
class Profile:
    """Of one form of the bot: updates a second, CPU milliseconds of each, and samples by part."""

    title: str
    per_second: float
    cpu_ms: float
    samples: Counter[str]


def part_of(stack: str) -> str:
    """The part that a stack belongs to, outermost frame first: that of its innermost frame that belongs to any."""
    for frame in reversed(stack.split(";")):
        for name, marks in PARTS:
            if any(mark in frame for mark in marks):
                return name
    return REST


def count_parts(lines: Iterable[str]) -> Counter[str]:
    """Samples by part, out of lines of a stack and a number each."""
    counted: Counter[str] = Counter()
    for line in lines:
        stack, _, number = line.rpartition(" ")
        counted[part_of(stack)] += int(number)
    return counted


async def measure(bot: bots.Bot) -> Profile:
    """With 50 updates waiting at any time, once each sentence was seen before: what is new to it takes longer."""
    with bot.store.fresh() as place, tempfile.TemporaryDirectory() as folder:
        if bot.arguments:
            await _settle_in(place)
        environment = {**bot.environment(place), "LOG_LEVEL": "INFO"}
        async with running(bot.command, environment) as (world, pid):
            seen = 0.0
            while seen < 2 * len(TEXTS):
                rate, _ = await kept_busy(world, pid, PEOPLE, WARM_SECONDS, TEXTS, FIRST)
                seen += max(1, rate * WARM_SECONDS)
            # Undisturbed: the profiler slows it.
            per_second, cpu_ms = await kept_busy(world, pid, PEOPLE, SECONDS, TEXTS, FIRST)
            kept = Path(folder) / "stacks"
            watching = await _watch(pid, kept)
            await kept_busy(world, pid, PEOPLE, SECONDS, TEXTS, FIRST)
            _, said = await watching.communicate()
            if watching.returncode != 0:
                raise RuntimeError(f"py-spy could not look into the process: {said.decode().strip()[-300:]}")
            return Profile(bot.title, per_second, cpu_ms, count_parts(kept.read_text().splitlines()))


async def _settle_in(place: Place) -> None:
    async with ready_database(settings_of(place), "telegram") as database:
        await settle_in(database, range(FIRST, FIRST + PEOPLE))


async def _watch(pid: int, kept: Path) -> asyncio.subprocess.Process:
    spy = str(bots.VENV / "bin" / "py-spy")
    options = ["--format", "raw", "--full-filenames", "--rate", str(RATE), "--duration", str(int(SECONDS) - 1)]
    return await asyncio.create_subprocess_exec(
        spy, "record", *options, "--output", str(kept), "--pid", str(pid),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def draw_shares(profiles: list[Profile]) -> str:
    """Microseconds of an update by part, with its share."""

    def cell(profile: Profile, name: str) -> str:
        share = profile.samples[name] / max(1, profile.samples.total())
        return f"{share * profile.cpu_ms * 1000:,.0f} ({share:.0%})"

    return draw(
        ("us of an update (share)", *(each.title for each in profiles)),
        (
            ("updates a second", *(f"{each.per_second:,.0f}" for each in profiles)),
            ("all", *(f"{each.cpu_ms * 1000:,.0f}" for each in profiles)),
            *((name, *(cell(each, name) for each in profiles)) for name in (*(part for part, _ in PARTS), REST)),
        ),
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measures.shares", description=__doc__)
    parser.add_argument("--database-url", metavar="URL", help="a PostgreSQL whose user may create databases")
    parser.add_argument("--five", action="store_true", help="the dialog of the peers in place of the coach")
    arguments = parser.parse_args()
    if (trouble := bots.build_environment()) is not None:
        parser.exit(1, f"{trouble}\n")
    with stores(arguments.database_url) as found:
        forms = bots.halfway(found)
        if not arguments.five:
            forms = [replace(each, module="bot", arguments=("run",)) for each in forms]
        print(draw_shares([asyncio.run(measure(each)) for each in forms]))


if __name__ == "__main__":
    main()
