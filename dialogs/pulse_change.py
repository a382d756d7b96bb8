"""Change in the weekly taps: said only where it is more than the taps' own wobble.

The first four weeks are held against the latest four, none of them in both. The limit follows Jacobson and Truax (1991)
from the figures of the role questions (`dialogs.role.scoring`): alpha .79 and a standard deviation of 21 over five
answers make .43 and 28.5 for one (Spearman–Brown), so a standard error of 21.5 points for a tap and of 15.2 for the
difference of two means of four. 1.96 times that is 29.8 points, 1.2 of the four steps. Closeness has no figures of its
own and takes the same limit. Weeks differ for reasons too; this asks only whether there is anything to explain.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean
from typing import Literal

WEEKS = 4
SURE = 1.2  # steps of 0 to 4


def enough(scores: Sequence[int]) -> bool:
    """Whether there are weeks enough to compare."""
    return len(scores) >= 2 * WEEKS


def change(scores: Sequence[int]) -> Literal["more", "less"] | None:
    """How the latest weeks differ from the first ones; None where that can't be told, or is nothing to speak of."""
    if not enough(scores):
        return None
    moved = mean(scores[-WEEKS:]) - mean(scores[:WEEKS])
    if abs(moved) < SURE:
        return None
    return "more" if moved > 0 else "less"
