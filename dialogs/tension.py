"""The flood check: one number for tension before, in the middle and at the end of a talk; from seven on, take space.

Whoever is flooded (Gottman and Levenson) hardly takes in words any more. That seven of ten is much is our own reading
and not a finding. ``readings`` maps a point of the talk to its number; times are minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from content.catalogue import Phrase, Value
from dialogs.careful import silenced
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.exercise import RATINGS, exercise
from dialogs.reach_out import read_minutes

TIMER = "tension"
POINTS = ("before", "middle", "end")
HIGH = 7  # of 10
MINUTES = (10, 20, 30)
LONGEST = 120  # minutes of a talk; whoever has more to say meets again
_CURVES = ("before_middle_end", "before_middle", "before_end", "middle_end", "end")
_OUTCOMES = ("noted", "summed_up", "called_off")


def obstacle(turn: Turn, under_way: str) -> str | None:
    """Why a number is not asked for; None where it is welcome: nobody is led back into a talk out of danger."""
    person = turn.person
    if silenced(person, turn.now):
        return "crisis"
    return "away" if person.away is not None and turn.now < datetime.fromisoformat(person.away) else None


# -- what both of its dialogs do ---------------------------------------------------------------------------------------


def _point(turn: Turn) -> str:
    """Where in the talk the person is; one who comes from an older release is asked as at its end."""
    point = turn.facts.get("point")
    return str(point) if point in POINTS else "end"


def flooded(turn: Turn) -> bool:
    """Whether the number just named is a high one."""
    return int(turn.value) >= HIGH


def ending(turn: Turn) -> bool:
    """Whether the talk is over."""
    return _point(turn) == "end"


def took_space(turn: Turn) -> bool:
    """Whether the break was arranged."""
    return bool(turn.result == "done")


def _note(turn: Turn) -> None:
    point = _point(turn)
    turn.facts["readings"] = {**(turn.facts.get("readings") or {}), point: turn.value}
    turn.record("tension", point=point, tension=turn.value)


def _advice(turn: Turn) -> Sequence[Choice]:
    return Choice("space", "space"), Choice("fine" if ending(turn) else "stay", "stay")


def _high(turn: Turn) -> Mapping[str, Value]:
    return {"tension": int((turn.facts.get("readings") or {}).get(_point(turn), HIGH))}


def _call_off(turn: Turn) -> None:
    turn.cancel_timer(TIMER)


def _ask_at(turn: Turn, point: str, due: datetime, end: datetime) -> None:
    readings = dict(turn.facts.get("readings") or {})
    ends = end.isoformat(timespec="seconds")
    turn.start_timer_at(TIMER, due, point=point, ends=ends, readings=readings)


def _screens(stem: str, *points: str) -> dict[str, Any]:
    """The screens of a state, one for each of these points of a talk; for any other point the last."""
    return {
        "screen": lambda turn: f"{stem}.{_point(turn) if _point(turn) in points else points[-1]}",
        "screens": tuple(f"{stem}.{point}" for point in points),
    }


# -- the practice ------------------------------------------------------------------------------------------------------


def known_length(turn: Turn) -> bool:
    """Whether the typed words are an amount of time that a talk can take."""
    minutes = read_minutes(turn.text or "")
    return minutes is not None and minutes <= LONGEST


def _not_a_length(turn: Turn) -> None:
    turn.say("flood_check.not_a_length")


def _thank(turn: Turn) -> None:
    turn.say("flood_check.looked", tension=turn.value)


def _plan(turn: Turn) -> None:
    """Ask again halfway and at the end, or only at the end of a talk that is in its middle."""
    minutes = turn.value if turn.text is None else read_minutes(turn.text)
    end = turn.now + timedelta(minutes=minutes or MINUTES[0])
    turn.facts["minutes"] = minutes
    if _point(turn) == "before":
        _ask_at(turn, "middle", turn.now + (end - turn.now) / 2, end)
    else:
        _ask_at(turn, "end", end, end)


def _take_point(turn: Turn) -> None:
    turn.facts["point"] = turn.value
    _call_off(turn)  # a number that was still to be asked for, in this talk or an earlier one


FLOOD_CHECK = exercise(
    "flood_check",
    "reach",
    steps=(
        Wait(
            "point", (Choice("before", "at", "before"), Choice("middle", "at", "middle"), Choice("end", "over", "end"))
        ),
        Wait("tension", RATINGS, **_screens("tension.asked", "before", "middle")),
        Wait("last", RATINGS, screen="tension.asked.end"),
        Wait("high", _advice, values=_high, **_screens("tension.high", *POINTS)),
        Call("space", "space"),
        Wait(
            "length",
            (*(Choice(f"m{minutes}", "length", minutes) for minutes in MINUTES), Choice("alone", "alone")),
            text="typed",
            **_screens("flood_check.length", "before", "middle"),
        ),
        Wait("ready", (Choice("next", "next"),), **_screens("flood_check.ready", "before", "middle")),
    ),
    moves=(
        Move("at", "point", "tension", do=_take_point),
        Move("over", "point", "last", do=_take_point),
        Move("rated", ("tension", "last"), "high", when=flooded, do=_note),
        Move("rated", "last", "after", do=(_note, _thank)),
        Move("rated", "tension", "length", do=_note),
        Move("space", "high", "space", do=_call_off),
        Move("stay", "high", "after", when=ending),
        Move("stay", "high", "length"),
        Move("returned", "space", "done", when=took_space),  # it asked for the rating and the word already
        Move("returned", "space", "after"),
        Move("length", "length", "ready", do=_plan),
        Move("typed", "length", "ready", when=known_length, do=_plan),
        Move("typed", "length", "length", do=_not_a_length),
        Move("alone", "length", "after"),
        Move("next", "ready", "after"),
    ),
    facts={"point": str, "readings": dict, "minutes": int},
    says=("flood_check.not_a_length", "flood_check.looked"),
    keeps=lambda turn: {"readings": turn.facts.get("readings")},
)


# -- the number that is asked for during the talk ----------------------------------------------------------------------


def _end(turn: Turn) -> datetime:
    return datetime.fromisoformat(str(turn.facts.get("ends") or turn.now.isoformat()))


def halfway(turn: Turn) -> bool:
    """Whether the end of the talk is still to come."""
    return not ending(turn) and turn.now < _end(turn)


def _ask_at_the_end(turn: Turn) -> None:
    """Also of somebody who leaves the question in the middle unanswered, and with the number of one who doesn't."""
    turn.facts["outcome"] = "noted"
    _ask_at(turn, "end", _end(turn), _end(turn))


