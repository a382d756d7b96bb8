"""Lengths of time as people type them: "45", "1.5 hours", "an hour and a half", "1h30", "a couple of hours"."""

from __future__ import annotations

import re

from dialogs.schedule.numbers import to_digits

_SOME = {"a couple of": "2", "a few": "3"}
_SOME_WORD = re.compile(rf"\b({'|'.join(_SOME)})\b")
_QUARTERS = re.compile(r"\b(?:3|three) quarters? of an hour\b")
_QUARTER = re.compile(r"\b(?:a )?quarter of an hour\b")
_HALF = re.compile(r"^\W*(?:about |maybe )?(?:a )?half (?:an )?(?:a )?hour\b")
_HOURS = re.compile(
    r"\b(?P<hours>\d+(?:[.,]\d+)?|an?) ?(?:hours?|hrs?|h)\b(?P<half> and a half)?"
    r"(?: ?(?:and )?(?P<minutes>\d{1,2}) ?(?:minutes?|mins?|m)?\b)?|\b(?P<short>\d{1,2})h(?P<shortly>\d{2})\b"
)
_DAY = re.compile(r"\b(?:a|1|one) (?:whole )?day\b|\b24 ?h\b")
_MINUTES = re.compile(r"\b(?P<minutes>\d+(?:[.,]\d+)?) ?(?:minutes?|mins?|m)?\b")


def read_length(text: str) -> int | None:
    """The minutes of a length of time; None where there is none. A bare number is minutes."""
    said = " ".join(text.casefold().split())
    if _QUARTERS.search(said):
        return 45
    said = to_digits(_SOME_WORD.sub(lambda match: _SOME[match[1]], said))
    if _QUARTER.search(said):
        return 15
    if _HALF.search(said):
        return 30
    if (match := _HOURS.search(said)) is not None:
        if match["short"]:
            return int(match["short"]) * 60 + int(match["shortly"])
        hours = 1.0 if match["hours"] in ("a", "an") else float(match["hours"].replace(",", "."))
        return round((hours + (0.5 if match["half"] else 0)) * 60) + int(match["minutes"] or 0)
    if _DAY.search(said):
        return 24 * 60
    if (match := _MINUTES.search(said)) is not None:
        return round(float(match["minutes"].replace(",", ".")))
    return None
