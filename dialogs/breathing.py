"""Breathing to a rhythm that is seen: cyclic sighing and slow breathing, for minutes that are really kept.

The animation comes once as they begin, and again for whoever asks. When the minutes are over the practice goes on by
itself; anybody may go on before. Sources: see `dialogs.rhythms`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.coming_back import running
from dialogs.engine import Choice, Dialog, Frame, Move, Turn, Wait
from dialogs.exercise import exercise

GRACE = timedelta(minutes=5)  # so late may be said that the time is over
UP = "up"  # the trigger of a practice whose minutes are over
_STOP = Choice("stop", "stop")
_SETTLING = timedelta(seconds=20)  # so long after its begin it is explained as at its begin
_ONCE_MORE = timedelta(minutes=1)  # of pace for whoever wants to see it when the time is over already
_STAGES = ("begun", "on", "over")
_DIZZY = re.compile(r"\b(?:dizz\w*|light[ -]?headed|faint\w*|woozy)\b", re.IGNORECASE)
_JUST_DIZZY = re.compile(
    r"\W*(?:(?:i|i['’]?m|am|feel|feeling|got|getting|a|bit|little|so|very|quite|really)\W+)*"
    r"(?:dizzy|light[ -]?headed|faint|woozy)(?:\W+now)?\W*",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|never|isn['’]?t|without)\b", re.IGNORECASE)


def obstacle(turn: Turn, under_way: str) -> str | None:
    """Why a timer does not end the minutes: they are not those it was set for, which were left."""
    return None if (turn.value or {}).get("until") == turn.facts.get("until") else "another"


def dizzy(turn: Turn) -> bool:
    """Whether the typed words say that the person got dizzy."""
    words = turn.text or ""
    return _DIZZY.search(words) is not None and _NOT.search(words) is None


def is_just_dizzy(text: str) -> bool:
    """Whether a text says that and nothing else: breathing along can do it, and the practice tells what helps."""
    return _JUST_DIZZY.fullmatch(text) is not None


def _left(turn: Turn) -> timedelta:
    """The time until the chosen minutes are over; nothing where none were chosen, as in an older release."""
    until = turn.facts.get("until")
    return max(datetime.fromisoformat(until) - turn.now, timedelta(0)) if until else timedelta(0)


def _stage(turn: Turn) -> str:
    if not running(turn) or not turn.facts.get("until"):
        return "over"
    return "begun" if timedelta(minutes=_minutes(turn)) - _left(turn) <= _SETTLING else "on"


def _minutes(turn: Turn) -> int:
    return int(turn.facts.get("minutes") or 0)


def _breathe_as_usual(turn: Turn) -> None:
    turn.say("rhythm.dizzy")


def _say_that_it_is_over(turn: Turn) -> None:
    turn.say("rhythm.over", minutes=_minutes(turn))


def _paced(name: str, asking: Wait, migrated: Mapping[str, str]) -> Dialog:
    """A practice that asks for how long, shows its rhythm and keeps the time.

    ``migrated`` are the states of its first version that are another one now.
    """

    def show(turn: Turn) -> None:
        turn.send_animation(name, f"{name}.caption", _left(turn) or _ONCE_MORE)

    def begin(turn: Turn) -> None:
        length = timedelta(minutes=turn.value)
        turn.facts.update(minutes=turn.value, until=(turn.now + length).isoformat())
        turn.start_timer(name, length, until=turn.facts["until"])
        show(turn)

    def stop_the_clock(turn: Turn) -> None:
        turn.cancel_timer(name)

    def follow(frame: Frame) -> Frame:
        return replace(frame, state=migrated.get(frame.state, frame.state))

    return exercise(
        name,
        "soothe",
        version=2,
        migrations={1: follow},  # version 2 shows the rhythm and keeps the time
        steps=(
            asking,
            Wait(
                "going",
                (Choice("next", "next"), Choice("again", "again"), Choice("dizzy", "dizzy")),
                text="typed",
                screen=lambda turn: f"rhythm.going.{_stage(turn)}",
                screens=tuple(f"rhythm.going.{stage}" for stage in _STAGES),
                values=lambda turn: {"minutes": _minutes(turn)},
            ),
        ),
        moves=(
            Move("chosen", asking.name, "going", do=begin),
            Move("stop", asking.name, "after"),
            Move("again", "going", "going", do=show),
            Move("next", "going", "after", do=stop_the_clock),
            Move("dizzy", "going", "after", do=(stop_the_clock, _breathe_as_usual)),
            Move("typed", "going", "after", when=dizzy, do=(stop_the_clock, _breathe_as_usual)),
            Move("typed", "going", "after", do=stop_the_clock),
            Move(UP, "going", "after", do=_say_that_it_is_over),
        ),
        facts={"minutes": int, "until": str},
        says=(f"{name}.caption", "rhythm.dizzy", "rhythm.over"),
        keeps=lambda turn: {"minutes": turn.facts.get("minutes")},
    )


SIGHING = _paced(
    "sighing",
    Wait("breath", (Choice("five", "chosen", 5), Choice("two", "chosen", 2), _STOP)),
    {"minutes": "going"},
)
BREATHING = _paced(
    "breathing",
    Wait("minutes", (Choice("three", "chosen", 3), Choice("five", "chosen", 5), _STOP)),
    {"first": "going", "on": "going"},
)
