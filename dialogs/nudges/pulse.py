"""The pulse: three taps a week on reaching, backing off and closeness, so that the coach sees what a week was like."""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs.engine import Choice, Dialog, End, Move, Person, Turn, Wait

EVERY = timedelta(days=7)
AXES = ("reach", "retreat", "closeness")
SCALE = tuple(Choice(str(number), "rated", number, label=str(number)) for number in range(5))


def is_due(person: Person, now: datetime) -> bool:
    """Whether a week has passed since the last pulse, or since the nudges began."""
    times = [row["at"] for row in (*person.pulses, *person.nudged) if "reach" in row or row.get("name") == "pulse"]
    latest = max(times, default=None) or (person.nudged[0]["at"] if person.nudged else None)
    return latest is not None and now - datetime.fromisoformat(latest) >= EVERY - timedelta(hours=6)


def _note(turn: Turn) -> None:
    turn.facts[turn.state] = turn.value


def _keep(turn: Turn) -> None:
    _note(turn)
    ratings = {axis: int(turn.facts.get(axis) or 0) for axis in AXES}
    turn.person = turn.person.with_pulse(turn.now, **ratings)
    turn.record("pulse", **ratings)


PULSE = Dialog(
    "pulse",
    1,
    "reach",
    states=(
        *(Wait(axis, (*SCALE, Choice("skip", "skip")), inside=True) for axis in AXES),
        End("done", lambda turn: "done"),
        End("left", lambda turn: "left"),
    ),
    moves=(
        Move("rated", "reach", "retreat", do=_note),
        Move("rated", "retreat", "closeness", do=_note),
        Move("rated", "closeness", "done", do=_keep),
        Move("skip", AXES, "left"),
    ),
    facts=dict.fromkeys(AXES, int),
    aside=True,
)
