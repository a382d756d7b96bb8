"""Around a check-in: a word the day before and shortly before, and three taps afterwards. Moving it is one tap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from content.catalogue import Value
from dialogs.check_in import terms, wording
from dialogs.check_in.arranging import LATER
from dialogs.engine import Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.nudges.pulse import SCALE
from dialogs.zones import local


def day_before(turn: Turn) -> bool:
    return turn.facts.get("stage") == "day"


def soon(turn: Turn) -> bool:
    return turn.facts.get("stage") == "soon"


def _start(turn: Turn) -> datetime:
    return datetime.fromisoformat(str(turn.facts.get("start") or turn.now.replace(tzinfo=None).isoformat()))


def _shown(turn: Turn) -> Mapping[str, Value]:
    start = _start(turn)
    day = wording.day(start, turn.now, terms.zone_of(turn.person) or "UTC")
    return {**wording.overview(turn), "day": day, "at": start.strftime("%H:%M")}


def _happened(turn: Turn) -> None:
    _keep(turn, "happened", turn.value)


def _moved(turn: Turn) -> None:
    """To another day at the same time, from the old one or, where that is over, from today."""
    start, today = _start(turn), local(turn.now, terms.zone_of(turn.person)).date()
    day = max(start.date(), today) + timedelta(days=turn.value)
    terms.move(turn, start, datetime.combine(day, start.time()))
    _keep(turn, "moved", None)


def _skipped(turn: Turn) -> None:
    _keep(turn, "skipped", None)


def _leave_out(turn: Turn) -> None:
    """Let the talk to come go by."""
    terms.move(turn, _start(turn), None)
    _skipped(turn)


def _keep(turn: Turn, outcome: str, closeness: int | None) -> None:
    turn.facts["outcome"] = outcome
    turn.person = turn.person.with_talk(outcome, turn.now, closeness)
    turn.record("talk", outcome=outcome, closeness=closeness)


_OUTCOMES = ("happened", "moved", "skipped", "ready")


def _ready(turn: Turn) -> None:
    turn.facts["outcome"] = "ready"


def _closing(turn: Turn) -> str:
    outcome = turn.facts.get("outcome")
    return f"talk.closing.{outcome if outcome in _OUTCOMES else 'ready'}"


TALK = Dialog(
    "talk",
    1,
    "due",
    states=(
        Pass("due"),
        Wait(
            "day", (Choice("ready", "ready"), Choice("move", "move"), Choice("leave_out", "leave_out")), values=_shown
        ),
        Wait(
            "soon",
            (Choice("agenda", "agenda"), Choice("move", "move"), Choice("leave_out", "leave_out")),
            values=_shown,
        ),
        Wait("agenda", (Choice("ready", "ready"),), screen="check_in.agenda", values=_shown, inside=True),
        Wait(
            "asked",
            (Choice("happened", "happened"), Choice("moved", "move"), Choice("skipped", "skipped")),
            values=_shown,
        ),
        Wait("closeness", SCALE, inside=True),
        Wait("when", tuple(Choice(f"days_{days}", "chosen", days) for days in LATER), inside=True),
        Wait(
            "closing",
            (Choice("menu", "leave"),),
            screen=_closing,
            screens=tuple(f"talk.closing.{outcome}" for outcome in _OUTCOMES),
            values=_shown,
            inside=True,
        ),
        End("left"),
    ),
    moves=(
        Move("go", "due", "day", when=day_before),
        Move("go", "due", "soon", when=soon),
        Move("go", "due", "asked"),
        Move("ready", ("day", "agenda"), "closing", do=_ready),
        Move("agenda", "soon", "agenda"),
        Move("move", ("day", "soon", "asked"), "when"),
        Move("leave_out", ("day", "soon"), "closing", do=_leave_out),
        Move("happened", "asked", "closeness"),
        Move("rated", "closeness", "closing", do=_happened),
        Move("skipped", "asked", "closing", do=_skipped),
        Move("chosen", "when", "closing", do=_moved),
        Move("leave", "closing", "left"),
    ),
    facts={"stage": str, "start": str, "outcome": str},
    aside=True,
)
