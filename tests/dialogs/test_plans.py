"""If-then plans: said in the person's words, remembered at their hour as often as they want, and three at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.coach import build
from dialogs.engine import Person
from dialogs.engine.effects import Record
from dialogs.engine.events import Blocked, Replan, Tap, TimerFired, Zoned
from dialogs.engine.rendering import Redraw
from dialogs.plans import MOST, next_hour
from dialogs.rehearsal import Rehearsal
from dialogs.zones import local
from tests.dialogs.conversation import says
from tests.dialogs.nudges import KNOWN, NOON, said, skipped, tap

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LISBON = "Europe/Lisbon"


def met(person: Person = KNOWN, now: datetime = NOON) -> Rehearsal:
    rehearsal = Rehearsal(build(), now=now)
    rehearsal.meet(person)
    return rehearsal


def plan(
    rehearsal: Rehearsal, often: str = "daily", at: str = "20:00", trigger: str = "no_answer", act: str = "walk"
) -> None:
    """Make a plan and come back to the menu."""
    begin(rehearsal)
    for answer in (trigger, act):
        tap(rehearsal, answer) if answer in rehearsal.session.offered else rehearsal.say(answer)
    rehearsal.say(at)
    tap(rehearsal, often, "skip", "skip", "enough")
    assert rehearsal.state == "menu.rest"


def begin(rehearsal: Rehearsal) -> None:
    rehearsal.say("/practice")
    tap(rehearsal, "plan", "start", "skip")
    assert rehearsal.state == "plan.trigger"


def planning(often: str = "daily", at: str = "20:00", *, person: Person = KNOWN, now: datetime = NOON) -> Rehearsal:
    """Somebody with one plan."""
    rehearsal = met(person, now)
    plan(rehearsal, often, at)
    return rehearsal


def fired(rehearsal: Rehearsal, days: int) -> list[str]:
    """The weekdays and times, on the person's clock, at which plans came back in the coming days."""
    came, end = [], rehearsal.now + timedelta(days=days)
    while due := [timer for timer in rehearsal.timers.values() if timer.due <= end]:
        rehearsal.ring(min(due, key=lambda each: each.due).name)
        if rehearsal.state == "planned.due":
            came.append(local(rehearsal.now, rehearsal.session.person.zone).strftime("%a %H:%M"))
        assert len(came) <= MOST * days, "and time goes on"
    rehearsal.now = end
    return came


# -- when it comes back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("often", "at", "came"),
    [
        ("once", "20:00", ["Mon 20:00"]),
        ("once", "11:00", ["Tue 11:00"]),  # it is noon
        ("daily", "20:00", ["Mon 20:00", "Tue 20:00", "Wed 20:00", "Thu 20:00", "Fri 20:00", "Sat 20:00", "Sun 20:00"]),
        ("daily", "11:00", ["Tue 11:00", "Wed 11:00", "Thu 11:00", "Fri 11:00", "Sat 11:00", "Sun 11:00", "Mon 11:00"]),
        ("working", "20:00", ["Mon 20:00", "Tue 20:00", "Wed 20:00", "Thu 20:00", "Fri 20:00"]),
        ("working", "11:00", ["Tue 11:00", "Wed 11:00", "Thu 11:00", "Fri 11:00", "Mon 11:00"]),
    ],
)
def test_it_comes_back_at_its_hour_as_often_as_was_wanted(often: str, at: str, came: list[str]) -> None:
    assert fired(planning(often, at), 7) == came


def test_working_days_begin_after_the_weekend() -> None:
    friday_night = datetime(2026, 3, 6, 22, 0, tzinfo=UTC)
    assert fired(planning("working", now=friday_night), 4) == ["Mon 20:00", "Tue 20:00"]


def test_its_day_is_the_person_s_own() -> None:
    late = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)  # Monday evening in New York
    person = replace(KNOWN, zone="America/New_York")
    assert fired(planning("once", "22:00", person=person, now=late), 3) == ["Mon 22:00"]
    assert fired(planning("once", "20:00", person=person, now=late), 3) == ["Tue 20:00"]


