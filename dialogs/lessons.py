"""The twelve lessons: which are open, which one fits next, and why, from the person's own data.

Practice unlocks a suggestion and never a door: all lessons stay open to browse.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.catalogue import Phrase
from dialogs.careful import careful
from dialogs.engine import Person, Turn

LESSONS = (
    "loop", "my_side", "clock", "origins", "tendencies", "needs",
    "costs", "soothing", "availability", "words", "safety", "halfway",
)  # fmt: skip
FIRST = ("loop", "my_side")  # what the others build on
SOLO = ("soothing", "safety")  # those that ask nothing of a couple: open also where couple exercises rest
LATELY = timedelta(days=10)  # how long a missed return speaks for what fits

# The thought behind each practice.
BEHIND: Mapping[str, str] = {
    "gap": "clock", "pause": "clock", "flood_check": "clock", "hold": "clock", "urge": "soothing",
    "sighing": "soothing", "breathing": "soothing", "grounding": "soothing", "plan": "soothing", "body_break": "costs",
    "observer": "needs", "good_news": "needs", "journal": "origins", "disclosure": "origins", "compassion": "origins",
    "name_it": "tendencies", "memory": "tendencies", "listen_back": "words", "one_feeling": "words",
    "space": "availability", "small_bid": "availability", "reassurance": "availability", "missed_bid": "availability",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fit:
    """The lesson that fits next, and the reason."""

    name: str
    reason: Phrase


def open_lessons(turn: Turn) -> Sequence[str]:
    """The lessons on offer."""
    return SOLO if careful(turn) else LESSONS


def unread(turn: Turn) -> Sequence[str]:
    """Those on offer that were not finished yet, in order."""
    return tuple(name for name in open_lessons(turn) if name not in turn.person.lessons)


def next_lesson(turn: Turn) -> str | None:
    """The lesson that fits next; None where all were finished."""
    fit = fitting(turn)
    return fit.name if fit else None


def fitting(turn: Turn) -> Fit | None:
    """The lesson that fits next, with the reason; None where all were finished."""
    left = unread(turn)
    return next((fit for fit in _fits(turn.person, turn.now, left) if fit.name in left), None)


def all_finished(turn: Turn) -> bool:
    """Whether all twelve were finished."""
    return set(turn.person.lessons) >= set(LESSONS)


def reads_ahead(turn: Turn) -> bool:
    """Whether more was read than done, beyond a first lesson, so that a practice may be the better next step."""
    return len(turn.person.lessons) > turn.person.practised + 1


def _fits(person: Person, now: datetime, left: Sequence[str]) -> Iterator[Fit]:
    """What may come next, the most fitting first."""
    for name in FIRST:
        yield Fit(name, Phrase("learn.reasons.first"))
    missed = person.returns.get("missed_at")
    if missed and now - datetime.fromisoformat(missed) <= LATELY:
        yield Fit("availability", Phrase("learn.reasons.missed"))
    for row in reversed(person.practices):
        if row["name"] in BEHIND:
            values = {"practice": Phrase(f"practice.names.{row['name']}")}
            yield Fit(BEHIND[row["name"]], Phrase("learn.reasons.practised", values))
    if person.attempted:
        yield Fit("words", Phrase("learn.reasons.sentences"))
    if person.check_in or person.deal:
        yield Fit("halfway", Phrase("learn.reasons.arranged"))
    if len({row["lean"] > 0 for row in person.roles.values() if row["lean"]}) > 1:
        yield Fit("tendencies", Phrase("learn.reasons.by_subject"))
    yield from (Fit(name, Phrase("learn.reasons.in_order")) for name in left)
