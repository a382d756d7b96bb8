"""Drills: which slip is practised next, in which way, and on which sentence or situation.

The slip that is due comes first, the most frequent of those before the others; where none is due, one that was never
practised at this level. The ways take turns: seeing it, mending it, doing without it. Pure and deterministic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from content.gym import Bank, Level, Situation, load
from dialogs.engine import Person
from dialogs.gym.boxes import Slips, due, most_frequent
from dialogs.zones import local

Kind: TypeAlias = Literal["spot", "repair", "write"]

KINDS: tuple[Kind, ...] = ("spot", "repair", "write")
LEVELS: tuple[Level, ...] = (1, 2, 3)
STREAK = 3  # good ones in a row that lead to the next level
_ROLES = {"pursuer": "pursuer", "distancer": "distancer"}


@dataclass(frozen=True, slots=True)
class Drill:
    """What to practise: ``item`` names a row of the bank, ``slip`` the code that it is about, if any."""

    kind: Kind
    item: str
    slip: str | None


def next_drill(
    person: Person, today: date, number: int, pick: int, kind: Kind | None = None, last: str | None = None
) -> Drill:
    """The next drill, in the way asked for or the one whose turn it is.

    ``number`` counts those of this sitting, and ``last`` is the slip of the one before: after three drills about one
    slip another has its turn.
    """
    bank = load()
    way = kind or KINDS[number % len(KINDS)]
    slip = next_slip(person, today, pick, last if number % len(KINDS) == 0 else None)
    if way == "spot":
        return Drill("spot", _pick([row.name for row in bank.spots.values() if row.code == slip], person, pick), slip)
    if way == "repair":
        return _repair(bank, person, slip, pick)
    return Drill("write", _situation(bank, person, pick), slip if slip in person.slips else None)


def next_slip(person: Person, today: date, pick: int, other_than: str | None = None) -> str:
    """The code to practise now."""
    slips, bank = slips_of(person), load()
    for code in due(slips, today):
        if bank.slips[code].level <= person.level and code != other_than:
            return code
    level = level_of(person)
    fresh = [row.code for row in bank.slips.values() if row.level <= level and row.code not in slips]
    newest = [code for code in fresh if bank.slips[code].level == level]
    if newest or fresh:
        return _turned(newest or fresh, pick)
    often = most_frequent(slips)
    if often is not None and bank.slips[often].level <= level:
        return often
    return _turned([row.code for row in bank.slips.values() if row.level <= level], pick)


def slips_of(person: Person) -> Slips:
    """The person's slips, without those whose codes a release took away."""
    return {code: row for code, row in person.slips.items() if code in load().slips}


def level_of(person: Person) -> Level:
    """The person's level."""
    return next((level for level in LEVELS if level == person.level), 1)


def streak_of(person: Person) -> int:
    """How many of the latest attempts, without a break, were good at the present level."""
    count = 0
    for row in reversed(person.attempts):
        if not row["good"] or row["level"] != person.level:
            break
        count += 1
    return count


def today_of(person: Person, now: datetime) -> date:
    """The day it is for the person."""
    return local(now, person.zone).date()


def _repair(bank: Bank, person: Person, slip: str, pick: int) -> Drill:
    fitting = [row.name for row in bank.repairs.values() if slip in row.slips]
    if fitting:
        return Drill("repair", _pick(fitting, person, pick), slip)
    allowed = [row.name for row in bank.repairs.values() if bank.slips[row.slips[0]].level <= person.level]
    name = _pick(allowed, person, pick)
    return Drill("repair", name, bank.repairs[name].slips[0])


def _situation(bank: Bank, person: Person, pick: int) -> str:
    """A moment on the person's side of the loop; every other time on a topic that they told to be tense."""
    side = _ROLES.get(person.role or "")
    fitting = [row for row in bank.situations.values() if side is None or row.side in (side, "both")]
    tense = [row for row in fitting if row.topic in person.roles and row.name not in person.drilled]
    rows: Sequence[Situation] = tense if tense and pick % 2 == 0 else fitting
    return _pick([row.name for row in rows], person, pick)


def _pick(names: Sequence[str], person: Person, pick: int) -> str:
    """One of the names, not one of the latest; where all were there lately, the one longest ago."""
    fresh = [name for name in names if name not in person.drilled]
    return _turned(fresh, pick) if fresh else min(names, key=person.drilled.index)


def _turned(names: Sequence[str], pick: int) -> str:
    return names[pick % len(names)]
