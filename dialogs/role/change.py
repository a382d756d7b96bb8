"""Reliable change: whether two runs through the questions differ by more than the questions' own wobble.

The standard error of one axis is 9.8 points (our simulation, see `scoring`), that of a difference √2 times as much. A
difference of 1.96 of those is a change with 95 % confidence, one of 1.28 perhaps a change, with 80 % (Jacobson and
Truax, 1991). In whole points that is 27 and 18.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dialogs.role.answers import ITEM_SET
from dialogs.role.scoring import Result

Moved = Literal["changed", "perhaps", "same"]

STANDARD_ERROR = 9.8  # points, of one axis
CHANGED = 27  # points from which it is larger than the wobble
PERHAPS = 18  # points from which it may be, while it is too small to call it a change
_COMPARED = ("at", "reach", "retreat")


@dataclass(frozen=True, slots=True)
class Change:
    """How far each axis moved between two runs, in points, and whether that is more than the measure's own wobble."""

    reach: Moved
    retreat: Moved
    reach_by: int
    retreat_by: int


def reliable_change(before: Result, after: Result) -> Change:
    """What changed on the same subject between two runs.

    Raises:
        ValueError: one of the results has not enough answers to have a score.
    """
    if "not_enough" in (before.outcome, after.outcome):
        raise ValueError("a result with the outcome 'not_enough' has no scores; compare two that have")
    return _change(after.reach - before.reach, after.retreat - before.retreat)


def to_compare_with(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What a following run is compared with; None where there is nothing, or the items were others."""
    if row is None or row.get("item_set", ITEM_SET) != ITEM_SET:
        return None
    return {name: row[name] for name in _COMPARED}


def _change(reach_by: int, retreat_by: int) -> Change:
    return Change(_moved(reach_by), _moved(retreat_by), reach_by, retreat_by)


def _moved(by: int) -> Moved:
    if abs(by) >= CHANGED:
        return "changed"
    return "perhaps" if abs(by) >= PERHAPS else "same"
