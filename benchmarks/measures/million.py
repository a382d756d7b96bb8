"""What a million daily users need of the sending: evenings on a simulated clock, with the product's sender and pace.

    python -m benchmarks.measures.million

lives through the evenings of the table in docs/performance.md, on all cores. With --people it is one evening:

    python -m benchmarks.measures.million --people 100000 --hours 1 --per-second 30
"""

from __future__ import annotations

import argparse
import logging
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from benchmarks.simulation.evening import BURST, PATIENCE_SECONDS, Night, Plan, live_through
from benchmarks.table import Finding, draw, draw_findings

MILLION = 1_000_000
EVENINGS = (  # the longest first
    Plan(MILLION, 1, 1000, visits=10),
    Plan(MILLION, 1, 30),
    Plan(MILLION // 10, 0.05, 1000, visits=10),
    Plan(MILLION // 10, 0.05, 1000, replicas=4, visits=10),
    Plan(75_000, 1, 30),
)
SHORT = Plan(8_000, 0.05, 30, replicas=2)


def judge(night: Night) -> list[Finding]:
    """The targets of sending: Telegram's limits, one chat's patience, answers before nudges, nothing lost."""
    plan = night.plan
    named = f"{plan.people:,} nudges in {plan.hours * 60:.0f} min by {plan.replicas} senders, simulated"
    right = night.unsent == night.doubled == night.out_of_order == 0
    return [
        Finding(
            f"{named}: messages in any second",
            f"<= {plan.per_second}, 1 a chat (burst {BURST})",
            f"{night.most_in_a_second}, {night.refused} refused",
            night.most_in_a_second <= plan.per_second and night.refused == 0,
        ),
        Finding(
            "a 429 for one chat, simulated",
            "stops that one only",
            f"its own came after {night.patient:.0f} s, {night.meanwhile:,} others before it",
            night.patient >= PATIENCE_SECONDS and night.meanwhile > 100,
        ),
        Finding(
            "answers beside these nudges, simulated",
            "go before them",
            f"p99 {night.answer_p99:.2f} s, where a nudge waits {night.nudge_p99:.0f} s",
            night.answer_p99 <= 1,
        ),
        Finding(
            "lost, doubled, out of order, simulated",
            "0",
            f"{night.unsent}, {night.doubled}, {night.out_of_order} of {night.sent:,}",
            right,
        ),
    ]


def draw_nights(nights: Sequence[Night]) -> str:
    """The table of evenings."""
    return draw(
        (
            "nudges due in",
            "limit/s",
            "senders",
            "sent",
            "too late",
            "last after",
            "nudge late, p50 / p99",
            "answers",
            "answer p50 / p99 / most",
            "most in a second",
            "refused",
        ),
        (
            (
                f"{night.plan.people:,} in {night.plan.hours:g} h",
                f"{night.plan.per_second:,}",
                str(night.plan.replicas),
                f"{night.plan.people - night.too_late:,}",
                f"{night.too_late:,}",
                _span(night.drained),
                f"{_span(night.nudge_p50)} / {_span(night.nudge_p99)}",
                f"{night.answers:,}",
                f"{_span(night.answer_p50)} / {_span(night.answer_p99)} / {_span(night.answer_most)}",
                str(night.most_in_a_second),
                str(night.refused),
            )
            for night in nights
        ),
    )


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measures.million", description=__doc__)
    parser.add_argument("--people", type=int, help="one evening with so many; without it, those of the table")
    parser.add_argument("--hours", type=float, default=1.0, help="within which their nudges fall due")
    parser.add_argument("--per-second", type=int, default=30, help="messages that Telegram takes in a second")
    parser.add_argument("--replicas", type=int, default=1, help="senders that share the pace")
    parser.add_argument("--visits", type=float, default=1.0, help="people a second who come by themselves")
    parser.add_argument("--round-ms", type=float, default=2.0, help="what one transaction of a sender takes")
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    plans: Sequence[Plan] = EVENINGS
    if given.people is not None:
        plans = [
            Plan(
                given.people,
                given.hours,
                given.per_second,
                given.replicas,
                visits=given.visits,
                round_ms=given.round_ms,
            )
        ]
    began = time.perf_counter()
    with ProcessPoolExecutor(min(len(plans), os.cpu_count() or 1), initializer=logging.disable) as pool:
        nights = list(pool.map(live_through, plans))
    print(draw_nights(nights))
    if given.people is not None:
        print(f"\n{draw_findings(judge(nights[0]))}")
    print(f"\n{sum(night.sent for night in nights):,} messages in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
