"""The twelve questions of "Reach & Retreat" and one person's answers to them, as plain values.

Two axes of five items each, asked in turns: P1 to P5 ask how much a person *reaches*, W1 to W5 how much they *retreat*.
C1 asks who wants things to change, F1 whether the two swap roles on other subjects. The wording is our own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

Wanting = Literal["me", "both", "partner"]

ITEM_SET = "reach-retreat/1"
REACH_ITEMS = ("P1", "P2", "P3", "P4", "P5")
RETREAT_ITEMS = ("W1", "W2", "W3", "W4", "W5")
ITEMS = ("P1", "W1", "P2", "W2", "P3", "W3", "P4", "W4", "P5", "W5", "C1", "F1")  # in the order they are asked
TOPICS = ("time", "affection", "chores", "money", "family", "parenting", "trust", "plans", "other")

_POINTS = range(5)  # never, rarely, sometimes, often, nearly always
_T = TypeVar("_T", bound=str)


@dataclass(frozen=True, slots=True)
class Answers:
    """One run through the questions. Points are 0 (never) to 4 (nearly always), None is a skip.

    ``seconds`` holds the time each tap took, and may be empty.

    Raises:
        ValueError: a value is none of these; the message names the item and the value.
    """

    reach: tuple[int | None, ...]  # P1 to P5
    retreat: tuple[int | None, ...]  # W1 to W5
    change: Wanting | None = None  # C1
    flip: int | None = None  # F1
    seconds: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        for items, points in ((REACH_ITEMS, self.reach), (RETREAT_ITEMS, self.retreat)):
            if len(points) != len(items):
                raise ValueError(f"{items[0]} to {items[-1]} have {len(points)} answers; give {len(items)}")
            for item, value in zip(items, points, strict=True):
                _check_points(item, value)
        _check_points("F1", self.flip)
        if self.change is not None:
            one_of("C1", self.change, get_args(Wanting))
        for taken in self.seconds:
            if not _is_number(taken) or not 0 <= taken < math.inf:
                raise ValueError(f"a tap took {taken!r} seconds; give numbers from 0 up")

    def to_json(self) -> dict[str, object]:
        """A plain dictionary: the item set, the items in the order asked, the seconds."""
        points = {
            **dict(zip(REACH_ITEMS, self.reach, strict=True)),
            **dict(zip(RETREAT_ITEMS, self.retreat, strict=True)),
        }
        values: dict[str, object] = {**points, "C1": self.change, "F1": self.flip}
        return {"items": ITEM_SET, **{item: values[item] for item in ITEMS}, "seconds": list(self.seconds)}

    @classmethod
    def from_json(cls, raw: Mapping[str, object]) -> Answers:
        """The answers again. An item that is not there counts as skipped.

        Raises:
            ValueError: another item set, an unknown key or a value that can't be; the message names it.
        """
        if raw.get("items", ITEM_SET) != ITEM_SET:
            raise ValueError(f"these answers are to {raw['items']!r}; this code scores {ITEM_SET!r}")
        if unknown := sorted(set(raw) - {"items", "seconds", *ITEMS}):
            raise ValueError(f"answers have the keys {unknown}; they may have {', '.join(ITEMS)} and seconds")
        seconds = raw.get("seconds", [])
        if not isinstance(seconds, list | tuple):
            raise ValueError(f"seconds are {seconds!r}; give a list of numbers")
        change = raw.get("C1")
        return cls(
            tuple(_points(raw, item) for item in REACH_ITEMS),
            tuple(_points(raw, item) for item in RETREAT_ITEMS),
            None if change is None else one_of("C1", change, get_args(Wanting)),
            _points(raw, "F1"),
            tuple(seconds),
        )


def _points(raw: Mapping[str, object], item: str) -> int | None:
    value = raw.get(item)
    _check_points(item, value)
    return value if isinstance(value, int) else None


def _check_points(item: str, value: object) -> None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value not in _POINTS):
        raise ValueError(f"{item} is {value!r}; give a whole number from 0 to 4, or nothing for a skip")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def one_of(key: str, value: object, allowed: tuple[_T, ...]) -> _T:
    """The one of ``allowed`` that the value is; ValueError with the key and the value if it is none."""
    found = next((name for name in allowed if name == value), None)
    if found is None:
        raise ValueError(f"{key} is {value!r}; it may be {', '.join(allowed)}")
    return found
