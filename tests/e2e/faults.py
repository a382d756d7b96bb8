"""Faults: what may go wrong with replicas while people talk; done to them one after the other, and the books balanced."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from bot.local.sandbox.botapi import Client
from tests.e2e.counting import NAMES, book
from tests.e2e.process import BotProcess
from tests.e2e.killing import Balance, Load, balance, write_all
from tests.e2e.replicas import Books, Service

WORDS = "hello one two three four five six seven eight nine ten eleven".split()
REMINDED = [word for name, word in zip(NAMES, WORDS[1:], strict=False) for word in (word, f"remind {name} 2")]
TAPS = "hello one two three four _ five six seven _ eight nine".replace("_", "").split(" ")
DOUBLED_PER_KILL = 2  # what a process may have on its way when it is killed
TERMINATE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND (state <> 'idle' OR random() < 0.02) ORDER BY random() LIMIT 1"
)


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


async def to_both(harm: Harm, load: Load) -> None:
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
    for chat in load.everybody[: harm.times]:
        await harm.telegram.add_fault("error", chat=chat, times=None, code=403, description="Forbidden: bot was blocked")
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
    """A load, and what is done meanwhile."""

    name: str
    fault: Fault
    times: int = 1
    words: Sequence[str] = ()
    chats: int = 10
    pause: tuple[float, float] = (0.02, 0.3)
    pairs: bool = False


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
    def faults(self) -> list[str]:
        """Each promise that was broken."""
        found, fired = self.found, self.after.firings - self.before.firings
        broken = {
            f"{self.updates_lost} updates lost": self.updates_lost != 0,
            f"{found.lost} replies lost": found.lost != 0,
            f"{found.out_of_step} chats out of step": found.out_of_step != 0,
            f"{found.unreminded} reminders lost": found.unreminded != 0,
            f"{fired} firings of {found.reminders} timers": fired < found.reminders or (
                fired > found.reminders and self.updates == found.updates
            ),
            f"{self.after.turns} turns for {found.updates} updates and {found.reminders} timers": (
                self.after.turns != found.updates + found.reminders
            ),
            f"{found.doubled} doubled where {self.doubt} may be": found.doubled > self.doubt,
            "nothing was done": self.done == 0 and self.scenario.fault is not nothing,
        }
        return [what for what, is_so in broken.items() if is_so]


async def run(service: Service, scenario: Scenario, first: int, *, seed: int = 7, hurried: bool = False) -> Result:
    """Do the harm while the load lasts, wait for rest, and look."""
    began = time.monotonic()
    telegram = service.telegram
    load = Load(scenario.words or REMINDED, scenario.chats, first, scenario.pause, scenario.pairs)
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


def longer(scenario: Scenario, times: int, chats: int) -> Scenario:
    return replace(scenario, times=scenario.times * times, chats=scenario.chats * chats)
