"""The terms of the check-in: when it takes place, and the next moment at which the coach says something about it.

A person's terms are ``rule`` (an RRULE), ``first`` (its first day), ``at``, ``minutes``, ``topic``, ``uid`` and
``sequence`` (of the calendar file), ``zone`` (in which it was agreed on), ``resting`` after /stop, and ``changes``:
from which wall-clock times talks were moved, and to which if any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from dialogs.careful import silenced
from dialogs.engine import Person, Turn
from dialogs.schedule.clock import instant
from dialogs.schedule.recurrence import Recurrence
from dialogs.zones import local

TIMER = "check_in"
DAY_BEFORE = timedelta(hours=24)
SOON = timedelta(minutes=10)
AFTERWARDS = timedelta(minutes=5)  # after its end
OFTEN = timedelta(hours=48)  # what comes round sooner needs no word the day before
REMEMBERED = timedelta(days=10)  # how long a change that has passed is kept
MOST_CHANGES = 60
GRACE = timedelta(hours=20)  # of the question afterwards, the most patient of the three
_LAST = {"day": timedelta(hours=2), "soon": timedelta(0)}  # how long before the talk a late reminder still helps


@dataclass(frozen=True, slots=True)
class Stage:
    """A moment about one talk: ``day`` before it, ``soon`` before it or ``after`` it."""

    name: str
    due: datetime
    start: datetime  # on the wall clock


def is_set(person: Person) -> bool:
    """Whether there is a check-in that does not rest, and a zone to reckon it by."""
    return is_known(person) and not person.check_in.get("resting")


def is_known(person: Person) -> bool:
    """Whether there is a check-in, resting or not."""
    return bool(person.check_in.get("rule")) and zone_of(person) is not None


def zone_of(person: Person) -> str | None:
    """The zone of the check-in: that in which it was agreed on, wherever the person is now; both know its hour."""
    zone: str | None = person.check_in.get("zone") or person.zone
    return zone


def recurrence(person: Person) -> Recurrence:
    terms = person.check_in
    return Recurrence(terms["rule"], date.fromisoformat(terms["first"]), time.fromisoformat(terms["at"]))


def talks(person: Person, after: datetime) -> Iterator[datetime]:
    """The wall-clock times of the talks to come, soonest first; a moved one stands where it was moved to."""
    zone, changes = str(zone_of(person)), person.check_in.get("changes") or ()
    away = {datetime.fromisoformat(change["from"]) for change in changes}
    moved = sorted({datetime.fromisoformat(change["to"]) for change in changes if change["to"]})
    regular = (wall for wall in recurrence(person).after(after, zone) if wall not in away)
    before: datetime | None = None
    for wall in merge(regular, (wall for wall in moved if instant(wall, zone) > after)):
        if wall != before:
            yield wall
        before = wall


def next_talk(person: Person, after: datetime) -> datetime | None:
    """The wall-clock time of the next talk; None where none is to come."""
    return next(talks(person, after), None) if is_known(person) else None


def next_stage(person: Person, after: datetime) -> Stage | None:
    """The next moment after an instant at which there is something to say."""
    zone, minutes = str(zone_of(person)), timedelta(minutes=int(person.check_in["minutes"]))
    walls = list(islice(talks(person, after - GRACE), 3))
    gap = recurrence(person).shortest_gap
    often = gap is not None and gap <= OFTEN
    stages = [
        stage
        for wall in walls
        for start in (instant(wall, zone),)
        for stage in (
            *(() if often else (Stage("day", start - DAY_BEFORE, wall),)),
            Stage("soon", start - SOON, wall),
            Stage("after", start + minutes + AFTERWARDS, wall),
        )
        if stage.due > after
    ]
    return min(stages, key=lambda stage: stage.due, default=None)


def renew(turn: Turn, after: datetime) -> None:
    """Set the timer for the next moment about a check-in, at an instant after another."""
    if is_set(turn.person) and (stage := next_stage(turn.person, after)) is not None:
        turn.start_timer_at(TIMER, stage.due, stage=stage.name, start=stage.start.isoformat())


def change(turn: Turn, **terms: Any) -> None:
    """Change the terms, and set the next reminder by them."""
    turn.know(check_in={**turn.person.check_in, **terms})
    turn.cancel_timer(TIMER)
    renew(turn, turn.now)


def end(turn: Turn) -> None:
    """No check-in any more."""
    turn.know(check_in={})
    turn.cancel_timer(TIMER)


def move(turn: Turn, start: datetime, to: datetime | None) -> None:
    """Hold the talk of one time at another, or not at all; the rule stays, and so do earlier changes."""
    here, there = start.isoformat(), to.isoformat() if to else None
    past = (local(turn.now, zone_of(turn.person)).replace(tzinfo=None) - REMEMBERED).isoformat()
    changes = [
        {**earlier, "to": None} if earlier["to"] == here else earlier
        for earlier in turn.person.check_in.get("changes") or ()
        if max(earlier["from"], earlier["to"] or "") > past
    ]
    change(turn, changes=[*changes, {"from": here, "to": there}][-MOST_CHANGES:])


def obstacle(turn: Turn, under_way: str) -> str | None:
    """Why a word about a check-in is left out; None where it is welcome. The timer's data is the turn's value."""
    person, stage = turn.person, turn.value or {}
    if not is_set(person):
        return "off"
    if silenced(person, turn.now):
        return "crisis"
    start = instant(datetime.fromisoformat(stage["start"]), str(zone_of(person)))
    left = _LAST.get(stage["stage"])
    if left is not None and start - turn.now < left:
        return "late"
    return None


def spoken(wall: datetime, now: datetime, zone: str) -> tuple[int, int]:
    """How far a wall-clock time is from today, in days, and its weekday: for "tomorrow" and "on Sunday"."""
    return (wall.date() - local(now, zone).date()).days, wall.weekday()
