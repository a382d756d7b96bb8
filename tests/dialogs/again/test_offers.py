"""Offers: made once and softly, left out for a reason that is logged, and over for who is quiet, away or says no."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.engine.events import Blocked, Replan, TimerFired, Zoned
from dialogs.rehearsal import Rehearsal
from dialogs.role.scoring import ITEMS
from dialogs.zones import local
from tests.dialogs.again import BEGIN, TIMERS, answered, awaiting, day_of
from tests.dialogs.nudges import said, skipped, tap

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
EITHER = pytest.mark.parametrize("kind", [*TIMERS])
AGAIN = ("Something from a while ago", "There's something of yours")


def clock(rehearsal: Rehearsal) -> str:
    return local(rehearsal.now, rehearsal.session.person.zone).strftime("%Y-%m-%d %H:%M")


def due(rehearsal: Rehearsal, kind: str) -> str:
    return local(rehearsal.timers[TIMERS[kind]].due, rehearsal.session.person.zone).strftime("%Y-%m-%d %H:%M")


def ring(rehearsal: Rehearsal, kind: str) -> bool:
    """Let the time of the offer come; whether it was made."""
    rehearsal.ring(TIMERS[kind])
    return rehearsal.state == f"{TIMERS[kind]}.veiled" and said(rehearsal).startswith(AGAIN)


# -- how it comes ------------------------------------------------------------------------------------------------------


@EITHER
def test_it_comes_softly_and_its_first_line_tells_nothing(kind: str) -> None:
    rehearsal = awaiting(kind)
    assert due(rehearsal, kind) == "2026-03-05 19:00"
    timer = rehearsal.timers.pop(TIMERS[kind])
    rehearsal.now = timer.due
    step = rehearsal.send(TimerFired(rehearsal.key, timer.name, timer.token, timer.data, timer.due))
    assert step.manner.soft
    assert not step.manner.silent
    assert step.manner.until == timer.due + 2 * HOUR
    assert not any(
        word in said(rehearsal).casefold() for word in ("partner", "chores", "fight", "disagreement", "role")
    )


@EITHER
def test_it_comes_once(kind: str) -> None:
    rehearsal = awaiting(kind)
    assert ring(rehearsal, kind)
    made = 1
    for _ in range(100):
        rehearsal.wait(7 * DAY)
        made += said(rehearsal).count("a while ago") + said(rehearsal).count("of yours")
    assert made == (1 if kind == "observer" else 2), "the questions once more after four weeks, and then no more"
    assert TIMERS[kind] not in rehearsal.timers


@EITHER
def test_a_week_later_is_a_week_later(kind: str) -> None:
    rehearsal = awaiting(kind)
    for number in range(1, 4):
        assert ring(rehearsal, kind)
        tap(rehearsal, "later")
        assert due(rehearsal, kind) == f"2026-03-{5 + 7 * number:02} 19:00"


def test_a_no_to_writing_is_for_this_time() -> None:
    rehearsal = awaiting("observer")
    ring(rehearsal, "observer")
    tap(rehearsal, "show", "no")
    assert "observer_again" not in rehearsal.timers
    assert "never" not in rehearsal.session.person.again["observer"]


def test_who_says_never_is_never_asked_again_not_even_after_answering_on_their_own() -> None:
    rehearsal = awaiting("role")
    ring(rehearsal, "role")
    tap(rehearsal, "show", "never", "leave" if "leave" in rehearsal.session.offered else "menu")
    rehearsal.say("/stop")
    rehearsal.say("/role")
    tap(rehearsal, "questions", "money", *("often" if item != "C1" else "me" for item in ITEMS), "done")
    assert "once whether" not in said(rehearsal)
    assert rehearsal.session.person.again["role"]["never"] is True
    assert "role_again" not in rehearsal.timers


def test_the_oldest_answers_are_asked_about_and_none_younger_than_fourteen_days() -> None:
    roles = {
        "money": answered("2026-02-20T12:00:00+00:00"),  # thirteen days before
        "time": answered("2026-02-10T12:00:00+00:00"),
        "chores": answered("2026-02-05T12:00:00+00:00"),
    }
    rehearsal = awaiting("role")
    rehearsal.session = replace(rehearsal.session, person=replace(rehearsal.session.person, roles=roles))
    ring(rehearsal, "role")
    tap(rehearsal, "show")
    assert "about chores, 4 weeks ago" in said(rehearsal)
    tap(rehearsal, "start")
    assert "1 of 12 · chores" in said(rehearsal)

    rehearsal = awaiting("role")
    young = {"money": roles["money"]}
    rehearsal.session = replace(rehearsal.session, person=replace(rehearsal.session.person, roles=young))
    assert not ring(rehearsal, "role")
    assert skipped(rehearsal) == ["off"]


# -- what stands in its way --------------------------------------------------------------------------------------------


@EITHER
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"careful": "2026-03-01"}, "crisis"),
        ({"crisis": "2026-03-04"}, "crisis"),
        ({"nudge": {"at": "20:00", "until": "return"}}, "paused"),
        ({"nudge": {"at": "20:00", "until": "2026-03-09"}}, "paused"),
        ({"nudge": {"at": "20:00", "asked": True}}, "paused"),
        ({"away": "2026-03-05T19:00:00+00:00"}, "away"),
    ],
)
def test_it_is_left_out_with_a_reason_and_tried_a_week_later(kind: str, changes: dict[str, Any], reason: str) -> None:
    rehearsal = awaiting(kind, **changes)
    assert not ring(rehearsal, kind)
    assert rehearsal.messages == []
    assert skipped(rehearsal) == [reason]
    assert due(rehearsal, kind) == "2026-03-12 19:00"


@EITHER
def test_after_four_tries_it_is_given_up(kind: str) -> None:
    rehearsal = awaiting(kind, careful="2026-03-01")
    rehearsal.wait(365 * DAY)
    assert skipped(rehearsal) == ["crisis"] * 4
    assert TIMERS[kind] not in rehearsal.timers


@EITHER
def test_too_late_is_left_out(kind: str) -> None:
    rehearsal = awaiting(kind)
    rehearsal.now = rehearsal.timers[TIMERS[kind]].due + 2 * HOUR + MINUTE
    assert not ring(rehearsal, kind)
    assert skipped(rehearsal) == ["late"]
    assert due(rehearsal, kind) == "2026-03-12 19:00"


@EITHER
def test_nobody_is_interrupted(kind: str) -> None:
    rehearsal = awaiting(kind)
    rehearsal.wait(datetime.fromisoformat("2026-03-05T17:55:00+00:00") - rehearsal.now)
    rehearsal.say("/learn")
    assert not ring(rehearsal, kind)
    assert skipped(rehearsal) == ["under_way"]


@EITHER
def test_quiet_hours_that_were_set_meanwhile_are_kept(kind: str) -> None:
    rehearsal = awaiting(kind)
    person = replace(rehearsal.session.person, quiet=("18:00", "09:00"))
    rehearsal.session = replace(rehearsal.session, person=person)
    assert not ring(rehearsal, kind)
    assert skipped(rehearsal) == ["quiet"]
    assert due(rehearsal, kind) == "2026-03-12 09:00"


def test_two_offers_of_one_day_are_one_and_the_nudge_waits_for_tomorrow() -> None:
    rows = {kind: {"day": "2026-03-05", "hour": "12:00"} for kind in TIMERS}
    rehearsal = awaiting("role", nudge={"at": "20:00", "since": "2026-03-02"})
    rehearsal.session = replace(rehearsal.session, person=replace(rehearsal.session.person, again=rows))
    rehearsal.send(Replan(rehearsal.key))
    rehearsal.wait(datetime.fromisoformat("2026-03-05T22:00:00+00:00") - rehearsal.now)
    assert sorted(skipped(rehearsal)) == ["asked", "asked"], "the other offer, and the nudge at eight"
    assert said(rehearsal).count("---") == 3, "three nudges before it, and one offer"


# -- quiet for good ----------------------------------------------------------------------------------------------------


@EITHER
@pytest.mark.parametrize("leaving", ["/stop", "blocked"])
def test_who_wants_quiet_gets_nothing_not_even_after_coming_back(kind: str, leaving: str) -> None:
    rehearsal = awaiting(kind)
    rehearsal.say(leaving) if leaving == "/stop" else rehearsal.send(Blocked(rehearsal.key))
    assert rehearsal.timers == {}
    rehearsal.say("/start")
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
    rehearsal.send(Replan(rehearsal.key))
    assert TIMERS[kind] not in rehearsal.timers
    assert rehearsal.session.person.writing, "what was written stays"
    rehearsal.wait(400 * DAY)
    assert rehearsal.messages == []


# -- zones -------------------------------------------------------------------------------------------------------------


@EITHER
def test_in_another_zone_it_comes_at_the_hour_there(kind: str) -> None:
    rehearsal = awaiting(kind)
    for zone in ("Pacific/Kiritimati", "America/New_York", "Asia/Kathmandu"):
        rehearsal.send(Zoned(rehearsal.key, zone))
        rehearsal.say(f"/zone {zone}")
        assert rehearsal.session.person.zone == zone
        assert due(rehearsal, kind) == "2026-03-05 19:00"


@settings(max_examples=20, deadline=None)
@given(
    answers=st.lists(st.sampled_from(["show start", "later", "ignore", "role"]), min_size=1, max_size=8),
    zones=st.lists(st.sampled_from(["Europe/Berlin", "Pacific/Pago_Pago", "Pacific/Kiritimati"]), min_size=1),
)
def test_whatever_is_answered_no_topic_is_asked_about_twice_within_fourteen_days(
    answers: list[str], zones: list[str]
) -> None:
    rehearsal, asked = awaiting("role", now=BEGIN), dict[str, datetime]()
    for index, what in enumerate(answers):
        rehearsal.say(f"/zone {zones[index % len(zones)]}")
        if what == "role":
            rehearsal.say("/role")
            tap(rehearsal, "questions", "money")
            if rehearsal.state == "role.P1":
                answer(rehearsal)
                asked["money"] = rehearsal.now
            else:
                assert rehearsal.state == "role.too_soon"
                tap(rehearsal, "done")
        if "role_again" not in rehearsal.timers:
            break
        rehearsal.wait(rehearsal.timers["role_again"].due - rehearsal.now)
        if rehearsal.state != "role_again.veiled":
            continue
        topic = str(rehearsal.session.stack[-1].facts["topic"])
        assert rehearsal.now - asked.get(topic, BEGIN - 99 * DAY) >= 14 * DAY
        if what == "later":
            tap(rehearsal, "later")
        elif what == "show start":
            tap(rehearsal, "show", "start")
            answer(rehearsal)
            asked[topic] = rehearsal.now
            assert (day_of(rehearsal, "role") - local(rehearsal.now, rehearsal.session.person.zone).date()).days == 28


def answer(rehearsal: Rehearsal) -> None:
    """Answer all twelve, and go back to the menu."""
    tap(rehearsal, *("often" if item != "C1" else "me" for item in ITEMS), "done")
