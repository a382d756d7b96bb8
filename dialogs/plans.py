"""If-then plans: "If they haven't answered by eight, then I breathe for five minutes", remembered at their hour.

A plan that names its moment and its act is carried out far more often than a good intention (Gollwitzer and Sheeran,
2006). A plan is ``id``, ``if``, ``then``, ``at`` (None: no hour), ``days`` (once, daily, working) and ``on`` (the day,
of one that fires once).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from content.catalogue import Phrase, Value
from dialogs.careful import silenced
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait, unchanged
from dialogs.exercise import exercise, remember
from dialogs.schedule.answers import homeless, readable_time, take_time
from dialogs.schedule.clock import instant, next_daily
from dialogs.schedule.recurrence import DAYS, Recurrence
from dialogs.zones import local

MOST = 3  # plans at a time: more than that nobody keeps in mind
TRIGGERS = ("no_answer", "go_quiet", "before_talk")
ACTS = ("breathe", "walk", "friend", "write")
TIMES = ("18:00", "20:00", "22:00")
HOW_OFTEN = ("once", "daily", "working")
LONGEST = 120  # characters of an own trigger or act


def renew(turn: Turn, after: datetime) -> None:
    """Set the timers of plans that have an hour, at instants after another: of the one that fired, or of all.

    One that was to fire once has, wherever its person travels.
    """
    fired = turn.value.get("plan") if isinstance(turn.value, Mapping) else None
    for plan in turn.person.plans:
        if fired == plan["id"] and plan["days"] == "once":
            turn.know(plans=tuple({**each, "at": None} if each["id"] == fired else each for each in turn.person.plans))
        elif fired in (None, plan["id"]):
            due = next_hour(plan, turn.person.zone, after)
            if due is None:
                turn.cancel_timer(f"plan:{plan['id']}")
            else:
                turn.start_timer_at(f"plan:{plan['id']}", due, plan=plan["id"])


def next_hour(plan: Mapping[str, Any], zone: str | None, after: datetime) -> datetime | None:
    """When a plan is next due, after an instant; None for one without an hour, or whose day is over."""
    if zone is None or plan["at"] is None:
        return None
    at = time.fromisoformat(plan["at"])
    if plan["days"] == "daily":
        return next_daily(at, zone, after)
    if plan["days"] == "working":
        rule = Recurrence(f"FREQ=WEEKLY;BYDAY={','.join(DAYS[:5])}", date.fromisoformat(plan["on"]), at)
        return next((instant(wall, zone) for wall in rule.after(after, zone)), None)
    due = instant(datetime.combine(date.fromisoformat(plan["on"]), at), zone)
    return due if due > after else None


def find(turn: Turn) -> Mapping[str, Any] | None:
    """The plan that a timer was set for, if it is still there."""
    return next((plan for plan in turn.person.plans if plan["id"] == (turn.facts.get("plan"))), None)


def obstacle(turn: Turn, under_way: str) -> str | None:
    """Why a plan that is due is left out; None where it is welcome. The timer's data is the turn's value."""
    person, wanted = turn.person, (turn.value or {}).get("plan")
    if not any(plan["id"] == wanted for plan in person.plans):
        return "off"
    return "crisis" if silenced(person, turn.now) else None


def _no_time(turn: Turn) -> None:
    turn.say("plan.no_time")


def _after_if(text: str) -> str:
    """What may follow "if": the words without an "if" of their own."""
    return re.sub(r"^(?:if|when|whenever)\s+", "", text.strip(), flags=re.IGNORECASE).rstrip(" .,!")


def _after_i(text: str) -> str:
    """What may follow "then I": the words without "then", "I", "I'll" or "to" of their own."""
    return re.sub(
        r"^(?:then\s+)?(?:i(?:['’]ll|\s+will|\s+would|['’]d)?\s+|to\s+)?", "", text.strip(), flags=re.IGNORECASE
    ).rstrip(" .,!")


def _trigger(name: str | None) -> Value:
    return Phrase(f"plan.triggers.{name}") if name in TRIGGERS else name or ""


def _act(name: str | None) -> Value:
    return Phrase(f"plan.acts.{name}") if name in ACTS else name or ""


def _shown(turn: Turn) -> Mapping[str, Value]:
    return {"if": _trigger(turn.facts.get("trigger")), "then": _act(turn.facts.get("act"))}


def _keep(turn: Turn) -> None:
    plans, facts = turn.person.plans, turn.facts
    on, at = local(turn.now, turn.person.zone).date(), facts.get("at") if turn.person.zone else None
    if at is not None:  # today, or tomorrow where the hour has passed
        zone = str(turn.person.zone)
        on = local(next_daily(time.fromisoformat(at), zone, turn.now), zone).date()
    plan = {
        "id": max((plan["id"] for plan in plans), default=0) + 1,
        "if": facts.get("trigger"),
        "then": facts.get("act"),
        "at": at,
        "days": turn.value if turn.text is None and turn.value in HOW_OFTEN else "once",
        "on": on.isoformat(),
    }
    for old in plans[: -(MOST - 1)] if len(plans) >= MOST else ():
        turn.cancel_timer(f"plan:{old['id']}")
    turn.know(plans=(*plans, plan)[-MOST:])
    turn.say("plan.kept", at=Phrase("plan.at", {"at": at}) if at else "")
    renew(turn, turn.now)


def _named(group: str, names: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(name, "chosen", name, label=Phrase(f"plan.{group}.{name}")) for name in names)


def given(turn: Turn) -> bool:
    """Whether the "if" was named by whoever called."""
    return bool(turn.facts.get("trigger"))


PLAN = exercise(
    "plan",
    "soothe",
    version=2,
    migrations=unchanged(1),  # version 2 may be called with an "if"
    steps=(
        Pass("given"),
        Wait(
            "trigger",
            _named("triggers", TRIGGERS),
            text="chosen",
            longest=LONGEST,
        ),
        Wait(
            "act",
            _named("acts", ACTS),
            text="chosen",
            longest=LONGEST,
            values=_shown,
        ),
        Wait(
            "time",
            (*(Choice(f"t{at[:2]}", "at", at, label=at) for at in TIMES), Choice("no_hour", "no_hour")),
            text="typed",
            values=_shown,
        ),
        Pass("timed"),
        Call("zone", "zone"),
        Wait("often", tuple(Choice(name, "often", name) for name in HOW_OFTEN), values=_shown),
    ),
    moves=(
        Move("go", "given", "act", when=given),
        Move("go", "given", "trigger"),
        Move("chosen", "trigger", "act", do=remember("trigger", _after_if)),
        Move("chosen", "act", "time", do=remember("act", _after_i)),
        Move("at", "time", "timed", do=take_time),
        Move("typed", "time", "timed", when=readable_time, do=take_time),
        Move("typed", "time", "time", do=_no_time),
        Move("no_hour", "time", "after", do=_keep),
        Move("go", "timed", "zone", when=homeless),
        Move("go", "timed", "often"),
        Move("returned", "zone", "after", when=homeless, do=_keep),
        Move("returned", "zone", "often"),
        Move("often", "often", "after", do=_keep),
    ),
    facts={"trigger": str, "act": str, "at": str},
    says=("plan.kept", "plan.no_time"),
    keeps=lambda turn: {"at": turn.facts.get("at")},
)


def _planned(turn: Turn) -> Mapping[str, Value]:
    plan = find(turn) or {}
    return {"if": _trigger(plan.get("if")), "then": _act(plan.get("then")), "at": str(plan.get("at") or "")}


def _drop(turn: Turn) -> None:
    plan = find(turn)
    if plan is not None:
        turn.cancel_timer(f"plan:{plan['id']}")
        turn.know(plans=tuple(other for other in turn.person.plans if other["id"] != plan["id"]))
    _note("dropped")(turn)


def _note(outcome: str) -> Any:
    def note(turn: Turn) -> None:
        turn.facts["outcome"] = outcome
        turn.record("plan", outcome=outcome)

    return note


_OUTCOMES = ("doing", "not_needed", "dropped")

PLANNED = Dialog(
    "planned",
    1,
    "due",
    states=(
        Wait("due", (Choice("show", "show"), Choice("not_needed", "not_needed")), values=_planned),
        Wait(
            "shown",
            (Choice("doing", "doing"), Choice("not_needed", "not_needed"), Choice("drop", "drop")),
            values=_planned,
            inside=True,
        ),
        Wait(
            "closing",
            (Choice("menu", "leave"),),
            screen=lambda turn: f"planned.closing.{turn.facts.get('outcome') or 'not_needed'}",
            screens=tuple(f"planned.closing.{outcome}" for outcome in _OUTCOMES),
            inside=True,
        ),
        End("left"),
    ),
    moves=(
        Move("show", "due", "shown"),
        Move("doing", "shown", "closing", do=_note("doing")),
        Move("not_needed", ("due", "shown"), "closing", do=_note("not_needed")),
        Move("drop", "shown", "closing", do=_drop),
        Move("leave", "closing", "left"),
    ),
    facts={"plan": int, "outcome": str},
    aside=True,
)
