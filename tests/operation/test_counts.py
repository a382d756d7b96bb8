"""Counts: nothing below five can be seen, nor be had by subtraction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.operation.counts import STEP, rounded, told, total

PARTS = st.lists(st.integers(0, 12), min_size=1, max_size=12)


def at_least(shown_total: int, parts: list[int], index: int) -> int:
    """The least that one part can be, to somebody who sees the total and all the other parts."""
    others = sum(rounded(part) + STEP - 1 for at, part in enumerate(parts) if at != index)
    return shown_total - others


@given(parts=PARTS)
def test_no_small_part_follows_from_its_total(parts: list[int]) -> None:
    shown = total(sum(parts), parts)
    for index, part in enumerate(parts):
        if part < STEP:
            assert at_least(shown, parts, index) < STEP - 1, "it must be four, then"


def test_a_plain_rounding_of_the_total_would_give_it_away() -> None:
    """Five groups of four: twenty in all, and none can have more than four."""
    assert at_least(rounded(20), [4] * 5, 0) == 4
    assert total(20, [4] * 5) == 15


@given(people=st.integers(0, 10_000), parts=PARTS)
def test_a_total_is_never_shown_higher_than_it_is_and_hardly_lower(people: int, parts: list[int]) -> None:
    assert people - 2 * STEP < total(people, parts) <= people


@pytest.mark.parametrize(("people", "said"), [(0, "<5"), (4, "<5"), (5, "5"), (9, "5"), (1234, "1,230")])
def test_what_is_said(people: int, said: str) -> None:
    assert told(rounded(people)) == said
