"""Dates as people type them: "in three weeks", "14 April", "next Sunday", "Sunday in two weeks", "2026-04-14"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from dialogs.schedule.numbers import to_digits
from dialogs.schedule.recurrence import DAYS
from dialogs.schedule.rules import read_rule

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_NAMED = re.compile(
    rf"\b{_DAY}(?: of)? {_MONTH}\b|\b{_MONTH.replace('month', 'month2')} {_DAY.replace('day', 'day2')}\b"
)
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.?(?!\d)")
_OF_MONTH = re.compile(r"\b(?:the )?(\d{1,2})(?:st|nd|rd|th)\b")
_AWAY = re.compile(r"\b(\d{1,2}|a|an|next) (day|week|fortnight|month)s?\b")
_WEEKLY = re.compile(r"FREQ=WEEKLY;BYDAY=(\w\w)")
LONGEST = 80  # characters of words in which a date is looked for


def read_date(words: str, today: date) -> date | None:
    """The date in words, always after today; None where there is none, or no such day."""
    said = to_digits(" ".join(words.casefold().replace(",", " ").split()))
    if len(said) > LONGEST:
        return None
    try:
        found = _find(said, today)
    except ValueError:  # the 31st of April
        return None
    return found if found is not None and found > today else None


def _find(said: str, today: date) -> date | None:
    if match := _ISO.search(said):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NAMED.search(said):
        month = _MONTHS.index(match["month"] or match["month2"]) + 1
        return _coming(int(match["day"] or match["day2"]), month, today)
    if match := _DOTTED.search(said):
        return _coming(int(match[1]), int(match[2]), today)
    if match := _OF_MONTH.search(said):
        this = today.replace(day=int(match[1]))
        return this if this > today else this + relativedelta(months=1)
    away = _away(said, today)
    weekday = _WEEKLY.fullmatch(read_rule(re.sub(r"\b(?:in )?(?:\d+|a) weeks?\b", " ", said)) or "")
    if weekday is None:
        return today + timedelta(days=1) if "tomorrow" in said else away
    first = max(away - timedelta(days=6), today + timedelta(days=1)) if away else today + timedelta(days=1)
    return first + timedelta(days=(DAYS.index(weekday[1]) - first.weekday()) % 7)


def _away(said: str, today: date) -> date | None:
    """In so many days, weeks or months."""
    match = _AWAY.search(said)
    if match is None:
        return None
    count = int(match[1]) if match[1].isdigit() else 1
    if match[2] == "month":
        return today + relativedelta(months=count)
    return today + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[match[2]])


def _coming(day: int, month: int, today: date) -> date:
    """A day of the year, this year or the next."""
    this = date(today.year, month, day)
    return this if this > today else date(today.year + 1, month, day)
