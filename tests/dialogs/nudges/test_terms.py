"""The terms of the nudges: one a day at most whatever happens, what stands in the way, and how they grow fewer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.careful import CRISIS_DAYS, in_crisis
from dialogs.engine import Person
from dialogs.engine.events import Blocked, Replan, TimerFired, Zoned
from dialogs.nudges.terms import gap, last_day, paused
from dialogs.rehearsal import Rehearsal
from dialogs.zones import local
from tests.dialogs.nudges import KNOWN, NOON, said, skipped, somebody, tap

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
EVENING = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
FRAGMENTS = ("Your one-minute practice", "A minute for you", "Your small practice")  # how a nudge begins


def next_nudge(rehearsal: Rehearsal) -> datetime:
    return rehearsal.timers["nudge"].due


def was_nudged(rehearsal: Rehearsal) -> bool:
    return said(rehearsal).startswith(FRAGMENTS)


def ignored_so_far(rehearsal: Rehearsal) -> int:
    return int(rehearsal.session.person.nudge.get("ignored", 0))


# -- one a day ---------------------------------------------------------------------------------------------------------

ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Lisbon", "Asia/Kathmandu", "America/New_York")
FEWER = ("every_2", "every_7", "days_3", "days_7", "return", "as_before")
TIMES = ("08:00", "13:00", "23:30")
LEAVING = ("off and on", "stop and on", "blocked and on")
WEEKS = st.lists(
    st.tuples(
        st.sampled_from(("ignored",) * 9 + ("done",) * 9 + ("not_today", "back") * 2 + FEWER + TIMES + LEAVING + ZONES),
        st.integers(0, 150),  # minutes by which the timers are late
        st.integers(0, 23 * 60),  # minutes until the person does something
    ),
    min_size=20,
    max_size=50,
)


def do(rehearsal: Rehearsal, what: str) -> None:
    """Do one of the things that people do with nudges."""
    if what in ZONES:
        rehearsal.send(Zoned(rehearsal.key, what))
    elif what in TIMES:
        set_time(rehearsal, what)
    elif what in LEAVING:
        if what == "stop and on":
            rehearsal.say("/stop")
        elif what == "blocked and on":
            rehearsal.send(Blocked(rehearsal.key))
        rehearsal.say("/start")
        if what == "off and on" and rehearsal.session.person.nudge.get("at"):
            rehearsal.say("/nudges")
            tap(rehearsal, "off")
        set_time(rehearsal, "20:00")
    elif what == "back":
        rehearsal.say("/start")
    elif what != "ignored" and "show" in rehearsal.session.offered:
        if what in FEWER:
            tap(rehearsal, "fewer", what)
        else:
            tap(rehearsal, "show" if what == "done" else what)
        for choice in ("skip", "did", "adapt"):  # a pulse is skipped, a nudge done, and adapting agreed to
            if choice in rehearsal.session.offered:
                tap(rehearsal, choice)


def set_time(rehearsal: Rehearsal, at: str) -> None:
    rehearsal.say("/nudges")
    if "time" in rehearsal.session.offered:
        tap(rehearsal, "time")
    rehearsal.say(at)
    assert rehearsal.session.person.nudge["at"] == at


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(weeks=WEEKS)
def test_in_a_year_of_anything_no_day_has_two_nudges_and_no_three_weeks_the_same_twice(
    weeks: list[tuple[str, int, int]],
) -> None:
    rehearsal, shown = somebody(), dict[str, datetime]()
    end = NOON + 365 * DAY
    for turn in range(2 * 365):
        what, late, later = weeks[turn % len(weeks)]
        if "nudge" in rehearsal.timers and next_nudge(rehearsal) <= rehearsal.now + DAY:
            before = last_day(rehearsal.session.person)
            rehearsal.now = max(rehearsal.now, next_nudge(rehearsal) + late * MINUTE)
            rehearsal.ring("nudge")
            if was_nudged(rehearsal):
                assert before is None or before < local(rehearsal.now, rehearsal.session.person.zone).date()
                name = rehearsal.session.person.nudged[-1]["name"]
                assert name == "pulse" or rehearsal.now - shown.get(name, NOON - 99 * DAY) > 21 * DAY
                shown[name] = rehearsal.now
        else:
            rehearsal.now += DAY
        rehearsal.now += later * MINUTE
        do(rehearsal, what)
        terms = rehearsal.session.person.nudge
        wanted = bool(terms.get("at") and not terms.get("asked") and terms.get("until") != "return")
        assert ("nudge" in rehearsal.timers) is wanted, "the following one is set, or there is a reason"
        assert len(rehearsal.session.stack) <= 3
        if rehearsal.now > end:
            break
    assert shown


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Pago_Pago", "Asia/Kathmandu", "Pacific/Kiritimati"])
def test_who_travels_after_a_nudge_gets_the_next_one_on_their_next_day(zone: str) -> None:
    rehearsal = somebody()
    rehearsal.ring("nudge")
    assert was_nudged(rehearsal)
    today = local(rehearsal.now, zone).date()
    rehearsal.send(Zoned(rehearsal.key, zone))
    there = local(next_nudge(rehearsal), zone)
    assert (there.date(), there.strftime("%H:%M")) == (today + DAY, "20:00")


def test_one_that_is_late_counts_for_the_day_on_which_it_came() -> None:
    rehearsal = somebody(at="23:30")
    rehearsal.now = EVENING + 5 * HOUR  # one o'clock on Tuesday, in time still
    rehearsal.ring("nudge")
    assert was_nudged(rehearsal)
    assert local(next_nudge(rehearsal), "Europe/Lisbon").isoformat() == "2026-03-04T23:30:00+00:00"


def test_the_clock_on_the_wall_is_kept_when_clocks_change() -> None:
    rehearsal, hours = somebody(now=datetime(2026, 3, 27, 12, 0, tzinfo=UTC)), []
    for _ in range(4):
        rehearsal.ring("nudge")
        hours.append(rehearsal.now.strftime("%d %H"))
        tap(rehearsal, "not_today")
    assert hours == ["27 20", "28 20", "29 19", "30 19"], "summer begins on the 29th"


# -- what stands in the way --------------------------------------------------------------------------------------------


def in_an_exercise(rehearsal: Rehearsal) -> None:
    rehearsal.now = EVENING - 2 * HOUR
    rehearsal.say("/practice")
    tap(rehearsal, "sighing", "start")


def practising(rehearsal: Rehearsal) -> None:
    in_an_exercise(rehearsal)
    tap(rehearsal, "skip", "five", "next", "skip", "skip", "enough")


def talking(rehearsal: Rehearsal) -> None:
    rehearsal.now = EVENING - 9 * MINUTE
    rehearsal.say("/menu")


def on_a_break(rehearsal: Rehearsal) -> None:
    rehearsal.now = EVENING - 4 * HOUR
    rehearsal.say("/practice")
    tap(rehearsal, "more_reach", "space", "start", "skip", "tense")
    rehearsal.say("5 hours")
    tap(rehearsal, "sent")


def afraid(rehearsal: Rehearsal) -> None:
    rehearsal.say("he hits me")
    tap(rehearsal, "go_on")


def despairing(rehearsal: Rehearsal) -> None:
    rehearsal.say("I hurt myself sometimes")
    tap(rehearsal, "go_on")


def asking_for_help(rehearsal: Rehearsal) -> None:
    rehearsal.say("/help_now")


def late(rehearsal: Rehearsal) -> None:
    rehearsal.now = EVENING + 2 * HOUR + MINUTE


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (practising, "practised"),
        (in_an_exercise, "under_way"),
        (talking, "under_way"),
        (on_a_break, "away"),
        (afraid, "crisis"),
        (despairing, "crisis"),
        (asking_for_help, "danger"),
        (late, "late"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_stands_in_the_way_is_named_and_the_following_one_is_set(
    what: Callable[[Rehearsal], None], reason: str
) -> None:
    rehearsal = somebody()
    what(rehearsal)
    state = rehearsal.state
    rehearsal.ring("nudge")
    assert skipped(rehearsal) == [reason]
    assert rehearsal.messages == []
    assert rehearsal.state == state, "and nothing was moved"
    assert rehearsal.session.person.nudged == ()
    assert next_nudge(rehearsal) == EVENING + DAY


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ({"until": "return"}, "paused"),
        ({"until": "2026-03-03"}, "paused"),
        ({"asked": True}, "off"),
        ({"at": ""}, "off"),
    ],
)
def test_one_that_was_on_its_way_already_is_left_out_too(terms: dict[str, Any], reason: str) -> None:
    rehearsal = somebody(**terms)
    rehearsal.now = EVENING
    rehearsal.send(TimerFired(rehearsal.key, "nudge", data={"slot": "evening"}, due=EVENING))
    assert skipped(rehearsal) == [reason]
    assert rehearsal.messages == []


@pytest.mark.parametrize(
    "person",
    [
        KNOWN.with_practice("sighing", EVENING - DAY, 5, 3),
        replace(KNOWN, away=(EVENING - MINUTE).isoformat()),
        replace(KNOWN, crisis="2026-02-23"),
    ],
    ids=["practised yesterday", "back from a break", "a week after danger"],
)
def test_what_is_over_stands_in_nobody_s_way(person: Person) -> None:
    rehearsal = somebody(person)
    rehearsal.ring("nudge")
    assert was_nudged(rehearsal)
    assert skipped(rehearsal) == []


def test_a_practice_counts_for_the_day_on_the_person_s_own_clock() -> None:
    shortly_before_midnight = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)  # in New York, where it is the 2nd
    person = replace(KNOWN, zone="America/New_York").with_practice("sighing", shortly_before_midnight, None, None)
    rehearsal = somebody(person, now=datetime(2026, 3, 3, 6, 0, tzinfo=UTC))
    rehearsal.ring("nudge")  # at 20:00 of the 3rd
    assert was_nudged(rehearsal)


@pytest.mark.parametrize(("minutes", "comes"), [(10, True), (9, False)])
def test_who_wrote_a_moment_ago_is_not_interrupted(minutes: int, comes: bool) -> None:
    rehearsal = somebody()
    rehearsal.now = EVENING - minutes * MINUTE
    rehearsal.say("/menu")
    rehearsal.ring("nudge")
    assert was_nudged(rehearsal) is comes


@pytest.mark.parametrize(("minutes", "comes"), [(180, True), (179, False)])
def test_an_exercise_is_under_way_for_three_hours(minutes: int, comes: bool) -> None:
    rehearsal = somebody()
    rehearsal.now = EVENING - minutes * MINUTE
    rehearsal.say("/practice")
    tap(rehearsal, "sighing")
    rehearsal.ring("nudge")
    assert was_nudged(rehearsal) is comes


def test_two_hours_late_is_in_time() -> None:
    rehearsal = somebody()
    rehearsal.now = EVENING + 2 * HOUR
    rehearsal.ring("nudge")
    assert was_nudged(rehearsal)


def test_after_days_of_silence_only_one_comes() -> None:
    rehearsal = somebody()
    rehearsal.now += 5 * DAY + 9 * HOUR  # the machine was off until Saturday at nine
    rehearsal.ring("nudge")
    assert skipped(rehearsal) == ["late"]
    assert next_nudge(rehearsal) == EVENING + 6 * DAY


@pytest.mark.parametrize("words", ["I hurt myself sometimes", "he hits me"])
def test_after_danger_was_told_it_is_quiet_for_a_week(words: str) -> None:
    rehearsal = somebody()
    rehearsal.say(words)
    tap(rehearsal, "go_on")
    if rehearsal.session.person.careful:
        rehearsal.say("/rewrite")
        tap(rehearsal, "lift", "lift")  # this opens what was closed, and does not end the quiet
    rehearsal.wait(CRISIS_DAYS * DAY)
    assert skipped(rehearsal) == ["crisis"] * 7
    rehearsal.wait(DAY)
    assert was_nudged(rehearsal)


def test_who_is_not_safe_with_their_partner_gets_none_until_they_say_so() -> None:
    rehearsal = somebody()
    afraid(rehearsal)
    rehearsal.wait(20 * DAY)
    assert set(skipped(rehearsal)) == {"crisis"}
    rehearsal.say("/nudges")
    tap(rehearsal, "lift", "lift", "done")
    rehearsal.wait(DAY)
    assert was_nudged(rehearsal)


def test_a_false_alarm_silences_nothing() -> None:
    rehearsal = somebody()
    rehearsal.say("he hits me")
    tap(rehearsal, "false_alarm")
    rehearsal.ring("nudge")
    assert was_nudged(rehearsal)


@given(days=st.integers(-3, 20))
def test_danger_counts_for_seven_days(days: int) -> None:
    person = replace(KNOWN, crisis=(NOON - days * DAY).date().isoformat())
    assert in_crisis(person, NOON) is (days < CRISIS_DAYS)


@given(days=st.integers(-20, 20))
def test_a_pause_is_over_on_its_day(days: int) -> None:
    person = replace(KNOWN, nudge={"at": "20:00", "until": (NOON + days * DAY).date().isoformat()})
    assert paused(person, NOON) is (days > 0)


# -- fewer and fewer ---------------------------------------------------------------------------------------------------


def ignore(rehearsal: Rehearsal, nudges: int) -> None:
    for _ in range(nudges):
        rehearsal.ring("nudge")


def test_those_nobody_looks_at_grow_fewer_then_one_question_is_left_then_silence() -> None:
    rehearsal, days = somebody(), []
    for _ in range(10):
        rehearsal.ring("nudge")
        assert was_nudged(rehearsal)
        days.append((rehearsal.now.date() - EVENING.date()).days)
    assert days == [0, 1, 2, 3, 5, 7, 9, 16, 23, 30]
    rehearsal.ring("nudge")
    assert (rehearsal.now.date() - EVENING.date()).days == 37
    assert "Shall I go on, or stop?" in said(rehearsal)
    assert rehearsal.timers == {}
    for event in (Replan("replan"), Zoned("zoned", "Asia/Tokyo", told=False), Zoned("told", "Asia/Tokyo")):
        rehearsal.send(event)
        assert rehearsal.timers == {}
    shown = len(rehearsal.shown)
    rehearsal.wait(300 * DAY)
    assert rehearsal.messages == []
    assert len(rehearsal.shown) == shown


def test_who_wants_to_go_on_gets_them_daily_as_before() -> None:
    rehearsal = somebody()
    ignore(rehearsal, 11)
    assert rehearsal.state == "nudge.go_on"
    tap(rehearsal, "keep")
    assert next_nudge(rehearsal) - rehearsal.now == DAY
    assert ignored_so_far(rehearsal) == 0


def test_who_wants_to_stop_gets_none_for_good() -> None:
    rehearsal = somebody()
    ignore(rehearsal, 11)
    tap(rehearsal, "stop")
    assert rehearsal.timers == {}
    assert rehearsal.session.person.nudge == {}
    assert len(rehearsal.session.person.nudged) == 10, "what was is kept"


@pytest.mark.parametrize("nudges", [2, 3, 5, 6, 7])
@pytest.mark.parametrize("choice", ["not_today", "fewer"])
def test_an_answer_makes_them_daily_at_once(nudges: int, choice: str) -> None:
    rehearsal = somebody()
    ignore(rehearsal, nudges)
    tap(rehearsal, choice)
    if choice == "fewer":
        tap(rehearsal, "as_before")
        ignore(rehearsal, 1)  # that one was set before
    assert ignored_so_far(rehearsal) == 0
    assert next_nudge(rehearsal) - rehearsal.now == DAY


@pytest.mark.parametrize("nudges", [3, 6, 10])
@pytest.mark.parametrize("sign", ["show", "/menu", "hello", "/progress"])
def test_any_sign_of_life_begins_the_ladder_anew(nudges: int, sign: str) -> None:
    rehearsal = somebody()
    ignore(rehearsal, nudges)
    assert ignored_so_far(rehearsal) == nudges - 1
    tap(rehearsal, "show") if sign == "show" else rehearsal.say(sign)
    ignore(rehearsal, 1)
    assert was_nudged(rehearsal), "and no last question"
    assert ignored_so_far(rehearsal) == 0
    assert next_nudge(rehearsal) - rehearsal.now == DAY


@given(every=st.sampled_from((1, 2, 7)), ignored=st.integers(0, 12))
def test_they_come_as_seldom_as_the_person_wants_or_as_few_are_looked_at(every: int, ignored: int) -> None:
    assert gap({"at": "20:00", "every": every, "ignored": ignored}) == max(
        every, 7 if ignored >= 6 else 2 if ignored >= 3 else 1
    )


def test_those_left_out_are_not_held_against_the_person() -> None:
    rehearsal = somebody()
    ignore(rehearsal, 2)
    for _ in range(6):
        rehearsal.now = next_nudge(rehearsal) + 3 * HOUR
        ignore(rehearsal, 1)
    assert skipped(rehearsal) == ["late"] * 6
    ignore(rehearsal, 1)
    assert ignored_so_far(rehearsal) == 2


# -- the end -----------------------------------------------------------------------------------------------------------

LEAVES: dict[str, Callable[[Rehearsal], object]] = {
    "/stop": lambda rehearsal: rehearsal.say("/stop"),
    "goodbye": lambda rehearsal: rehearsal.say("goodbye"),
    "blocked": lambda rehearsal: rehearsal.send(Blocked(rehearsal.key)),
}


@pytest.mark.parametrize("leave", LEAVES.values(), ids=LEAVES)
def test_the_end_is_for_good_and_a_start_does_not_bring_them_back(leave: Callable[[Rehearsal], object]) -> None:
    rehearsal = somebody()
    rehearsal.ring("nudge")
    leave(rehearsal)
    assert rehearsal.timers == {}
    rehearsal.send(TimerFired(rehearsal.key, "nudge", data={"slot": "evening"}, due=rehearsal.now))
    assert rehearsal.messages == [], "nor one that was on its way"
    rehearsal.say("/start")
    for event in (Replan("replan"), Zoned("zoned", "Asia/Tokyo"), Zoned("again", "Europe/Lisbon", told=False)):
        rehearsal.send(event)
    rehearsal.now += 2 * DAY
    rehearsal.say("/menu")
    assert rehearsal.timers == {}
    rehearsal.wait(60 * DAY)
    assert rehearsal.messages == []
    assert len(rehearsal.session.person.nudged) == 1, "what was is kept"


@pytest.mark.parametrize("leave", LEAVES.values(), ids=LEAVES)
@pytest.mark.parametrize("choice", ["every_2", "every_7", "days_3", "days_7", "return", "as_before", "off"])
def test_a_button_from_before_the_end_does_not_bring_them_back(
    leave: Callable[[Rehearsal], object], choice: str
) -> None:
    rehearsal = somebody()
    rehearsal.ring("nudge")
    tap(rehearsal, "fewer")
    leave(rehearsal)
    rehearsal.say("/start")
    tap(rehearsal, choice)
    rehearsal.wait(30 * DAY)
    assert rehearsal.timers == {}
    assert rehearsal.messages == []


def test_a_last_question_from_before_the_end_does_not_bring_them_back() -> None:
    rehearsal = somebody()
    ignore(rehearsal, 11)
    rehearsal.say("/stop")
    rehearsal.say("/start")
    tap(rehearsal, "keep")
    assert rehearsal.timers == {}
