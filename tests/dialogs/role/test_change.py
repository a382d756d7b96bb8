"""Reliable change: the limits follow from the standard error, and each outcome is held against values by hand."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.role.change import (
    CHANGED,
    PERHAPS,
    STANDARD_ERROR,
    Change,
    reliable_change,
    to_compare_with,
)
from dialogs.role.scoring import Result

scores = st.integers(0, 100)


def result(reach: int, retreat: int) -> Result:
    return Result("mixed_mild", reach, retreat, reach - retreat, "open")


def test_the_limits_are_those_of_jacobson_and_truax() -> None:
    of_difference = STANDARD_ERROR * sqrt(2)
    assert round(of_difference, 2) == 13.86
    assert round(1.96 * of_difference) == CHANGED == 27  # 27.16
    assert round(1.282 * of_difference) == PERHAPS == 18  # 17.77


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ((80, 20), (80, 20), ("same", "same", 0, 0)),
        ((80, 20), (65, 35), ("same", "same", -15, 15)),  # index 1.08
        ((80, 20), (63, 37), ("same", "same", -17, 17)),  # 1.23
        ((80, 20), (62, 38), ("perhaps", "perhaps", -18, 18)),  # 1.30
        ((80, 20), (55, 45), ("perhaps", "perhaps", -25, 25)),  # 1.80
        ((80, 20), (54, 46), ("perhaps", "perhaps", -26, 26)),  # 1.88
        ((80, 20), (53, 47), ("changed", "changed", -27, 27)),  # 1.95
        ((80, 20), (50, 50), ("changed", "changed", -30, 30)),  # 2.16
        ((100, 10), (45, 20), ("changed", "same", -55, 10)),
        ((0, 100), (100, 0), ("changed", "changed", 100, -100)),
    ],
)
def test_values_by_hand(before: tuple[int, int], after: tuple[int, int], change: tuple[str, str, int, int]) -> None:
    found = reliable_change(result(*before), result(*after))
    assert (found.reach, found.retreat, found.reach_by, found.retreat_by) == change


@given(scores, scores, scores, scores)
def test_back_is_as_far_as_there(reach: int, retreat: int, later: int, later_retreat: int) -> None:
    there = reliable_change(result(reach, retreat), result(later, later_retreat))
    back = reliable_change(result(later, later_retreat), result(reach, retreat))
    assert back == Change(there.reach, there.retreat, -there.reach_by, -there.retreat_by)


@pytest.mark.parametrize("pair", [("mixed_mild", "not_enough"), ("not_enough", "mixed_mild")])
def test_nothing_is_compared_with_no_score(pair: tuple[str, str]) -> None:
    results = [result(40, 50) if name == "mixed_mild" else Result("not_enough", 0, 0, 0, "open") for name in pair]
    with pytest.raises(ValueError, match="not_enough"):
        reliable_change(*results)


def test_other_items_are_not_compared() -> None:
    row = {**result(40, 50).to_json(), "at": "2026-03-02T12:00:00+00:00", "item_set": "reach-retreat/1"}
    assert to_compare_with(row) == {"at": row["at"], "reach": 40, "retreat": 50}
    assert to_compare_with({**row, "item_set": "reach-retreat/0"}) is None
    assert to_compare_with(None) is None
