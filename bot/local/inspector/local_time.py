"""Local time, as it is shown: "Thu 5 March 2026, 17:45 +0545"."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def shown(at: datetime, zone: str) -> str:
    """An instant on the clock of a zone."""
    there = at.astimezone(ZoneInfo(zone))
    return there.strftime("%a %-d %B %Y, %H:%M ") + str(there.tzname())


def lasting(time: timedelta) -> str:
    """A length in its two largest units: "2 d 3 h", "5 min"; "now" where it is over."""
    seconds = int(time.total_seconds())
    if seconds <= 0:
        return "now"
    parts = []
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2])