def _sum_up(turn: Turn) -> None:
    turn.facts["outcome"] = "summed_up"


def _no_more(turn: Turn) -> None:
    turn.facts["outcome"] = "called_off"
    _call_off(turn)


def _summary(turn: Turn) -> Mapping[str, Value]:
    """The numbers of the talk, and what they say if there are two."""
    readings: Mapping[str, int] = turn.facts.get("readings") or {}
    known = [point for point in POINTS if point in readings]
    curve = "_".join(known)
    if curve not in _CURVES:
        return {"curve": "", "trend": ""}
    first, last = readings[known[0]], readings[known[-1]]
    trend = "lower" if last < first else "higher" if last > first else "same"
    return {
        "curve": Phrase(f"tension.curve.{curve}", {point: readings[point] for point in known}),
        "trend": Phrase(f"tension.trend.{trend}") if len(known) > 1 else "",
    }


TENSION = Dialog(
    "tension",
    1,
    "due",
    states=(
        Pass("due"),
        Wait("asked", (*RATINGS, Choice("over", "over")), **_screens("tension.asked", "middle", "end")),
        Wait("high", _advice, values=_high, **_screens("tension.high", "middle", "end")),
        Call("space", "space"),
        Wait(
            "closing",
            (Choice("menu", "leave"),),
            screen=lambda turn: f"tension.closing.{turn.facts.get('outcome') or 'called_off'}",
            screens=tuple(f"tension.closing.{outcome}" for outcome in _OUTCOMES),
            values=_summary,
            inside=True,
        ),
        End("done"),
    ),
    moves=(
        Move("go", "due", "asked", when=halfway, do=_ask_at_the_end),
        Move("go", "due", "asked"),
        Move("rated", "asked", "high", when=flooded, do=_note),
        Move("rated", "asked", "closing", when=halfway, do=(_note, _ask_at_the_end)),
        Move("rated", "asked", "closing", do=(_note, _sum_up)),
        Move("over", "asked", "closing", do=_no_more),
        Move("space", "high", "space", do=_call_off),
        Move("returned", "space", "done"),
        Move("stay", "high", "closing", when=halfway, do=_ask_at_the_end),
        Move("stay", "high", "closing", do=_sum_up),
        Move("leave", "closing", "done"),
    ),
    facts={"point": str, "ends": str, "readings": dict, "outcome": str},
    fallback="asked",
    aside=True,
)
