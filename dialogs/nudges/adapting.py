"""Adapting: which time of day and which kind of nudge suit this one person, by Thompson sampling on their own taps.

Each time and each kind is an arm with a Beta(1 + done, 1 + not done) belief; a draw from each belief decides (Thompson,
1933). Little data means wide beliefs and so much variety; nobody else's taps are looked at. It begins after two weeks,
and only for who agreed to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from content.nudges import KINDS
from dialogs.chance import beta, pick
from dialogs.engine import Person

AFTER = timedelta(days=14)
SLOTS: Mapping[str, str] = {"morning": "08:00", "midday": "13:00", "evening": "20:00"}
_FROM = (("evening", "17:00"), ("midday", "11:00"), ("morning", "00:00"))


def may_adapt(person: Person, today: date) -> bool:
    """Whether there are two weeks of nudges to learn from."""
    since = person.nudge.get("since")
    return since is not None and today >= date.fromisoformat(since) + AFTER


def adapts(person: Person, today: date) -> bool:
    """Whether the person agreed, and there is enough to learn from."""
    return bool(person.nudge.get("adapt")) and may_adapt(person, today)


def slot_of(at: str) -> str:
    """The part of the day that a time lies in."""
    return next(name for name, begin in _FROM if at >= begin)


def time_of(slot: str, terms: Mapping[str, Any], quiet: Sequence[str]) -> str:
    """The time of a slot: the person's own where it lies in it, else a common one that is not in their quiet hours."""
    own = str(terms["at"])
    if slot_of(own) == slot:
        return own
    at = SLOTS[slot]
    if len(quiet) == 2 and slot == "morning" and at < quiet[1] < "11:00":
        return quiet[1]
    return at


def choose_slot(person: Person, day: date, seed: int) -> str:
    """The part of the day for the next nudge; the person's own as long as nothing adapts."""
    own = slot_of(str(person.nudge["at"]))
    if not adapts(person, day):
        return own
    return _draw("slot", tuple(SLOTS), person.nudged, f"{seed}:slot:{day}")


def choose_kind(person: Person, day: date, seed: int) -> str:
    """The kind of today's nudge: in turn at first, by what the person taps later on."""
    if adapts(person, day):
        return _draw("kind", KINDS, person.nudged, f"{seed}:kind:{day}")
    latest = [row["kind"] for row in person.nudged[-3:]]
    return pick([kind for kind in KINDS if kind not in latest], f"{seed}:kind:{day}")


def tally(arm: str, nudged: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """For each value of an arm ("slot" or "kind"): how many nudges were done, and how many there were."""
    counts: dict[str, tuple[int, int]] = {}
    for row in nudged:
        done, sent = counts.get(row[arm], (0, 0))
        counts[row[arm]] = (done + (row["outcome"] == "done"), sent + 1)
    return counts


def _draw(arm: str, values: Sequence[str], nudged: Sequence[Mapping[str, Any]], seed: str) -> str:
    counts = tally(arm, nudged)
    drawn = {}
    for value in values:
        done, sent = counts.get(value, (0, 0))
        drawn[value] = beta(done, sent - done, f"{seed}:{value}")
    return max(values, key=lambda value: drawn[value])
