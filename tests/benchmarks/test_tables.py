"""The bench's tables: what was measured against what it should be."""

from __future__ import annotations

from benchmarks import bots
from benchmarks.load import Load
from benchmarks.measures.answering import Answering, judge
from benchmarks.measures.shares import REST, Profile, count_parts, draw_shares, part_of
from benchmarks.stores import SQLITE
from benchmarks.table import Finding, draw_findings

HALFWAY, WEBHOOK = bots.halfway([SQLITE])
QUICK, DURABLE = (bots.Bot(name, name, "python", "none", durable=name == "durable") for name in ("quick", "durable"))


def answering(bot: bots.Bot, per_second: float, p99: float) -> Answering:
    return Answering(bot, Load(per_second, 0.5, 10, p99, 100), Load(40, 5, 3, p99 / 10, 100), per_second, 1)


def test_each_form_of_halfway_is_held_against_the_best_of_its_peers() -> None:
    lines = judge(
        [
            answering(HALFWAY, 1000, 50),
            answering(WEBHOOK, 600, 150),
            answering(QUICK, 500, 60),
            answering(DURABLE, 400, 80),
        ]
    )
    assert [(line.measure, line.met) for line in lines] == [
        ("SQLite: throughput, 50 in flight", True),
        ("SQLite: throughput, 50 in flight", True),
        ("SQLite: CPU per update", None),
        ("SQLite: p99, 50 in flight", True),
        ("SQLite: p99 at 40/s", True),
        ("SQLite, webhook: throughput, 50 in flight", False),
        ("SQLite, webhook: throughput, 50 in flight", False),
        ("SQLite, webhook: CPU per update", None),
        ("SQLite, webhook: p99, 50 in flight", False),
        ("SQLite, webhook: p99 at 40/s", False),
    ]
    assert lines[0].reached == "2.50 x (1,000/s : 400/s durable)"
    assert lines[1].reached == "2.00 x (1,000/s : 500/s quick)"


def test_without_peers_what_needs_them_stays_open() -> None:
    assert {line.met for line in judge([answering(HALFWAY, 1000, 50)]) if "peer" in line.target} == {None}


def test_columns_are_as_wide_as_what_is_in_them() -> None:
    drawn = draw_findings([Finding("a", "<= 1", "0.5", True), Finding("a long one", "-", "7", None)])
    assert drawn.splitlines() == [
        "measure    | target | reached | met",
        "-----------|--------|---------|----",
        "a          | <= 1   | 0.5     | yes",
        "a long one | -      | 7       | -",
    ]


def test_a_sample_belongs_to_its_innermost_part() -> None:
    outer = "run (/x/asyncio/runners.py:1);take_turns (/x/bot/turn.py:9)"
    assert part_of(outer) == "sender, turn"
    assert part_of(f"{outer};execute (/x/sqlalchemy/engine/base.py:5)") == "SQL"
    assert part_of(f"{outer};_commit_impl (/x/sqlalchemy/engine/base.py:5)") == "commit"
    assert part_of(f"{outer};step (/x/dialogs/engine/step.py:5);match (/python/re.py:1)") == "engine, dialogs, wording"
    assert part_of(f"{outer};screen (/x/dialogs/safety/__init__.py:5)") == "screening, statements"
    assert part_of("select (/x/selectors.py:1)") == REST


def test_shares_are_of_the_cpu_time_of_an_update() -> None:
    counted = count_parts(["a (/x/sqlalchemy/a.py:1) 3", "b (/x/selectors.py:1) 1"])
    drawn = draw_shares([Profile("Halfway", 1000, 0.4, counted)])
    assert "300 (75%)" in drawn
    assert "100 (25%)" in drawn
