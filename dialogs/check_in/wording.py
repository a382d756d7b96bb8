"""Wording: a check-in's day, rule, topic and agenda as values of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from content.catalogue import Phrase, Value
from dialogs.check_in import terms
from dialogs.engine import Person, Turn
from dialogs.role import shown
from dialogs.role.scoring import TOPICS
from dialogs.schedule.recurrence import DAYS
from dialogs.zones import city_of

HALVES = {10: 4, 15: 5, 20: 5}  # minutes for each to speak


def day(wall: datetime, now: datetime, zone: str) -> Value:
    """A day as people say it: today, tomorrow, on Sunday, on Sunday the 14th."""
    days, weekday = terms.spoken(wall, now, zone)
    if days in (-1, 0, 1):
        return Phrase(f"check_in.days.{('today', 'tomorrow', 'yesterday')[days]}")
    name = Phrase(f"words.weekdays.{weekday}")
    if 1 < days < 7:
        return Phrase("check_in.days.on", {"day": name})
    return Phrase(
        "check_in.days.on_date", {"day": name, "date": wall.day, "month": Phrase(f"words.months.{wall.month}")}
    )


def rule(text: str) -> Value:
    """A rule in words: every Sunday, every 2 weeks on Tuesday and Sunday, every first and third Sunday of the month."""
    parts = dict(part.split("=") for part in text.split(";"))
    interval = int(parts.get("INTERVAL", 1))
    if parts["FREQ"] == "DAILY":
        return Phrase("check_in.rules.daily") if interval == 1 else Phrase("check_in.rules.days", {"count": interval})
    days = parts["BYDAY"].split(",")
    if parts["FREQ"] == "MONTHLY":
        named = _list([_of_month(day) for day in days])
        if interval == 1:
            return Phrase("check_in.rules.monthly", {"days": named})
        return Phrase("check_in.rules.months", {"count": interval, "days": named})
    if days == list(DAYS[:5]) and interval == 1:
        return Phrase("check_in.rules.working")
    named = _list([_weekday(day) for day in days])
    if interval == 1:
        return Phrase("check_in.rules.weekly", {"days": named})
    return Phrase("check_in.rules.weeks", {"count": interval, "days": named})


def _list(names: Sequence[Value]) -> Value:
    """Monday, Tuesday and Sunday."""
    said = names[0]
    for index, name in enumerate(names[1:], 2):
        key = "check_in.rules.and" if index == len(names) else "check_in.rules.comma"
        said = Phrase(key, {"before": said, "day": name})
    return said


def _of_month(day: str) -> Value:
    """A day such as ``-1FR``, the last Friday."""
    which, name = day[:-2].replace("-1", "last"), day[-2:]
    return Phrase("check_in.rules.which", {"which": Phrase(f"check_in.which.{which}"), "day": _weekday(name)})


def topic(person: Person) -> Value:
    """What it is about: a subject of the list in the reader's language, any other as it was typed."""
    name = person.check_in.get("topic")
    return shown.topic(name) if name in TOPICS else name or Phrase("check_in.us")


def overview(turn: Turn) -> Mapping[str, Value]:
    """Everything about a check-in that its screens show."""
    person = turn.person
    known, zone = person.check_in, terms.zone_of(person)
    wall = terms.next_talk(person, turn.now) if known.get("at") else None
    minutes = int(known.get("minutes") or 15)
    return {
        "rule": rule(known["rule"]) if known.get("rule") else "",
        "at": str(known.get("at", "")),
        "minutes": minutes,
        "half": HALVES.get(minutes, 5),
        "topic": topic(person),
        "city": city_of(zone) if zone else "",
        "next": Phrase("check_in.next", {"day": day(wall, turn.now, str(zone)), "at": wall.strftime("%H:%M")})
        if wall is not None
        else Phrase("check_in.none_to_come"),
    }


def _weekday(name: str) -> Value:
    return Phrase(f"words.weekdays.{DAYS.index(name)}")
