"""Boxes: spaced repetition of slips after Leitner (1972). What goes well comes up later, what goes wrong at once.

A slip stands in one of five boxes. In the first it is due today; each time it goes well on its day it moves up one box
and waits longer; each time it goes wrong it is back in the first. Pure: days are given, and rows are JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, TypeAlias

Slips: TypeAlias = Mapping[str, Mapping[str, Any]]

WAITS = (0, 1, 3, 7, 16)  # days a slip waits in each box
LAST = len(WAITS)


def with_slips(slips: Slips, codes: Iterable[str], today: date) -> dict[str, Mapping[str, Any]]:
    """The slips after these were made in a sentence of the person's own: counted, and back in the first box."""
    found = dict(slips)
    for code in dict.fromkeys(codes):
        found[code] = _row(1, today, count_of(slips, code) + 1)
    return found


def with_missed(slips: Slips, code: str, today: date) -> dict[str, Mapping[str, Any]]:
    """The slips after this one was not seen in somebody else's sentence: back in the first box, and not counted."""
    return {**slips, code: _row(1, today, count_of(slips, code))}


def with_mastered(slips: Slips, code: str, today: date) -> dict[str, Mapping[str, Any]]:
    """The slips after this one went well: a box up where it was due, else as they are."""
    row = slips.get(code)
    if row is None:
        return {**slips, code: _row(2, today, 0)}
    if not is_due(row, today):
        return dict(slips)
    return {**slips, code: _row(min(int(row["box"]) + 1, LAST), today, int(row["count"]))}


def due(slips: Slips, today: date) -> tuple[str, ...]:
    """The slips whose day has come, the most frequent first, then those that wait longest."""
    rows = [(code, row) for code, row in slips.items() if is_due(row, today)]
    rows.sort(key=lambda each: (-int(each[1]["count"]), each[1]["due"], each[1]["box"], each[0]))
    return tuple(code for code, _ in rows)


def most_frequent(slips: Slips) -> str | None:
    """The slip made most often, of several the one that went wrong last; None where there was none."""
    made = [(int(row["count"]), -int(row["box"]), row["due"], code) for code, row in slips.items() if row["count"]]
    return max(made)[3] if made else None


def count_of(slips: Slips, code: str) -> int:
    """How often this slip was made."""
    return int(slips[code]["count"]) if code in slips else 0


def is_due(row: Mapping[str, Any], today: date) -> bool:
    """Whether a slip's day has come."""
    return date.fromisoformat(row["due"]) <= today


def _row(box: int, today: date, count: int) -> Mapping[str, Any]:
    return {"box": box, "due": (today + timedelta(days=WAITS[box - 1])).isoformat(), "count": count}
