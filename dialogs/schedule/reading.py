"""Times as people type them: "20:00", "8pm", "half past seven in the evening", "noon", "at 9"."""

from __future__ import annotations

import re

from dialogs.schedule.numbers import to_digits

_DATE = re.compile(r"\bon \d{1,2}[./]\d{1,2}\b\.?")
_HALF_DAY = r"(?: ?(?P<half>[ap])\.? ?m\b\.?|\b)"
_NAMED = {"noon": 12, "midday": 12, "midnight": 24}
_PAST = re.compile(
    r"\b(?P<part>half|quarter|\d{1,2})(?: minutes?)? (?P<side>past|after|to|before) "
    rf"(?P<hour>\d{{1,2}}|{'|'.join(_NAMED)}){_HALF_DAY}"
)
_HALF = re.compile(rf"\bhalf (?P<hour>\d{{1,2}}){_HALF_DAY}")
_SPACED = re.compile(rf"(?:^|\b(?:at|around|by|from) )(?P<hour>\d{{1,2}}) (?P<minute>[0-5]\d){_HALF_DAY}")
_CLOCK = re.compile(rf"\b(?P<hour>\d{{1,2}})[:.h](?P<minute>\d{{2}}){_HALF_DAY}")
_HOUR = re.compile(r"\b(?P<hour>\d{1,2}) ?(?P<half>[ap])\.? ?m\b")
_BARE = re.compile(
    r"(?:\b(?:at|around|about|by|from) (?P<hour>\d{1,2})\b"
    r"|(?<![\d.,:-])\b(?P<last>\d{1,2})(?= ?(?:o'?clock|(?:in the|this) \w+|at night|tonight|$)))"
    r"(?! ?(?:min|hour|day|week|month|year|time|[:.,]\d))"
)
_PARTS = (
    (re.compile(r"\bmornings?\b"), "morning"),
    (re.compile(r"\bafternoons?\b"), "afternoon"),
    (re.compile(r"\b(?:evenings?|tonight)\b"), "evening"),
    (re.compile(r"\bnights?\b"), "night"),
)
TO = (5, 10, 20, 25)  # minutes that people say before an hour
_LENGTH = re.compile(r"\b\d+ (?:to|or) \d+ ?(?:min|hour|h\b)")
_MINUTES = {"half": 30, "quarter": 15}
LONGEST = 200  # characters of words in which a time is looked for


def read_time(words: str, *, late: bool = False) -> str | None:
    """The time in words, as "19:30"; None where there is none.

    A bare "8" is in the morning, "8 at night" is not; with ``late`` a bare "8" is in the evening, too.
    """
    plain = " ".join(words.casefold().replace("’", "'").split()).rstrip(" .,!?")
    said = to_digits(_DATE.sub(" ", plain))
    part = next((name for pattern, name in _PARTS if pattern.search(said)), None)
    if len(said) > LONGEST or _LENGTH.search(said):
        return None
    if (match := _PAST.search(said)) is not None:
        return _past(match, part, late=late)
    for pattern, bare in ((_HALF, True), (_SPACED, True), (_CLOCK, False), (_HOUR, False)):
        if (match := pattern.search(said)) is not None:
            given = match.groupdict()
            hour = _hour(int(given["hour"]), given["half"], part, late=late and bare)
            minute = 30 if pattern is _HALF else int(given.get("minute") or 0)
            return None if hour is None or minute > 59 else _shown(hour * 60 + minute)
    if (named := re.search(rf"\b({'|'.join(_NAMED)}|lunchtime)\b", said)) is not None:
        return _shown(_NAMED.get(named[1], 13) * 60)
    if (match := _BARE.search(said)) is not None:
        hour = _hour(int(match["hour"] or match["last"]), None, part, late=late)
        return None if hour is None else _shown(hour * 60)
    return None


def _past(match: re.Match[str], part: str | None, *, late: bool) -> str | None:
    """Ten past eight, quarter to noon."""
    minutes = _MINUTES.get(match["part"]) or int(match["part"])
    before = match["side"] in ("to", "before")
    span = match["side"] == "to" and match["part"].isdigit() and match["hour"].isdigit() and "minute" not in match[0]
    if span and minutes not in TO:  # "8 to 9 pm": from when to when
        hour = _hour(minutes, match["half"], part, late=late)
        return None if hour is None else _shown(hour * 60)
    if before and match["hour"] == "12" and part == "morning":
        part = None
    hour = _NAMED.get(match["hour"]) or _hour(int(match["hour"]), match["half"], part, late=late)
    if hour is None or minutes > 59:
        return None
    if late and before and hour == 12 and part is None and match["half"] is None:
        hour = 24 if match["hour"] == "12" else hour
    return _shown(hour * 60 + (-minutes if before else minutes))


def _hour(hour: int, half: str | None, part: str | None, *, late: bool = False) -> int | None:
    """The hour of the day: by am or pm, else by the part of the day, else, if ``late``, of the evening."""
    if hour > 23:
        return None
    if hour > 12 or hour == 0:
        return hour  # it says by itself which half it means
    if half is not None or part in ("morning", "afternoon"):
        after_noon = half == "p" if half is not None else part == "afternoon"
        return hour % 12 + 12 * after_noon
    if part == "night":
        return hour % 12 if hour == 12 or hour < 6 else hour + 12
    if part == "evening" or (late and hour < 12):
        return 24 if hour == 12 else hour + 12
    return hour


def _shown(minutes: int) -> str:
    hour, minute = divmod(minutes % (24 * 60), 60)
    return f"{hour:02}:{minute:02}"
