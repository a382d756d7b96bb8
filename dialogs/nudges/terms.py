"""The terms of the daily nudge: when it is next due, how often, and what stands in its way.

A person's terms are ``at`` (their time), ``since`` (the day they began), and where set: ``every`` (days between two),
``until`` (a pause: a day, or ``return``), ``ignored`` (how many in a row), ``asked`` (the last word was "keep or
stop?"), ``adapt`` (whether time and kind may follow what they tap) and ``open`` (whether the screen shows the text).

Rules: one a day at most, none on a day with practice or with an offer of what was done weeks ago; every second day
after three that nobody looked at, weekly after six, a question after ten and then silence. Plain texts at a fixed time
did as well as crafted or sensor-timed ones (Bell et al., 2023; Morrison et al., 2017).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from content.catalogue import Phrase
from dialogs.again.days import asks_on
from dialogs.careful import silenced
from dialogs.engine import Person, Turn
from dialogs.nudges.adapting import choose_slot, may_adapt, time_of
from dialogs.schedule.clock import next_daily
from dialogs.zones import local

TIMER = "nudge"
GRACE = timedelta(hours=2)  # later than this it isn't sent: half of an evening's nudge at midnight helps nobody
LADDER = ((6, 7), (3, 2))  # from how many in a row that nobody looked at, how many days lie between two
LAST_WORD = 10  # in a row, after which it is asked whether to go on
UNDER_WAY = timedelta(hours=3)  # since the last word in an exercise: it is still going on
TALKING = timedelta(minutes=10)  # since the last word anywhere
RETURN = "return"  # a pause until the person comes back
_AT_REST = ("home", "menu", "nudge", "nudges")


def begin(turn: Turn, at: str) -> None:
    """Nudge daily at a time ("20:00") from now on; what was agreed before stays."""
    today = local(turn.now, turn.person.zone).date().isoformat()
    change(turn, **{"since": today, **turn.person.nudge, "at": at, "until": None, "ignored": 0, "asked": None})


def change(turn: Turn, **terms: Any) -> None:
    """Change the terms, and set the next nudge by them. What is None is taken out."""
    kept = {name: value for name, value in {**turn.person.nudge, **terms}.items() if value is not None}
    turn.know(nudge=kept)
    turn.cancel_timer(TIMER)
    renew(turn, turn.now)


def pause(turn: Turn, days: int | None) -> None:
    """Let the nudges rest for some days, or with None until the person returns; nothing is lost."""
    until = RETURN if days is None else (local(turn.now, turn.person.zone).date() + timedelta(days)).isoformat()
    change(turn, until=until)


def back_on(person: Person) -> Phrase | None:
    """The weekday on which a pause ends; None where none is, or it lasts until a return."""
    until = person.nudge.get("until")
    if not until or until == RETURN:
        return None
    return Phrase(f"words.weekdays.{date.fromisoformat(until).weekday()}")


def end(turn: Turn) -> None:
    """No nudges any more; the terms are forgotten, what was done stays."""
    turn.know(nudge={})
    turn.cancel_timer(TIMER)


def renew(turn: Turn, after: datetime) -> None:
    """Set the next nudge, at an instant after another; none while it is off, asked about or paused until a return."""
    terms, zone = turn.person.nudge, turn.person.zone
    if not terms.get("at") or zone is None or terms.get("asked") or terms.get("until") == RETURN:
        return
    slot = choose_slot(turn.person, local(after, zone).date(), turn.pick)
    at = time.fromisoformat(time_of(slot, terms, turn.person.quiet))
    turn.start_timer_at(TIMER, next_daily(at, zone, after, beyond=_day_before_next(turn.person)), slot=slot)


def _day_before_next(person: Person) -> date | None:
    """The day after which the next nudge may come: none twice a day, none in a pause."""
    days = []
    if (last := last_day(person)) is not None:
        days.append(last + timedelta(days=gap(person.nudge) - 1))
    if until := person.nudge.get("until"):
        days.append(date.fromisoformat(until) - timedelta(days=1))
    return max(days, default=None)


def last_day(person: Person) -> date | None:
    """The day, on the person's clock, of the latest nudge."""
    return local(datetime.fromisoformat(person.nudged[-1]["at"]), person.zone).date() if person.nudged else None


def gap(terms: Mapping[str, Any]) -> int:
    """Days from one nudge to the next: as the person wants, or more where they don't look at them."""
    ignored = terms.get("ignored", 0)
    return max(int(terms.get("every", 1)), next((days for least, days in LADDER if ignored >= least), 1))


def obstacle(turn: Turn, under_way: str) -> str | None:
    """Why a nudge that is due is left out; None where it is welcome. ``under_way`` is the dialog on top."""
    person, now = turn.person, turn.now
    if not person.nudge.get("at") or person.nudge.get("asked"):
        return "off"
    if paused(person, now):
        return "paused"
    if silenced(person, now):
        return "crisis"
    today = local(now, person.zone).date()
    if any(local(datetime.fromisoformat(row["at"]), person.zone).date() == today for row in person.practices):
        return "practised"
    if asks_on(person, today):
        return "asked"
    return occupied(person, now, under_way)


def occupied(person: Person, now: datetime, under_way: str) -> str | None:
    """Why this is no moment for what comes by itself: a break that lasts, or something under way; None where it is."""
    since = now - datetime.fromisoformat(person.seen) if person.seen else None
    if person.away is not None and now < datetime.fromisoformat(person.away):
        return "away"
    if since is not None and (since < TALKING or (since < UNDER_WAY and under_way not in _AT_REST)):
        return "under_way"
    return None


def paused(person: Person, now: datetime) -> bool:
    """Whether the nudges rest for a while."""
    until = person.nudge.get("until")
    return until == RETURN or (bool(until) and local(now, person.zone).date() < date.fromisoformat(str(until)))


def note_silence(turn: Turn) -> int:
    """Count the latest nudge if nobody looked at it and the person was not here since; how many in a row."""
    person, terms = turn.person, dict(turn.person.nudge)
    if person.nudged:
        latest = person.nudged[-1]
        unseen = latest["outcome"] is None and (person.seen is None or person.seen < latest["at"])
        terms["ignored"] = terms.get("ignored", 0) + 1 if unseen else 0
        turn.know(nudge=terms)
    return int(terms.get("ignored", 0))


def note_outcome(turn: Turn, outcome: str) -> None:
    """Keep what became of the latest nudge, and set the next one: somebody who answers is not written to less."""
    person = turn.person
    if person.nudged:
        turn.know(nudged=(*person.nudged[:-1], {**person.nudged[-1], "outcome": outcome}))
    change(turn, ignored=None)


def wants_to_hear_of_adapting(turn: Turn) -> bool:
    """Whether it is time to ask if time and kind may follow what they tap."""
    return "adapt" not in turn.person.nudge and may_adapt(turn.person, local(turn.now, turn.person.zone).date())
