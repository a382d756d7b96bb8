"""Wishes: what people ask for in their own words where a button would do, as the dialog that it means.

Only plain requests to the coach count: short, and with nobody else addressed. All else is left to who listens next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dialogs.graduation.relapse import back_in_it, doing_well
from dialogs.zones import find_zones

LONGEST = 12  # words; what is longer is a story
_OTHERS = re.compile(r"\b(?:he|she|they|him|her|them|never|always)\b", re.IGNORECASE)
_WRITTEN = (
    r"(?:messag(?:es?|ing)|reminders?|nudges?|notifications?|writing(?: to)? me|texting me"
    r"|(?:daily )?practices?|checking in)"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A dialog, with the facts it begins with. ``alone``: it is none where the words speak of somebody else."""

    pattern: re.Pattern[str]
    dialog: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    alone: bool = False


def _wish(pattern: str, dialog: str, *, alone: bool = False, **facts: Any) -> Wish:
    return Wish(re.compile(pattern, re.IGNORECASE), dialog, facts, alone)


_WISHES = (
    _wish(
        r"\b(?:stop|quit|no more|less|fewer|too many|turn off|pause|resume|end)\b.{0,25}\b"
        + _WRITTEN
        + r"\b|^\W*unsubscribe\b|^\W*pause (?:for|until)\b",
        "nudges",
        alone=True,
    ),
    _wish(r"\b(?:daily|every day) (?:reminders?|nudges?|practices?|messages?)\b", "nudges", alone=True),
    _wish(r"\b(?:hold|keep|delay) (?:a|my|this|the) (?:message|text)\b", "practice", name="hold"),
    _wish(r"\b(?:if.?then|make (?:me )?a plan|a plan for when)\b", "practice", name="plan"),
    _wish(r"\b(?:calendar file|ics file|check.?ins?|weekly talk)\b", "check_in", alone=True),
    _wish(
        r"^\W*(?:i )?(?:need|take|want) (?:a break|(?:some )?space)(?: from (?:this|the|a) \w+)?\W*$",
        "practice",
        name="space",
    ),
    _wish(r"^\W*(?:i'?m|i am) now in (?P<place>[\w .'-]{3,30})\W*$", "zone"),
    _wish(r"^\W*(?:i'?m|i am) in (?P<place>[\w .'-]{3,30}?) (?:now|this week|for \w+ \w+)\W*$|\btime ?zone\b", "zone"),
    _wish(r"\b(?:delete|erase|forget) (?:everything|all (?:of )?(?:it|my data)|my data)\b", "forget", alone=True),
    _wish(r"\b(?:loop camera|log (?:an episode|a (?:fight|row|moment))|what keeps coming back)\b", "loop", alone=True),
    _wish(
        r"\b(?:role.?play|rehears\w+|made.?up partner"
        r"|(?:practi[sc]e|try (?:it|this)) (?:out )?(?:with|on) (?:a|someone))\b",
        "partner",
    ),
    _wish(
        r"\b(?:page|summary|something|report) (?:for|to (?:take|bring|show) (?:to )?) ?(?:my|our|a|the) "
        r"(?:therapist|counsell?or|therapy)\b|\btake (?:it|this) to therapy\b",
        "therapy_page",
        alone=True,
    ),
    _wish(r"\b(?:lessons?|teach me|explain the loop)\b", "learn", alone=True),
)
DIALOGS = tuple(dict.fromkeys((*(wish.dialog for wish in _WISHES), "relapse", "graduate")))


def find_wish(text: str, now: datetime) -> tuple[str, Mapping[str, Any]] | None:
    """The dialog that a short text asks for, with the facts it begins with; or None."""
    if len(text.split()) > LONGEST:
        return None
    for wish in _WISHES:
        match = wish.pattern.search(text)
        if match is not None and not (wish.alone and _OTHERS.search(text)):
            place = match.groupdict().get("place")
            if place and not find_zones(place, now):
                continue  # "I'm in a mess now"
            return wish.dialog, {**wish.facts, **({"place": place} if place else {})}
    if back_in_it(text):
        return "relapse", {}
    return ("graduate", {}) if doing_well(text) else None
