"""The days on which something is offered again, by the person's own calendar and clock.

``person.again`` maps a kind to what is known of it: ``day`` from which it is offered and ``hour`` in UTC, for who has
no zone; ``asked``, the day of the latest offer; ``unanswered``, how many of them in a row; ``never``, which ends it.
An offer that finds no good moment is tried again after a week, a few times, and then given up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from dialogs.engine import Person
from dialogs.schedule.clock import instant
from dialogs.schedule.quiet import lies_in
from dialogs.zones import local

# Four months lay between the writings of Finkel et al. (2013); the role questions are about the last four weeks.
AFTER: Mapping[str, relativedelta] = {"observer": relativedelta(months=4), "role": relativedelta(weeks=4)}
SNOOZE = relativedelta(weeks=1)
RETRY = timedelta(weeks=1)
TRIES = 4
EVENING = "19:00"  # when an offer comes, unless it is quiet then


def day_after(person: Person, now: datetime, time: relativedelta) -> date:
    """Today on the person's calendar and some time later; four months after 31 October is the last of February."""
    return local(now, person.zone).date() + time


def tries(row: Mapping[str, Any]) -> tuple[date, ...]:
    """The days on which an offer may come; none where nothing is planned."""
    if not row.get("day"):
        return ()
    first = date.fromisoformat(row["day"])
    return tuple(first + number * RETRY for number in range(TRIES))


def next_try(person: Person, kind: str, after: datetime) -> datetime | None:
    """The instant of the first try that lies after another; None where none is left."""
    row = person.again.get(kind, {})
    dues = (instant(datetime.combine(day, _hour(person, row)), person.zone or "UTC") for day in tries(row))
    return next((due for due in dues if due > after), None)


def asks_on(person: Person, day: date) -> bool:
    """Whether an offer comes, or came, on this day: it is the one thing of that day."""
    return any(day in tries(row) or row.get("asked") == day.isoformat() for row in person.again.values())


def _hour(person: Person, row: Mapping[str, Any]) -> time:
    """The evening, or the end of quiet hours that it lies in; without a zone, the hour at which somebody was here."""
    if person.zone is None:
        return time.fromisoformat(row["hour"])
    return time.fromisoformat(person.quiet[1] if lies_in(EVENING, person.quiet) else EVENING)
