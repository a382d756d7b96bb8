"""What is offered again. What its tests share: somebody for whom an offer is planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from dialogs.coach import build
from dialogs.engine import Person
from dialogs.engine.events import Replan
from dialogs.rehearsal import Rehearsal

BEGIN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BERLIN = Person(consented="2026-03-01T12:00:00+00:00", zone="Europe/Berlin", role="pursuer")
WRITTEN = {"at": "2025-11-02T20:00:00+00:00", "friend": "Both were tired."}
TIMERS = {"observer": "observer_again", "role": "role_again"}


def answered(at: str, reach: int = 80, retreat: int = 20) -> dict[str, Any]:
    """A row of a topic that was answered at an instant."""
    scores = {"outcome": "pursuer", "reach": reach, "retreat": retreat, "lean": reach - retreat, "confidence": "clear"}
    return {**scores, "lowered": [], "at": at, "item_set": "reach-retreat/1", "wants": "me", "before": None}


def awaiting(kind: str, day: str = "2026-03-05", now: datetime = BEGIN, **changes: Any) -> Rehearsal:
    """Somebody at the menu to whom a kind is offered from a day on; timers are set as after a start."""
    person = replace(
        BERLIN,
        writing=WRITTEN,
        roles={"chores": answered("2026-01-20T12:00:00+00:00")},
        again={kind: {"day": day, "hour": "12:00"}},
        **changes,
    )
    rehearsal = Rehearsal(build(), now=now)
    rehearsal.meet(person)
    rehearsal.send(Replan(rehearsal.key))
    return rehearsal


def day_of(rehearsal: Rehearsal, kind: str) -> date:
    """The day on which a kind is offered next."""
    return date.fromisoformat(rehearsal.session.person.again[kind]["day"])
