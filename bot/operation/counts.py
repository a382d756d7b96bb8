"""Counts of people, as they may leave the house: rounded down to fives, and none below five.

Hiding small counts alone is not enough: 13 who began less 10 who finished are 3 who left. So everything is rounded,
totals like their parts, and a total that would still give its parts away is shown lower.
"""

from __future__ import annotations

from collections.abc import Iterable

STEP = 5
FEW = f"<{STEP}"


def rounded(people: int) -> int:
    """The count rounded down to fives; 0 where it is not to be told."""
    return people // STEP * STEP


def total(people: int, parts: Iterable[int]) -> int:
    """A total rounded so that none of its parts can be had from it by subtraction.

    ``parts`` are the counts of all groups that it may be made of, also of those with nobody in them. Were everyone of
    them as full as what is shown of it allows, the total would tell each to the unit.
    """
    most = sum(rounded(part) + STEP - 1 for part in parts)
    shown = rounded(people)
    return shown - STEP if shown and shown >= most else shown


def told(shown: int) -> str:
    """A rounded count in letters."""
    return f"{shown:,}" if shown else FEW
