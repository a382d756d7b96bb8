"""The trend of the pulse: whether the last four weeks differ from the four before, by more than chance would make them.

Nobody has measured how reliable these three taps are, so no fixed number of points is a change, as it is with the role
questions. Their own scatter decides, in an exact permutation test (Fisher, 1935; Pitman, 1937): in how many of all ways
to deal the same taps to the two spans do these differ at least as much? At most one in twenty is a change, as sure as
with the role questions (95 %); at most one in five is perhaps one (80 %). Each week is taken as if drawn afresh.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import combinations
from statistics import fmean
from typing import Any

from dialogs.nudges.pulse import AXES
from dialogs.role.change import Moved

SPAN = timedelta(weeks=4)
LEAST = 3  # pulses in each of the two spans; with fewer nothing could be told from chance
_CHANGED, _PERHAPS = Fraction(1, 20), Fraction(1, 5)


@dataclass(frozen=True, slots=True)
class Trend:
    """How far one axis moved on average, in points of 0 to 4, and whether that is more than chance."""

    moved: Moved
    by: float


def pulse_trend(pulses: Iterable[Mapping[str, Any]], now: datetime) -> dict[str, Trend] | None:
    """For reach, retreat and closeness: the last four weeks against the four before; None with too few pulses."""
    before, lately = list[Mapping[str, Any]](), list[Mapping[str, Any]]()
    for row in pulses:
        age = now - datetime.fromisoformat(row["at"])
        if timedelta(0) <= age < 2 * SPAN:
            (lately if age < SPAN else before).append(row)
    if min(len(before), len(lately)) < LEAST:
        return None
    return {axis: _trend([row[axis] for row in before], [row[axis] for row in lately]) for axis in AXES}


def _trend(before: Sequence[int], lately: Sequence[int]) -> Trend:
    chance = _chance(before, lately)
    moved: Moved = "changed" if chance <= _CHANGED else "perhaps" if chance <= _PERHAPS else "same"
    return Trend(moved, fmean(lately) - fmean(before))


def _chance(before: Sequence[int], lately: Sequence[int]) -> Fraction:
    """The share of all ways to deal these taps to two spans of these lengths that differ at least as much."""
    taps, size = (*before, *lately), len(lately)
    expected = size * sum(taps)
    # The two means differ in proportion to this, which is whole and so compares exactly.
    dealt = [abs(len(taps) * sum(hand) - expected) for hand in combinations(taps, size)]
    seen = abs(len(taps) * sum(lately) - expected)
    return Fraction(sum(difference >= seen for difference in dealt), len(dealt))
