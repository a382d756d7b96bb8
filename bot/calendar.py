"""The calendar file of a check-in (RFC 5545), with the rules of its time zone, so that both partners' clocks agree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

REMIND = timedelta(minutes=10)


def calendar_file(data: Mapping[str, Any], now: datetime) -> str:
    """A calendar with one recurring event.

    ``data`` gives ``rule`` (an RRULE), ``first`` (its first day), ``at``, ``zone``, ``minutes``, ``title``, ``text``,
    ``uid`` and ``sequence``: a file made anew replaces the earlier one in a calendar.
    """
    from icalendar import Alarm, Calendar, Event, vRecur  # only here: it takes a quarter of a second to import

    start = datetime.combine(
        date.fromisoformat(data["first"]), time.fromisoformat(data["at"]), ZoneInfo(str(data["zone"]))
    )
    event = Event()
    event.add("uid", f"{data['uid']}@halfway")
    event.add("sequence", data["sequence"])
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", start)
    event.add("duration", timedelta(minutes=int(data["minutes"])))
    event.add("rrule", vRecur.from_ical(data["rule"]))
    event.add("summary", data["title"])
    event.add("description", data["text"])
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", data["title"])
    alarm.add("trigger", -REMIND)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Halfway//check-in//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return str(calendar.to_ical().decode("utf-8"))