def test_it_keeps_its_hour_when_clocks_change() -> None:
    rehearsal = planning(now=datetime(2026, 3, 28, 12, 0, tzinfo=UTC))
    assert fired(rehearsal, 3) == ["Sat 20:00", "Sun 20:00", "Mon 20:00"]
    assert rehearsal.timers["plan:1"].due.hour == 19


def test_without_an_hour_it_is_kept_and_comes_back_at_none() -> None:
    rehearsal = met()
    begin(rehearsal)
    tap(rehearsal, "go_quiet", "breathe", "no_hour")
    assert says(said(rehearsal), "plan.kept", at="")
    assert rehearsal.timers == {}
    assert [kept["at"] for kept in rehearsal.session.person.plans] == [None]
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
    assert rehearsal.timers == {}


def test_an_hour_in_words_is_one_of_the_evening() -> None:
    rehearsal = met()
    begin(rehearsal)
    tap(rehearsal, "go_quiet", "breathe")
    rehearsal.say("whenever")
    assert rehearsal.state == "plan.time"
    assert says(said(rehearsal), "plan.no_time")
    rehearsal.say("8")
    tap(rehearsal, "daily")
    assert "I'll remind you at 20:00" in said(rehearsal)


def test_a_zone_is_asked_for_and_without_one_there_is_no_hour() -> None:
    rehearsal = met(replace(KNOWN, zone=None))
    begin(rehearsal)
    tap(rehearsal, "go_quiet", "breathe", "t20")
    assert rehearsal.state == "zone.ask"
    tap(rehearsal, "back")
    assert says(said(rehearsal), "plan.kept", at="")
    assert rehearsal.timers == {}
    assert [kept["at"] for kept in rehearsal.session.person.plans] == [None]


@given(
    hour=st.integers(0, 23),
    days=st.sampled_from(["daily", "working"]),
    zone=st.sampled_from([LISBON, "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago"]),
    hours=st.integers(0, 24 * 365),
)
def test_what_recurs_is_next_due_soon_at_its_hour_and_never_now(hour: int, days: str, zone: str, hours: int) -> None:
    now = NOON + hours * HOUR
    due = next_hour({"at": f"{hour:02}:45", "days": days, "on": "2026-03-02"}, zone, now)
    assert due is not None
    there = local(due, zone)
    assert now < due <= now + (2 if days == "daily" else 4) * DAY
    assert there.minute == 45
    assert there.hour == hour or (hour in (0, 1, 2, 3) and there.month in (3, 4)), (
        "but for an hour that clocks leave out"
    )
    assert days == "daily" or there.weekday() < 5


# -- what stands in the way --------------------------------------------------------------------------------------------


