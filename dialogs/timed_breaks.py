"""Practices that take their time and come back by a timer: the body break, and riding out an urge.

Sources: time-out rules of Gottman and Levenson (at least 20 minutes, no rehearsing the argument); urge surfing, Marlatt
and Gordon 1985, Bowen and Marlatt 2009 (with substances; for messages the transfer is ours).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from content.catalogue import Value
from dialogs.careful import careful
from dialogs.coming_back import AWAY, COURSES, begin, course_of, fill_in, running
from dialogs.engine import Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.exercise import NEXT, RATINGS, SKIP, exercise
from dialogs.reach_out import LEAST, keep_minutes, read_minutes

MINUTES = (20, 30, 45)
LONGEST = 60  # minutes of a body break: for more there is space with a return time
STAGES = (3, 10, 20)  # minutes after which the pull is rated again
BREAK_TIMER, URGE_TIMER = "break_over", "urge"
_STOP = Choice("stop", "stop")

# -- the body break ----------------------------------------------------------------------------------------------------


def keepable(turn: Turn) -> bool:
    """Whether the typed words are an amount of time between five minutes and an hour."""
    minutes = read_minutes(turn.text or "")
    return minutes is not None and minutes <= LONGEST


def _take_minutes(turn: Turn) -> None:
    keep_minutes(turn, turn.value if turn.text is None else read_minutes(turn.text))


def _not_an_amount(turn: Turn) -> None:
    turn.say("body_break.not_an_amount")


def _amount(turn: Turn) -> Mapping[str, Value]:
    return {"minutes": int(turn.facts.get("minutes") or LEAST)}


def _start_the_clock(turn: Turn) -> None:
    minutes = int(turn.facts.get("minutes") or LEAST)
    data = begin(turn, "body_break", minutes)
    turn.start_timer(BREAK_TIMER, timedelta(minutes=minutes), minutes=minutes, **data)


BODY_BREAK = exercise(
    "body_break",
    "soothe",
    steps=(
        Wait("minutes", (*(Choice(f"m{each}", "amount", each) for each in MINUTES), _STOP), text="typed"),
        Pass("taken"),
        Wait("tell", (Choice("start", "start"), _STOP), values=_amount),
        Wait(
            "resting",
            NEXT[:1],
            screen=lambda turn: "body_break.go" if running(turn) else "body_break.rest",
            screens=("body_break.go", "body_break.rest"),
            values=_amount,
        ),
        AWAY,
    ),
    moves=(
        Move("amount", "minutes", "taken", do=_take_minutes),
        Move("typed", "minutes", "taken", when=keepable, do=_take_minutes),
        Move("typed", "minutes", "minutes", do=_not_an_amount),
        Move("go", "taken", "resting", when=careful, do=_start_the_clock),
        Move("go", "taken", "tell"),
        Move("start", "tell", "resting", do=_start_the_clock),
        Move("stop", ("minutes", "tell"), "after"),
        Move("next", "resting", "away"),
    ),
    facts={"minutes": int, "until": str},
    says=("space.rather_twenty", "body_break.not_an_amount"),
)


def _rate_tension(turn: Turn) -> None:
    turn.facts["after"] = turn.value
    fill_in(turn, "body_break", turn.value)


def _ways(turn: Turn) -> tuple[Choice, ...]:
    """What may come next; nobody is asked to go back to somebody they may have to fear."""
    ways = ("more", "fine") if careful(turn) else ("back", "longer", "later")
    return tuple(Choice(way, "chosen", way) for way in ways)


def _asked(turn: Turn) -> str:
    course = course_of([turn.facts.get("before"), turn.facts.get("after")])
    return f"break_over.next.{'careful' if careful(turn) else course}"


def _conclude(turn: Turn) -> None:
    facts, outcome = turn.facts, turn.value
    turn.record("break", outcome=outcome, **{name: facts.get(name) for name in ("minutes", "before", "after")})
    if outcome in ("longer", "more"):
        data = {name: facts.get(name) for name in ("before", "began", "crisis")}
        turn.start_timer(BREAK_TIMER, timedelta(minutes=LEAST), minutes=LEAST, **data)
    turn.say(f"break_over.said.{outcome}")


BREAK_OVER = Dialog(
    "break_over",
    1,
    "tension",
    states=(
        Wait("tension", (*RATINGS, SKIP), values=_amount),
        Wait(
            "next",
            _ways,
            screen=_asked,
            screens=tuple(f"break_over.next.{each}" for each in (*COURSES, "careful")),
            values=lambda turn: {name: str(turn.facts.get(name)) for name in ("before", "after")},
        ),
        End("done"),
    ),
    moves=(
        Move("rated", "tension", "next", do=_rate_tension),
        Move("skip", "tension", "next"),
        Move("chosen", "next", "done", do=_conclude),
    ),
    facts={"minutes": int, "before": int, "after": int, "began": str, "crisis": str},
    says=tuple(f"break_over.said.{way}" for way in ("back", "longer", "later", "more", "fine")),
    aside=True,
)

# -- riding out an urge ------------------------------------------------------------------------------------------------


def _ride(turn: Turn) -> None:
    data = begin(turn, "urge", STAGES[-1])
    ratings = {} if data["before"] is None else {"0": data["before"]}
    turn.start_timer(URGE_TIMER, timedelta(minutes=STAGES[0]), stage=STAGES[0], ratings=ratings, **data)


URGE = exercise(
    "urge",
    "soothe",
    steps=(
        Wait(
            "where",
            (*(Choice(part, "next") for part in ("chest", "belly", "throat", "elsewhere")), _STOP),
            text="next",
        ),
        Wait("watch", NEXT, text="next"),
        Wait("offer", (Choice("yes", "ride"), _STOP)),
        Wait(
            "ride",
            NEXT[:1],
            screen=lambda turn: "urge.ride" if running(turn) else "urge.rest",
            screens=("urge.ride", "urge.rest"),
        ),
        AWAY,
    ),
    moves=(
        Move("next", "where", "watch"),
        Move("next", "watch", "offer"),
        Move("ride", "offer", "ride", do=_ride),
        Move("stop", ("where", "watch", "offer"), "after"),
        Move("next", "ride", "away"),
    ),
    facts={"until": str},
)


def _ahead(turn: Turn) -> int | None:
    """The next stage whose time is still to come."""
    began, stage = turn.facts.get("began"), int(turn.facts.get("stage") or 0)
    if began is None:
        return None
    passed = turn.now - datetime.fromisoformat(began)
    return next((later for later in STAGES if later > stage and timedelta(minutes=later) > passed), None)


def ending(turn: Turn) -> bool:
    """Whether no stage is to come any more."""
    return _ahead(turn) is None


def _come_again(turn: Turn) -> None:
    """Set the timer of the next stage, with what is known by now: it comes whether this one is answered or not."""
    if (stage := _ahead(turn)) is not None:
        due = datetime.fromisoformat(turn.facts["began"]) + timedelta(minutes=stage)
        turn.start_timer_at(URGE_TIMER, due, **{**turn.facts, "stage": stage})


def _rate_pull(turn: Turn) -> None:
    stage = turn.facts.get("stage")
    turn.facts["ratings"] = {**(turn.facts.get("ratings") or {}), str(stage): turn.value}
    turn.record("urge", minutes=stage, rating=turn.value)
    fill_in(turn, "urge", turn.value)
    if not ending(turn):
        turn.say("wave.on", rating=turn.value, stage=int(_ahead(turn) or 0))
    _come_again(turn)


def _come_no_more(turn: Turn) -> None:
    turn.cancel_timer(URGE_TIMER)


def _ratings(turn: Turn) -> dict[str, int | None]:
    known = turn.facts.get("ratings") or {}
    return {f"m{stage}": known.get(str(stage)) for stage in (0, *STAGES)}


def _passed(turn: Turn) -> Mapping[str, Value]:
    began = turn.facts.get("began")
    return {"minutes": round((turn.now - datetime.fromisoformat(began)).total_seconds() / 60) if began else STAGES[-1]}


WAVE = Dialog(
    "wave",
    1,
    "due",
    states=(
        Pass("due"),
        Wait("asked", (*RATINGS, Choice("enough", "enough")), values=_passed),
        Wait(
            "row",
            (Choice("menu", "leave"),),
            screen=lambda turn: f"wave.row.{course_of(list(_ratings(turn).values()))}",
            screens=tuple(f"wave.row.{course}" for course in COURSES),
            values=lambda turn: {name: "–" if each is None else each for name, each in _ratings(turn).items()},
            inside=True,
        ),
        End("left"),
    ),
    moves=(
        Move("go", "due", "asked", do=_come_again),
        Move("rated", "asked", "row", when=ending, do=(_rate_pull, _come_no_more)),
        Move("rated", "asked", "left", do=_rate_pull),
        Move("enough", "asked", "row", do=_come_no_more),
        Move("leave", "row", "left"),
    ),
    facts={"stage": int, "ratings": dict, "before": int, "began": str, "crisis": str},
    says=("wave.on",),
    fallback="asked",
    aside=True,
)
