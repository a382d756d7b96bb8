"""Coming back: what practices share whose second rating is asked for by a timer, after they were left.

Such a practice is kept when its clock starts, and its second rating is filled in when it is told: one given before the
time is up would say nothing. So it ends "away", without the frame's last questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from dialogs.careful import in_crisis
from dialogs.engine import End, Turn

COURSES = ("lower", "not_lower", "unrated")
AWAY = End("away", lambda turn: "away")


def obstacle(turn: Turn, under_way: str) -> str | None:
    """Why coming back is left out: danger was told since. The timer's data is the turn's value."""
    told_since = turn.person.crisis != (turn.value or {}).get("crisis")
    return "crisis" if told_since and in_crisis(turn.person, turn.now) else None


def running(turn: Turn) -> bool:
    """Whether the time that was first agreed is not up yet."""
    until = turn.facts.get("until")
    return until is None or turn.now < datetime.fromisoformat(until)


def begin(turn: Turn, name: str, minutes: int) -> dict[str, Any]:
    """Keep the practice as it begins; what its timer has to know."""
    before = turn.facts.get("before")
    turn.person = turn.person.with_practice(name, turn.now, before, None)
    turn.record("practice", name=name, before=before, after=None, noticed=None, minutes=minutes)
    turn.facts["until"] = (turn.now + timedelta(minutes=minutes)).isoformat(timespec="seconds")
    return {"before": before, "began": turn.now.isoformat(timespec="seconds"), "crisis": turn.person.crisis}


def fill_in(turn: Turn, name: str, after: int) -> None:
    """Give the practice that began then its second rating."""
    began = turn.facts.get("began")
    rows = turn.person.practices
    turn.know(
        practices=tuple({**row, "after": after} if (row["name"], row["at"]) == (name, began) else row for row in rows)
    )


def course_of(ratings: Sequence[int | None]) -> str:
    """What the first and the last rating say, as the last part of a screen's key."""
    known = [rating for rating in ratings if rating is not None]
    if len(known) < 2:
        return "unrated"
    return "lower" if known[-1] < known[0] else "not_lower"
