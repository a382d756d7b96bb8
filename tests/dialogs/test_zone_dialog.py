"""The time zone: by a city, a clock or a shared place, asked for or not, and all that recurs moves with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.coach import build
from dialogs.engine import Person, dump
from dialogs.engine.effects import StartTimer
from dialogs.engine.events import Replan, Tap, Zoned
from dialogs.recurring import RECURRING
from dialogs.rehearsal import Rehearsal
from dialogs.zones import COMMON, local
from tests.dialogs.conversation import says
from tests.dialogs.nudges import KNOWN, NOON, said, tap

HOMELESS = replace(KNOWN, zone=None)
DAY = timedelta(days=1)


def met(person: Person = HOMELESS, now: datetime = NOON) -> Rehearsal:
    rehearsal = Rehearsal(build(), now=now)
    rehearsal.meet(person)
    return rehearsal


def asked(person: Person = HOMELESS) -> Rehearsal:
    """Somebody who is asked where they are."""
    rehearsal = met(person)
    rehearsal.say("/zone")
    assert rehearsal.state == "zone.ask"
    return rehearsal


def zone_of(rehearsal: Rehearsal) -> str | None:
    return rehearsal.session.person.zone


# -- asked for ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Lisbon", "Europe/Lisbon"),
        ("I'm in New York", "America/New_York"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("5:45 pm", "Asia/Kathmandu"),  # no other clock shows that at noon in UTC
    ],
)
def test_what_means_one_zone_is_taken(words: str, zone: str) -> None:
    rehearsal = asked()
    rehearsal.say(words)
    assert zone_of(rehearsal) == zone
    assert f"It's {local(NOON, zone):%H:%M} there now." in said(rehearsal)
    assert rehearsal.state == "menu.rest"


def test_where_several_zones_show_that_time_they_are_offered() -> None:
    rehearsal = asked()
    rehearsal.say("13:00")
    assert rehearsal.state == "zone.pick"
    *zones, none = rehearsal.session.offered
    assert none == "none"
    assert 1 < len(zones) <= 4
    assert {local(NOON, zone).hour for zone in zones} == {13}
    assert zone_of(rehearsal) is None, "and none is taken for granted"
    tap(rehearsal, "Europe/Berlin")
    assert zone_of(rehearsal) == "Europe/Berlin"
    assert "Berlin time, then" in said(rehearsal)


@pytest.mark.parametrize(
    ("answer", "zone", "state"),
    [
        ("Berlin", "Europe/Berlin", "menu.rest"),
        ("2", "Europe/Berlin", "menu.rest"),
        ("Lisbon", "Europe/Lisbon", "menu.rest"),
        ("none of these", None, "zone.ask"),
        ("my own place", None, "zone.pick"),
        ("20:00", None, "zone.pick"),
    ],
)
def test_one_of_them_or_another_place_may_be_typed(answer: str, zone: str | None, state: str) -> None:
    rehearsal = asked()
    rehearsal.say("13:00")
    rehearsal.say(answer)
    assert (zone_of(rehearsal), rehearsal.state) == (zone, state)


def test_another_clock_time_offers_other_zones() -> None:
    rehearsal = asked()
    rehearsal.say("13:00")
    first = rehearsal.session.offered
    rehearsal.say("20:00")
    assert rehearsal.session.offered != first
    assert {local(NOON, zone).hour for zone in rehearsal.session.offered[:-1]} == {20}


def test_a_place_that_nobody_knows_is_asked_for_again() -> None:
    rehearsal = asked()
    for words in ("Xyzzy", "25:00", "at home"):
        rehearsal.say(words)
        assert rehearsal.state == "zone.ask"
        assert says(said(rehearsal), "zone.no_such_zone")
        assert zone_of(rehearsal) is None


def test_it_may_be_left_as_it_was() -> None:
    rehearsal = asked(KNOWN)
    tap(rehearsal, "back")
    assert zone_of(rehearsal) == "Europe/Lisbon"
    assert rehearsal.state == "menu.rest"


@pytest.mark.parametrize("words", ["Lisbon", "I live in Lisbon", "europe/lisbon"])
def test_a_place_may_come_with_the_command(words: str) -> None:
    rehearsal = met()
    rehearsal.say(f"/zone {words}")
    assert zone_of(rehearsal) == "Europe/Lisbon"
    assert rehearsal.state == "menu.rest"


@pytest.mark.parametrize(("words", "state"), [("Xyzzy", "zone.ask"), ("13:00", "zone.pick")])
def test_with_a_command_that_names_no_one_zone_it_is_asked_for(words: str, state: str) -> None:
    rehearsal = met()
    rehearsal.say(f"/zone {words}")
    assert rehearsal.state == state
    assert zone_of(rehearsal) is None


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("clock", [None, "13:00"])
def test_a_shared_place_answers_the_question(clock: str | None, *, told: bool) -> None:
    rehearsal = asked()
    if clock:
        rehearsal.say(clock)
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo", told=told))
    assert zone_of(rehearsal) == "Asia/Tokyo"
    assert "Tokyo time, then. It's 21:00 there now." in said(rehearsal)
    assert rehearsal.state == "menu.rest"


def test_a_shared_place_goes_on_with_what_it_was_asked_for() -> None:
    rehearsal = met()
    rehearsal.say("/practice")
    tap(rehearsal, "more_reach", "space", "start", "skip", "tense")
    rehearsal.say("an hour")
    tap(rehearsal, "clock")
    assert rehearsal.state == "zone.ask"
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
    assert rehearsal.state == "space.send"
    assert "I'll be back at 22:00." in said(rehearsal)


@settings(max_examples=40, deadline=None)
@given(zone=st.sampled_from(COMMON), minutes=st.integers(0, 60 * 24 * 365), off=st.integers(-9, 9))
def test_whoever_types_what_their_clock_shows_is_offered_one_like_theirs(zone: str, minutes: int, off: int) -> None:
    now = NOON + timedelta(minutes=minutes)
    rehearsal = met(now=now)
    rehearsal.say("/zone")
    rehearsal.say(f"{local(now + timedelta(minutes=off), zone):%H:%M}")
    found = zone_of(rehearsal)
    offered = rehearsal.session.offered[:-1] if found is None else (found,)
    assert local(now, zone).utcoffset() in {local(now, each).utcoffset() for each in offered}


# -- at any other moment -----------------------------------------------------------------------------------------------


def places(rehearsal: Rehearsal) -> list[tuple[str, str]]:
    """Where somebody is, and what they come back to."""
    return [(frame.dialog, frame.state) for frame in rehearsal.session.stack]


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), "menu.rest"),
        (("/practice", "sighing"), "sighing.why"),
        (("/nudges",), "nudges.rest"),
        (("he hits me",), "safety.told"),
        (("/zone", "/settings"), "settings.rest"),
    ],
)
def test_a_place_that_is_told_at_any_other_moment_is_taken_and_nothing_is_left(
    steps: tuple[str, ...], state: str
) -> None:
    rehearsal = met(KNOWN)
    for step in steps:
        tap(rehearsal, step) if step in rehearsal.session.offered else rehearsal.say(step)
    stack, offered = places(rehearsal), rehearsal.session.offered
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
    assert zone_of(rehearsal) == "Asia/Tokyo"
    assert "Tokyo time from now on. It's 21:00 there." in said(rehearsal)
    assert (rehearsal.state, places(rehearsal), rehearsal.session.offered) == (state, stack, offered)
    assert rehearsal.labels, "and the question is asked again"


def test_over_a_nudge_it_is_asked_again_what_was_asked() -> None:
    rehearsal = met(replace(KNOWN, nudge={"at": "20:00", "since": "2026-03-02"}))
    rehearsal.send(Replan(rehearsal.key))
    rehearsal.ring("nudge")
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
    assert rehearsal.state == "nudge.veiled"
    assert rehearsal.labels == ["Show me", "Not today", "Fewer"]


def test_what_the_machine_shows_is_taken_without_a_word_where_nothing_is_known() -> None:
    rehearsal = met()
    before = rehearsal.session
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo", told=False))
    assert zone_of(rehearsal) == "Asia/Tokyo"
    assert rehearsal.messages == []
    assert rehearsal.session == replace(before, person=replace(before.person, zone="Asia/Tokyo"))
    tap(rehearsal, "progress")
    assert rehearsal.state == "progress.rest", "and the buttons hold"


def test_what_the_machine_shows_overrules_nobody() -> None:
    rehearsal = met(KNOWN)
    before = rehearsal.session
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo", told=False))
    assert rehearsal.session == before
    assert rehearsal.effects == ()


def test_before_consent_a_place_that_is_told_is_not_kept() -> None:
    rehearsal = Rehearsal(build(), now=NOON)
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
    assert "First, a word about what I am" in said(rehearsal)
    assert rehearsal.state == "welcome.what"
    tap(rehearsal, "go_on")
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
    assert rehearsal.state == "welcome.what"
    assert "Tokyo" not in dump(rehearsal.session)


def test_before_consent_a_place_does_not_lead_out_of_danger() -> None:
    rehearsal = Rehearsal(build(), now=NOON)
    rehearsal.say("hello")
    rehearsal.say("he hits me")
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
    assert rehearsal.state == "safety.told"
    assert zone_of(rehearsal) is None


def test_before_consent_what_the_machine_shows_asks_nothing() -> None:
    rehearsal = Rehearsal(build(), now=NOON)
    rehearsal.say("hello")
    token = rehearsal.session.token
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo", told=False))
    assert rehearsal.messages == []
    assert (rehearsal.state, rehearsal.session.token) == ("welcome.what", token)


def test_after_stop_a_place_sets_no_timers() -> None:
    rehearsal = met(full_of_plans())
    rehearsal.say("/stop")
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
    assert zone_of(rehearsal) == "Asia/Tokyo"
    assert rehearsal.timers == {}


# -- what moves with it ------------------------------------------------------------------------------------------------


def full_of_plans(person: Person = KNOWN) -> Person:
    """Somebody with all that recurs; the check-in is on a Sunday on which no clocks change."""
    plan = {"if": "no_answer", "then": "walk", "on": "2026-03-02"}
    return replace(
        person,
        nudge={"at": "20:15", "since": "2026-03-02"},
        check_in={
            "rule": "FREQ=WEEKLY;BYDAY=SU", "first": "2026-03-15", "at": "18:30", "minutes": 15, "topic": None,
            "uid": "x", "sequence": 0,
        },
        plans=(
            {**plan, "id": 1, "at": "21:30", "days": "daily"},
            {**plan, "id": 2, "at": "09:30", "days": "working"},
            {**plan, "id": 3, "at": "22:30", "days": "once", "on": "2026-03-04"},
        ),
    )  # fmt: skip


OF_THEIR_OWN = {"deal", "card", "observer_again", "role_again"}  # tests beside these follow them through a zone change
HOURS = {"nudge": "20:15", "check_in": "18:30", "plan:1": "21:30", "plan:2": "09:30", "plan:3": "22:30"}


def hours(timers: Mapping[str, StartTimer], zone: str) -> dict[str, str]:
    return {name: local(timer.due, zone).strftime("%H:%M") for name, timer in timers.items()}


def test_everything_that_recurs_is_there() -> None:
    assert {name.partition(":")[0] for name in HOURS} | OF_THEIR_OWN == set(RECURRING)
    assert {name for name, alarm in build().timers.items() if alarm.renew} == set(RECURRING)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"])
@pytest.mark.parametrize("way", ["/zone", "typed", "shared while asked", "shared"])
def test_all_that_recurs_is_set_by_the_new_clock(zone: str, way: str) -> None:
    rehearsal = met(full_of_plans())
    rehearsal.send(Replan(rehearsal.key))
    assert hours(rehearsal.timers, "Europe/Lisbon") == HOURS
    city = zone.rsplit("/", 1)[-1].replace("_", " ")
    if way in ("typed", "shared while asked"):
        rehearsal.say("/zone")
    if way in ("/zone", "typed"):
        rehearsal.say(f"/zone {city}" if way == "/zone" else city)
    else:
        rehearsal.send(Zoned(rehearsal.key, zone))
    assert zone_of(rehearsal) == zone
    assert hours(rehearsal.timers, zone) == HOURS
    assert all(timer.due > rehearsal.now for timer in rehearsal.timers.values())
    assert rehearsal.timers["nudge"].due <= rehearsal.now + DAY
    assert local(rehearsal.timers["plan:3"].due, zone).day == 4
    assert local(rehearsal.timers["check_in"].due, zone).strftime("%a") == "Sat"  # the day before


@settings(max_examples=15, deadline=None)
@given(zones=st.lists(st.sampled_from(COMMON), min_size=1, max_size=6))
def test_so_it_is_wherever_somebody_travels_and_it_comes_once(zones: list[str]) -> None:
    rehearsal = met(full_of_plans())
    for zone in zones:
        rehearsal.send(Zoned(rehearsal.key, zone))
        assert hours(rehearsal.timers, zone) == HOURS
    rehearsal.wait(7 * DAY)
    nudged = [local(datetime.fromisoformat(row["at"]), zones[-1]) for row in rehearsal.session.person.nudged]
    assert {at.strftime("%H:%M") for at in nudged} == {"20:15"}
    assert len({at.date() for at in nudged}) == len(nudged)


def test_a_break_ends_when_it_was_promised_wherever_somebody_is() -> None:
    rehearsal = met(KNOWN)
    rehearsal.say("/practice")
    tap(rehearsal, "more_reach", "space", "start", "skip", "tense", "m60", "sent")
    due = {name: timer.due for name, timer in rehearsal.timers.items()}
    assert due == {"return": NOON + timedelta(hours=1), "return_soon": NOON + timedelta(minutes=55)}
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
    assert {name: timer.due for name, timer in rehearsal.timers.items()} == due


def test_when_clocks_change_all_is_worked_out_anew() -> None:
    rehearsal = met(full_of_plans(), now=datetime(2026, 3, 2, 12, 0, tzinfo=UTC))
    rehearsal.send(Replan(rehearsal.key))
    timers = dict(rehearsal.timers)
    rehearsal.timers.clear()
    rehearsal.send(Replan(rehearsal.key))
    assert rehearsal.timers == timers
    assert rehearsal.messages == []


def test_a_tap_on_a_zone_that_is_offered_no_more_is_no_answer() -> None:
    rehearsal = asked()
    rehearsal.say("13:00")
    old = rehearsal.session.token
    rehearsal.say("20:00")
    rehearsal.say("13:00")
    rehearsal.send(Tap(rehearsal.key, old, 0, 1, "…"))
    assert zone_of(rehearsal) is None
    assert rehearsal.state == "zone.pick"
