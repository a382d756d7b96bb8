"""Soak: half an hour of steady load on replicas while faults come at random; whether anything grows or is lost.

python -m benchmarks.measures.soak --minutes 30
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from benchmarks.measures.watching import Sample, look, slope, watch
from benchmarks.table import Finding, draw, draw_findings
from bot.local.sandbox.botapi import Client, spawn
from tests.e2e import faults
from tests.e2e.balance import Act, Balance, Sent, balance
from tests.e2e.counting import COUNTING, book
from tests.e2e.faults import Fault, Harm
from tests.e2e.killing import Load, send
from tests.e2e.replicas import Books, Service
from tests.postgres import MISSING, Cluster, find_programs

FAULTS: dict[str, tuple[Fault, int]] = {
    "kill -9": (faults.kill, 1),
    "PostgreSQL restarted": (faults.restart_fast, 1),
    "PostgreSQL crashed": (faults.restart_immediate, 1),
    "connections ended": (faults.terminate, 3),
    "connections cut": (faults.cut, 3),
    "Bot API fails": (faults.fail_to_send, 2),
    "429": (faults.storm, 2),
}
GROWING = ("chats", "inbox", "outbox", "transitions", "records", "keys")
"""Tables that grow with what is said: with people, or for 48 hours."""
FLAT_MB_AN_HOUR = 10.0
MOST_FILES = 128  # 40 deliveries, 40 messages, and what a process needs anyway: one that is lost a fault is found
SETTLED = 1 / 3  # of the run is over before memory is looked at: caches fill, and libraries load what they need late
WORDS = faults.talk(12)  # that each says
PEOPLE = 40  # who talk at a time; who has said all is followed by somebody new
# Each table is counted, by a query of its own: the server's own figures are estimates, and gone after a crash.
_TABLES = (
    "SELECT relname, (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I.%I', schemaname, "
    "relname), false, true, '')))[1]::text::int, pg_total_relation_size(relid) "
    "FROM pg_stat_user_tables WHERE relname <> 'alembic_version' ORDER BY relname"
)


@dataclass
class Soaked:
    """What a soak has shown."""

    replicas: int
    seconds: float
    found: Balance
    before: Books
    after: Books
    doubt: int
    done: Counter[str]
    samples: list[Sample]
    tables: dict[str, tuple[int, int]]  # rows and bytes
    rest_seconds: float


async def soak(
    seconds: float, rate: float, replicas: int, seed: int, gap: tuple[float, float], *, hurried: bool = False
) -> Soaked:
    """Talk at an even ``rate`` an second for so long, with a fault after each ``gap``, drawn at random by ``seed``.

    Raises:
        RuntimeError: there is no PostgreSQL.
    """
    if (programs := find_programs()) is None:
        raise RuntimeError(MISSING)
    cluster = Cluster(programs)
    try:
        async with spawn() as telegram:
            with tempfile.TemporaryDirectory() as folder:
                service = Service(telegram, cluster, Path(folder), replicas, *COUNTING)
                async with service.running():
                    return await _soak(service, telegram, seconds, rate, random.Random(seed), gap, hurried)
    finally:
        cluster.remove()


async def _soak(
    service: Service,
    telegram: Client,
    seconds: float,
    rate: float,
    generator: random.Random,
    gap: tuple[float, float],
    hurried: bool,
) -> Soaked:
    samples: list[Sample] = []
    done: Counter[str] = Counter()
    before = await service.books(())
    watching = asyncio.create_task(watch(service, samples))
    began = time.monotonic()
    sent, _ = await asyncio.gather(
        _talk(telegram, seconds, rate), _harm(service, generator, gap, began + seconds, done)
    )
    talked = time.monotonic()
    await service.rest(hurried=hurried)
    rested = time.monotonic() - talked
    watching.cancel()
    samples.append(await look(service))
    kills = done["kill -9"]
    doubt = (await telegram.counts())["unanswered_calls"] + faults.DOUBLED_PER_KILL * kills
    found = await balance(telegram, book(), sent, kills, reminded=True)
    tables = {row[0]: (row[1], row[2]) for row in await service.ask(_TABLES)}
    return Soaked(
        len(service.replicas),
        talked - began,
        found,
        before,
        await service.books(list(sent)),
        doubt,
        done,
        samples,
        tables,
        rested,
    )


async def _talk(telegram: Client, seconds: float, rate: float) -> Sent:
    """People say their words in turn, one every so often; an even rate, also where the service is slow."""
    began = time.monotonic()
    sent: Sent = {}
    numbers, generator = count(10_000), random.Random(1)
    people = [next(numbers) for _ in range(PEOPLE)]
    for said in count():
        if (now := time.monotonic() - began) >= seconds:
            return sent
        if (wait := said / rate - now) > 0:
            await asyncio.sleep(wait)
        at = generator.randrange(PEOPLE)
        acts = sent.setdefault(people[at], [])
        text = WORDS[len(acts)]
        acts.append(Act(await send(telegram, people[at], text, len(acts)), text))
        if len(acts) == len(WORDS):
            people[at] = next(numbers)
    raise AssertionError("count() does not end")


async def _harm(
    service: Service, generator: random.Random, gap: tuple[float, float], end: float, done: Counter[str]
) -> None:
    """One fault after the other, until the end. The first replica is never killed, so that its memory tells."""
    others = service.replicas[1:] or service.replicas
    while time.monotonic() + (pause := generator.uniform(*gap)) < end:
        await asyncio.sleep(pause)
        name = generator.choice(list(FAULTS))
        fault, times = FAULTS[name]
        harm = Harm(service, times, generator, victims=others)
        await fault(harm, Load((), 0, 0))
        await service.telegram.clear_faults()
        done[name] += harm.done


def judge(soaked: Soaked) -> list[Finding]:
    """Against the targets."""
    found, samples = soaked.found, soaked.samples
    late = samples[int(len(samples) * SETTLED) :]
    rise = slope([(each.at, each.memory) for each in late]) * 3600
    files = max(each.files for each in samples)
    lost = found.updates - (soaked.after.updates - soaked.before.updates) + found.lost + found.unreminded
    fired = soaked.after.firings - soaked.before.firings
    small = {name: rows for name, (rows, _) in soaked.tables.items() if name not in GROWING}
    most = max(each.pending + each.waiting for each in samples)
    last = samples[-1]
    kills = soaked.done["kill -9"]
    return [
        Finding("updates, replies and reminders lost", "0", f"{lost} of {found.updates} updates", lost == 0),
        Finding("chats out of step", "0", str(found.out_of_step), found.out_of_step == 0),
        Finding("timers", "each fires once", f"{found.reminders} set, {fired} fired", found.reminders == fired),
        Finding(
            "doubled messages",
            "where the network left doubt",
            f"{found.doubled}, in doubt {soaked.doubt}",
            found.doubled <= soaked.doubt,
        ),
        Finding(
            "memory of a replica",
            f"< {FLAT_MB_AN_HOUR:g} MB an hour",
            f"{rise:+.1f} MB an hour ({late[0].memory:.0f} MB, {last.memory:.0f} MB at the end)",
            rise < FLAT_MB_AN_HOUR,
        ),
        Finding(
            "open files",
            f"<= {MOST_FILES}",
            f"{files} at most",
            files <= MOST_FILES,
        ),
        Finding(
            "rows in tables that should not grow",
            "few",
            ", ".join(f"{name} {rows}" for name, rows in small.items()),
            sum(small.values()) <= 20 + 20 * kills,
        ),
        Finding(
            "backlog",
            "returns to 0",
            f"{last.pending + last.waiting} after {soaked.rest_seconds:.0f} s (at most {most})",
            last.pending == last.waiting == 0,
        ),
    ]


def show(soaked: Soaked) -> str:
    """The course of it: faults, and what was seen in ten looks."""
    done = draw(("fault", "times"), ((name, str(times)) for name, times in sorted(soaked.done.items())))
    began, samples = soaked.samples[0].at, soaked.samples
    looks = samples[:: max(1, len(samples) // 10)]
    course = draw(
        ("minute", "MB", "MB of others", "files", "pending", "waiting"),
        (
            (
                f"{(each.at - began) / 60:.1f}",
                f"{each.memory:.1f}",
                " ".join(f"{other:.1f}" for other in each.others),
                str(each.files),
                str(each.pending),
                str(each.waiting),
            )
            for each in looks
        ),
    )
    tables = draw(
        ("table", "rows", "kB"), ((name, str(rows), str(size // 1024)) for name, (rows, size) in soaked.tables.items())
    )
    return f"{done}\n\n{course}\n\n{tables}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measures.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=10, help="updates a second")
    parser.add_argument("--replicas", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--gap", type=float, nargs=2, default=(8.0, 25.0), help="seconds from a fault to the next")
    arguments = parser.parse_args()
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # a killed bot cuts its connections off
    soaked = asyncio.run(
        soak(arguments.minutes * 60, arguments.rate, arguments.replicas, arguments.seed, tuple(arguments.gap))
    )
    print(f"{soaked.replicas} replicas, {soaked.seconds / 60:.1f} minutes, {arguments.rate:g} updates a second\n")
    print(show(soaked))
    print(f"\n{draw_findings(judge(soaked))}")


if __name__ == "__main__":
    main()
