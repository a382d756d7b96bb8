"""Long sighs and slow breathing: seen once and on request, kept to their minutes, and left whenever somebody wants."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inspection import SNAPSHOTS
from content import animations
from dialogs.coach import build
from dialogs.engine import Person, load
from dialogs.engine.effects import Record
from dialogs.engine.migrate import renew
from dialogs.rehearsal import Rehearsal
from dialogs.rhythms import RHYTHMS
from tests.dialogs.nudges import KNOWN, said, skipped, tap
from tests.dialogs.practising import CAREFUL, finish, practising

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
NAMES = ("sighing", "breathing")


def breathing(name: str, person: Person = KNOWN) -> Rehearsal:
    """Somebody who has just begun five minutes."""
    rehearsal = practising(name, person=person)
    tap(rehearsal, "five")
    assert rehearsal.state == f"{name}.going"
    return rehearsal


def shown(rehearsal: Rehearsal) -> list[tuple[str, int]]:
    """The animations of the last step, with the seconds they are followed."""
    return [(animation.name, animation.seconds) for animation in rehearsal.animations]


def practice_of(rehearsal: Rehearsal) -> Record:
    return next(record for record in rehearsal.records if record.kind == "practice")


# -- what is seen ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_animation_comes_once_and_before_the_text(name: str) -> None:
    rehearsal = breathing(name)
    assert shown(rehearsal) == [(name, 300)]
    assert rehearsal.posts.index(rehearsal.animations[0]) < rehearsal.posts.index(rehearsal.messages[0])
    assert "for 5 minutes" in said(rehearsal)
    assert "If you get dizzy, stop" in said(rehearsal)
    assert "<b>" not in rehearsal.animations[0].caption
    for words in ("/menu", "/cancel"):  # away, and back
        rehearsal.say(words)
    assert shown(rehearsal) == []


@pytest.mark.parametrize("name", NAMES)
def test_whoever_asks_sees_it_again_for_the_rest_of_the_time(name: str) -> None:
    rehearsal = breathing(name)
    rehearsal.wait(2 * MINUTE)
    tap(rehearsal, "again")
    assert shown(rehearsal) == [(name, 180)]
    assert "5 minutes" not in said(rehearsal), "which was true two minutes ago"
    rehearsal.say("show it again")
    assert shown(rehearsal) == [(name, 180)]
    rehearsal.wait(3 * MINUTE)
    assert rehearsal.state == f"{name}.after", "and the time went on"


@pytest.mark.parametrize("name", NAMES)
def test_it_comes_where_couple_exercises_rest_and_without_a_first_rating_too(name: str) -> None:
    rehearsal = practising(name, "skip", CAREFUL)
    tap(rehearsal, "five")
    assert shown(rehearsal) == [(name, 300)]


def test_each_animation_named_is_there() -> None:
    for name in RHYTHMS:
        assert animations.read(name).startswith(b"GIF89a")
        assert animations.read(name, "xx") is animations.read(name, "xx"), "a locale without one gets the English one"


# -- what is kept ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "choice", "minutes"), [("sighing", "five", 5), ("sighing", "two", 2), ("breathing", "three", 3)]
)
def test_it_goes_on_when_the_minutes_are_over_and_not_before(name: str, choice: str, minutes: int) -> None:
    rehearsal = practising(name)
    tap(rehearsal, choice)
    rehearsal.wait(minutes * MINUTE - SECOND)
    assert (rehearsal.state, rehearsal.messages) == (f"{name}.going", [])
    rehearsal.wait(SECOND)
    assert f"That's {minutes} minutes." in said(rehearsal)
    assert len(rehearsal.messages) == 1, "with the rating in one message"
    finish(rehearsal)
    assert practice_of(rehearsal).data["minutes"] == minutes
    assert rehearsal.timers == {}


@pytest.mark.parametrize("words", ["go on now", "1", "done", "thats enough", "that was nice", "thanks"])
@pytest.mark.parametrize("name", NAMES)
def test_whoever_goes_on_earlier_is_not_interrupted_afterwards(name: str, words: str) -> None:
    rehearsal = breathing(name)
    rehearsal.say(words)
    assert rehearsal.timers == {}
    finish(rehearsal, noticed="slower")
    row = rehearsal.session.person.practices[-1]
    assert (row["name"], row["before"], row["after"]) == (name, 7, 4)


@pytest.mark.parametrize("name", NAMES)
def test_whoever_stops_before_it_begins_sees_nothing(name: str) -> None:
    rehearsal = practising(name)
    rehearsal.say("that's enough")
    assert (shown(rehearsal), rehearsal.timers) == ([], {})
    finish(rehearsal)


@pytest.mark.parametrize(
    ("name", "words", "minutes"),
    [
        *(("breathing", words, 3) for words in ("3", "three minutes", "3 min", "short")),
        *(("breathing", words, 5) for words in ("5", "five", "5 minutes", "the 5 minutes")),
        *(("sighing", words, 2) for words in ("2", "two min", "a shorter time")),
        *(("sighing", words, 5) for words in ("5 minutes", "ok", "five")),
    ],
)
def test_how_long_is_understood_in_words(name: str, words: str, minutes: int) -> None:
    rehearsal = practising(name)
    rehearsal.say(words)
    assert shown(rehearsal) == [(name, 60 * minutes)]


@pytest.mark.parametrize("words", ["I got dizzy", "I'm feeling a bit dizzy", "lightheaded", "I feel faint now"])
@pytest.mark.parametrize("name", NAMES)
def test_whoever_gets_dizzy_is_told_to_stop(name: str, words: str) -> None:
    rehearsal = breathing(name)
    rehearsal.say(words)
    assert "breathe as you usually do" in said(rehearsal)
    assert rehearsal.timers == {}
    finish(rehearsal)


@pytest.mark.parametrize("words", ["took tablets, feel very faint", "drugged, dizzy, he is smiling"])
def test_whoever_tells_of_more_than_dizziness_is_asked(words: str) -> None:
    rehearsal = breathing("breathing")
    rehearsal.say(words)
    assert rehearsal.state.startswith("safety.")


def test_who_is_not_dizzy_goes_on() -> None:
    rehearsal = breathing("breathing")
    rehearsal.say("done, and not dizzy")
    assert "Sit down" not in said(rehearsal)
    finish(rehearsal)


# -- when something else comes in between ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_whoever_looks_elsewhere_is_left_alone_and_finds_the_time_over(name: str) -> None:
    rehearsal = breathing(name)
    rehearsal.say("/settings")
    rehearsal.wait(6 * MINUTE)
    assert (rehearsal.state, rehearsal.messages) == ("settings.rest", [])
    assert skipped(rehearsal) == ["elsewhere"]
    tap(rehearsal, "done")
    assert rehearsal.state == f"{name}.going"
    assert "Take your time" in said(rehearsal)
    tap(rehearsal, "again")
    assert shown(rehearsal) == [(name, 60)]
    tap(rehearsal, "next")
    finish(rehearsal)


def test_whoever_is_back_in_time_is_told() -> None:
    rehearsal = breathing("sighing")
    rehearsal.say("/settings")
    tap(rehearsal, "done")
    rehearsal.wait(5 * MINUTE)
    assert rehearsal.state == "sighing.after"


def test_minutes_that_were_left_do_not_end_those_that_came_after() -> None:
    rehearsal = breathing("sighing")
    left = rehearsal.timers["sighing"]
    rehearsal.say("/cancel")
    rehearsal.wait(MINUTE)
    rehearsal.say("/sighing")
    tap(rehearsal, "start", "7", "five")
    rehearsal.timers["sighing"] = left  # a process that died may have left it
    rehearsal.ring("sighing")
    assert (rehearsal.state, skipped(rehearsal)) == ("sighing.going", ["another"])


def test_a_word_that_comes_too_late_is_left_out() -> None:
    rehearsal = breathing("breathing")
    rehearsal.now += 20 * MINUTE  # nobody was awake
    rehearsal.ring("breathing")
    assert (rehearsal.messages, skipped(rehearsal)) == ([], ["late"])


def test_in_danger_the_breathing_is_not_spoken_of() -> None:
    rehearsal = breathing("sighing")
    rehearsal.say("I hurt myself sometimes")
    rehearsal.wait(5 * MINUTE)
    assert rehearsal.state.startswith("safety.")
    assert (rehearsal.messages, skipped(rehearsal), rehearsal.timers) == ([], ["danger"], {})


def test_who_said_stop_hears_nothing_more() -> None:
    rehearsal = breathing("breathing")
    rehearsal.say("/stop")
    rehearsal.wait(10 * MINUTE)
    assert rehearsal.messages == []


@pytest.mark.parametrize(
    ("person", "silent"),
    [
        (replace(KNOWN, quiet=()), False),
        (replace(KNOWN, quiet=("11:00", "13:00")), True),  # it is noon in Lisbon
        (replace(CAREFUL, quiet=()), True),
    ],
)
def test_nobody_near_hears_that_it_is_over(person: Person, silent: bool) -> None:
    rehearsal = breathing("sighing", person)
    rehearsal.now += 5 * MINUTE
    timer = rehearsal.timers["sighing"]
    assert rehearsal.ring(timer.name).manner.silent is silent
    assert rehearsal.state == "sighing.after"


# -- from the release before -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "state", "now"),
    [
        ("sighing", "breath", "breath"),
        ("sighing", "minutes", "going"),
        ("breathing", "minutes", "minutes"),
        ("breathing", "first", "going"),
        ("breathing", "on", "going"),
        ("breathing", "after", "after"),
    ],
)
def test_who_was_in_the_middle_of_the_former_version_goes_on(name: str, state: str, now: str) -> None:
    stored = json.loads((SNAPSHOTS / f"{name}@1.json").read_text(encoding="utf-8"))[state]
    session, moved = renew(build(), load(json.dumps(stored)))
    assert session.top is not None
    assert (session.top.dialog, session.top.version, session.top.state, moved) == (name, 2, now, False)


# -- the rhythms -------------------------------------------------------------------------------------------------------


@given(st.sampled_from(NAMES), st.floats(0, 3600))
def test_breath_comes_and_goes_without_a_jump(name: str, at: float) -> None:
    rhythm = RHYTHMS[name]
    here, soon = rhythm.at(at), rhythm.at(at + 0.01)
    assert 0 <= here.fullness <= 1
    assert 0 <= here.passed < here.phase.seconds
    assert abs(here.fullness - soon.fullness) < 0.01


def test_out_is_longer_than_in() -> None:
    long, sip, out = RHYTHMS["sighing"].phases
    assert 0 < long.until < sip.until
    assert out.seconds == 2 * (long.seconds + sip.seconds)
    assert RHYTHMS["breathing"].seconds == 10, "six breaths a minute"
