"""Returning from a break: a word five minutes before its end, a question at its end, and both are counted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dialogs.coach import build
from dialogs.engine.effects import Record
from dialogs.rehearsal import Rehearsal
from tests.dialogs.conversation import says
from tests.dialogs.nudges import KNOWN, NOON, said, skipped, tap

MINUTE = timedelta(minutes=1)


def on_a_break(minutes: int = 30) -> Rehearsal:
    """Somebody who has just gone on a break, back at the menu."""
    rehearsal = Rehearsal(build(), now=NOON)
    rehearsal.meet(KNOWN)
    rehearsal.say("/practice")
    tap(rehearsal, "more_reach", "space", "start", "skip", "tense")
    rehearsal.say(f"{minutes} minutes")
    tap(rehearsal, "sent", "next", "skip", "skip", "enough")
    assert rehearsal.state == "menu.rest"
    return rehearsal


def due(rehearsal: Rehearsal) -> dict[str, timedelta]:
    return {name: timer.due - rehearsal.now for name, timer in rehearsal.timers.items()}


def returns(rehearsal: Rehearsal) -> dict[str, object]:
    return dict(rehearsal.session.person.returns)


@pytest.mark.parametrize("minutes", [11, 20, 30, 60, 1440])
def test_a_word_comes_five_minutes_before_the_end_and_a_question_at_it(minutes: int) -> None:
    rehearsal = on_a_break(minutes)
    rehearsal.wait((minutes - 5) * MINUTE - timedelta(seconds=1))
    assert rehearsal.messages == []
    rehearsal.wait(timedelta(seconds=1))
    assert rehearsal.state == "returning.soon"
    assert says(said(rehearsal), "returning.soon")
    rehearsal.wait(5 * MINUTE)
    assert rehearsal.state == "returning.asked"
    assert [frame.dialog for frame in rehearsal.session.stack] == ["home", "menu", "returning"]
    assert rehearsal.timers == {}


@pytest.mark.parametrize("minutes", [5, 10])
def test_a_short_break_has_no_word_before_its_end(minutes: int) -> None:
    rehearsal = on_a_break(minutes)
    assert due(rehearsal) == {"return": minutes * MINUTE}


def test_a_word_that_would_come_at_the_end_does_not_come() -> None:
    rehearsal = on_a_break()
    rehearsal.now += 29 * MINUTE + timedelta(seconds=1)
    rehearsal.ring("return_soon")
    assert skipped(rehearsal) == ["late"]
    assert rehearsal.messages == []
    rehearsal.ring("return")
    assert rehearsal.state == "returning.asked"


def test_the_question_is_asked_for_a_day() -> None:
    for hours, state in ((24, "returning.asked"), (25, "menu.rest")):
        rehearsal = on_a_break()
        rehearsal.now = rehearsal.timers["return"].due + timedelta(hours=hours)
        rehearsal.ring("return")
        assert rehearsal.state == state


@pytest.mark.parametrize(("choice", "what"), [("back", "kept"), ("not_back", "missed")])
def test_it_is_counted_with_its_time(choice: str, what: str) -> None:
    rehearsal = on_a_break()
    rehearsal.ring("return_soon")
    rehearsal.ring("return")
    rehearsal.now += 2 * MINUTE
    tap(rehearsal, choice)
    assert returns(rehearsal) == {what: 1, f"{what}_at": rehearsal.now.isoformat(timespec="seconds")}
    assert rehearsal.records[-1] == Record("return", {"outcome": what, "minutes": 30})
    assert rehearsal.session.person.away is None
    assert rehearsal.timers == {}
    assert rehearsal.state == "menu.rest"


@pytest.mark.parametrize(("minutes", "what"), [(0, "kept"), (15, "kept"), (16, "late"), (600, "late")])
def test_a_quarter_of_an_hour_is_no_lateness(minutes: int, what: str) -> None:
    rehearsal = on_a_break()
    rehearsal.ring("return")
    rehearsal.now += minutes * MINUTE
    tap(rehearsal, "back")
    assert returns(rehearsal) == {what: 1, f"{what}_at": rehearsal.now.isoformat(timespec="seconds")}
    assert rehearsal.records[-1] == Record("return", {"outcome": what, "minutes": 30})


def test_left_without_an_answer_it_is_asked_once_more_and_not_again() -> None:
    rehearsal = on_a_break()
    rehearsal.wait(30 * MINUTE)
    rehearsal.say("/progress")
    assert due(rehearsal) == {"return": 30 * MINUTE}
    rehearsal.wait(30 * MINUTE)
    assert rehearsal.state == "returning.asked"
    rehearsal.say("/progress")
    assert rehearsal.timers == {}
    assert returns(rehearsal) == {}


def test_counts_add_up_and_the_latest_time_of_each_is_known() -> None:
    rehearsal, times = on_a_break(), dict[str, datetime]()
    for choice, what in (("back", "kept"), ("not_back", "missed"), ("back", "kept")):
        rehearsal.say("/practice")
        tap(rehearsal, "more_reach", "space", "start", "skip", "tense", "m20", "sent", "next", "skip", "skip", "enough")
        rehearsal.ring("return")
        tap(rehearsal, choice)
        times[what] = rehearsal.now
    assert returns(rehearsal) == {
        "kept": 2,
        "missed": 1,
        **{f"{what}_at": at.isoformat(timespec="seconds") for what, at in times.items()},
    }


def test_who_is_back_early_says_so_and_is_asked_no_more() -> None:
    rehearsal = on_a_break()
    rehearsal.ring("return_soon")
    tap(rehearsal, "back")
    assert says(said(rehearsal), "returning.well_done")
    assert returns(rehearsal)["kept"] == 1
    assert rehearsal.timers == {}
    rehearsal.wait(timedelta(days=2))
    assert rehearsal.messages == []


def test_who_will_be_there_is_asked_at_the_end_all_the_same() -> None:
    rehearsal = on_a_break()
    rehearsal.ring("return_soon")
    tap(rehearsal, "fine")
    assert returns(rehearsal) == {}
    assert due(rehearsal) == {"return": 5 * MINUTE}
    rehearsal.ring("return")
    assert rehearsal.state == "returning.asked"


@pytest.mark.parametrize("stage", ["return_soon", "return"])
@pytest.mark.parametrize(("choice", "minutes"), [("more_20", 20), ("more_60", 60)])
def test_it_may_take_longer_and_the_promise_is_a_new_one(stage: str, choice: str, minutes: int) -> None:
    rehearsal = on_a_break()
    rehearsal.ring(stage)
    tap(rehearsal, choice)
    assert "Tell your partner the new time" in said(rehearsal)
    assert due(rehearsal) == {"return": minutes * MINUTE, "return_soon": (minutes - 5) * MINUTE}
    assert returns(rehearsal) == {}, "neither kept nor missed"
    away = rehearsal.session.person.away
    assert away is not None
    assert datetime.fromisoformat(away) == rehearsal.now + minutes * MINUTE
    rehearsal.wait(minutes * MINUTE)
    assert rehearsal.state == "returning.asked"
    tap(rehearsal, "back")
    assert rehearsal.records[-1] == Record("return", {"outcome": "kept", "minutes": minutes})


def test_a_new_break_takes_the_place_of_the_one_before() -> None:
    rehearsal = on_a_break(60)
    rehearsal.now += 10 * MINUTE
    rehearsal.say("/practice")
    tap(rehearsal, "more_reach", "space", "start", "skip", "tense")
    rehearsal.say("10 minutes")
    tap(rehearsal, "sent")
    assert due(rehearsal) == {"return": 10 * MINUTE}, "and the word before the old one's end is gone"


@pytest.mark.parametrize(
    ("stage", "words", "state", "counted"),
    [
        ("return_soon", "ok", "menu.rest", None),
        ("return_soon", "I'm back already", "menu.rest", "kept"),
        ("return_soon", "20 minutes more", "menu.rest", None),
        ("return", "yes", "menu.rest", "kept"),
        ("return", "I'm back", "menu.rest", "kept"),
        ("return", "not yet", "menu.rest", "missed"),
        ("return", "I couldn't", "menu.rest", "missed"),
        ("return", "one more hour", "menu.rest", None),
    ],
)
def test_it_is_answered_in_words_too(stage: str, words: str, state: str, counted: str | None) -> None:
    rehearsal = on_a_break()
    rehearsal.ring(stage)
    rehearsal.say(words)
    assert rehearsal.state == state
    assert [what for what in ("kept", "missed") if what in returns(rehearsal)] == ([counted] if counted else [])


def test_while_somebody_may_be_in_danger_it_waits() -> None:
    rehearsal = on_a_break()
    rehearsal.say("I hurt myself sometimes")
    rehearsal.ring("return")
    assert skipped(rehearsal) == ["danger"]
    assert due(rehearsal)["return"] == timedelta(hours=1)
    tap(rehearsal, "go_on")
    rehearsal.ring("return")
    assert rehearsal.state == "returning.asked"


def test_nobody_is_led_back_to_somebody_dangerous() -> None:
    rehearsal = on_a_break()
    rehearsal.say("he hits me")
    assert rehearsal.timers == {}
