"""Choosing today's nudge: for the person's role and state, of the kind whose turn it is, none within three weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from content import nudges
from content.nudges import Nudge
from dialogs.chance import pick
from dialogs.engine import Person
from dialogs.nudges.adapting import choose_kind
from dialogs.zones import local

NOT_AGAIN = timedelta(days=21)
RECENT = timedelta(days=2)  # how long a rating, a kept or a missed return speaks for today
LATELY = timedelta(days=10)  # how long a weekly answer does
HIGH = 7  # of 10: a rating from which somebody is tense
STRONG = 3  # of 4: a pulse from which the pull to reach or back off is strong
LOW = 1  # of 4: closeness up to which somebody feels far away


def state_of(person: Person, now: datetime) -> str:
    """What today is like for this person, from what they last told: kept, missed, tense, distant, or any."""
    at, outcome = max((person.returns.get(f"{outcome}_at") or "", outcome) for outcome in ("kept", "missed"))
    if at and within(at, now, RECENT) and not any(row["at"] > at and _of_return(row["name"]) for row in person.nudged):
        return outcome
    rated = [row for row in person.practices if row["after"] is not None]
    if rated and rated[-1]["after"] >= HIGH and within(rated[-1]["at"], now, RECENT):
        return "tense"
    pulse = person.pulses[-1] if person.pulses and within(person.pulses[-1]["at"], now, LATELY) else None
    if pulse is not None and max(pulse["reach"], pulse["retreat"]) >= STRONG:
        return "tense"
    rows = [row for row in (*person.talks, *person.pulses) if row["closeness"] is not None]
    felt = [row["closeness"] for row in sorted(rows, key=lambda row: row["at"]) if within(row["at"], now, LATELY)]
    return "distant" if felt and felt[-1] <= LOW else "any"


def choose(person: Person, now: datetime, seed: int) -> Nudge:
    """Today's nudge. There is always one: 21 days use up less than a role has."""
    role = person.role if person.role in nudges.ROLES else "mixed"
    day = local(now, person.zone).date()
    fresh = list(_fresh(person, role, now))
    kind, state = choose_kind(person, day, seed), state_of(person, now)
    fitting = (
        [nudge for nudge in fresh if nudge.state == state and (nudge.kind == kind or state in ("kept", "missed"))]
        or [nudge for nudge in fresh if nudge.state == state and state != "any"]
        or [nudge for nudge in fresh if nudge.state == "any" and nudge.kind == kind]
        or [nudge for nudge in fresh if nudge.state == "any"]
    )
    return pick(fitting, f"{seed}:{day}")


def find(name: str | None) -> Nudge | None:
    """The nudge of this name, if today's release has it."""
    return next((nudge for each in nudges.load().values() for nudge in each if nudge.id == name), None)


def within(at: str, now: datetime, time: timedelta) -> bool:
    """Whether an instant lies no longer back than a time."""
    return now - datetime.fromisoformat(at) <= time


def _fresh(person: Person, role: str, now: datetime) -> Iterator[Nudge]:
    shown = {row["name"] for row in person.nudged if within(row["at"], now, NOT_AGAIN)}
    return (nudge for nudge in nudges.load()[role] if nudge.id not in shown)


def _of_return(name: str) -> bool:
    """Whether this nudge was about a return time."""
    nudge = find(name)
    return nudge is not None and nudge.state in ("kept", "missed")
