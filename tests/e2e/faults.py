"""Faults: what may go wrong with replicas while people talk, one after the other, and the books balanced after each."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.local.sandbox.botapi import Client
from tests.e2e.balance import Balance, balance
from tests.e2e.counting import NAMES, book
from tests.e2e.killing import Load, write_all
from tests.e2e.process import BotProcess
from tests.e2e.replicas import Books, Service

DOUBLED_PER_KILL = 2  # what a process may have on its way when it is killed
TERMINATE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND (state <> 'idle' OR random() < 0.02) ORDER BY random() LIMIT 1"
)


def talk(length: int) -> list[str]:
    """So many different words, every third of which asks to be reminded in a second."""
    return [f"remind {NAMES[at // 3]} 1" if at % 3 == 1 else f"word {at}" for at in range(length)]


def taps(length: int) -> list[str]:
    """So many words for a load of pairs, with a tap in every third pair."""
    return ["" if at % 6 == 4 else f"word {at}" for at in range(length)]


@dataclass
class Harm:
    """What is being done to a service, how long and how often. ``done`` counts, ``kills`` are those of processes."""

    service: Service
    times: int
    generator: random.Random
    done: int = 0
    kills: int = 0
    silenced: set[int] = field(default_factory=set)  # chats that shut the bot out
    victims: Sequence[BotProcess] = ()  # who may be killed; all, unless given

    @property
    def telegram(self) -> Client:
        return self.service.telegram

    async def pause(self, least: float, most: float) -> None:
        await asyncio.sleep(self.generator.uniform(least, most))


Fault = Callable[[Harm, Load], Awaitable[None]]


async def nothing(harm: Harm, load: Load) -> None:
    """Only what the load itself is."""


async def to_all(harm: Harm, load: Load) -> None:
    """Every update is delivered to all replicas at once, for as long as the load lasts."""
    harm.service.balancer.to_all = True
    harm.done = 1


async def kill(harm: Harm, load: Load) -> None:
    """kill -9 of any replica, and a new start."""
    for number in range(harm.times):
        await harm.pause(0.3, 1.2)
        # Each in turn at first, so that the one that polls is among them.
        bots = harm.victims or harm.service.replicas
        bot = bots[number] if number < len(bots) else harm.generator.choice(bots)
        await bot.kill()
        harm.kills += 1
        harm.done += 1
        await bot.start()
        if number % 3 == 2:
            await bot.at_work()


async def restart_fast(harm: Harm, load: Load) -> None:
    """PostgreSQL is restarted in good order."""
    await _restart(harm, "fast")


async def restart_immediate(harm: Harm, load: Load) -> None:
    """PostgreSQL crashes and starts again."""
    await _restart(harm, "immediate")


async def _restart(harm: Harm, mode: str) -> None:
    for _ in range(harm.times):
        await harm.pause(0.3, 1)
        await harm.service.cluster.restart(mode)
        harm.done += 1


async def terminate(harm: Harm, load: Load) -> None:
    """Connections are ended by the server, most of them in the middle of a transaction."""
    end = time.monotonic() + 10 * harm.times
    while harm.done < harm.times and time.monotonic() < end:
        harm.done += len(await harm.service.ask(TERMINATE))
        await harm.pause(0, 0.05)


async def cut(harm: Harm, load: Load) -> None:
    """Connections break after the server was told something, also a commit, and before it is heard."""
    wire = harm.service.wire
    before = wire.cuts
    for _ in range(harm.times):
        wire.cut()
        await harm.pause(0, 0.2)
    harm.done = wire.cuts - before


async def fail_to_send(harm: Harm, load: Load) -> None:
    """The Bot API is slow, answers 500 and 502, and closes the connection before it has taken a message, and after."""
    for kind in ("500", "close_after", "502", "close_before", "close_after", "slow"):
        await harm.telegram.add_fault(kind, "sendMessage", times=harm.times, chance=0.2, seconds=0.5)
    harm.done = await _until_hit(harm)


async def storm(harm: Harm, load: Load) -> None:
    """429 by the dozen."""
    await harm.telegram.add_fault("429", "sendMessage", times=5 * harm.times, chance=0.5, seconds=1)
    harm.done = await _until_hit(harm)


async def shut_out(harm: Harm, load: Load) -> None:
    """Some people block the bot (403) in the middle of it all."""
    await harm.pause(0.3, 0.6)
    for chat in load.everybody[: min(harm.times, load.chats // 2)]:
        await harm.telegram.add_fault("error", chat=chat, times=None, code=403, description="Forbidden: blocked")
        harm.silenced.add(chat)
        harm.done += 1


async def _until_hit(harm: Harm, seconds: float = 30) -> int:
    """How many calls were hit by the faults ordered, once all were, or after some time."""
    end = time.monotonic() + seconds
    while True:
        faults = await harm.telegram.faults()
        if time.monotonic() > end or all(fault["hits"] >= fault["times"] for fault in faults):
            return sum(fault["hits"] for fault in faults)
        await asyncio.sleep(0.1)


@dataclass(frozen=True)
class Scenario:
    """A load of people who say ``length`` words each, and what is done meanwhile, so many ``times``."""

    name: str
    fault: Fault
    times: int = 1
    length: int = 9
    chats: int = 10
    pause: tuple[float, float] = (0.05, 0.3)
    pairs: bool = False

    def longer(self, by: int) -> Scenario:
        return replace(self, times=self.times * by, length=self.length * by)


PAIRS = Scenario("two acts of a person at one moment", nothing, length=13, pairs=True)
TO_ALL = Scenario("each update delivered to all", to_all)
KILLS = Scenario("kill -9 at light load", kill, times=3, length=12, pause=(0.1, 0.6))
BACKLOG = Scenario("kill -9 under a backlog", kill, times=3, length=12, chats=20, pause=(0, 0))
RESTARTS = Scenario("PostgreSQL restarted", restart_fast)
CRASHES = Scenario("PostgreSQL crashed", restart_immediate)
ENDED = Scenario("connections ended by PostgreSQL", terminate, times=10)
CUT = Scenario("connections cut before the answer", cut, times=10)
FAILURES = Scenario("Bot API slow, 5xx, closed early and late", fail_to_send, times=3)
STORM = Scenario("Bot API: 429", storm, times=3)
SHUT_OUT = Scenario("Bot API: 403 for some", shut_out, times=3)
SCENARIOS = (PAIRS, TO_ALL, KILLS, BACKLOG, RESTARTS, CRASHES, ENDED, CUT, FAILURES, STORM, SHUT_OUT)


@dataclass(frozen=True)
class Result:
    """What came of it. ``found`` and turns leave out who shut the bot out, the other figures don't.

    ``doubt``: how many messages may be doubled for what was done.
    """

    scenario: Scenario
    replicas: int
    done: int
    updates: int
    found: Balance
    before: Books
    after: Books
    doubt: int
    seconds: float

    @property
    def updates_lost(self) -> int:
        return self.updates - (self.after.updates - self.before.updates)

    @property
    def broken(self) -> list[str]:
        """Each promise that was not kept."""
        found, fired = self.found, self.after.firings - self.before.firings
        said = {
            f"{self.updates_lost} updates lost": self.updates_lost != 0,
            f"{found.lost} replies lost": found.lost != 0,
            f"{found.out_of_step} chats out of step": found.out_of_step != 0,
            f"{found.unreminded} reminders lost": found.unreminded != 0,
            f"{fired} firings of {found.reminders} timers": fired < found.reminders
            or (fired > found.reminders and self.updates == found.updates),
            f"{self.after.turns} turns for {found.updates} updates and {found.reminders} timers": (
                self.after.turns != found.updates + found.reminders
            ),
            f"{found.doubled} doubled where {self.doubt} may be": found.doubled > self.doubt,
            "nothing was done": self.done == 0 and self.scenario.fault is not nothing,
        }
        return [what for what, is_so in said.items() if is_so]


async def run_all(service: Service, scenarios: Iterable[Scenario], *, hurried: bool = False) -> AsyncIterator[Result]:
    """One after the other, each with people of its own."""
    for number, scenario in enumerate(scenarios, 1):
        yield await run(service, scenario, 10_000 * number, hurried=hurried)


async def run(service: Service, scenario: Scenario, first: int, *, seed: int = 7, hurried: bool = False) -> Result:
    """Do the harm while the load lasts, wait for rest, and look. ``hurried`` is as for `Service.rest`."""
    began = time.monotonic()
    telegram = service.telegram
    words = taps(scenario.length) if scenario.pairs else talk(scenario.length)
    load = Load(words, scenario.chats, first, scenario.pause, scenario.pairs)
    harm = Harm(service, scenario.times, random.Random(seed))
    before = await service.books(load.everybody)
    unheard = (await telegram.counts())["unanswered_calls"]
    _, sent = await asyncio.gather(scenario.fault(harm, load), write_all(telegram, load))
    if not harm.silenced:
        await telegram.clear_faults()
    await service.rest(hurried=hurried)
    await telegram.clear_faults()
    service.balancer.to_all = False
    doubt = (await telegram.counts())["unanswered_calls"] - unheard + DOUBLED_PER_KILL * harm.kills
    heard = {chat: acts for chat, acts in sent.items() if chat not in harm.silenced}
    return Result(
        scenario,
        len(service.replicas),
        harm.done,
        sum(map(len, sent.values())),
        await balance(telegram, book(), heard, harm.kills, reminded=True),
        before,
        await service.books(heard),
        doubt,
        time.monotonic() - began,
    )


HEAD = ("fault", "replicas", "times", "updates", "lost", "out of step", "timers / fired", "doubled / in doubt", "s")


def line(result: Result) -> tuple[str, ...]:
    """A result as a line of the table."""
    found = result.found
    return (
        result.scenario.name,
        str(result.replicas),
        str(result.done),
        str(result.updates),
        f"{result.updates_lost + found.lost + found.unreminded}",
        str(found.out_of_step),
        f"{found.reminders} / {result.after.firings - result.before.firings}",
        f"{found.doubled} / {result.doubt}",
        f"{result.seconds:.0f}",
    )