def test_an_hour_late_is_in_time_and_later_is_not() -> None:
    for minutes, comes in ((60, True), (61, False)):
        rehearsal = planning()
        rehearsal.now = rehearsal.timers["plan:1"].due + timedelta(minutes=minutes)
        rehearsal.ring("plan:1")
        assert (rehearsal.state == "planned.due") is comes
        assert skipped(rehearsal) == ["late"] * (not comes)
        assert rehearsal.timers["plan:1"].due == datetime(2026, 3, 3, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize("words", ["I hurt myself sometimes", "he hits me"])
def test_after_danger_was_told_none_comes_and_the_following_one_is_set(words: str) -> None:
    rehearsal = planning()
    rehearsal.say(words)
    rehearsal.ring("plan:1")
    assert skipped(rehearsal) == ["danger"]
    tap(rehearsal, "go_on")
    rehearsal.ring("plan:1")
    assert skipped(rehearsal) == ["danger", "crisis"]
    assert rehearsal.messages == []
    assert rehearsal.timers["plan:1"].due == datetime(2026, 3, 4, 20, 0, tzinfo=UTC)


def test_one_of_a_plan_that_is_gone_leads_nowhere() -> None:
    rehearsal = planning()
    rehearsal.send(TimerFired(rehearsal.key, "plan:7", data={"plan": 7}, due=rehearsal.now))
    assert skipped(rehearsal) == ["off"]
    assert rehearsal.messages == []


def test_stop_and_a_block_end_them_for_good() -> None:
    for event in (None, Blocked("blocked")):
        rehearsal = planning()
        rehearsal.say("/stop") if event is None else rehearsal.send(event)
        assert rehearsal.timers == {}
        rehearsal.say("/start")
        rehearsal.send(Replan(rehearsal.key))
        rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
        assert rehearsal.timers == {}
        assert rehearsal.session.person.plans == ()


def test_it_makes_no_sound_in_quiet_hours() -> None:
    assert planning("daily", "22:00").ring("plan:1").manner.silent
    manner = planning("daily", "20:00").ring("plan:1").manner
    assert not manner.silent
    assert manner.until == datetime(2026, 3, 2, 21, 0, tzinfo=UTC)


# -- what it says ------------------------------------------------------------------------------------------------------


def test_nothing_on_the_lock_screen_says_what_is_planned() -> None:
    rehearsal = met()
    plan(rehearsal, trigger="Marigold rings again", act="call Periwinkle")
    rehearsal.ring("plan:1")
    assert says(said(rehearsal), "planned.due", at="20:00")
    rehearsal.send(Tap(rehearsal.key, rehearsal.session.token, 0, 12, "…"))
    assert said(rehearsal) == "If Marigold rings again, then I call Periwinkle."
    assert [message.inside for message in rehearsal.messages] == [12]
    assert not [post for post in rehearsal.posts if isinstance(post, Redraw)]


@pytest.mark.parametrize(
    ("trigger", "act", "sentence"),
    [
        ("no_answer", "walk", "If my message stays unanswered, then I walk around the block."),
        ("they're late", "breathe out", "If they're late, then I breathe out."),
        ("If they're late,", "then I'll call Ann.", "If they're late, then I call Ann."),
        ("if they're late...", "I will call Ann!", "If they're late, then I call Ann."),
        ("When they're late", "I call Ann", "If they're late, then I call Ann."),
        ("WHEN they're late", "Then I would call Ann", "If they're late, then I call Ann."),
        ("they're late", "I’d call Ann", "If they're late, then I call Ann."),
        ("they're late", "I’ll call Ann", "If they're late, then I call Ann."),
        ("they're late", "to call Ann", "If they're late, then I call Ann."),
        ("they're late", "then call Ann", "If they're late, then I call Ann."),
        ("iffy words come", "ice my wrist", "If iffy words come, then I ice my wrist."),
        ("whenever they go", "tolerate it", "If they go, then I tolerate it."),
        ("  they're late  ", "  iron a shirt  ", "If they're late, then I iron a shirt."),
    ],
)
def test_the_person_s_own_words_make_one_sentence(trigger: str, act: str, sentence: str) -> None:
    rehearsal = met()
    plan(rehearsal, trigger=trigger, act=act)
    rehearsal.ring("plan:1")
    tap(rehearsal, "show")
    assert said(rehearsal) == sentence


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(codec="ascii", categories=["L"]), min_size=3, max_size=30))
def test_other_words_are_left_as_they_are(words: str) -> None:
    rehearsal = met()
    begin(rehearsal)
    rehearsal.say(f"the {words}")
    assert rehearsal.state == "plan.act"
    assert f"If the {words}, then I" in said(rehearsal)


def test_words_too_long_for_a_plan_are_asked_for_shorter() -> None:
    rehearsal = met()
    begin(rehearsal)
    rehearsal.say("when they say nothing " * 7)
    assert rehearsal.state == "plan.trigger"
    assert says(said(rehearsal), "engine.too_long", longest=120)


