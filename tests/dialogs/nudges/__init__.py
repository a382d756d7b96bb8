"""Nudges. What their tests share: somebody who gets one a day, their taps, and what became of what was due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from content.catalogue import unmarked
from dialogs.coach import build
from dialogs.engine import Person
from dialogs.engine.events import Replan
from dialogs.rehearsal import Rehearsal

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday; until the 29th the clocks of Lisbon show UTC
KNOWN = Person(consented="2026-03-01T12:00:00+00:00", zone="Europe/Lisbon")


def somebody(person: Person = KNOWN, *, now: datetime = NOON, **terms: Any) -> Rehearsal:
    """Somebody who came to the menu, with nudges at 20:00 or on these terms; timers are set as after a start."""
    rehearsal = Rehearsal(build(), now=now)
    rehearsal.meet(replace(person, nudge={"at": "20:00", "since": "2026-03-02", **terms}))
    rehearsal.send(Replan(rehearsal.key))
    return rehearsal


def tap(rehearsal: Rehearsal, *choices: str) -> None:
    """Tap the buttons of these choices, one after the other."""
    for choice in choices:
        assert choice in rehearsal.session.offered, f"no {choice!r} at {rehearsal.state}: {rehearsal.session.offered}"
        rehearsal.choose(rehearsal.session.offered.index(choice))


def said(rehearsal: Rehearsal) -> str:
    """What the last step, or what was waited for, said."""
    return "\n---\n".join(unmarked(message.text) for message in rehearsal.messages)


def skipped(rehearsal: Rehearsal) -> list[str]:
    """Why each timer that led nowhere was left out, as the transition log has it."""
    return [move.trigger for move in rehearsal.moves if move.dest == "skipped"]
