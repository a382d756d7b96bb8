"""Metrics: the figures of this process in Prometheus' format. Labels are few and fixed; no chat is among them."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.observer import LeftOut, Part, Sent
from bot.store.backlog import Backlog, Queue, backlog
from bot.store.database import Database
from bot.store.instants import to_ms
from bot.store.tables import Urgency

log = logging.getLogger(__name__)

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SLOW = (0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14400)


class Metrics:
    """An `Observer` that counts in a registry of its own."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second line a figure, that nobody asks for
        registry = self.registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        build = Gauge("halfway_build_info", "Always 1; the label is the release.", ["version"], registry=registry)
        build.labels(version("halfway")).set(1)
        self._updates = Counter(
            "halfway_updates",
            "Updates and timers done with, by kind of event; result 'seen' is a duplicate delivery.",
            ["kind", "result"],
            registry=registry,
        )
        self._turns = Histogram(
            "halfway_turn_seconds", "From the begin of a turn to its commit.", buckets=_QUICK, registry=registry
        )
        self._requests = Histogram(
            "halfway_webhook_request_seconds",
            "From the begin of a delivery to its answer, by status.",
            ["status"],
            buckets=_QUICK,
            registry=registry,
        )
        self._sends = Counter(
            "halfway_sends",
            "Tries to send; 'retried' was sent after tries that failed, 'doubtful' may be sent twice.",
            ["result"],
            registry=registry,
        )
        self._calls = Histogram(
            "halfway_send_seconds", "How long a try to send took.", buckets=_QUICK, registry=registry
        )
        self._late = Histogram(
            "halfway_timer_late_seconds", "From when a timer was due until it fired.", buckets=_SLOW, registry=registry
        )
        self._errors = Counter(
            "halfway_errors",
            "Rounds that failed and are tried again, nearly always at the database, by part.",
            ["part"],
            registry=registry,
        )
        self._pending = Gauge(
            "halfway_webhook_pending_updates", "Updates that wait at Telegram, as of its last word.", registry=registry
        )
        self._waiting = Gauge("halfway_outbox_waiting", "Messages not sent yet.", ["urgency"], registry=registry)
        self._oldest = Gauge(
            "halfway_outbox_oldest_seconds",
            "For how long the first message in the outbox could have gone.",
            ["urgency"],
            registry=registry,
        )
        self._due = Gauge("halfway_timers_due", "Timers whose time has come.", registry=registry)
        self._overdue = Gauge("halfway_timers_oldest_seconds", "How late the latest of them is.", registry=registry)

    def turn(self, kind: str, result: str, seconds: float) -> None:
        self._updates.labels(kind, result).inc()
        self._turns.observe(seconds)

    def left_out(self, kind: str, why: LeftOut) -> None:
        self._updates.labels(kind, why).inc()

    def tried(self, result: Sent, seconds: float) -> None:
        self._sends.labels(result).inc()
        self._calls.observe(seconds)

    def fired(self, late_seconds: float) -> None:
        self._late.observe(late_seconds)

    def stumbled(self, part: Part) -> None:
        self._errors.labels(part).inc()

    def requested(self, status: int, seconds: float) -> None:
        self._requests.labels(str(status)).observe(seconds)

    def pending(self, updates: int) -> None:
        self._pending.set(updates)

    async def page(self, database: Database | None, channel: str, clock: Callable[[], datetime]) -> bytes:
        """All figures, with what waits in the database now; as NaN where it doesn't say."""
        nothing = Queue(0, math.nan)
        found = Backlog(dict.fromkeys(Urgency, nothing), nothing)
        known = False
        if database is not None:
            try:
                found = await database.do(partial(backlog, channel=channel, now_ms=to_ms(clock())))
                known = True
            except Exception as error:
                log.warning("what waits can't be counted: %s", type(error).__name__)
        for urgency, queue in found.outbox.items():
            self._waiting.labels(urgency.name.lower()).set(queue.count if known else math.nan)
            self._oldest.labels(urgency.name.lower()).set(queue.late_seconds)
        self._due.set(found.timers.count if known else math.nan)
        self._overdue.set(found.timers.late_seconds)
        return generate_latest(self.registry)
