"""Visits: a pause ends when somebody is really back, and once a month it is said what this is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.coach import build
from dialogs.engine import Person
from dialogs.engine.events import Blocked, Command, Replan, TimerFired, Zoned
from dialogs.rehearsal import Rehearsal
from dialogs.visits import AWAY, REMINDED_EVERY
from tests.dialogs.conversation import says
from tests.dialogs.nudges import KNOWN, said, somebody, tap

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BACK, PROGRAM = "Your daily practices are on again", "I'm a program"


def pausing(person: Person = KNOWN) -> Rehearsal:
    """Somebody who has just paused their nudges until they are back."""
    rehearsal = somebody(person)
    rehearsal.ring("nudge")
    tap(rehearsal, "fewer", "return")
    assert "until you write again" in said(rehearsal)
    assert rehearsal.timers == {}
    return rehearsal


def is_paused(rehearsal: Rehearsal) -> bool:
    return rehearsal.session.person.nudge.get("until") == "return"


# -- until somebody is back --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [0, 1, 5, 60, 11 * 60 + 59])
def test_a_pause_does_not_end_by_a_tap_a_little_later(minutes: int) -> None:
    rehearsal = pausing()
    rehearsal.now += minutes * MINUTE
    tap(rehearsal, "menu")
    assert is_paused(rehearsal)
    assert BACK not in said(rehearsal)
    assert rehearsal.timers == {}


def test_nor_by_many_of_them_in_a_row() -> None:
    rehearsal = pausing()
    for _ in range(10):
        rehearsal.now += AWAY - MINUTE
        rehearsal.say("/menu")
        assert is_paused(rehearsal)
        assert rehearsal.timers == {}


@pytest.mark.parametrize("sign", ["menu", "hello", "/start", "/menu", "/progress"])
def test_it_ends_with_the_first_sign_after_half_a_day(sign: str) -> None:
    rehearsal = pausing()
    rehearsal.now += AWAY
    tap(rehearsal, sign) if sign in rehearsal.session.offered else rehearsal.say(sign)
    assert not is_paused(rehearsal)
    assert said(rehearsal).count(BACK) == 1
    assert list(rehearsal.timers) == ["nudge"]
    rehearsal.now += AWAY
    rehearsal.say("/menu")
    assert BACK not in said(rehearsal), "said once"


@pytest.mark.parametrize(
    "event",
    [
        Replan("replan"),
        Zoned("zoned", "Asia/Tokyo", told=False),
        TimerFired("fired", "nudge", data={"slot": "evening"}),
        TimerFired("return", "return", data={"minutes": 20}),
    ],
    ids=lambda event: type(event).__name__,
)
def test_what_comes_by_itself_is_nobody_s_return(event: Replan | Zoned | TimerFired) -> None:
    rehearsal = pausing()
    rehearsal.now += 3 * AWAY
    rehearsal.send(event)
    assert is_paused(rehearsal)
    assert rehearsal.timers == {}
    assert BACK not in said(rehearsal)


def test_a_pause_of_days_is_no_pause_until_somebody_is_back() -> None:
    rehearsal = somebody()
    rehearsal.ring("nudge")
    tap(rehearsal, "fewer", "days_7")
    rehearsal.now += 2 * AWAY
    rehearsal.say("/menu")
    assert rehearsal.session.person.nudge["until"] == "2026-03-09"
    assert BACK not in said(rehearsal)


def test_who_comes_back_in_danger_is_not_greeted_with_a_practice() -> None:
    rehearsal = pausing()
    rehearsal.now += 2 * AWAY
    rehearsal.say("he hits me")
    assert rehearsal.state == "safety.told"
    assert BACK not in said(rehearsal)
    tap(rehearsal, "go_on")
    assert BACK not in said(rehearsal)
    rehearsal.now += 2 * AWAY
    rehearsal.say("/menu")
    assert is_paused(rehearsal), "as long as such things are set aside"
    assert rehearsal.timers == {}


@pytest.mark.parametrize("event", [Command("stop", "stop"), Blocked("blocked")], ids=lambda event: event.key)
def test_who_stopped_or_shut_the_bot_out_meanwhile_is_not_welcomed_back_with_one(event: Command | Blocked) -> None:
    rehearsal = pausing()
    rehearsal.send(event)
    rehearsal.now += 2 * AWAY
    rehearsal.say("/start")
    assert BACK not in said(rehearsal)
    assert rehearsal.timers == {}


def test_the_time_of_a_visit_is_known_and_no_more() -> None:
    rehearsal = somebody()
    rehearsal.now += HOUR
    rehearsal.say("/menu")
    assert rehearsal.session.person.seen == rehearsal.now.isoformat(timespec="seconds")
    rehearsal.ring("nudge")
    assert rehearsal.session.person.seen != rehearsal.now.isoformat(timespec="seconds")


def test_of_who_has_not_agreed_yet_nothing_is_noted() -> None:
    rehearsal = Rehearsal(build())
    rehearsal.say("hello")
    tap(rehearsal, "go_on")
    assert rehearsal.session.person.seen is None


@settings(max_examples=40, deadline=None)
@given(gaps=st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_a_pause_ends_at_the_first_gap_of_half_a_day(gaps: list[int]) -> None:
    rehearsal = pausing()
    for at, hours in enumerate(gaps):
        rehearsal.now += hours * HOUR
        rehearsal.say("/menu")
        assert is_paused(rehearsal) is all(each < 12 for each in gaps[: at + 1])


# -- what this is ------------------------------------------------------------------------------------------------------


def since(rehearsal: Rehearsal) -> timedelta:
    """How long ago it was last said, or agreed to, what this is."""
    person = rehearsal.session.person
    return rehearsal.now - datetime.fromisoformat(person.reminded or str(person.consented))


def test_once_a_month_it_is_said_what_this_is() -> None:
    rehearsal, days = somebody(), []
    start = rehearsal.now
    for _ in range(100):
        rehearsal.now += timedelta(days=1)
        rehearsal.say("/menu")
        if PROGRAM in said(rehearsal):
            days.append((rehearsal.now - start).days)
            assert since(rehearsal) == timedelta()
    assert days == [29, 59, 89], "from the day of consent on"


@pytest.mark.parametrize("sign", ["menu", "hello", "/progress"])
def test_it_is_said_to_whoever_does_anything(sign: str) -> None:
    rehearsal = somebody()
    rehearsal.ring("nudge")
    tap(rehearsal, "not_today")
    rehearsal.now += REMINDED_EVERY
    tap(rehearsal, sign) if sign in rehearsal.session.offered else rehearsal.say(sign)
    assert said(rehearsal).count(PROGRAM) == 1


def test_it_does_not_come_by_itself_nor_where_somebody_may_be_in_danger() -> None:
    rehearsal = somebody()
    rehearsal.now += 2 * REMINDED_EVERY
    rehearsal.ring("nudge")
    assert PROGRAM not in said(rehearsal)
    rehearsal.say("he hits me")
    tap(rehearsal, "trusted")
    assert "engine.program" not in rehearsal.shown
    tap(rehearsal, "go_on")
    rehearsal.say("/menu")
    assert PROGRAM in said(rehearsal)


def test_it_is_said_before_the_answer_and_with_it() -> None:
    rehearsal = somebody(replace(KNOWN, name="Sam"))
    rehearsal.now += REMINDED_EVERY
    rehearsal.say("/menu")
    assert len(rehearsal.messages) == 1
    _, _, after = said(rehearsal).partition(PROGRAM)
    assert says(after, "menu.rest.open", name=", Sam")
