"""The trend of the pulse: nothing from too little, and no change that dealing the taps anew would often give."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.engine import Person
from dialogs.nudges.trend import Trend, pulse_trend

NOW = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
weeks = st.lists(st.integers(0, 4), min_size=8, max_size=8)


def of_weeks(*weeks: int | None) -> Person:
    """Somebody with a pulse a week until today, the oldest first, None for a week without: how close they felt.

    Reaching is the opposite of it, and backing off never moves.
    """
    person = Person()
    for ago, value in zip(reversed(range(len(weeks))), weeks, strict=True):
        if value is not None:
            person = person.with_pulse(NOW - ago * WEEK, reach=4 - value, retreat=2, closeness=value)
    return person


def trends(*weeks: int | None) -> dict[str, Trend]:
    found = pulse_trend(of_weeks(*weeks).pulses, NOW)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("weeks", "closeness"),
    [
        # Of the 70 ways to deal eight taps, as many as is noted differ at least as much.
        ((1, 1, 1, 1, 3, 3, 3, 3), Trend("changed", 2.0)),  # 2: one in 35
        ((0, 1, 1, 2, 3, 3, 4, 4), Trend("changed", 2.5)),  # 2
        ((3, 3, 3, 3, 2, 2, 2, 2), Trend("changed", -1.0)),  # 2
        ((1, 1, 2, 2, 2, 3, 3, 2), Trend("perhaps", 1.0)),  # 12: one in 6
        ((1, 1, 1, 2, 1, 2, 2, 2), Trend("same", 0.5)),  # 34: every other
        ((2, 2, 2, 2, 2, 2, 2, 2), Trend("same", 0.0)),  # all
        ((0, 4, 0, 4, 4, 0, 4, 0), Trend("same", 0.0)),  # all
        ((1, None, 1, 1, 3, 3, None, 3), Trend("perhaps", 2.0)),  # 2 of 20: three weeks each are never surer
    ],
)
def test_values_by_hand(weeks: tuple[int | None, ...], closeness: Trend) -> None:
    found = trends(*weeks)
    assert found["closeness"] == closeness
    assert found["reach"] == Trend(closeness.moved, -closeness.by or 0.0), "its mirror image"
    assert found["retreat"] == Trend("same", 0.0)


@pytest.mark.parametrize("weeks", [(), (3, 3, 3, 3), (1, 1, 3, 3, 3, 3), (1, 1, 1, 1, 3, None, None, 3)])
def test_too_little_tells_nothing(weeks: tuple[int | None, ...]) -> None:
    assert pulse_trend(of_weeks(*weeks).pulses, NOW) is None


@given(weeks, st.lists(st.integers(0, 4), max_size=16))
def test_what_is_older_than_eight_weeks_does_not_count(weeks: list[int], older: list[int]) -> None:
    assert trends(*older, *weeks) == trends(*weeks)


@given(weeks, st.permutations(range(4)), st.permutations(range(4)))
def test_the_order_within_a_span_does_not_count(weeks: list[int], first: list[int], second: list[int]) -> None:
    shuffled = [*(weeks[index] for index in first), *(weeks[4 + index] for index in second)]
    assert trends(*shuffled) == trends(*weeks)


@given(weeks)
def test_spans_in_turn_mirror_the_trend(weeks: list[int]) -> None:
    there, back = trends(*weeks)["closeness"], trends(*weeks[4:], *weeks[:4])["closeness"]
    assert back == Trend(there.moved, -there.by)


def test_one_in_twenty_at_most_is_a_change_where_nothing_changes() -> None:
    """All 70 ways to deal eight weeks: that is what chance does."""
    dealt = (0, 0, 1, 1, 2, 3, 3, 4)
    moved = []
    for hand in combinations(range(8), 4):
        rest = [dealt[index] for index in range(8) if index not in hand]
        moved.append(trends(*rest, *(dealt[index] for index in hand))["closeness"].moved)
    assert moved.count("changed") / 70 <= 1 / 20
    assert (moved.count("changed") + moved.count("perhaps")) / 70 <= 1 / 5
    assert {*moved} == {"changed", "perhaps", "same"}
