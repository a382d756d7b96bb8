"""Time zones: found by a place, by an IANA name, or by what a clock shows for the person right now.

Telegram tells no zone, so the person is asked; a city is surest, since it knows about summer time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from content import places

# For a clock time several zones fit; these are offered, one or two for each offset, by how many people live there.
COMMON = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Phoenix",
    "America/Chicago", "America/Mexico_City", "America/New_York", "America/Bogota", "America/Halifax",
    "America/Caracas", "America/St_Johns", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Atlantic/Azores",
    "Europe/London", "Africa/Lagos", "Europe/Berlin", "Europe/Paris", "Europe/Athens", "Africa/Johannesburg",
    "Africa/Nairobi", "Europe/Istanbul", "Asia/Dubai", "Asia/Tehran", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu",
    "Asia/Dhaka", "Asia/Bangkok", "Asia/Jakarta", "Asia/Shanghai", "Asia/Manila", "Australia/Perth", "Asia/Tokyo",
    "Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland", "Pacific/Tongatapu",
)  # fmt: skip
OFFERED = 4
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.h]\s?(?P<minute>\d{2}))?\s*(?P<half>[ap])\.?\s?m\b\.?|"
    r"\b(?P<hour24>\d{1,2})[:.h]\s?(?P<minute24>\d{2})\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:i'?m |i am |i )?(?:live |living |stay |based )?(?:in |near |at |from )?(?:the )?", re.IGNORECASE
)


def find_zones(text: str, now: datetime) -> tuple[str, ...]:
    """The zones an answer may mean, likeliest first; none where it means nothing known."""
    words = text.strip()
    if (exact := _iana(words)) is not None:
        return (exact,)
    if (clock := read_clock(words)) is not None:
        return _by_clock(clock, now)
    return _by_place(words)


def read_clock(text: str) -> tuple[int, int] | None:
    """Hour (0–23) and minute of a clock time such as "21:30", "9.30 pm" or "9pm"; None where there is none."""
    match = _CLOCK.search(text)
    if match is None:
        return None
    if match["half"]:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].casefold() == "p" else 0)
    else:
        hour, minute = int(match["hour24"]), int(match["minute24"])
    return (hour, minute) if hour < 24 and minute < 60 else None


def local(now: datetime, zone: str | None) -> datetime:
    """The instant on the clock of a zone; in UTC where the zone is not known."""
    return now.astimezone(ZoneInfo(zone) if zone else UTC)


def city_of(zone: str) -> str:
    """A zone's city as people write it: America/Argentina/Buenos_Aires → Buenos Aires."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def _iana(words: str) -> str | None:
    name = words.replace(" ", "_")
    return next((zone for zone in set(places.load().values()) if zone.casefold() == name.casefold()), None)


def _by_place(words: str) -> tuple[str, ...]:
    known = places.load()
    asked = places.fold(_LEAD.sub("", words))
    parts = [asked, *(places.fold(_LEAD.sub("", part)) for part in re.split(r"[,/(]| and ", words))]
    for part in dict.fromkeys(parts):
        if part in known:
            return (known[part],)
    near = get_close_matches(asked, known, n=OFFERED, cutoff=0.82) if 4 <= len(asked) <= 40 else []
    return tuple(dict.fromkeys(known[name] for name in near))


def _by_clock(clock: tuple[int, int], now: datetime) -> tuple[str, ...]:
    """The common zones whose clocks show this time, give or take what a typed clock is off by."""
    found: list[str] = []
    for zone in COMMON:
        there = local(now, zone)
        shown = there.replace(hour=clock[0], minute=clock[1])
        gap = abs(shown - there)
        if min(gap, timedelta(days=1) - gap) <= timedelta(minutes=12):
            found.append(zone)
    return tuple(found[:OFFERED])
