"""Arranging the check-in: the days, the time, how long, what about; the agenda, and a file for both calendars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from typing import Any

from content.catalogue import Phrase
from dialogs.careful import past_careful
from dialogs.check_in import terms, wording
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait, unchanged
from dialogs.role import shown
from dialogs.role.scoring import TOPICS
from dialogs.schedule.answers import homeless, readable_time, take_time
from dialogs.schedule.recurrence import DAYS, first_day
from dialogs.schedule.rules import read_rule
from dialogs.zones import local

TIMES = ("18:00", "19:00", "20:00", "21:00")
MINUTES = (10, 15, 20)  # more than twenty is a meeting, and meetings get put off
OFTEN = ("weekly", "fortnightly", "monthly")
LATER = (1, 2, 7)  # days
_IN_FILE = ("rule", "first", "at", "minutes", "uid", "sequence")
LONGEST_TOPIC = 80  # characters


def is_set(turn: Turn) -> bool:
    return terms.is_set(turn.person)


def is_resting(turn: Turn) -> bool:
    """Whether there is a check-in that rests since /stop."""
    return terms.is_known(turn.person)


def _resume(turn: Turn) -> None:
    terms.change(turn, resting=None)


def readable_rule(turn: Turn) -> bool:
    """Whether the words name days."""
    return read_rule(turn.text or "") is not None


def readable_rule_and_time(turn: Turn) -> bool:
    """Whether the words name days and a time: "Sundays at 8 pm"."""
    return readable_rule(turn) and readable_time(turn)


def _take_day(turn: Turn) -> None:
    turn.facts["day"] = turn.value


def _take_often(turn: Turn) -> None:
    name = turn.facts.get("day") or "SU"
    turn.facts["rule"] = {
        "weekly": f"FREQ=WEEKLY;BYDAY={name}",
        "fortnightly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={name}",
        "monthly": f"FREQ=MONTHLY;BYDAY=1{name}",
    }[turn.value]


def _take_rule(turn: Turn) -> None:
    turn.facts["rule"] = read_rule(turn.text or "")


def _take_minutes(turn: Turn) -> None:
    turn.facts["minutes"] = turn.value


def _arrange(turn: Turn) -> None:
    """Keep the terms, under the identity that the calendar file has had before."""
    known, facts = turn.person.check_in, turn.facts
    topic = turn.value if turn.text is None else turn.text.strip()[:LONGEST_TOPIC]
    rule = str(facts.get("rule") or "FREQ=WEEKLY;BYDAY=SU")
    now, at = local(turn.now, turn.person.zone).replace(tzinfo=None), str(facts.get("at") or TIMES[1])
    terms.change(
        turn,
        rule=rule,
        first=first_day(rule, now, time.fromisoformat(at)).isoformat(),
        at=at,
        minutes=facts.get("minutes") or MINUTES[1],
        topic=None if topic == "us" else topic,
        uid=known.get("uid") or f"{turn.pick:x}-{turn.now:%Y%m%dT%H%M%S}",
        sequence=int(known.get("sequence", -1)) + 1,
        changes=[],
        zone=turn.person.zone,
        resting=None,
    )
    turn.record("check_in", rule=rule, minutes=facts.get("minutes"))


def _send_file(turn: Turn) -> None:
    person, values = turn.person, wording.overview(turn)
    data: dict[str, Any] = {name: person.check_in[name] for name in _IN_FILE}
    turn.send_file(
        "check-in",
        "check_in.file",
        **data,
        zone=terms.zone_of(person),
        title=Phrase("check_in.title"),
        text=Phrase("check_in.agenda_plain", values),
    )


def _move(turn: Turn) -> None:
    start = terms.next_talk(turn.person, turn.now)
    if start is not None:
        terms.move(turn, start, start + timedelta(days=turn.value))
        turn.say("check_in.was_moved")


def _end(turn: Turn) -> None:
    terms.end(turn)
    turn.say("check_in.ended")


def _needs_zone(turn: Turn) -> None:
    turn.say("check_in.needs_zone")


def _no_day(turn: Turn) -> None:
    turn.say("check_in.no_day")


def _no_time(turn: Turn) -> None:
    turn.say("check_in.no_time")


def _day_names(turn: Turn) -> Sequence[Choice]:
    return tuple(Choice(name, "day", name, label=Phrase(f"words.weekdays.{index}")) for index, name in enumerate(DAYS))


def _topics(turn: Turn) -> Sequence[Choice]:
    return (
        Choice("us", "topic", "us"),
        *(Choice(name, "topic", name, label=shown.topic(name)) for name in TOPICS if name != "other"),
    )


def _said_day(turn: Turn) -> Mapping[str, Any]:
    return {"day": Phrase(f"words.weekdays.{DAYS.index(turn.facts.get('day') or 'SU')}")}


CHECK_IN = Dialog(
    "check_in",
    2,
    "start",
    states=(
        Pass("start"),
        Call("careful", "careful"),
        Pass("begin"),
        Wait("why", (Choice("start", "next"), Choice("not_now", "leave"))),
        Wait("days", _day_names, text="typed"),
        Wait("often", tuple(Choice(name, "often", name) for name in OFTEN), values=_said_day),
        Wait("time", tuple(Choice(f"t{at[:2]}", "at", at, label=at) for at in TIMES), text="typed"),
        Pass("timed"),
        Call("zone", "zone"),
        Wait("length", tuple(Choice(f"m{minutes}", "length", minutes) for minutes in MINUTES)),
        Wait("topic", _topics, text="topic", longest=200),
        Wait(
            "rest",
            (
                Choice("agenda", "agenda"),
                Choice("file", "file"),
                Choice("move", "move"),
                Choice("change", "change"),
                Choice("end", "end"),
                Choice("done", "leave"),
            ),
            values=wording.overview,
        ),
        Wait(
            "resting",
            (Choice("resume", "resume"), Choice("change", "change"), Choice("end", "end"), Choice("not_now", "leave")),
            values=wording.overview,
        ),
        Wait("agenda", (Choice("file", "file"), Choice("back", "back")), values=wording.overview),
        Wait(
            "later",
            (*(Choice(f"days_{days}", "moved", days) for days in LATER), Choice("back", "back")),
            values=wording.overview,
        ),
        End("done"),
        End("left", lambda turn: None),
    ),
    moves=(
        *past_careful("start", "begin"),
        Move("go", "begin", "rest", when=is_set),
        Move("go", "begin", "resting", when=is_resting),
        Move("resume", "resting", "rest", do=_resume),
        Move("change", "resting", "days"),
        Move("end", "resting", "done", do=_end),
        Move("leave", "resting", "left"),
        Move("go", "begin", "why"),
        Move("next", "why", "days"),
        Move("leave", "why", "left"),
        Move("day", "days", "often", do=_take_day),
        Move("typed", "days", "timed", when=readable_rule_and_time, do=(_take_rule, take_time)),
        Move("typed", "days", "time", when=readable_rule, do=_take_rule),
        Move("typed", "days", "days", do=_no_day),
        Move("often", "often", "time", do=_take_often),
        Move("at", "time", "timed", do=take_time),
        Move("typed", "time", "timed", when=readable_time, do=take_time),
        Move("typed", "time", "time", do=_no_time),
        Move("go", "timed", "zone", when=homeless),
        Move("go", "timed", "length"),
        Move("returned", "zone", "left", when=homeless, do=_needs_zone),
        Move("returned", "zone", "length"),
        Move("length", "length", "topic", do=_take_minutes),
        Move("topic", "topic", "rest", do=_arrange),
        Move("agenda", "rest", "agenda"),
        Move("file", ("rest", "agenda"), "rest", when=is_set, do=_send_file),
        Move("file", ("rest", "agenda"), "begin"),  # put to rest meanwhile, by /stop
        Move("back", ("agenda", "later"), "rest"),
        Move("move", "rest", "later"),
        Move("moved", "later", "rest", do=_move),
        Move("change", "rest", "days"),
        Move("end", "rest", "done", do=_end),
        Move("leave", "rest", "done"),
    ),
    facts={"day": str, "rule": str, "at": str, "minutes": int},
    migrations=unchanged(1),  # version 2 takes up one that rests
    says=(
        "check_in.file",
        "check_in.was_moved",
        "check_in.ended",
        "check_in.needs_zone",
        "check_in.no_day",
        "check_in.no_time",
    ),
)
