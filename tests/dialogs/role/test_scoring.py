"""The score: every outcome, every cut-off, every reason to be less sure."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.role.answers import RETREAT_ITEMS
from dialogs.role.scoring import (
    ITEMS,
    TOPICS,
    Answers,
    Outcome,
    Result,
    Wanting,
    may_retake,
    role_of,
    score,
)

NOW = datetime(2030, 3, 1, 9, 0, tzinfo=UTC)
POINTS = st.none() | st.integers(0, 4)
AXIS = st.tuples(POINTS, POINTS, POINTS, POINTS, POINTS)
ANSWERS = st.builds(
    Answers,
    AXIS,
    AXIS,
    st.sampled_from([None, "me", "both", "partner"]),
    POINTS,
    st.lists(st.floats(0, 60), max_size=12).map(tuple),
)
SWAPPED = {
    "pursuer": "distancer",
    "distancer": "pursuer",
    "leaning_pursuer": "leaning_distancer",
    "leaning_distancer": "leaning_pursuer",
}
OTHER_WAY: dict[Wanting | None, Wanting | None] = {"me": "partner", "partner": "me", "both": "both", None: None}


def spread(total: int) -> tuple[int | None, ...]:
    """Five answers that sum to ``total``: 5 points of the axis each."""
    return tuple(total // 5 + (place < total % 5) for place in range(5))


def answers(reach: int, retreat: int, *, flip: int | None = 0, change: Wanting | None = "both") -> Answers:
    """Answers that score ``reach`` and ``retreat``, both in steps of 5."""
    return Answers(spread(reach // 5), spread(retreat // 5), change, flip)


def result(reach: int, retreat: int, outcome: Outcome = "mixed_mild") -> Result:
    return Result(outcome, reach, retreat, reach - retreat, "open")


@pytest.mark.parametrize(
    ("reach", "retreat", "flip", "outcome", "confidence"),
    [
        (0, 0, 0, "neither", "open"),
        (30, 0, 0, "neither", "open"),  # a lean of 30, but too little of either to speak of
        (30, 30, 4, "neither", "open"),
        (35, 0, 0, "pursuer", "clear"),
        (0, 35, 0, "distancer", "clear"),
        (35, 30, 0, "mixed_mild", "open"),
        (100, 0, 4, "pursuer", "clear"),
        (60, 35, 3, "pursuer", "clear"),  # a lean of 25 is plain, whatever the swapping
        (60, 35, 0, "pursuer", "clear"),
        (35, 60, 4, "distancer", "clear"),
        (60, 40, 3, "depends", "open"),
        (60, 40, 2, "leaning_pursuer", "likely"),
        (60, 40, 4, "depends", "open"),
        (40, 60, 0, "leaning_distancer", "likely"),
        (60, 45, 0, "leaning_pursuer", "likely"),
        (45, 60, 0, "leaning_distancer", "likely"),
        (60, 50, 0, "mixed", "open"),
        (60, 50, 3, "depends", "open"),
        (50, 50, 0, "mixed", "open"),
        (50, 45, 0, "mixed_mild", "open"),
        (45, 50, 0, "mixed_mild", "open"),
        (100, 100, 0, "mixed", "open"),
    ],
)
def test_outcomes(reach: int, retreat: int, flip: int, outcome: str, confidence: str) -> None:
    found = score(answers(reach, retreat, flip=flip))
    assert (found.outcome, found.confidence) == (outcome, confidence)
    assert (found.reach, found.retreat, found.lean) == (reach, retreat, reach - retreat)


def test_one_skip_takes_the_mean_of_the_rest() -> None:
    found = score(Answers((4, 4, None, 4, 3), spread(2), "both", 0))
    assert (found.reach, found.retreat, found.lean) == (94, 10, 84)  # 93.75 rounded
    assert (found.outcome, found.confidence, found.lowered) == ("pursuer", "likely", ("skipped",))


@pytest.mark.parametrize("skipped", [2, 3, 5])
def test_two_skips_on_one_axis_are_too_many(skipped: int) -> None:
    few = (4,) * (5 - skipped) + (None,) * skipped
    for found in (score(Answers(few, spread(10))), score(Answers(spread(10), few), (result(0, 60),))):
        assert (found.outcome, found.reach, found.retreat, found.confidence) == ("not_enough", 0, 0, "open")


def test_rounding_never_decides() -> None:
    """Whole points give the outcome that the exact means would."""
    given_points = [sorted(row) for size in (4, 5) for row in combinations_with_replacement(range(5), size)]
    means = {(sum(row), len(row)) for row in given_points}
    for total, size in means:
        for other_total, other_size in means:
            exact, other = Fraction(25 * total, size), Fraction(25 * other_total, other_size)
            found = score(Answers(_row(total, size), _row(other_total, other_size), "both", 0))
            for limit in (15, 25):
                assert (abs(found.lean) >= limit) == (abs(exact - other) >= limit)
            assert (max(found.reach, found.retreat) < 35) == (max(exact, other) < 35)
            assert (min(found.reach, found.retreat) >= 50) == (min(exact, other) >= 50)


def _row(total: int, size: int) -> tuple[int | None, ...]:
    points: list[int | None] = [total // size + (place < total % size) for place in range(size)]
    return tuple(points + [None] * (5 - size))


@pytest.mark.parametrize(
    ("changed", "reasons", "confidence"),
    [
        ({}, (), "clear"),
        ({"change": "me"}, (), "clear"),
        ({"change": None}, (), "clear"),
        ({"change": "partner"}, ("change",), "likely"),
        ({"flip": None}, ("skipped",), "likely"),
        ({"seconds": (1.1, 1.1, 9.0)}, ("fast",), "likely"),
        ({"seconds": (1.2, 1.2, 1.2)}, (), "clear"),
        ({"seconds": (0.5, 0.5), "change": "partner"}, ("fast", "change"), "likely"),  # one step, however many reasons
    ],
)
def test_reasons_to_be_less_sure(changed: dict[str, object], reasons: tuple[str, ...], confidence: str) -> None:
    found = score(replace(answers(80, 30), **changed))  # type: ignore[arg-type]
    assert (found.outcome, found.lowered, found.confidence) == ("pursuer", reasons, confidence)


def test_a_distancer_who_wants_the_change_is_less_sure() -> None:
    assert score(answers(30, 80, change="me")).lowered == ("change",)
    assert score(answers(30, 80, change="partner")).lowered == ()
    assert score(answers(60, 60, change="me")).lowered == ()


def test_likely_drops_to_open() -> None:
    assert score(answers(60, 40, change="partner")).confidence == "open"


def test_ten_identical_answers_are_noted() -> None:
    found = score(Answers((3,) * 5, (3,) * 5, "both", 0))
    assert (found.outcome, found.lowered) == ("mixed", ("identical",))


@pytest.mark.parametrize(
    ("here", "there", "outcome"),
    [
        ((60, 40), result(40, 60, "leaning_distancer"), "depends"),
        ((100, 0), result(40, 55, "leaning_distancer"), "depends"),
        ((40, 60), result(60, 40, "leaning_pursuer"), "depends"),
        ((60, 40), result(40, 50), "leaning_pursuer"),  # the other subject leans too little
        ((60, 50), result(0, 100, "distancer"), "mixed"),  # this one does
        ((60, 40), result(60, 40, "leaning_pursuer"), "leaning_pursuer"),
        ((30, 10), result(0, 100, "distancer"), "neither"),
        ((60, 40), result(0, 30, "neither"), "leaning_pursuer"),  # no strong lean there: nothing to contradict
        ((60, 40), Result("not_enough", 0, 0, 0, "open"), "leaning_pursuer"),
    ],
)
def test_another_subject_may_show_the_opposite(here: tuple[int, int], there: Result, outcome: str) -> None:
    found = score(answers(*here), (result(50, 50), there))
    assert found.outcome == outcome
    if outcome == "depends":
        assert found.confidence == "open"


@given(ANSWERS)
def test_any_answers_have_a_score(given_answers: Answers) -> None:
    found = score(given_answers)
    assert found.outcome in get_args(Outcome)
    assert 0 <= found.reach <= 100
    assert 0 <= found.retreat <= 100
    assert found.lean == found.reach - found.retreat
    assert Result.from_json(json.loads(json.dumps(found.to_json()))) == found
    assert score(given_answers, (found, found)) == found  # the same subject twice is no contradiction


@given(ANSWERS)
def test_the_two_sides_are_treated_alike(one: Answers) -> None:
    swapped = replace(one, reach=one.retreat, retreat=one.reach, change=OTHER_WAY[one.change])
    here, there = score(one), score(swapped)
    assert there.outcome == SWAPPED.get(here.outcome, here.outcome)
    assert (there.reach, there.retreat, there.lean) == (here.retreat, here.reach, -here.lean)
    assert (there.confidence, there.lowered) == (here.confidence, here.lowered)


@given(ANSWERS)
def test_answers_survive_storage(one: Answers) -> None:
    raw = one.to_json()
    assert list(raw) == ["items", *ITEMS, "seconds"]
    assert Answers.from_json(json.loads(json.dumps(raw))) == one


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        ({"P1": 5}, "P1 is 5"),
        ({"W3": -1}, "W3 is -1"),
        ({"F1": "2"}, "F1 is '2'"),
        ({"P2": True}, "P2 is True"),
        ({"P2": 2.0}, "P2 is 2.0"),
        ({"C1": "them"}, "C1 is 'them'"),
        ({"seconds": "quick"}, "seconds are 'quick'"),
        ({"seconds": [1.0, -2]}, "took -2 seconds"),
        ({"seconds": [float("nan")]}, "took nan seconds"),
        ({"P6": 1}, "the keys ['P6']"),
        ({"items": "reach-retreat/9"}, "to 'reach-retreat/9'"),
    ],
)
def test_bad_answers_are_refused_by_name(raw: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match="; ") as caught:
        Answers.from_json(raw)
    assert named in str(caught.value)


def test_items_that_are_not_there_are_skipped() -> None:
    assert Answers.from_json({}) == Answers((None,) * 5, (None,) * 5)
    with pytest.raises(ValueError, match="P1 to P5 have 4 answers"):
        Answers((1, 2, 3, 4), (None,) * len(RETREAT_ITEMS))


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"outcome": "chaser"}, "outcome is 'chaser'"),
        ({"reach": 101}, "reach is 101"),
        ({"retreat": None}, "retreat is None"),
        ({"lean": 3}, "lean is 3"),
        ({"confidence": None}, "confidence is None"),
        ({"lowered": "fast"}, "lowered is 'fast'"),
        ({"lowered": ["tired"]}, "lowered is 'tired'"),
    ],
)
def test_bad_results_are_refused_by_name(changed: dict[str, object], named: str) -> None:
    raw = score(answers(60, 40)).to_json() | changed
    with pytest.raises(ValueError, match=r";|but") as caught:
        Result.from_json(raw)
    assert named in str(caught.value)


def test_retaking_makes_sense_after_two_weeks() -> None:
    assert not may_retake(NOW, NOW + timedelta(days=13, hours=23))
    assert may_retake(NOW, NOW + timedelta(days=14))


def test_roles_of_outcomes() -> None:
    assert {outcome: role_of(outcome) for outcome in get_args(Outcome)} == {
        "not_enough": "unclear",
        "neither": "unclear",
        "depends": "unclear",
        "pursuer": "pursuer",
        "leaning_pursuer": "pursuer",
        "distancer": "distancer",
        "leaning_distancer": "distancer",
        "mixed": "mixed",
        "mixed_mild": "mixed",
    }
    assert len(TOPICS) == 9
