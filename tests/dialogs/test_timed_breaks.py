"""The body break and riding out an urge: they come back when it was said, ask again, and fill in the second rating."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.engine import Person
from dialogs.engine.effects import Record
from dialogs.engine.events import Tap
from dialogs.engine.rendering import Message
from dialogs.rehearsal import Rehearsal
from tests.dialogs.conversation import says
from tests.dialogs.nudges import KNOWN, said, skipped, tap
from tests.dialogs.practising import CAREFUL, finish, practising

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


def due(rehearsal: Rehearsal) -> dict[str, timedelta]:
    return {name: timer.due - rehearsal.now for name, timer in rehearsal.timers.items()}


def row(rehearsal: Rehearsal) -> tuple[str, int | None, int | None]:
    """The latest practice: its name and its two ratings."""
    latest = rehearsal.session.person.practices[-1]
    return latest["name"], latest["before"], latest["after"]


def kinds(rehearsal: Rehearsal, kind: str) -> list[Record]:
    return [record for record in rehearsal.records if record.kind == kind]


# -- the body break ----------------------------------------------------------------------------------------------------


def on_a_break(minutes: int = 20, rating: str = "8", person: Person = KNOWN) -> Rehearsal:
    """Somebody whose body break has just begun, back at the menu."""
    rehearsal = practising("body_break", rating, person)
    tap(rehearsal, f"m{minutes}")
    if person.careful is None:
        tap(rehearsal, "start")
    tap(rehearsal, "next")
    assert rehearsal.state == "menu.rest"
    return rehearsal


@pytest.mark.parametrize("minutes", [20, 30, 45])
def test_a_break_comes_back_when_it_was_said_and_not_before(minutes: int) -> None:
    rehearsal = on_a_break(minutes)
    assert due(rehearsal) == {"break_over": minutes * MINUTE}
    rehearsal.wait(minutes * MINUTE - SECOND)
    assert rehearsal.messages == []
    rehearsal.wait(SECOND)
    assert rehearsal.state == "break_over.tension"
    assert says(said(rehearsal), "break_over.tension", minutes=minutes)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("20", 20),
        ("twenty minutes", 20),
        ("half an hour", 30),
        ("forty five minutes", 45),
        ("three quarters of an hour", 45),
        ("about 35 minutes", 35),
        ("an hour", 60),
        ("1 h", 60),
        ("10 minutes", 10),
    ],
)
def test_how_long_is_understood_in_words(words: str, minutes: int) -> None:
    rehearsal = practising("body_break")
    rehearsal.say(words)
    assert rehearsal.state == "body_break.tell"
    assert f"I need {minutes} minutes" in said(rehearsal)
    assert says(said(rehearsal), "space.rather_twenty") is (minutes < 20)
    rehearsal.say("done")
    assert due(rehearsal) == {"break_over": minutes * MINUTE}


@pytest.mark.parametrize("words", ["two hours", "2 hours", "till tomorrow", "90 minutes", "whenever"])
def test_what_is_no_such_time_is_asked_for_again(words: str) -> None:
    rehearsal = practising("body_break")
    rehearsal.say(words)
    assert rehearsal.state == "body_break.minutes"
    assert "up to an hour" in said(rehearsal)


@pytest.mark.parametrize("choices", [("stop",), ("m30", "stop")])
def test_who_stops_before_it_begins_is_asked_how_it_is_and_no_clock_runs(choices: tuple[str, ...]) -> None:
    rehearsal = practising("body_break")
    tap(rehearsal, *choices)
    assert rehearsal.timers == {}
    finish(rehearsal)
    assert row(rehearsal) == ("body_break", 7, 4)
    assert rehearsal.session.person.practised == 1


def test_the_break_itself_says_not_to_rehearse_the_case() -> None:
    rehearsal = practising("body_break")
    tap(rehearsal, "m20", "start")
    assert rehearsal.state == "body_break.resting"
    assert "don't rehearse the case" in said(rehearsal)


def test_a_break_counts_from_its_start_and_its_second_rating_is_filled_in() -> None:
    rehearsal = on_a_break()
    assert row(rehearsal) == ("body_break", 8, None)
    assert kinds(rehearsal, "practice")[-1].data["minutes"] == 20
    rehearsal.wait(20 * MINUTE)
    rehearsal.say("three")
    assert row(rehearsal) == ("body_break", 8, 3)
    assert rehearsal.session.person.practised == 1


@pytest.mark.parametrize(
    ("before", "after", "heard"),
    [
        ("8", "3", "It was 8, and now it's 3. If you left"),
        ("8", "8", "Some bodies need longer"),
        ("5", "9", "Some bodies need longer"),
        ("0", "0", "Some bodies need longer"),
        ("skip", "3", "If you left in the middle of a talk"),
        ("8", "skip", "If you left in the middle of a talk"),
    ],
)
def test_it_is_asked_whether_to_go_back_and_never_pressed(before: str, after: str, heard: str) -> None:
    rehearsal = on_a_break(rating=before)
    rehearsal.wait(20 * MINUTE)
    tap(rehearsal, after)
    assert rehearsal.state == "break_over.next"
    assert heard in said(rehearsal)
    assert "You don't have to, and if you'd be afraid, better not." in said(rehearsal)
    assert "None" not in said(rehearsal)


@pytest.mark.parametrize(
    ("words", "outcome", "heard"),
    [
        ("yes", "back", "Go gently"),
        ("I'll go back", "back", "Go gently"),
        ("no", "later", "tell them when instead"),
        ("I'm afraid", "later", "it's safe to"),
        ("not yet", "longer", "20 minutes more"),
        ("20", "longer", "20 minutes more"),
    ],
)
def test_it_is_answered_in_words_too(words: str, outcome: str, heard: str) -> None:
    rehearsal = on_a_break()
    rehearsal.wait(20 * MINUTE)
    tap(rehearsal, "3")
    rehearsal.say(words)
    assert rehearsal.state == "menu.rest"
    assert kinds(rehearsal, "break") == [
        Record("break", {"outcome": outcome, "minutes": 20, "before": 8, "after": 3}),
    ]
    assert heard in said(rehearsal)
    assert list(rehearsal.timers) == ["break_over"] * (outcome == "longer")


def test_a_longer_break_comes_back_again_and_is_still_one_practice() -> None:
    rehearsal = on_a_break()
    for after in ("9", "6", "2"):
        rehearsal.wait(20 * MINUTE)
        assert says(said(rehearsal), "break_over.tension", minutes=20)
        tap(rehearsal, after, "longer")
        assert due(rehearsal) == {"break_over": 20 * MINUTE}
        assert row(rehearsal) == ("body_break", 8, int(after))
    assert rehearsal.session.person.practised == 1


def test_who_left_the_break_open_is_not_shown_its_beginning_again() -> None:
    rehearsal = practising("body_break")
    tap(rehearsal, "m20", "start")
    rehearsal.wait(20 * MINUTE)
    assert rehearsal.state == "break_over.tension"
    tap(rehearsal, "3", "later")
    assert rehearsal.state == "body_break.resting"
    assert "from now" not in said(rehearsal)
    assert "it's all in the menu" in said(rehearsal)
    tap(rehearsal, "next")
    assert rehearsal.state == "menu.rest"


def test_nobody_is_asked_to_go_back_where_couple_exercises_rest() -> None:
    rehearsal = practising("body_break", person=CAREFUL)
    tap(rehearsal, "m30")
    assert rehearsal.state == "body_break.resting", "and there is nobody to tell"
    tap(rehearsal, "next")
    rehearsal.wait(30 * MINUTE)
    tap(rehearsal, "3")
    assert rehearsal.session.offered == ("more", "fine")
    assert "You don't have to go back to anything" in said(rehearsal)
    tap(rehearsal, "more")
    assert "tell" not in said(rehearsal)
    assert due(rehearsal) == {"break_over": 20 * MINUTE}
    rehearsal.wait(20 * MINUTE)
    tap(rehearsal, "skip")
    rehearsal.say("no thanks")
    assert rehearsal.timers == {}
    assert [record.data["outcome"] for record in kinds(rehearsal, "break")] == ["more", "fine"]


@pytest.mark.parametrize("words", ["he hits me", "I hurt myself sometimes"])
@pytest.mark.parametrize("name", ["break_over", "urge"])
def test_after_danger_was_told_neither_comes_back(name: str, words: str) -> None:
    rehearsal = on_a_break() if name == "break_over" else riding()
    rehearsal.say(words)
    rehearsal.ring(name)
    assert skipped(rehearsal) == ["danger"]
    tap(rehearsal, "go_on")
    rehearsal.ring(name)
    assert skipped(rehearsal) == ["danger", "crisis"]
    assert rehearsal.messages == []
    assert name not in rehearsal.timers


@pytest.mark.parametrize("name", ["break_over", "urge"])
def test_who_begins_in_days_of_care_is_come_back_to(name: str) -> None:
    person = replace(KNOWN, crisis="2026-03-01")
    rehearsal = on_a_break(person=person) if name == "break_over" else riding(person=person)
    rehearsal.ring(name)
    assert skipped(rehearsal) == []
    assert rehearsal.messages


def test_a_break_that_is_two_hours_past_is_let_go() -> None:
    for minutes, state in ((120, "break_over.tension"), (121, "menu.rest")):
        rehearsal = on_a_break()
        rehearsal.now = rehearsal.timers["break_over"].due + minutes * MINUTE
        rehearsal.ring("break_over")
        assert rehearsal.state == state


@pytest.mark.parametrize("name", ["break_over", "urge"])
def test_stop_ends_the_clock(name: str) -> None:
    rehearsal = on_a_break() if name == "break_over" else riding()
    rehearsal.say("/stop")
    assert rehearsal.timers == {}


def test_blame_typed_over_it_is_for_the_menu() -> None:
    rehearsal = on_a_break()
    rehearsal.wait(20 * MINUTE)
    rehearsal.say("You never listen to me")
    assert rehearsal.state == "rephrase.rewritten"
    assert "break_over" not in [frame.dialog for frame in rehearsal.session.stack]


# -- riding out an urge ------------------------------------------------------------------------------------------------


def riding(rating: str = "7", person: Person = KNOWN) -> Rehearsal:
    """Somebody whose wave has just begun, back at the menu."""
    rehearsal = practising("urge", rating, person)
    tap(rehearsal, "chest", "next", "yes", "next")
    assert rehearsal.state == "menu.rest"
    return rehearsal


def test_it_comes_back_after_3_10_and_20_minutes_and_shows_the_row() -> None:
    rehearsal, passed = riding(), 0
    for minutes, rating in ((3, "9"), (10, "6"), (20, "2")):
        rehearsal.wait((minutes - passed) * MINUTE - SECOND)
        assert rehearsal.messages == []
        rehearsal.wait(SECOND)
        assert rehearsal.state == "wave.asked"
        assert says(said(rehearsal), "wave.asked", minutes=minutes)
        rehearsal.say(rating)
        assert row(rehearsal) == ("urge", 7, int(rating))
        passed = minutes
    assert rehearsal.state == "wave.row"
    assert "start 7 · 3 min 9 · 10 min 6 · 20 min 2" in said(rehearsal)
    assert "lower than at the start" in said(rehearsal)
    assert [record.data for record in kinds(rehearsal, "urge")] == [
        {"minutes": 3, "rating": 9}, {"minutes": 10, "rating": 6}, {"minutes": 20, "rating": 2},
    ]  # fmt: skip
    assert rehearsal.timers == {}
    assert rehearsal.session.person.practised == 1
    tap(rehearsal, "menu")
    assert rehearsal.state == "menu.rest"


def test_what_is_not_answered_is_left_open_and_the_next_comes_all_the_same() -> None:
    rehearsal = riding()
    rehearsal.wait(10 * MINUTE)
    assert says(said(rehearsal), "wave.asked", minutes=10)
    assert [frame.dialog for frame in rehearsal.session.stack] == ["home", "menu", "wave"], "they don't pile up"
    rehearsal.wait(10 * MINUTE)
    tap(rehearsal, "8")
    assert "start 7 · 3 min – · 10 min – · 20 min 8" in said(rehearsal)
    assert "It isn't lower yet" in said(rehearsal)


def test_a_wave_without_a_first_rating_has_a_row_from_the_second_on() -> None:
    rehearsal = riding("skip")
    rehearsal.ring("urge")
    tap(rehearsal, "6")
    rehearsal.ring("urge")
    tap(rehearsal, "4")
    rehearsal.ring("urge")
    rehearsal.say("four")
    assert "start – · 3 min 6 · 10 min 4 · 20 min 4" in said(rehearsal)


@pytest.mark.parametrize(
    ("ratings", "heard"), [((), "The looking is what counts"), (("8",), "start 7 · 3 min 8 · 10 min – · 20 min –")]
)
@pytest.mark.parametrize("words", ["stop", "no more", "don't ask again"])
def test_who_has_had_enough_sees_the_row_so_far_and_is_left_in_peace(
    words: str, ratings: tuple[str, ...], heard: str
) -> None:
    rehearsal = riding()
    for rating in ratings:
        rehearsal.ring("urge")
        tap(rehearsal, rating)
    rehearsal.ring("urge")
    rehearsal.say(words)
    assert rehearsal.state == "wave.row"
    assert heard in said(rehearsal)
    assert rehearsal.timers == {}
    assert not rehearsal.session.person.stopped


def test_the_row_takes_the_place_of_the_question() -> None:
    rehearsal = riding()
    for _ in range(3):
        rehearsal.ring("urge")
    rehearsal.send(Tap(rehearsal.key, rehearsal.session.token, 1, 33, "…"))
    assert [post.inside for post in rehearsal.posts if isinstance(post, Message)] == [33]


def test_each_answer_says_when_the_next_question_comes() -> None:
    rehearsal = riding()
    for stage, rating in ((10, "8"), (20, "5")):
        rehearsal.ring("urge")
        tap(rehearsal, rating)
        assert says(said(rehearsal), "wave.on", rating=rating)
        assert f"when {stage} minutes are up" in said(rehearsal)


def test_an_answer_given_late_does_not_bring_back_a_time_that_is_past() -> None:
    rehearsal = riding()
    rehearsal.ring("urge")
    rehearsal.now += 9 * MINUTE  # the question of ten minutes has not come, as after an outage
    tap(rehearsal, "5")
    assert due(rehearsal) == {"urge": 8 * MINUTE}
    rehearsal.ring("urge")
    tap(rehearsal, "2")
    assert "start 7 · 3 min 5 · 10 min – · 20 min 2" in said(rehearsal)


def test_after_an_outage_one_question_comes_and_not_three() -> None:
    rehearsal = riding()
    rehearsal.now += 15 * MINUTE
    rehearsal.ring("urge")
    assert "15 minutes so far" in said(rehearsal)
    assert due(rehearsal) == {"urge": 5 * MINUTE}


@pytest.mark.parametrize("choices", [("stop",), ("belly", "stop"), ("throat", "next", "stop")])
def test_who_wants_no_coming_back_is_asked_at_once(choices: tuple[str, ...]) -> None:
    rehearsal = practising("urge")
    tap(rehearsal, *choices)
    assert rehearsal.timers == {}
    finish(rehearsal)
    assert row(rehearsal) == ("urge", 7, 4)


def test_the_steps_are_answered_in_words_too() -> None:
    rehearsal = practising("urge")
    for words, state in (("in my hands", "watch"), ("tight and hot", "offer"), ("yes please", "ride")):
        rehearsal.say(words)
        assert rehearsal.state == f"urge.{state}"
    assert due(rehearsal) == {"urge": 3 * MINUTE}
    rehearsal.say("ok")
    assert rehearsal.state == "menu.rest"


def test_who_left_the_wave_open_finds_it_there_in_between_and_at_rest_in_the_end() -> None:
    rehearsal = practising("urge")
    tap(rehearsal, "chest", "next", "yes")
    rehearsal.ring("urge")
    tap(rehearsal, "8")
    assert rehearsal.state == "urge.ride"
    assert "Let it rise and let it fall" in said(rehearsal)
    rehearsal.wait(17 * MINUTE)
    tap(rehearsal, "4", "menu")
    assert "it's all in the menu" in said(rehearsal)


def test_a_new_wave_takes_the_place_of_the_one_before() -> None:
    rehearsal = riding()
    rehearsal.now += 2 * MINUTE
    rehearsal.say("/urge")
    tap(rehearsal, "start", "5", "chest", "next", "yes", "next")
    assert due(rehearsal) == {"urge": 3 * MINUTE}
    rehearsal.ring("urge")
    tap(rehearsal, "1")
    assert [(each["before"], each["after"]) for each in rehearsal.session.person.practices] == [(7, None), (5, 1)]
