"""The wall clock: from what it shows in a zone to the instant at which it does.

Clocks that jump forward never show some times; clocks that are set back show some twice. So an instant is defined as
the *first* at which the wall clock shows a time or a later one: in the gap of spring that is its end, in the overlap of
autumn the earlier of two. `tests/dialogs/schedule` holds this against a model that walks the clock minute by minute.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_YEAR = 366  # days looked ahead: any time of the day comes up within two


def instant(wall: datetime, zone: str) -> datetime:
    """The first instant, in UTC, at which the clock of a zone shows this (naive) time or a later one."""
    home = ZoneInfo(zone)
    first, second = (wall.replace(tzinfo=home, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(home).replace(tzinfo=None) == wall:
        return first
    # In a gap the two readings lie around the jump, the second before it.
    before, after = second, first
    while after - before > _SECOND:
        middle = before + (after - before) / 2
        if middle.astimezone(home).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def exists(day: date, zone: str) -> bool:
    """Whether a calendar has this day there: Samoa had no 30 December 2011."""
    noon = datetime.combine(day, time(12))
    return instant(noon, zone).astimezone(ZoneInfo(zone)).date() == day


def next_daily(at: time, zone: str, after: datetime, *, beyond: date | None = None) -> datetime:
    """The next instant after another at which the clock shows ``at``, on a day later than ``beyond``."""
    day = after.astimezone(ZoneInfo(zone)).date() - _DAY
    if beyond is not None:
        day = max(day, beyond + _DAY)
    for _ in range(_YEAR):
        if exists(day, zone) and (found := instant(datetime.combine(day, at), zone)) > after:
            return found
        day += _DAY
    raise AssertionError(f"no {at} within a year of {after} in {zone}")
