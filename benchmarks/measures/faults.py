"""Replicas under faults, the long form: each fault many times, and a table of what came of it.

python -m benchmarks.measures.faults
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from benchmarks.table import draw
from bot.local.sandbox.botapi import spawn
from tests.e2e.counting import COUNTING
from tests.e2e.faults import BACKLOG, CUT, HEAD, KILLS, SCENARIOS, Result, Scenario, line, run_all
from tests.e2e.replicas import Service
from tests.postgres import MISSING, Cluster, find_programs

STAGES: tuple[tuple[int, bool, Sequence[Scenario]], ...] = (
    (2, False, SCENARIOS),
    (3, False, (KILLS, BACKLOG, CUT)),
    (2, True, (KILLS,)),
)
"""How many replicas, whether they poll, and what is done to them."""


async def measure(cluster: Cluster, by: int) -> AsyncIterator[Result]:
    """All scenarios, ``by`` so many times longer than in the tests, on fresh databases."""
    for replicas, polling, scenarios in STAGES:
        async with spawn() as telegram:
            with tempfile.TemporaryDirectory() as folder:
                service = Service(telegram, cluster, Path(folder), replicas, *COUNTING, polling=polling)
                async with service.running():
                    async for result in run_all(service, [each.longer(by) for each in scenarios]):
                        yield result


async def _run(by: int) -> list[Result]:
    if (programs := find_programs()) is None:
        raise SystemExit(MISSING)
    cluster = Cluster(programs)
    results = []
    try:
        async for result in measure(cluster, by):
            results.append(result)
            print(f"{', '.join(line(result))}: {'; '.join(result.broken) or 'all kept'}", flush=True)
    finally:
        cluster.remove()
    return results


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measures.faults", description=__doc__)
    parser.add_argument("--by", type=int, default=7, help="how many times longer than in the tests")
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # a killed bot cuts its connections off
    results = asyncio.run(_run(parser.parse_args().by))
    print(f"\n{draw(HEAD, map(line, results))}")
    sys.exit(any(result.broken for result in results))


if __name__ == "__main__":
    main()
