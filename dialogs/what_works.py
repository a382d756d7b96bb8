"""What works: how much each practice eased this one person, from their own ratings, with how sure that is.

The difference of the ratings before and after, its mean and the interval that holds the true mean nine times in ten
(Student, 1908). Nothing is said before there are five of a practice: fewer differences say next to nothing. It is the
person's data and no trial: they chose what to do when, and so may have chosen easier days.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean, stdev

from dialogs.engine import Person

LEAST = 5  # times from which on there is something to say
# Student's t for 90 % by degrees of freedom; beyond the table the normal value is close enough.
_T = {4: 2.13, 5: 2.02, 6: 1.94, 7: 1.89, 8: 1.86, 9: 1.83, 10: 1.81, 12: 1.78, 15: 1.75, 20: 1.72, 30: 1.70}


@dataclass(frozen=True, slots=True)
class Effect:
    """Points of 0 to 10 by which a practice eased somebody: the mean, and from where to where it may be."""

    name: str
    times: int
    eased: float
    least: float
    most: float

    @property
    def clear(self) -> bool:
        """Whether even the low end is an easing."""
        return self.least > 0


def effects(person: Person) -> list[Effect]:
    """The practices with enough ratings, the one that eased most first."""
    return sorted(_effects(person), key=lambda effect: -effect.eased)


def ratings(person: Person) -> dict[str, list[tuple[int, int]]]:
    """The ratings before and after, by practice, each time that both were given."""
    rated: dict[str, list[tuple[int, int]]] = {}
    for row in person.practices:
        if row["before"] is not None and row["after"] is not None:
            rated.setdefault(row["name"], []).append((row["before"], row["after"]))
    return rated


def _effects(person: Person) -> Iterator[Effect]:
    for name, pairs in ratings(person).items():
        differences = [before - after for before, after in pairs]
        times = len(differences)
        if times >= LEAST:
            margin = _t(times - 1) * stdev(differences) / math.sqrt(times)
            middle = mean(differences)
            yield Effect(name, times, middle, middle - margin, middle + margin)


def _t(freedom: int) -> float:
    return next((value for least, value in sorted(_T.items(), reverse=True) if freedom >= least), _T[4])
