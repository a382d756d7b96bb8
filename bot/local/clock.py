"""A clock that can be moved forward, to live through a night in a minute."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.store.instants import now

_AMOUNT = re.compile(r"(\d{1,4})\s*(s|m|h|d|w)", re.IGNORECASE)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class RehearsalClock:
    """Begins at an instant and goes on at the pace of the real clock, unless it is moved."""

    def __init__(self, start: datetime, zone: str) -> None:
        self.zone = zone
        self._ahead = start - now()

    def __call__(self) -> datetime:
        return now() + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Go forward to an instant; one that has passed changes nothing."""
        self._ahead += max(instant - self(), timedelta(0))

    @property
    def shown(self) -> str:
        """What it shows, as "Sun 29 March 2026, 03:00 CEST"."""
        there = self().astimezone(ZoneInfo(self.zone))
        return there.strftime("%a %-d %B %Y, %H:%M ") + str(there.tzname())


def read_amount(text: str) -> timedelta | None:
    """An amount of time such as "8h", "30m" or "2d"; None where there is none."""
    match = _AMOUNT.fullmatch(text.strip())
    return timedelta(**{_UNITS[match[2].casefold()]: int(match[1])}) if match else None
