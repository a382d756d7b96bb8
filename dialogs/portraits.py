"""Portraits: what each picture shows of a person, as data and as a caption that says the same in words.

There is one only where it has something to show. While couple exercises are set aside, only what somebody did for
themselves is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean
from typing import Any

from content.catalogue import Phrase, Value
from dialogs.careful import careful
from dialogs.engine import Turn
from dialogs.gym.attempts import READY
from dialogs.nudges.pulse import AXES
from dialogs.pulse_change import change, enough
from dialogs.role import shown
from dialogs.what_works import ratings
from dialogs.zones import local

WINDOW = 14  # days
ROWS = 6  # practices beside each other
_TWO = 2  # from so many on there is something to compare


@dataclass(frozen=True, slots=True)
class Portrait:
    """What `Turn.send_picture` takes."""

    data: Mapping[str, Any]
    values: Mapping[str, Value]


def available(turn: Turn) -> tuple[str, ...]:
    """The pictures there are of this person, in the order in which they are offered."""
    return tuple(name for name in _allowed(turn) if portrait(name, turn) is not None)


def missing(turn: Turn) -> tuple[str, ...]:
    """Those that are still to come."""
    return tuple(name for name in _allowed(turn) if portrait(name, turn) is None)


def portrait(name: str, turn: Turn) -> Portrait | None:
    """One picture; None where there is too little for it."""
    return _DRAWN[name](turn)


def practised_days(turn: Turn) -> frozenset[date]:
    """On which days, by the person's own clock, something was practised."""
    zone = turn.person.zone
    return frozenset(local(datetime.fromisoformat(row["at"]), zone).date() for row in turn.person.practices)


def _allowed(turn: Turn) -> Iterable[str]:
    return ("days", "practices") if careful(turn) else PORTRAITS


def _days(turn: Turn) -> Portrait | None:
    done = practised_days(turn)
    today = local(turn.now, turn.person.zone).date()
    days = [today - timedelta(days=ago) for ago in reversed(range(WINDOW))]
    named: list[dict[str, Value]] = [
        {"weekday": Phrase(f"pictures.weekdays.{day.weekday()}"), "date": day.day} for day in days
    ]
    ticked = [row for day, row in zip(days, named, strict=True) if day in done]
    if not ticked:
        return None
    values: dict[str, Value] = {"done": len(ticked), "window": WINDOW}
    rows = [{**row, "done": day in done} for day, row in zip(days, named, strict=True)]
    return Portrait(
        {"title": Phrase("pictures.days.title", values), "days": rows},
        {**values, "days": _joined("pictures.days.another", ticked, "pictures.days.first")},
    )


def _practices(turn: Turn) -> Portrait | None:
    rated = ratings(turn.person)
    if sum(map(len, rated.values())) < _TWO:
        return None
    rows = []
    for name, pairs in sorted(rated.items(), key=lambda item: -len(item[1]))[:ROWS]:
        before, after = (round(mean(side), 1) for side in zip(*pairs, strict=True))
        times = Phrase("pictures.practices.once") if len(pairs) == 1 else _count("pictures.practices.times", pairs)
        rows.append({"name": Phrase(f"practice.names.{name}"), "times": times, "before": before, "after": after})
    lines = _joined("pictures.practices.line", [{**row, **_plain(row, "before", "after")} for row in rows])
    return Portrait({"rows": rows}, {"lines": lines})


def _roles(turn: Turn) -> Portrait | None:
    rows = [
        {"name": shown.topic(topic), "reach": row["reach"], "retreat": row["retreat"]}
        for topic, row in turn.person.roles.items()
    ]
    return Portrait({"points": rows}, {"lines": _joined("pictures.roles.line", rows)}) if rows else None


def _pulse(turn: Turn) -> Portrait | None:
    pulses = turn.person.pulses
    if len(pulses) < _TWO:
        return None
    dates = [local(datetime.fromisoformat(row["at"]), turn.person.zone).date() for row in pulses]
    days = [0]
    for day in dates[1:]:
        days.append(max(days[-1] + 1, (day - dates[0]).days))
    strips: list[dict[str, Any]] = []
    for axis in AXES:
        scores = [row[axis] for row in pulses]
        moved = change(scores)
        said: Value = Phrase(f"pictures.pulse.{moved}") if moved else ""
        strips.append({"name": Phrase(f"pictures.pulse.{axis}"), "scores": scores, "change": said})
    first, last = _date(dates[0]), _date(dates[-1])
    listed = [
        {
            "name": strip["name"],
            "scores": ", ".join(map(str, strip["scores"])),
            "change": Phrase("pictures.pulse.moved", {"change": strip["change"]}) if strip["change"] else "",
        }
        for strip in strips
    ]
    return Portrait(
        {"days": days, "strips": strips, "first": first, "last": last},
        {"first": first, "last": last, "lines": _joined("pictures.pulse.line", listed), "note": _told(strips)},
    )


def _told(strips: list[dict[str, Any]]) -> Value:
    """What to make of it, where no change is named."""
    if any(strip["change"] for strip in strips):
        return ""
    return Phrase("pictures.pulse.same" if enough(strips[0]["scores"]) else "pictures.pulse.early")


def _attempts(turn: Turn) -> Portrait | None:
    """The first sentence, and the latest ones by their own numbers: those between are not kept at hand."""
    scores = [row["score"] for row in turn.person.attempts]
    if len(scores) < _TWO:
        return None
    latest = range(turn.person.attempted - len(scores) + 2, turn.person.attempted + 1)
    rows = [{"number": number, "score": score} for number, score in zip((1, *latest), scores, strict=True)]
    return Portrait(
        {"scores": rows, "ready": READY}, {"lines": _joined("pictures.attempts.line", rows), "ready": READY}
    )


_DRAWN: Mapping[str, Callable[[Turn], Portrait | None]] = {
    "days": _days,
    "practices": _practices,
    "roles": _roles,
    "pulse": _pulse,
    "attempts": _attempts,
}
PORTRAITS = tuple(_DRAWN)


def _joined(key: str, rows: Iterable[Mapping[str, Value]], first: str | None = None) -> Value:
    """One phrase after the other, each given those ``before_it``; the first may be another one."""
    lines: Value = ""
    for row in rows:
        lines = Phrase(key if lines or first is None else first, {**row, "before_it": lines})
    return lines


def _count(key: str, things: list[Any]) -> Phrase:
    return Phrase(key, {"count": len(things)})


def _plain(row: Mapping[str, Any], *names: str) -> dict[str, Value]:
    """Numbers as they are written: 7, not 7.0."""
    return {name: f"{row[name]:g}" for name in names}


def _date(day: date) -> Phrase:
    return Phrase("pictures.date", {"day": day.day, "month": Phrase(f"words.months.{day.month}")})
