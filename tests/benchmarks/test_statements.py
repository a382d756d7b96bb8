"""The figures of docs/statements.md do not get worse unnoticed: floors for both halves, a little below what is measured.

The test half was written by people who had not seen the tables; nobody looks into it, so a figure is all that is shown.
"""

from functools import cache
from pathlib import Path

import pytest

from benchmarks.statements import attempts, rewrites
from content.statements import load
from dialogs.assessment import Code
from dialogs.statements import Choices, Rewrite, rewrite

DATA = Path(__file__).parents[2] / "benchmarks" / "statements" / "data"
HALVES = ("dev", "test")
measured = cache(rewrites.measure)


@pytest.mark.parametrize("half", HALVES)
def test_blame_is_found_and_the_rest_is_left_alone(half: str) -> None:
    found = measured(DATA / half)
    assert found.found.value >= 0.92, str(found.found)
    assert found.precision.value >= 0.95, str(found.precision)
    assert found.left_alone.value >= 0.93, str(found.left_alone)


@pytest.mark.parametrize("half", HALVES)
def test_most_blame_gets_a_sentence_at_once_or_within_three_choices(half: str) -> None:
    found = measured(DATA / half)
    assert found.direct.value >= 0.65, str(found.direct)
    assert found.helped.value >= 0.85, str(found.helped)
    assert found.outcomes["safety"] <= 0.04 * found.blame


@pytest.mark.parametrize("half", HALVES)
def test_sentences_for_different_texts_differ(half: str) -> None:
    assert measured(DATA / half).alike.value <= 0.05


@pytest.mark.parametrize("half", HALVES)
def test_codes_are_found_and_not_imagined(half: str) -> None:
    found = attempts.measure(DATA / half / "attempts.jsonl")
    hits = {code.value: found.recall[code.value].hits for code in Code}
    gold = sum(found.recall[code].cases for code in hits)
    given = sum(found.precision[code].cases for code in hits)
    assert sum(hits.values()) >= 0.9 * gold
    assert sum(hits.values()) >= 0.9 * given
    assert found.good.value >= 0.9, str(found.good)


@pytest.mark.parametrize("half", HALVES)
def test_danger_seldom_gets_a_sentence_and_never_one_of_a_detected_kind(half: str) -> None:
    rows = rewrites.read_rows(DATA / half / "danger.jsonl")
    told = [row["text"] for row in rows if row["danger"]]
    made = sum(isinstance(rewrite(text), Rewrite | Choices) for text in told)
    assert made <= 0.15 * len(told), f"{made} of {len(told)}"


def test_no_row_of_the_tables_is_danger_by_its_own_example() -> None:
    tables = load()
    refused = [frame.id for frame in tables.frames if rewrite(frame.example).__class__.__name__ == "Refused"]
    assert len(refused) <= 0.01 * len(tables.frames), refused
