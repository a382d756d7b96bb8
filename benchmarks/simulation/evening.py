"""An evening: everybody's nudge falls due within some hours, some answer it and talk, others come by themselves."""

from __future__ import annotations

import asyncio
import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from benchmarks.simulation.bag import MemoryBag
from benchmarks.simulation.loop import simulate
from benchmarks.simulation.telegram import SimulatedTelegram
from bot.store.instants import to_ms
from bot.workers.pace import Pace
from bot.workers.sender import Sender
from dialogs.nudges.terms import GRACE

START = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
PER_CHAT, BURST = 1.0, 3
TURN_SECONDS = 0.02  # from a person's words to the committed turn
THINKING_SECONDS = (4.0, 20.0)  # from an answer to the next words
HEED_SECONDS = 120.0  # from a nudge to the first words, on average
PATIENT, PATIENCE_SECONDS = "telegram:0", 60.0


@dataclass(frozen=True, slots=True)
class Plan:
    """``heeding``: the share of people who answer their nudge, each with so many ``messages``.

    ``believed``: what the senders take for Telegram's limit, if it is another.
    ``visits``: how many begin to talk by themselves in a second. ``round_ms``: what one transaction of a sender takes.
    """

    people: int
    hours: float
    per_second: int
    replicas: int = 1
    heeding: float = 0.1
    messages: int = 3
    visits: float = 1.0
    round_ms: float = 2.0
    believed: int | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Night:
    """What came of a plan. Times in seconds: answers from a person's words, nudges from their due time."""

    plan: Plan
    answers: int
    answer_p50: float
    answer_p99: float
    answer_most: float
    nudge_p50: float
    nudge_p99: float
    drained: float
    most_in_a_second: int
    refused: int
    too_late: int
    unsent: int
    doubled: int
    out_of_order: int
    patient: float
    meanwhile: int
    rounds: int

    @property
    def sent(self) -> int:
        return self.plan.people - self.too_late + self.answers


class Evening:
    """People, their bot's senders, and Telegram."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.loop = asyncio.get_running_loop()
        self.random = random.Random(plan.seed)
        self.bag = MemoryBag(plan.round_ms / 1000, self._miss)
        self.telegram = SimulatedTelegram(plan.per_second, self._arrived, plan.seed)
        self.senders = [self._sender() for _ in range(plan.replicas)]
        self.answer_times, self.nudge_times = array("d"), array("d")
        self.asked: dict[int, tuple[float, int]] = {}  # answers on their way: since when, and how many are to follow
        self.due: dict[int, float] = {}  # nudges on their way
        self.latest: dict[str, int] = {}  # the last answer that each chat got
        self.doubled = self.out_of_order = self.talking = self.too_late = 0
        self.first_to_patient = self.drained = 0.0
        self.before_patient = 0

    def _sender(self) -> Sender:
        """The product's own, with its share of the pace."""
        per_second = self.plan.believed or self.plan.per_second
        pace = Pace(per_second / self.plan.replicas, PER_CHAT, BURST, self.loop.time)
        return Sender(self.bag, self.telegram, pace, lambda: START + timedelta(seconds=self.loop.time()))

    async def live(self) -> Night:
        """From the first nudge until nobody waits for anything."""
        self.telegram.patient[PATIENT] = self.loop.time() + PATIENCE_SECONDS
        tasks = [asyncio.create_task(sender.run()) for sender in self.senders]
        nudging = asyncio.create_task(self._nudge_all())
        visiting = asyncio.create_task(self._visit())
        await nudging
        while self.due:  # noqa: ASYNC110  (simulated time costs nothing)
            await asyncio.sleep(1)
        visiting.cancel()
        while self.asked or self.talking:  # noqa: ASYNC110  (the same)
            await asyncio.sleep(1)
        for task in tasks:
            task.cancel()
        await asyncio.gather(visiting, *tasks, return_exceptions=True)
        await asyncio.gather(*(sender.drain(1) for sender in self.senders))
        return self._balance()

    async def _nudge_all(self) -> None:
        """Each at an instant of its own, evenly over the hours: a gap of so many seconds, a little uneven."""
        span, people = self.plan.hours * 3600, self.plan.people
        for number in range(people):
            at = (number + self.random.random()) * span / people
            if at > self.loop.time():
                await asyncio.sleep(at - self.loop.time())
            expires_ms = to_ms(START + timedelta(seconds=at) + GRACE)
            self.due[self.bag.post(f"telegram:{number}", soft=True, expires_ms=expires_ms)] = at
            self._wake()

    async def _visit(self) -> None:
        """People who come by themselves, at any time."""
        number = self.plan.people
        while self.plan.visits:
            await asyncio.sleep(self.random.expovariate(self.plan.visits))
            number += 1
            self._write(f"telegram:{number}", self.plan.messages)

    def _write(self, chat: str, left: int) -> None:
        """Somebody writes, and the turn that follows promises an answer."""
        self.talking += 1
        self.loop.call_later(TURN_SECONDS, self._answer, chat, left, self.loop.time())

    def _answer(self, chat: str, left: int, since: float) -> None:
        self.talking -= 1
        self.asked[self.bag.post(chat)] = since, left - 1
        self._wake()

    def _miss(self, number: int) -> None:
        self.too_late += self.due.pop(number, None) is not None

    def _wake(self) -> None:
        """What was posted by one process is sent by any that has room; the one it was posted by is woken."""
        self.senders[self.random.randrange(len(self.senders))].wake()

    def _arrived(self, chat: str, number: int) -> None:
        now = self.loop.time()
        if chat == PATIENT and not self.first_to_patient:
            self.first_to_patient, self.before_patient = now, len(self.nudge_times)
        if (due := self.due.pop(number, None)) is not None:
            self.nudge_times.append(now - due)
            self.drained = now
            if self.random.random() < self.plan.heeding:
                self._later(self.random.expovariate(1 / HEED_SECONDS), chat, self.plan.messages)
        elif (asked := self.asked.pop(number, None)) is not None:
            since, left = asked
            self.answer_times.append(now - since)
            self.out_of_order += number < self.latest.get(chat, 0)
            if left:
                self.latest[chat] = number
                self._later(self.random.uniform(*THINKING_SECONDS), chat, left)
            else:
                self.latest.pop(chat, None)
        else:
            self.doubled += 1

    def _later(self, seconds: float, chat: str, left: int) -> None:
        self.talking += 1
        self.loop.call_later(seconds, self._begin, chat, left)

    def _begin(self, chat: str, left: int) -> None:
        self.talking -= 1
        self._write(chat, left)

    def _balance(self) -> Night:
        answers, nudges = sorted(self.answer_times), sorted(self.nudge_times)
        return Night(
            self.plan,
            len(answers),
            _quantile(answers, 0.5),
            _quantile(answers, 0.99),
            answers[-1] if answers else 0.0,
            _quantile(nudges, 0.5),
            _quantile(nudges, 0.99),
            self.drained,
            self.telegram.most,
            self.telegram.refused,
            self.too_late,
            len(self.bag),
            self.doubled,
            self.out_of_order,
            self.first_to_patient,
            self.before_patient,
            self.bag.rounds,
        )


def live_through(plan: Plan) -> Night:
    """Live through the evening of a plan."""

    async def live() -> Night:
        return await Evening(plan).live()

    return simulate(live())


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
