"""Rules as people type them: "Sundays", "every other Friday", "Tue and Thu", "first Sunday of the month"."""

from __future__ import annotations

import re

from dialogs.schedule.recurrence import DAYS

_NAMES = {
    name: day
    for day, names in zip(
        DAYS,
        (
            "monday mondays mon",
            "tuesday tuesdays tue tues",
            "wednesday wednesdays wed weds",
            "thursday thursdays thu thur thurs",
            "friday fridays fri",
            "saturday saturdays sat",
            "sunday sundays sun",
        ),
        strict=True,
    )
    for name in names.split()
}
_DAY = rf"(?:{'|'.join(sorted(_NAMES, key=len, reverse=True))})"
_ORDINALS = {
    **{"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5},
    "last": -1,
}
_COUNTS = {
    **{"other": 2, "second": 2, "2nd": 2, "two": 2, "third": 3, "3rd": 3, "three": 3, "fourth": 4, "4th": 4, "four": 4},
    **{"five": 5, "fifth": 5, "5th": 5, "six": 6, "sixth": 6, "6th": 6, "eight": 8, "ten": 10},
}
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})"
_EVERY = re.compile(rf"\bevery {_COUNT} (?P<unit>days?|weeks?|weekends?|months?|{_DAY})\b")
_ALTERNATE = re.compile(rf"\balternate (?P<unit>days?|weeks?|weekends?|{_DAY})\b")
_NOT = re.compile(r"\b(?:except|but|without|never|not|no)\b")
_VAGUE = re.compile(
    rf"\b(?:{'|'.join(_ORDINALS)}) (?:week ?end|week ?day|working day)s?\b|\btwice a month\b|\bbimonthly\b"
)
_RANGE = re.compile(rf"\b({_DAY}) ?(?:to|till|until|through|thru|[-–]) ?({_DAY})\b")
_NAMED = re.compile(rf"(?<!\bin the )(?<!\bwe )(?<!\bi )(?<!\bthe )\b({_DAY})\b")
_OF_MONTH = re.compile(rf"\b({'|'.join(_ORDINALS)})(?: (?:and|or) ({'|'.join(_ORDINALS)}))? ({_DAY})\b")
_MONTHLY = re.compile(r"\b(?:monthly|(?:once|one \w+) a month|every month|each month|of the month|a month)\b")
_FORTNIGHT = re.compile(r"\b(?:fortnight(?:ly)?|bi-?weekly)\b")
_DAILY = re.compile(r"\b(?:daily|every ?day|each day|every (?:night|evening|morning))\b")
_WORKING = re.compile(r"\b(?:week ?days?|working days?)\b")
_WEEKEND = re.compile(r"\bweek ?ends?\b")


def read_rule(words: str) -> str | None:
    """The RRULE that words mean; None where they name no days, or days to leave out.

    Words that name a day without saying how often mean every week.
    """
    said = " ".join(words.casefold().replace(",", " ").replace(".", " ").split())
    if len(said) > 200 or _NOT.search(said) or _VAGUE.search(said):
        return None
    every = _EVERY.search(said) or _ALTERNATE.search(said)
    unit = every["unit"] if every else ""
    count = _interval(every)
    days = _days(said)
    if unit.startswith("month") or (_MONTHLY.search(said) and days) or (_OF_MONTH.search(said) and unit not in _NAMES):
        return _monthly(said, days, count if unit.startswith("month") else 1)
    if unit in ("day", "days"):
        return f"FREQ=DAILY;INTERVAL={count}"
    if _FORTNIGHT.search(said):
        count = 2
    if days:
        interval = f"INTERVAL={count};" if count > 1 else ""
        return f"FREQ=WEEKLY;{interval}BYDAY={','.join(sorted(days, key=DAYS.index))}"
    return "FREQ=DAILY" if _DAILY.search(said) else None


def _interval(every: re.Match[str] | None) -> int:
    if every is None:
        return 1
    if every.re is _ALTERNATE:
        return 2
    return _COUNTS.get(every["count"]) or max(1, int(every["count"]))


def _days(said: str) -> set[str]:
    """All days that are named: alone, as a range, as working days or the weekend."""
    found = {_NAMES[match[1]] for match in _NAMED.finditer(said)}
    for match in _RANGE.finditer(said):
        begin, end = DAYS.index(_NAMES[match[1]]), DAYS.index(_NAMES[match[2]])
        found |= {DAYS[index % 7] for index in range(begin, end + 1 if end >= begin else end + 8)}
    if _WORKING.search(said):
        found |= set(DAYS[:5])
    if _WEEKEND.search(said):
        found |= set(DAYS[5:])
    return found


def _monthly(said: str, days: set[str], count: int) -> str | None:
    """The first Sunday of the month, the first and third Sunday; without an ordinal the first."""
    picked = [
        f"{_ORDINALS[ordinal]}{_NAMES[match[3]]}"
        for match in _OF_MONTH.finditer(said)
        for ordinal in match.groups()[:2]
        if ordinal
    ] or [f"1{day}" for day in sorted(days, key=DAYS.index)]
    if not picked:
        return None
    interval = f"INTERVAL={count};" if count > 1 else ""
    return f"FREQ=MONTHLY;{interval}BYDAY={','.join(picked)}"
