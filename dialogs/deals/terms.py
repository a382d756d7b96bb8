"""The terms of a deal: what is in it, how it is worded, when it is looked at again, and what stands in the way.

A person's deal is ``more`` and ``guess`` (what each would like more of, the second a guess), ``close`` and ``room``
(the two rhythms), ``limit`` (what the person will do), ``made`` and ``review`` (days on their clock; no review after
/stop), and ``went``, how it went at the last one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from content.catalogue import Phrase, Value
from dialogs.careful import silenced
from dialogs.check_in.wording import day
from dialogs.engine import Person, Turn
from dialogs.schedule.clock import instant
from dialogs.zones import local

TIMER = "deal"
AT = time(18, 0)  # of the day of a review: early enough in the evening to talk about it
GRACE = timedelta(days=3)  # a question about two weeks can wait for a while
PARTS = ("more", "guess", "close", "room", "limit")
OFFERED: Mapping[str, tuple[str, ...]] = {
    "more": ("time", "talk", "warmth", "calm", "room"),
    "guess": ("time", "talk", "warmth", "calm", "room"),
    "close": ("two_evenings", "sunday", "daily"),
    "room": ("thursday", "saturday", "after_work"),
    "limit": ("break", "move_it", "one_message"),
}


def is_set(person: Person) -> bool:
    """Whether there is a deal, or a proposal for one."""
    return bool(person.deal)


def review_at(person: Person) -> datetime | None:
    """When the deal is looked at again; None where no day is set, or the zone isn't known."""
    day_set, zone = person.deal.get("review"), person.zone
    return instant(datetime.combine(date.fromisoformat(day_set), AT), zone) if day_set and zone else None


def renew(turn: Turn, after: datetime) -> None:
    """Set the timer of the review, if it lies after an instant; it is asked about once."""
    due = review_at(turn.person)
    if due is not None and due > after:
        turn.start_timer_at(TIMER, due, review=turn.person.deal["review"])


def change(turn: Turn, **terms: Any) -> None:
    """Change the terms, and set the review by them."""
    turn.know(deal={**turn.person.deal, **terms})
    turn.cancel_timer(TIMER)
    renew(turn, turn.now)


def end(turn: Turn) -> None:
    """No deal any more."""
    turn.know(deal={})
    turn.cancel_timer(TIMER)


def obstacle(turn: Turn, under_way: str) -> str | None:
    """Why a review that is due is left out; None where it is welcome. The timer's data is the turn's value."""
    if not is_set(turn.person) or turn.person.deal.get("review") != (turn.value or {}).get("review"):
        return "off"
    return "crisis" if silenced(turn.person, turn.now) else None


def today(turn: Turn) -> date:
    """The day on the person's clock."""
    return local(turn.now, turn.person.zone).date()


def part(name: str, value: object) -> Value:
    """One part of a deal: what was tapped in the reader's language, own words as they were typed."""
    group = "wants" if name in ("more", "guess") else name
    return Phrase(f"deal.{group}_offered.{value}") if value in OFFERED[name] else str(value or "")


def shown(turn: Turn, deal: Mapping[str, Any]) -> Mapping[str, Value]:
    """Everything about a deal that its screens show."""
    parts = {name: part(name, deal.get(name)) for name in PARTS}
    unknown = deal.get("guess") is None
    wall = datetime.combine(date.fromisoformat(deal["review"]), AT) if deal.get("review") else None
    said = day(wall, turn.now, turn.person.zone or "UTC") if wall else Phrase("deal.some_day")
    return {
        **parts,
        "guess": Phrase("deal.no_guess") if unknown else Phrase("deal.guessed", {"guess": parts["guess"]}),
        "review": said,
    }
