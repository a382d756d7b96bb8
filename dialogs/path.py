"""The path: one suggested next step, always with the reason, and never a wall. /menu shows everything all the same.

The reasons are the person's own data: what eased them before, what they have not tried, what they have read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean

from content.catalogue import Phrase, Value
from dialogs.careful import careful
from dialogs.check_in import terms as check_in
from dialogs.engine import Person, Turn
from dialogs.lessons import Fit, fitting
from dialogs.loop.pattern import LEAST as ENOUGH
from dialogs.practices import SIDES
from dialogs.what_works import ratings

PROVEN = 3  # times with an easing, after which a practice is what helps this person
EASED = 1.0  # points of 10 on average, from which on it is an easing worth naming
TENSE = 7  # of 10: a last rating after which calming down comes first
RECENT = timedelta(days=2)
READY = 5  # practices alone, after which a check-in for both is suggested
SETTLED = 3  # practices, after which a moment can be looked at from outside
WORDED = 1  # sentences saved or practised, after which they can be tried on a made-up partner
STEPS = ("practice", "learn", "check_in", "loop", "partner", "deal")  # the dialogs of what is suggested


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One next step: what kind (a dialog's name), which of it, what it is called, and why it is suggested."""

    kind: str
    name: str
    title: Value
    reason: Value


def suggest(turn: Turn) -> Suggestion | None:
    """The next step for somebody whose role is known; None before, and where couple exercises rest."""
    if turn.person.role is None or careful(turn):
        return None
    return next(_steps(turn), None)


def _steps(turn: Turn) -> Iterator[Suggestion]:
    """What may come next, the most fitting first."""
    person = turn.person
    helps = list(_helping(person))
    if _tense(turn) and helps:
        yield _again(*helps[0])
    if not person.practised:
        yield _practice(_first(turn), Phrase("path.first"))
    lesson = fitting(turn)
    if lesson is not None and len(person.lessons) <= person.practised // 2 and not _learned_today(turn):
        yield _lesson(lesson)
    if person.practised >= READY and not check_in.is_set(person):
        yield Suggestion(
            "check_in", "check_in", Phrase("path.check_in"), Phrase("path.for_both", {"count": person.practised})
        )
    yield from _logging(turn)
    if person.practised >= SETTLED and not person.writing and not _tense(turn):
        yield _practice("observer", Phrase("path.from_outside"))
    if person.stated + person.attempted >= WORDED and not person.rehearsals and person.practised:
        yield Suggestion("partner", "partner", Phrase("path.partner"), Phrase("path.has_words"))
    if "halfway" in person.lessons and not person.deal:
        yield Suggestion("deal", "deal", Phrase("path.deal"), Phrase("path.agreed"))
    tried = {row["name"] for row in person.practices}
    untried = [name for name in SIDES[_side(turn)] if name not in tried]
    if untried and person.practised % 2:
        yield _practice(untried[0], Phrase("path.untried"))
    if helps:
        yield _again(*helps[person.practised % len(helps)])
    if untried:
        yield _practice(untried[0], Phrase("path.untried"))
    if lesson is not None:
        yield _lesson(lesson)
    yield _practice(_first(turn), Phrase("path.anyway"))


def _logging(turn: Turn) -> Iterator[Suggestion]:
    """The loop camera: once the loop was read about, and then until there is enough to show what comes back."""
    person = turn.person
    left = ENOUGH - len(person.episodes)
    last = person.episodes[-1]["at"] if person.episodes else None
    rested = last is None or turn.now - datetime.fromisoformat(last) >= RECENT
    if person.practised and "loop" in person.lessons and left > 0 and rested:
        reason = Phrase("path.to_log", {"left": left}) if person.episodes else Phrase("path.first_log")
        yield Suggestion("loop", "loop", Phrase("path.loop"), reason)


def _helping(person: Person) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """The practices that eased this person several times, the most first, with the ratings before and after."""
    rated = ratings(person)
    eased = {name: mean(before - after for before, after in pairs) for name, pairs in rated.items()}
    for name in sorted(eased, key=lambda name: -eased[name]):
        if len(rated[name]) >= PROVEN and eased[name] >= EASED:
            yield name, rated[name]


def _again(name: str, pairs: list[tuple[int, int]]) -> Suggestion:
    before, after = (round(mean(side)) for side in zip(*pairs, strict=True))
    return _practice(name, Phrase("path.again", {"before": before, "after": after, "times": len(pairs)}))


def _practice(name: str, reason: Value) -> Suggestion:
    return Suggestion("practice", name, Phrase(f"practice.names.{name}"), reason)


def _lesson(fit: Fit) -> Suggestion:
    return Suggestion("learn", fit.name, Phrase(f"learn.{fit.name}.title"), fit.reason)


def _side(turn: Turn) -> str:
    return "reach" if turn.person.role == "distancer" else "soothe"


def _first(turn: Turn) -> str:
    return SIDES[_side(turn)][0]


def _tense(turn: Turn) -> bool:
    rated = [row for row in turn.person.practices if row["after"] is not None]
    return bool(rated) and rated[-1]["after"] >= TENSE and turn.now - datetime.fromisoformat(rated[-1]["at"]) <= RECENT


def _learned_today(turn: Turn) -> bool:
    return turn.now.date().isoformat() in turn.person.lessons.values()
