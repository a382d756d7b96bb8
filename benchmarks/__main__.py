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
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import bots
from benchmarks.measures import answering, killing, million, product, sizes, storage, timers, turns
from benchmarks.simulation.evening import live_through
from benchmarks.stores import Store, stores
from benchmarks.table import Finding, draw_findings


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: seconds and rounds of each load, updates of a backlog, kills of each form, rows."""

    seconds: float
    rounds: int
    waiting: int
    kills: int
    chats: int
    timers: int
    turn_seconds: float
    people: int


FULL = Size(seconds=6, rounds=3, waiting=1000, kills=10, chats=100_000, timers=1_000_000, turn_seconds=2, people=300)
QUICK = Size(seconds=1.5, rounds=1, waiting=200, kills=1, chats=5_000, timers=50_000, turn_seconds=0.5, people=60)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure Halfway beside other bots.")
    parser.add_argument("--quick", action="store_true", help="about two minutes: fewer, shorter rounds; rough figures")
    parser.add_argument("--no-peers", action="store_true", help="Halfway alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there, too")
    return parser.parse_args()


def main() -> None:
    """Measure, print, and with --json write.

    PostgreSQL is measured where DATABASE_URL names a server whose user may create databases, or one can be started.
    """
    arguments = _arguments()
    size = QUICK if arguments.quick else FULL
    for name in ("aiohttp.server", "bot.workers.sender"):  # a killed bot cuts connections off; 429s are simulated
        logging.getLogger(name).setLevel(logging.CRITICAL)
    began, load = time.perf_counter(), os.getloadavg()[0]
    others = [] if arguments.no_peers else _peers()
    with stores(os.environ.pop("DATABASE_URL", None) or None) as found:
        machine = f"{_machine(found)}, load {load:.1f} before"
        findings, answers = _measure(size, found, others)
    machine += f"; {time.perf_counter() - began:.0f} s"
    print(f"\n{machine}\n\n{draw_findings(findings)}\n\n{answering.draw_peers(answers)}")
    if arguments.json is not None:
        figures = {
            "machine": machine,
            "findings": [asdict(each) for each in findings],
            "answering": [
                {"bot": each.bot.title, "crowd": asdict(each.crowd), "even": asdict(each.even)}
                | {"backlog_per_second": each.drained_per_second, "rounds": each.rounds}
                for each in answers
            ],
        }
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _measure(size: Size, found: list[Store], others: list[bots.Bot]) -> tuple[list[Finding], list[answering.Answering]]:
    """All findings, store by store where there is a choice, and what the peers' table is made of."""
    print("killing", flush=True)
    findings = [
        finding
        for store in found
        if size.kills > 1 or store.server is None  # a kill on PostgreSQL waits a minute for the end of a lease
        for finding in killing.judge(asyncio.run(killing.measure(size.kills, store)))
    ]
    print("answering", flush=True)
    answers = asyncio.run(answering.measure([*bots.halfway(found), *others], size.seconds, size.waiting, size.rounds))
    findings += answering.judge(answers)
    print("storage", flush=True)
    for store in found:
        findings += storage.judge(asyncio.run(storage.measure(store, size.chats)))
        findings += timers.judge(asyncio.run(timers.measure(store, size.timers)))
        findings += turns.judge([asyncio.run(turns.measure(store, size.turn_seconds))])
        findings += sizes.judge(asyncio.run(sizes.measure(store, size.people)))
    if others and (jobs := timers.jobs(size.timers // 10)) is not None:
        findings.append(jobs)
    print("sending, on a simulated clock", flush=True)
    findings += million.judge(live_through(million.SHORT))
    print("the product", flush=True)
    return [*findings, *product.judge(product.measure())], answers


def _peers() -> list[bots.Bot]:
    if (trouble := bots.build_environment()) is not None:
        print(f"going on without peers: {trouble}", flush=True)
        return []
    return bots.peers()


def _machine(found: list[Store]) -> str:
    servers = [
        "PostgreSQL " + str(store.server.execute("SHOW server_version")[0][0]).split()[0]
        for store in found
        if store.server is not None
    ]
    parts = f"{os.cpu_count()} cores", f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"
    return ", ".join((*parts, *servers))


if __name__ == "__main__":
    main()
