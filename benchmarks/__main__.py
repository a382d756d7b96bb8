"""`make bench`: everything that is measured, in one table against the targets, with the peers in the same run."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import platform
import sqlite3
import time
from dataclasses import asdict
from pathlib import Path

from benchmarks import bots
from benchmarks.measures import answering, killing, product, storage
from benchmarks.table import draw_findings

FULL = {"seconds": 8.0, "rounds": 3, "waiting": 2000, "kills": 10, "timers": 1_000_000}
QUICK = {"seconds": 2.0, "rounds": 1, "waiting": 400, "kills": 1, "timers": 200_000}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure Halfway beside other bots.")
    parser.add_argument("--quick", action="store_true", help="about a minute: fewer, shorter rounds; rough figures")
    parser.add_argument("--no-peers", action="store_true", help="Halfway alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there, too")
    return parser.parse_args()


def main() -> None:
    """Measure, print, and with --json write."""
    arguments = _arguments()
    size = QUICK if arguments.quick else FULL
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # a killed bot cuts its connections off
    began = time.perf_counter()
    others = [] if arguments.no_peers else _peers()
    print("answering", flush=True)
    answers = asyncio.run(
        answering.measure([bots.HALFWAY, *others], size["seconds"], int(size["waiting"]), int(size["rounds"]))
    )
    print("killing", flush=True)
    kills = asyncio.run(killing.measure(int(size["kills"])))
    print("storage", flush=True)
    stored = asyncio.run(storage.measure(int(size["timers"]), peers=bool(others)))
    print("the product", flush=True)
    produced = product.measure()
    findings = [
        *killing.judge(kills),
        *answering.judge(answers),
        *storage.judge(stored),
        *product.judge(produced),
    ]
    print(f"\n{_machine()}, {time.perf_counter() - began:.0f} s\n")
    print(draw_findings(findings))
    print(f"\n{answering.draw_peers(answers)}")
    if arguments.json is not None:
        figures = {
            "machine": _machine(),
            "findings": [asdict(each) for each in findings],
            "answering": [
                {"bot": each.bot.title, "crowd": asdict(each.crowd), "even": asdict(each.even)}
                | {"backlog_per_second": each.drained_per_second, "rounds": each.rounds}
                for each in answers
            ],
            "kills": asdict(kills),
            "storage": asdict(stored),
            "product": asdict(produced),
        }
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _peers() -> list[bots.Bot]:
    if (trouble := bots.build_environment()) is not None:
        print(f"going on without peers: {trouble}", flush=True)
        return []
    return bots.peers()


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


if __name__ == "__main__":
    main()
