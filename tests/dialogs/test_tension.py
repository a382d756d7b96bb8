"""The flood check: a number at three points of a talk, and space with a return time where it is high."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.engine import Alarm, Person
from dialogs.engine.events import TimerFired
from dialogs.reach_out import SPACE
from dialogs.rehearsal import Rehearsal
from dialogs.returning import RETURNING
from dialogs.tension import FLOOD_CHECK, TENSION, obstacle
from dialogs.zone import ZONE
from tests.dialogs.conversation import CONSENTED, book_of
from tests.dialogs.nudges import said, skipped, tap

MINUTE = timedelta(minutes=1)
BOOK = book_of(
    FLOOD_CHECK,
    TENSION,
    SPACE,
    RETURNING,
    ZONE,
    timers={
        "tension": Alarm("tension", grace=timedelta(minutes=10), skip=obstacle),
        "return": Alarm("returning"),
        "return_soon": Alarm("returning"),
    },
)
TAKING_SPACE = ("start", "skip", "tense", "m20", "sent", "next", "skip", "skip")


def checking(point: str, person: Person = CONSENTED) -> Rehearsal:
    """Somebody who is asked for the first number."""
    rehearsal = Rehearsal(BOOK)
    rehearsal.meet(person)
    tap(rehearsal, "flood_check", "start", "skip", point)
    assert rehearsal.state == ("flood_check.last" if point == "end" else "flood_check.tension")
    return rehearsal


def talking(tension: str = "4", length: str = "m20", point: str = "before", person: Person = CONSENTED) -> Rehearsal:
    """Somebody who is back at home while the timer runs."""
    rehearsal = checking(point, person)
    tap(rehearsal, tension, length, "next", "skip", "skip")
    assert rehearsal.state == "home.rest"
    return rehearsal


def readings(rehearsal: Rehearsal) -> list[tuple[str, int]]:
    return [(row.data["point"], row.data["tension"]) for row in rehearsal.records if row.kind == "tension"]


def test_three_numbers_are_asked_for_and_said_back() -> None:
    rehearsal = talking()
    rehearsal.wait(10 * MINUTE)
    assert "Halfway" in said(rehearsal)
    rehearsal.say("about 6")
    assert "once more at the end" in said(rehearsal)
    rehearsal.wait(10 * MINUTE)
    assert "At the end: from 0 to 10" in said(rehearsal)
    rehearsal.say("three")
    assert "Before 4, halfway 6, at the end 3." in said(rehearsal)
    assert "came down" in said(rehearsal)
    tap(rehearsal, "menu")
    assert rehearsal.state == "home.rest"
    assert rehearsal.timers == {}
    assert readings(rehearsal) == [("before", 4), ("middle", 6), ("end", 3)]


def test_nothing_on_a_lock_screen_tells_what_it_is_about() -> None:
    rehearsal = talking()
    for _ in range(2):
        rehearsal.wait(10 * MINUTE)
        assert not {"partner", "talk", "fight"} & set(said(rehearsal).casefold().split())


@pytest.mark.parametrize(("last", "line"), [("4", "As high as"), ("6", "It went up"), ("1", "came down")])
def test_a_question_left_unanswered_is_left_out(last: str, line: str) -> None:
    rehearsal = talking()
    rehearsal.wait(20 * MINUTE)
    tap(rehearsal, last)
    assert f"Before 4, at the end {last}." in said(rehearsal)
    assert line in said(rehearsal)


def test_a_late_answer_in_the_middle_is_the_last() -> None:
    rehearsal = talking()
    rehearsal.ring("tension")
    rehearsal.now += 15 * MINUTE
    tap(rehearsal, "5")
    assert "Before 4, halfway 5." in said(rehearsal)


def test_words_that_are_no_number_are_for_what_it_came_over() -> None:
    rehearsal = talking()
    rehearsal.wait(10 * MINUTE)
    rehearsal.say("hello there")
    assert rehearsal.state == "home.rest"


def test_a_single_number_is_no_trend() -> None:
    rehearsal = Rehearsal(BOOK)
    rehearsal.meet(CONSENTED)
    rehearsal.send(TimerFired(rehearsal.key, "tension", data={}))
    tap(rehearsal, "2")
    assert said(rehearsal).strip() == "At the end 2."


def test_a_tap_changes_the_question_into_its_answer() -> None:
    rehearsal = talking()
    rehearsal.wait(10 * MINUTE)
    tap(rehearsal, "5")
    assert rehearsal.messages[-1].inside is not None


def test_from_the_middle_there_is_one_question_more() -> None:
    rehearsal = talking(point="middle", length="m10")
    rehearsal.wait(10 * MINUTE)
    tap(rehearsal, "2")
    assert "Halfway 4, at the end 2." in said(rehearsal)
    assert rehearsal.timers == {}


def test_at_the_end_it_is_one_number() -> None:
    rehearsal = checking("end")
    rehearsal.say("five")
    assert "5 at the end" in said(rehearsal)
    assert rehearsal.state == "flood_check.after"
    tap(rehearsal, "3", "skip")
    assert rehearsal.records[-1].data["readings"] == {"end": 5}


@pytest.mark.parametrize("point", ["before", "middle", "end"])
@pytest.mark.parametrize("number", ["7", "8", "10"])
def test_from_seven_on_space_is_advised(point: str, number: str) -> None:
    rehearsal = checking(point)
    tap(rehearsal, number)
    assert rehearsal.state == "flood_check.high"
    assert said(rehearsal).startswith(f"{number} is")
    rehearsal.say("yes please")
    assert rehearsal.state == "space.why"


@pytest.mark.parametrize("point", ["before", "middle", "end"])
def test_below_seven_it_is_not(point: str) -> None:
    rehearsal = checking(point)
    tap(rehearsal, "6")
    assert rehearsal.state == ("flood_check.after" if point == "end" else "flood_check.length")


def test_space_taken_is_the_practice_and_calls_the_numbers_off() -> None:
    rehearsal = checking("middle")
    tap(rehearsal, "8", "space", *TAKING_SPACE)
    assert rehearsal.state == "home.rest"
    assert set(rehearsal.timers) == {"return", "return_soon"}
    assert [row["name"] for row in rehearsal.session.person.practices] == ["space"]
    assert readings(rehearsal) == [("middle", 8)]


def test_space_looked_at_and_left_is_no_end() -> None:
    rehearsal = checking("before")
    tap(rehearsal, "8", "space", "not_now")
    assert rehearsal.state == "flood_check.after"


@pytest.mark.parametrize(("point", "state"), [("before", "length"), ("middle", "length"), ("end", "after")])
def test_whoever_stays_goes_on(point: str, state: str) -> None:
    rehearsal = checking(point)
    tap(rehearsal, "9")
    rehearsal.say("I'm fine")
    assert rehearsal.state == f"flood_check.{state}"


def test_space_can_be_taken_when_the_timer_asks() -> None:
    rehearsal = talking()
    rehearsal.wait(10 * MINUTE)
    tap(rehearsal, "9")
    assert rehearsal.state == "tension.high"
    tap(rehearsal, "space", *TAKING_SPACE)
    assert set(rehearsal.timers) == {"return", "return_soon"}


def test_whoever_stays_is_asked_once_more() -> None:
    rehearsal = talking()
    rehearsal.wait(10 * MINUTE)
    tap(rehearsal, "9", "stay")
    rehearsal.wait(10 * MINUTE)
    tap(rehearsal, "8", "fine")
    assert "Before 4, halfway 9, at the end 8." in said(rehearsal)


def test_no_more_questions_if_none_are_wanted() -> None:
    rehearsal = talking()
    rehearsal.wait(10 * MINUTE)
    rehearsal.say("we stopped")
    assert rehearsal.timers == {}
    assert "no more questions" in said(rehearsal)
    tap(rehearsal, "menu")
    assert rehearsal.state == "home.rest"


def test_one_may_look_by_oneself() -> None:
    rehearsal = checking("before")
    tap(rehearsal, "3")
    rehearsal.say("by myself")
    assert rehearsal.state == "flood_check.after"
    assert rehearsal.timers == {}


@pytest.mark.parametrize(
    ("typed", "minutes"), [("15 minutes", 15), ("45", 45), ("an hour", 60), ("half an hour", 30), ("20", 20)]
)
def test_a_length_is_understood(typed: str, minutes: int) -> None:
    rehearsal = checking("middle")
    tap(rehearsal, "3")
    rehearsal.say(typed)
    assert rehearsal.timers["tension"].due - rehearsal.now == minutes * MINUTE


@pytest.mark.parametrize("typed", ["soon", "5 hours", "a while"])
def test_what_is_no_length_is_asked_for_again(typed: str) -> None:
    rehearsal = checking("before")
    tap(rehearsal, "3")
    rehearsal.say(typed)
    assert "between five minutes and two hours" in said(rehearsal)
    assert rehearsal.state == "flood_check.length"


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (replace(CONSENTED, careful="2026-03-02"), "crisis"),
        (replace(CONSENTED, crisis="2026-03-02"), "crisis"),
        (replace(CONSENTED, away="2026-03-02T23:00:00+00:00"), "away"),
    ],
)
def test_nobody_is_asked_in_danger_or_in_a_break(person: Person, reason: str) -> None:
    rehearsal = talking(person=CONSENTED)
    rehearsal.session = replace(rehearsal.session, person=person)
    rehearsal.wait(10 * MINUTE)
    assert rehearsal.messages == []
    assert skipped(rehearsal) == [reason]
    assert rehearsal.timers == {}


def test_a_new_check_takes_the_place_of_an_old_one() -> None:
    rehearsal = talking()
    tap(rehearsal, "flood_check", "start", "skip", "end")
    assert rehearsal.timers == {}


@pytest.mark.parametrize("choices", [(), ("3",), ("3", "m20"), ("8",), ("8", "space")])
def test_it_can_be_left_at_any_step(choices: tuple[str, ...]) -> None:
    rehearsal = checking("before")
    tap(rehearsal, *choices)
    for _ in range(2):
        rehearsal.say("/cancel")
    assert rehearsal.state == "home.rest"
    assert rehearsal.session.person.practices == ()
