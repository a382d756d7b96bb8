"""The figures of docs/statements.md stay: floors for both halves, a little below what was measured.

The test half was written by people who had not seen the tables; nobody looks into it, so a figure is all that is shown.
"""

from functools import cache, partial
from pathlib import Path

import pytest

from benchmarks.statements import attempts, ratings, rewrites
from benchmarks.statements.examples import ACTS, DANGERS, FRAMES, SAFETY, read_examples
from content.statements import load
from dialogs.assessment import Code
from dialogs.statements import Choices, Refused, Rewrite, rewrite

DATA = Path(__file__).parents[2] / "benchmarks" / "statements" / "data"
HALVES = ("dev", "second", "fifth", "sixth", "test")
# recall, precision, left alone, rewritten at once, ... or within three choices
FLOORS = {
    "dev": (0.95, 0.97, 0.96, 0.53, 0.85),
    "second": (0.95, 0.96, 0.94, 0.5, 0.85),
    "fifth": (0.94, 0.96, 0.93, 0.38, 0.78),
    "sixth": (0.95, 0.96, 0.92, 0.31, 0.77),
    "test": (0.9, 0.95, 0.92, 0.32, 0.75),
}
# Of dangerous sentences, that get one or choices: too many.
MOST_DANGER = {"dev": 0.01, "second": 0.02, "third": 0.03, "fourth": 0.18, "fifth": 0.03, "sixth": 0.04, "test": 0.02}
LEAST_CODES = {"dev": 0.9, "second": 0.9, "sixth": 0.85, "test": 0.88}  # of the codes of attempts, found
measured = cache(partial(rewrites.measure, timed=False))


def test_nothing_of_the_third_set_is_learned() -> None:
    learned = {text for folder in (FRAMES, ACTS, DANGERS, SAFETY) for _, text in read_examples(folder)}
    assert not [row["id"] for row in rewrites.read_rows(DATA / "third" / "statements.jsonl") if row["text"] in learned]


@pytest.mark.parametrize("half", HALVES)
def test_blame_is_found_and_the_rest_is_left_alone(half: str) -> None:
    found = measured(DATA / half)
    shares = str((found.found, found.precision, found.left_alone))
    recall, precision, left_alone, *_ = FLOORS[half]
    assert found.found.value >= recall, shares
    assert found.precision.value >= precision, shares
    assert found.left_alone.value >= left_alone, shares


@pytest.mark.parametrize("half", HALVES)
def test_most_blame_gets_a_sentence_at_once_or_within_three_choices(half: str) -> None:
    found = measured(DATA / half)
    shares = str((found.direct, found.helped, found.outcomes["safety"]))
    *_, direct, helped = FLOORS[half]
    assert found.direct.value >= direct, shares
    assert found.helped.value >= helped, shares
    assert found.outcomes["safety"] <= 0.05 * found.blame, shares


@pytest.mark.parametrize(("half", "least"), [("sixth", 0.74), ("test", 0.73)])
def test_sentences_are_acceptable_to_both_raters(half: str, least: float) -> None:
    found = measured(DATA / half)
    acceptable = ratings.acceptable_to_both(DATA / half, found)
    assert acceptable.cases >= 0.9 * len(found.made)  # the others are new since, and unrated
    assert acceptable.value >= least


@pytest.mark.parametrize("half", HALVES)
def test_sentences_for_different_texts_differ(half: str) -> None:
    assert measured(DATA / half).alike.value <= 0.05


@pytest.mark.parametrize("half", LEAST_CODES)
def test_codes_are_found_and_not_imagined(half: str) -> None:
    found = attempts.measure(DATA / half / "attempts.jsonl")
    hits = {code.value: found.recall[code.value].hits for code in Code}
    gold = sum(found.recall[code].cases for code in hits)
    given = sum(found.precision[code].cases for code in hits)
    assert sum(hits.values()) >= LEAST_CODES[half] * gold
    assert sum(hits.values()) >= 0.9 * given
    assert found.good.value >= 0.9, str(found.good)


@pytest.mark.parametrize("half", MOST_DANGER)
def test_danger_seldom_gets_a_sentence(half: str) -> None:
    rows = rewrites.read_rows(DATA / half / "danger.jsonl")
    told = sum(row["danger"] for row in rows)
    made = sum(isinstance(rewrite(row["text"]), Rewrite | Choices) for row in rows if row["danger"])
    assert made <= MOST_DANGER[half] * told, f"{made} of {told}"  # and no text: the test half is not shown


def test_hardly_a_row_of_the_tables_is_danger_by_its_own_example() -> None:
    tables = load()
    refused = [frame.id for frame in tables.frames if isinstance(rewrite(frame.example), Refused)]
    assert len(refused) <= 0.02 * len(tables.frames), refused