@pytest.mark.parametrize(
    ("choices", "outcome"),
    [
        (("show", "doing"), "doing"),
        (("show", "not_needed"), "not_needed"),
        (("not_needed",), "not_needed"),
        (("show", "drop"), "dropped"),
    ],
)
def test_it_is_answered_in_a_tap_and_that_is_recorded(choices: tuple[str, ...], outcome: str) -> None:
    rehearsal = planning()
    rehearsal.ring("plan:1")
    tap(rehearsal, *choices)
    assert says(said(rehearsal), f"planned.closing.{outcome}")
    assert rehearsal.records[-1] == Record("plan", {"outcome": outcome})
    assert len(rehearsal.session.person.plans) == (outcome != "dropped")
    tap(rehearsal, "menu")
    assert rehearsal.state == "menu.rest"


def test_blame_typed_over_it_is_said_differently() -> None:
    rehearsal = planning()
    rehearsal.ring("plan:1")
    rehearsal.say("You never listen to me")
    assert rehearsal.state == "rephrase.rewritten"
    assert [frame.dialog for frame in rehearsal.session.stack] == ["home", "menu", "rephrase"]


def test_those_unanswered_do_not_pile_up() -> None:
    rehearsal = planning()
    for _ in range(5):
        rehearsal.ring("plan:1")
        assert [frame.dialog for frame in rehearsal.session.stack] == ["home", "menu", "planned"]


# -- three at most -----------------------------------------------------------------------------------------------------


def ids(rehearsal: Rehearsal) -> list[int]:
    return [kept["id"] for kept in rehearsal.session.person.plans]


def test_there_are_three_at_most_and_the_oldest_goes_with_its_timer() -> None:
    rehearsal = met()
    for number in range(1, 6):
        plan(rehearsal, at=f"2{number % 4}:00")
        assert len(ids(rehearsal)) == min(number, MOST)
        assert sorted(rehearsal.timers) == [f"plan:{each}" for each in ids(rehearsal)]
    assert ids(rehearsal) == [3, 4, 5]


def test_each_comes_back_with_its_own_words() -> None:
    rehearsal = met()
    for number, at in enumerate(("18:00", "19:00", "21:00"), 1):
        plan(rehearsal, at=at, trigger=f"trigger number {number}")
    for number in (1, 2, 3, 1):
        rehearsal.ring(f"plan:{number}")
        tap(rehearsal, "show")
        assert f"trigger number {number}" in said(rehearsal)


def test_one_that_was_dropped_never_comes_again() -> None:
    rehearsal = met()
    plan(rehearsal, at="19:00", trigger="the first of them")
    plan(rehearsal, at="21:00", trigger="the second of them")
    rehearsal.ring("plan:1")
    tap(rehearsal, "show", "drop")
    assert sorted(rehearsal.timers) == ["plan:2"]
    rehearsal.send(Replan(rehearsal.key))
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
    assert sorted(rehearsal.timers) == ["plan:2"]
    assert set(fired(rehearsal, 10)) == {f"{day} 21:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
    assert ids(rehearsal) == [2]


@pytest.mark.parametrize("dropped", [1, 2, 3])
def test_a_new_one_in_place_of_a_dropped_one_is_not_mistaken_for_it(dropped: int) -> None:
    rehearsal = met()
    for number, at in enumerate(("18:00", "19:00", "21:00"), 1):
        plan(rehearsal, at=at, trigger=f"trigger number {number}")
    rehearsal.ring(f"plan:{dropped}")
    tap(rehearsal, "show", "drop")
    plan(rehearsal, "once", "22:00", trigger="a new one")
    assert len(set(ids(rehearsal))) == 3
    hours: dict[Any, str] = {kept["id"]: kept["at"] for kept in rehearsal.session.person.plans}
    assert {name: local(timer.due, LISBON).strftime("%H:%M") for name, timer in rehearsal.timers.items()} == {
        f"plan:{each}": at for each, at in hours.items()
    }
