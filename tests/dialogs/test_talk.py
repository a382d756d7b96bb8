"""Around a check-in: reminded before it without a word of what it is, looked back on after it, moved in two taps."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dialogs.check_in.terms import GRACE
from dialogs.coach import build
from dialogs.engine import Person
from dialogs.engine.effects import Record
from dialogs.engine.events import Replan, Tap, TimerFired, Zoned
from dialogs.engine.rendering import Redraw
from dialogs.rehearsal import Rehearsal
from dialogs.zones import local
from tests.dialogs.conversation import says
from tests.dialogs.nudges import KNOWN, NOON, said, skipped, tap

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SUNDAY = datetime(2026, 3, 8, 18, 30, tzinfo=UTC)
WEEKLY = {
    "rule": "FREQ=WEEKLY;BYDAY=SU", "first": "2026-03-08", "at": "18:30", "minutes": 15, "topic": "chores",
    "uid": "x", "sequence": 0,
}  # fmt: skip
TELLING = re.compile(
    r"\b(?:partner|couple|relationship|check-in|talk\w*|chores|conflict|fight\w*|feel\w*|close\w*)\b", re.I
)


def arranged(person: Person = KNOWN, *, now: datetime = NOON, **terms: Any) -> Rehearsal:
    """Somebody who talks with their partner on Sundays at 18:30, or on these terms."""
    rehearsal = Rehearsal(build(), now=now)
    rehearsal.meet(replace(person, check_in={**WEEKLY, **terms}))
    rehearsal.send(Replan(rehearsal.key))
    return rehearsal


STAGES = ("day", "soon", "asked")


def at_stage(name: str) -> Rehearsal:
    """Somebody to whom the word of this stage has just come."""
    rehearsal = arranged()
    for _ in range(STAGES.index(name) + 1):
        rehearsal.ring("check_in")
    assert rehearsal.state == f"talk.{name}"
    return rehearsal


def next_stage(rehearsal: Rehearsal) -> tuple[datetime, str, str]:
    timer = rehearsal.timers["check_in"]
    return timer.due, timer.data["stage"], timer.data["start"]


def talks(rehearsal: Rehearsal) -> list[tuple[str, int | None]]:
    return [(row["outcome"], row["closeness"]) for row in rehearsal.session.person.talks]


# -- when it says something --------------------------------------------------------------------------------------------


def test_there_is_a_word_the_day_before_one_shortly_before_and_a_question_afterwards() -> None:
    rehearsal, came = arranged(), []
    for _ in range(6):
        rehearsal.ring("check_in")
        came.append((rehearsal.now - SUNDAY, rehearsal.state))
    week = [(-DAY, "talk.day"), (-10 * MINUTE, "talk.soon"), (20 * MINUTE, "talk.asked")]
    assert came == [*week, *((time + 7 * DAY, state) for time, state in week)]


def test_what_comes_round_every_day_needs_no_word_the_day_before() -> None:
    rehearsal, states = arranged(rule="FREQ=DAILY", first="2026-03-02"), []
    for _ in range(6):
        rehearsal.ring("check_in")
        states.append(rehearsal.state)
    assert states == ["talk.soon", "talk.asked"] * 3


def test_it_is_by_the_clock_on_the_wall() -> None:
    rehearsal = arranged(first="2026-03-29", now=datetime(2026, 3, 26, 12, 0, tzinfo=UTC))
    rehearsal.ring("check_in")
    assert local(rehearsal.now, "Europe/Lisbon").strftime("%a %H:%M") == "Sat 17:30"  # 24 hours before; clocks change
    rehearsal.ring("check_in")
    assert local(rehearsal.now, "Europe/Lisbon").strftime("%a %H:%M") == "Sun 18:20"


def test_who_travels_is_reminded_by_the_clock_there() -> None:
    rehearsal = arranged()
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
    rehearsal.ring("check_in")
    assert local(rehearsal.now, "Asia/Tokyo").strftime("%a %H:%M") == "Sat 18:30"
    assert "tomorrow at 18:30" in said(rehearsal)


@pytest.mark.parametrize("stage", STAGES)
def test_no_lock_screen_tells_what_it_is(stage: str) -> None:
    rehearsal = at_stage(stage)
    assert "15 minutes" in said(rehearsal)
    assert not TELLING.search(said(rehearsal))
    assert len(rehearsal.messages) == 1


# -- what stands in the way --------------------------------------------------------------------------------------------


def lateness(stage: str, late: timedelta) -> list[str]:
    rehearsal = arranged()
    for _ in range(STAGES.index(stage)):
        rehearsal.ring("check_in")
    rehearsal.now = rehearsal.timers["check_in"].due + late
    rehearsal.ring("check_in")
    assert rehearsal.timers["check_in"].due > rehearsal.now, "the following one is set"
    return skipped(rehearsal)


@pytest.mark.parametrize(
    ("stage", "late", "reasons"),
    [
        ("day", timedelta(), []),
        ("day", 20 * HOUR, []),
        ("day", 20 * HOUR + MINUTE, ["late"]),
        ("soon", 10 * MINUTE, []),
        ("soon", 11 * MINUTE, ["late"]),
        ("asked", GRACE, []),
        ("asked", GRACE + MINUTE, ["late"]),
    ],
)
def test_what_comes_too_late_to_help_does_not_come(stage: str, late: timedelta, reasons: list[str]) -> None:
    assert lateness(stage, late) == reasons


def told(words: str) -> Callable[[Rehearsal], None]:
    def tell(rehearsal: Rehearsal) -> None:
        rehearsal.now = SUNDAY - DAY - HOUR
        rehearsal.say(words)
        tap(rehearsal, "go_on")

    return tell


def in_safety(rehearsal: Rehearsal) -> None:
    rehearsal.say("/help_now")


@pytest.mark.parametrize(
    ("what", "reason"),
    [(told("he hits me"), "crisis"), (told("I hurt myself sometimes"), "crisis"), (in_safety, "danger")],
    ids=["afraid", "despairing", "in the safety dialog"],
)
def test_what_stands_in_the_way_is_named_and_the_following_one_is_set(
    what: Callable[[Rehearsal], None], reason: str
) -> None:
    rehearsal = arranged()
    what(rehearsal)
    state = rehearsal.state
    rehearsal.ring("check_in")
    assert skipped(rehearsal) == [reason]
    assert rehearsal.messages == []
    assert rehearsal.state == state
    assert next_stage(rehearsal) == (SUNDAY - 10 * MINUTE, "soon", "2026-03-08T18:30:00")


def test_one_of_a_check_in_that_was_ended_leads_nowhere() -> None:
    rehearsal = arranged()
    rehearsal.say("/check_in")
    tap(rehearsal, "end")
    assert rehearsal.timers == {}
    rehearsal.send(TimerFired(rehearsal.key, "check_in", data={"stage": "day", "start": "2026-03-08T18:30:00"}))
    assert skipped(rehearsal) == ["off"]
    assert rehearsal.messages == []


# -- before it ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["day", "soon"])
@pytest.mark.parametrize(("choice", "days"), [("days_1", 1), ("days_2", 2), ("days_7", 7)])
def test_one_that_is_moved_stands_elsewhere_and_the_rule_stays(stage: str, choice: str, days: int) -> None:
    rehearsal = at_stage(stage)
    tap(rehearsal, "move", choice)
    assert "part of keeping it" in said(rehearsal)
    assert talks(rehearsal) == [("moved", None)]
    assert rehearsal.records[-1] == Record("talk", {"outcome": "moved", "closeness": None})
    starts = list[datetime]()
    for _ in range(6):
        rehearsal.ring("check_in")
        if rehearsal.state == "talk.asked":
            starts.append(rehearsal.now - 20 * MINUTE)
    assert starts[:2] == sorted({SUNDAY + days * DAY, SUNDAY + 7 * DAY, SUNDAY + 14 * DAY})[:2]


def test_one_that_was_moved_can_be_moved_again() -> None:
    rehearsal = at_stage("day")
    tap(rehearsal, "move", "days_2")
    rehearsal.ring("check_in")
    assert rehearsal.state == "talk.day"
    tap(rehearsal, "move", "days_1")
    assert rehearsal.session.person.check_in["changes"] == [
        {"from": "2026-03-08T18:30:00", "to": None},
        {"from": "2026-03-10T18:30:00", "to": "2026-03-11T18:30:00"},
    ]
    rehearsal.ring("check_in")
    assert rehearsal.now == SUNDAY + 2 * DAY


@pytest.mark.parametrize("stage", ["day", "soon"])
def test_one_that_is_left_out_undoes_no_other(stage: str) -> None:
    rehearsal = at_stage(stage)
    tap(rehearsal, "leave_out")
    assert says(said(rehearsal), "talk.closing.skipped")
    assert talks(rehearsal) == [("skipped", None)]
    assert next_stage(rehearsal) == (SUNDAY + 6 * DAY, "day", "2026-03-15T18:30:00")


def test_what_is_done_then_can_be_seen_shortly_before() -> None:
    rehearsal = at_stage("soon")
    tap(rehearsal, "agenda")
    assert "One thanks each." in said(rehearsal)
    assert "speaks for 5 minutes" in said(rehearsal)
    tap(rehearsal, "ready")
    assert said(rehearsal) == "Good. I'll leave you to it."
    assert talks(rehearsal) == [], "it hasn't taken place yet"


# -- after it ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("closeness", [0, 1, 2, 3, 4])
def test_that_it_happened_is_kept_with_how_close_it_felt(closeness: int) -> None:
    rehearsal = at_stage("asked")
    tap(rehearsal, "happened", str(closeness))
    assert "You both kept it" in said(rehearsal)
    assert talks(rehearsal) == [("happened", closeness)]
    assert rehearsal.records[-1] == Record("talk", {"outcome": "happened", "closeness": closeness})


def test_that_it_was_left_out_is_kept_without_blame() -> None:
    rehearsal = at_stage("asked")
    tap(rehearsal, "skipped")
    assert talks(rehearsal) == [("skipped", None)]
    assert says(said(rehearsal), "talk.closing.skipped")
    assert next_stage(rehearsal) == (SUNDAY + 6 * DAY, "day", "2026-03-15T18:30:00")


@pytest.mark.parametrize(("choice", "days"), [("days_1", 1), ("days_2", 2)])
def test_one_that_did_not_happen_may_be_held_later(choice: str, days: int) -> None:
    rehearsal = at_stage("asked")
    tap(rehearsal, "moved", choice)
    assert talks(rehearsal) == [("moved", None)]
    for _ in range(days):  # of the day before only where a day lies between
        rehearsal.ring("check_in")
    assert rehearsal.state == "talk.soon"
    assert rehearsal.now == SUNDAY + days * DAY - 10 * MINUTE


@pytest.mark.parametrize(
    ("choice", "start"),
    [("days_1", "2026-03-11T18:30:00"), ("days_2", "2026-03-12T18:30:00"), ("days_7", "2026-03-17T18:30:00")],
)
def test_one_that_is_answered_late_is_moved_from_that_day_on(choice: str, start: str) -> None:
    rehearsal = at_stage("asked")
    rehearsal.now = SUNDAY + 2 * DAY - HOUR  # Tuesday
    tap(rehearsal, "moved", choice)
    assert talks(rehearsal) == [("moved", None)]
    assert rehearsal.session.person.check_in["changes"] == [{"from": "2026-03-08T18:30:00", "to": start}]


def test_one_of_sunday_that_is_moved_on_tuesday_a_day_later_is_on_wednesday() -> None:
    rehearsal = at_stage("asked")
    rehearsal.now = SUNDAY + 2 * DAY - HOUR
    rehearsal.say("Move it")
    rehearsal.say("a day later")
    assert rehearsal.state == "talk.closing"
    assert next_stage(rehearsal) == (SUNDAY + 2 * DAY, "day", "2026-03-11T18:30:00")


def test_nothing_is_kept_of_what_is_not_answered() -> None:
    rehearsal = at_stage("asked")
    rehearsal.ring("check_in")
    assert talks(rehearsal) == []
    assert [frame.dialog for frame in rehearsal.session.stack] == ["home", "menu", "talk"], "and nothing piles up"


@pytest.mark.parametrize(
    ("stage", "words", "state"),
    [
        ("day", "All right", "talk.closing"),
        ("day", "move it", "talk.when"),
        ("day", "3", "talk.closing"),
        ("soon", "what we do then", "talk.agenda"),
        ("asked", "yes", "talk.closeness"),
        ("asked", "it went well", "talk.closeness"),
        ("asked", "another day", "talk.when"),
        ("asked", "no", "talk.closing"),
    ],
)
def test_it_is_answered_in_words_too(stage: str, words: str, state: str) -> None:
    rehearsal = at_stage(stage)
    rehearsal.say(words)
    assert rehearsal.state == state


@pytest.mark.parametrize("stage", STAGES)
def test_blame_typed_over_it_is_said_differently(stage: str) -> None:
    rehearsal = at_stage(stage)
    rehearsal.say("You never listen to me")
    assert rehearsal.state == "rephrase.rewritten"
    assert [frame.dialog for frame in rehearsal.session.stack] == ["home", "menu", "rephrase"]


@pytest.mark.parametrize(
    ("stage", "choices"),
    [
        ("day", ("move", "days_1")),
        ("day", ("ready",)),
        ("soon", ("agenda", "ready")),
        ("soon", ("leave_out",)),
        ("asked", ("happened", "3")),
        ("asked", ("moved", "days_7")),
        ("asked", ("skipped",)),
    ],
)
def test_every_answer_stands_where_the_word_stood(stage: str, choices: tuple[str, ...]) -> None:
    rehearsal = at_stage(stage)
    for message, choice in enumerate(choices, 51):
        index = rehearsal.session.offered.index(choice)
        rehearsal.send(Tap(rehearsal.key, rehearsal.session.token, index, message, "as it stood"))
        assert [each.inside for each in rehearsal.messages] == [message]
        assert not [post for post in rehearsal.posts if isinstance(post, Redraw)]
    tap(rehearsal, "menu")
    assert rehearsal.state == "menu.rest"
