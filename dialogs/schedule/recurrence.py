"""Recurrences: days that come again by a rule of RFC 5545, at one time on the wall clock.

The arithmetic is python-dateutil's; here are only its wall-clock times brought to instants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise

from dateutil.rrule import rrulestr

from dialogs.schedule.clock import exists, instant
from dialogs.zones import local

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SEEN = 60  # occurrences from which it is told how closely a rule's days follow each other: monthly ones need many
_INTERVAL = re.compile(r"INTERVAL=\d+;?")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Days by an RRULE, from a first day on, at a wall-clock time."""

    rule: str
    first: date
    at: time

    @property
    def begin(self) -> datetime:
        return datetime.combine(self.first, self.at)

    @property
    def shortest_gap(self) -> timedelta | None:
        """The least time from one day to the next; None for a rule that has but one."""
        walls = islice(rrulestr(self.rule, dtstart=self.begin), _SEEN)
        return min((later - earlier for earlier, later in pairwise(walls)), default=None)

    def after(self, moment: datetime, zone: str) -> Iterator[datetime]:
        """The (naive) wall-clock times of all occurrences whose instants lie after one; days that don't exist are out.

        A rule that has an end, or none of whose days ever comes, gives fewer or none.
        """
        begin = local(moment, zone).replace(tzinfo=None) - timedelta(days=2)
        rule = rrulestr(self.rule, dtstart=self.begin)
        for wall in islice(rule.xafter(begin, inc=True), 1000):
            if exists(wall.date(), zone) and instant(wall, zone) > moment:
                yield wall


def first_day(rule: str, now: datetime, at: time) -> date:
    """The first of a rule's days whose time is still to come, on a (naive) wall clock.

    Every two weeks, or months, count from there.

    Raises:
        ValueError: the rule has no day.
    """
    start = datetime.combine(now.date(), at)
    if start <= now:
        start += timedelta(days=1)
    found = rrulestr(_INTERVAL.sub("", rule).rstrip(";"), dtstart=start).after(start, inc=True)
    if found is None:
        raise ValueError(f"the rule {rule!r} has no day from {start} on; give it one")
    return found.date()
