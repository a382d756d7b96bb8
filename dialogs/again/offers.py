"""Offers: planned when something was finished, made once and softly, put off or refused by a tap.

A plan is replaced by the next one of its kind, so that what was offered again never comes sooner than its time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from dialogs.again.days import AFTER, SNOOZE, day_after, next_try, tries
from dialogs.careful import silenced
from dialogs.engine import Person, Turn
from dialogs.nudges.terms import occupied, paused
from dialogs.role.scoring import may_retake
from dialogs.schedule.quiet import is_quiet
from dialogs.zones import local

REGULAR = ("role",)  # offered time and again; any other kind once after each time it was done
MOST_UNANSWERED = 2  # regular offers in a row that nobody answered, after which none is made


def timer_of(kind: str) -> str:
    return f"{kind}_again"


def is_planned(person: Person, kind: str) -> bool:
    return bool(tries(person.again.get(kind, {})))


def plan(turn: Turn, kind: str) -> None:
    """Offer this again when its time has passed, unless the person wants no such offers."""
    row = turn.person.again.get(kind, {})
    if not row.get("never"):
        _keep(turn, kind, asked=row.get("asked"), **_at(turn, AFTER[kind]))


def note_asked(turn: Turn, kind: str) -> None:
    """The offer is made. A regular one is made again in its time, unless the latest went unanswered."""
    unanswered = turn.person.again.get(kind, {}).get("unanswered", 0) + 1
    more = _at(turn, AFTER[kind]) if kind in REGULAR and unanswered < MOST_UNANSWERED else {}
    _keep(turn, kind, asked=local(turn.now, turn.person.zone).date().isoformat(), unanswered=unanswered, **more)


def accept(turn: Turn, kind: str) -> None:
    """The person does it now."""
    _keep(turn, kind, **{**turn.person.again.get(kind, {}), "unanswered": None})


def put_off(turn: Turn, kind: str) -> None:
    """The person would like it in a week."""
    _keep(turn, kind, asked=turn.person.again.get(kind, {}).get("asked"), **_at(turn, SNOOZE))


def refuse(turn: Turn, kind: str) -> None:
    """The person wants no such offers any more."""
    _keep(turn, kind, asked=turn.person.again.get(kind, {}).get("asked"), never=True)


def renewal_of(kind: str) -> Callable[[Turn, datetime], None]:
    """How the timer of a kind is set: for the next try after an instant, if one is left."""

    def renew(turn: Turn, after: datetime) -> None:
        due = next_try(turn.person, kind, after)
        if due is not None:
            turn.start_timer_at(timer_of(kind), due)

    return renew


def obstacle_to(kind: str) -> Callable[[Turn, str], str | None]:
    """Why an offer of a kind that is due is left out this time; None where it is welcome."""

    def obstacle(turn: Turn, under_way: str) -> str | None:
        person, now = turn.person, turn.now
        if not is_planned(person, kind) or not has_before(person, now, kind):
            return "off"
        if silenced(person, now):
            return "crisis"
        if paused(person, now) or person.nudge.get("asked"):
            return "paused"
        if is_quiet(now, person.zone, person.quiet):
            return "quiet"
        today = local(now, person.zone).date().isoformat()
        if any(row.get("asked") == today for row in person.again.values()):
            return "asked"
        return occupied(person, now, under_way)

    return obstacle


def has_before(person: Person, now: datetime, kind: str) -> bool:
    """Whether there is something from before to look at again."""
    return bool(person.writing) if kind == "observer" else topic_again(person, now) is not None


def topic_again(person: Person, now: datetime) -> str | None:
    """The topic whose answers are the oldest; None where none are as old as the questions need."""
    ats = {topic: datetime.fromisoformat(row["at"]) for topic, row in person.roles.items()}
    return min((topic for topic, at in ats.items() if may_retake(at, now)), key=lambda topic: ats[topic], default=None)


def _at(turn: Turn, time: relativedelta) -> dict[str, str]:
    return {"day": day_after(turn.person, turn.now, time).isoformat(), "hour": turn.now.strftime("%H:%M")}


def _keep(turn: Turn, kind: str, **row: Any) -> None:
    """Keep what is known of a kind, and set its timer by it. What is None is left out."""
    kept = {name: value for name, value in row.items() if value is not None}
    turn.know(again={**turn.person.again, kind: kept})
    turn.cancel_timer(timer_of(kind))
    renewal_of(kind)(turn, turn.now)
