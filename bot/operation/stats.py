"""Stats: what `halfway stats` says of how the coach is used. Counts of people, rounded; no names, no words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.operation.activity import Activity, read_activity
from bot.operation.counts import rounded, told, total
from bot.operation.funnel import Run, read_funnel, resting_states
from bot.store.instants import to_ms
from dialogs.engine import Book

_DAYS_SHOWN = 14
_NUDGES = (("came to", "nudges_came"), ("done by", "nudges_done"), ("not today", "nudges_not_today"))
_QUIETER = (("made fewer by", "nudges_fewer"), ("switched off by", "nudges_muted"))
_CHECK_INS = (
    ("arranged by", "check_ins_arranged"),
    ("asked about", "check_ins_asked_about"),
    ("held by", "check_ins_held"),
    ("moved by", "check_ins_moved"),
    ("left out by", "check_ins_left_out"),
)


@dataclass(frozen=True, slots=True)
class Stats:
    """How the coach was used from an instant to another."""

    since: datetime
    now: datetime
    activity: Activity
    funnel: Mapping[str, Run]
    resting: Mapping[str, list[str]]  # the states in which each dialog may be left


def read_stats(connection: Connection, book: Book, since: datetime, now: datetime) -> Stats:
    """Reckon the figures since an instant, without writing anything."""
    activity = read_activity(connection, book, since, now)
    funnel = read_funnel(connection, book, to_ms(since), to_ms(now))
    return Stats(since, now, activity, funnel, {name: resting_states(book, name) for name in funnel})


def as_json(stats: Stats) -> dict[str, Any]:
    """The figures for machines: whole fives, and null or nothing where they are below five."""
    activity = stats.activity
    return {
        "since": stats.since.isoformat(),
        "until": stats.now.isoformat(timespec="seconds"),
        "rounded_down_to": 5,
        "active": {
            **{f"last_{days}_days": rounded(count) or None for days, count in activity.spans.items()},
            "by_day": {day.isoformat(): rounded(count) for day, count in activity.days.items() if rounded(count)},
        },
        "people": {name: rounded(count) or None for name, count in activity.people.items()},
        "nudges_came_times": _times(activity.people["nudges_came"], activity.times["nudges_came"]) or None,
        "nudges_left_out": dict(_reasons(activity)),
        "dialogs": {
            name: {
                "entered": _entered(stats, name) or None,
                "times": _times(run.entered, run.times) or None,
                "finished": rounded(run.finished) or None,
                "under_way": rounded(run.open) or None,
                "left_in": {state: count for state, people in _places(run) if (count := rounded(people))},
            }
            for name, run in stats.funnel.items()
            if rounded(run.entered)
        },
    }


def as_text(stats: Stats) -> Iterator[str]:
    """The same for people, line by line."""
    activity = stats.activity
    yield f"From {stats.since:%Y-%m-%d} to {stats.now:%Y-%m-%d %H:%M} UTC. All counts are of different people, rounded"
    yield "down to fives; <5 is fewer than five, maybe nobody. Days, dialogs and states with so few are left out."
    yield ""
    spans = ", ".join(f"{told(rounded(count))} in {days} d" for days, count in activity.spans.items())
    yield f"Active        {spans}"
    for day, count in list(activity.days.items())[-_DAYS_SHOWN:]:
        if rounded(count):
            yield f"  {day}  {rounded(count):,}"
    came = _times(activity.people["nudges_came"], activity.times["nudges_came"])
    yield f"Nudges        {_line(activity, _NUDGES)}; {_line(activity, _QUIETER)}"
    if came:
        yield f"  sent        {came:,} in all"
    if shown := ", ".join(f"{reason} {count:,}" for reason, count in _reasons(activity)):
        yield f"  left out    {shown}"
    yield f"Check-ins     {_line(activity, _CHECK_INS)}"
    yield ""
    yield f"{'dialog':16}{'entered':>9}{'times':>9}{'finished':>10}{'under way':>11}   left in"
    for name, run in sorted(stats.funnel.items(), key=lambda item: (-rounded(item[1].entered), item[0])):
        if not rounded(run.entered):
            continue  # that somebody was there at all is not to be seen: think of the safety dialog
        places = ", ".join(f"{state} {count:,}" for state, people in _places(run) if (count := rounded(people)))
        times = _times(run.entered, run.times)
        yield (
            f"{name:16}{told(_entered(stats, name)):>9}{f'{times:,}' if times else '':>9}"
            f"{told(rounded(run.finished)):>10}{told(rounded(run.open)):>11}   {places}"
        ).rstrip()


def _entered(stats: Stats, name: str) -> int:
    run = stats.funnel[name]
    states = [run.left.get(state, 0) for state in stats.resting[name]]
    return total(run.entered, [run.finished, run.open, *states])


def _times(people: int, times: int) -> int:
    """How often, rounded; 0 where fewer than five people stand behind it."""
    return rounded(times) if rounded(people) else 0


def _places(run: Run) -> list[tuple[str, int]]:
    """Where it was left, by most."""
    return sorted(run.left.items(), key=lambda item: (-rounded(item[1]), item[0]))


def _reasons(activity: Activity) -> list[tuple[str, int]]:
    """Why nudges were left out, as far as that may be told."""
    return [(reason, shown) for reason, count in activity.left_out.items() if (shown := rounded(count))]


def _line(activity: Activity, parts: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{said} {told(rounded(activity.people[name]))}" for said, name in parts)
