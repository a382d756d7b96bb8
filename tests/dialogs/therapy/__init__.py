"""The page for a counsellor. What its tests share: somebody who has done a little of everything, and their page."""

from __future__ import annotations

from typing import Any

from dialogs.coach import build
from dialogs.engine import Person
from dialogs.rehearsal import Rehearsal
from tests.dialogs.nudges import NOON, tap

LONELY = "I felt lonely when we had dinner in silence yesterday. Could we talk for ten minutes tonight?"
FULL = "I feel overwhelmed when we plan the whole weekend."


def answers(reach: int, retreat: int, at: str, *lowered: str) -> dict[str, Any]:
    """The last result of the role questions about a subject."""
    return {
        "outcome": "pursuer", "reach": reach, "retreat": retreat, "lean": reach - retreat, "confidence": "clear",
        "lowered": list(lowered), "at": at, "item_set": 1, "wants": "me",
    }  # fmt: skip


def rated(name: str, *ratings: tuple[int, int]) -> tuple[dict[str, Any], ...]:
    """Practices with a rating before and after."""
    return tuple(
        {"name": name, "at": "2026-02-01T12:00:00+00:00", "before": before, "after": after} for before, after in ratings
    )


KNOWN = Person(
    name="Sam",
    consented="2026-01-03T12:00:00+00:00",
    zone="Europe/Lisbon",
    role="pursuer",
    roles={
        "chores": answers(75, 30, "2026-02-10T12:00:00+00:00"),
        "money": answers(95, 5, "2026-02-27T12:00:00+00:00", "skipped"),
    },
    practices=(
        *rated("sighing", (8, 5), (7, 5), (9, 5), (6, 5), (8, 4)),
        *rated("small_bid", (7, 6), (5, 6), (6, 4), (7, 7), (6, 5)),
        *rated("grounding", (7, 3)),
    ),
    practised=11,
    statements=(
        {"text": LONELY, "at": "2026-02-11T12:00:00+00:00"},
        {"text": FULL, "at": "2026-02-12T12:00:00+00:00"},
    ),
    stated=7,
    returns={"kept": 6, "late": 1, "missed": 1},
    talks=tuple(
        {"at": "2026-02-08T20:00:00+00:00", "outcome": each, "closeness": None} for each in ("happened", "moved")
    ),
    plans=({"id": 1, "if": "no_answer", "then": "walk", "at": None, "days": "once", "on": "2026-03-02"},),
    pulses=(
        {"at": "2026-01-10T12:00:00+00:00", "reach": 4, "retreat": 1, "closeness": 1},
        {"at": "2026-02-10T12:00:00+00:00", "reach": 2, "retreat": 1, "closeness": 3},
    ),
    lessons={"loop": "2026-02-01", "soothing": "2026-02-02"},
)


def opened(person: Person = KNOWN) -> Rehearsal:
    """Somebody at the first part of their page."""
    rehearsal = Rehearsal(build(), now=NOON)
    rehearsal.meet(person)
    rehearsal.say("/therapy")
    if rehearsal.state == "therapy_page.intro":
        tap(rehearsal, "go_through")
    return rehearsal


def previewed(person: Person = KNOWN) -> Rehearsal:
    """Somebody who looks at the whole page without going through it."""
    rehearsal = Rehearsal(build(), now=NOON)
    rehearsal.meet(person)
    rehearsal.say("/therapy")
    tap(rehearsal, "straight")
    return rehearsal


def made(person: Person = KNOWN) -> dict[str, Any]:
    """What the files of somebody's page are made of."""
    rehearsal = previewed(person)
    tap(rehearsal, "make")
    return dict(rehearsal.files[0].data)
