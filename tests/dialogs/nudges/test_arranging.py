"""Arranging the nudges: asked for and never before, one timer whatever is changed, and pauses that lose nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.coach import build
from dialogs.engine import Person
from dialogs.engine.effects import CancelTimer, Effect, StartTimer
from dialogs.nudges.arranging import QUIET
from dialogs.rehearsal import Rehearsal
from dialogs.zones import local
from tests.dialogs.conversation import says
from tests.dialogs.nudges import KNOWN, NOON, said, skipped, somebody, tap

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
HOMELESS = replace(KNOWN, zone=None)


def met(person: Person = KNOWN) -> Rehearsal:
    """Somebody without nudges, at the place where they are arranged."""
    rehearsal = Rehearsal(build(), now=NOON)
    rehearsal.meet(person)
    rehearsal.say("/nudges")
    return rehearsal


def arranging(person: Person = KNOWN, **terms: Any) -> Rehearsal:
    """Somebody with nudges, at the place where they are arranged."""
    rehearsal = somebody(person, **terms)
    rehearsal.say("/nudges")
    return rehearsal


def left(effects: tuple[Effect, ...], name: str = "nudge") -> tuple[bool, list[datetime]]:
    """Of a timer, after these effects: whether an old one was taken out first, and what is set then."""
    cancelled, due = False, list[datetime]()
    for effect in effects:
        if isinstance(effect, CancelTimer) and effect.name in (name, None):
            cancelled, due = True, []
        elif isinstance(effect, StartTimer) and effect.name == name:
            due = [effect.due]
    return cancelled, due


# -- whether, and when -------------------------------------------------------------------------------------------------


def test_they_are_off_until_somebody_asks_for_them() -> None:
    rehearsal = met()
    assert "Off." in said(rehearsal)
    assert rehearsal.session.offered == ("morning", "midday", "evening", "other_time", "not_now")
    tap(rehearsal, "not_now")
    assert rehearsal.timers == {}
    assert rehearsal.session.person.nudge == {}


def test_they_are_offered_once_at_the_end_of_the_beginning_and_never_before_consent() -> None:
    rehearsal = Rehearsal(build(), now=NOON)
    for words in ("hello", "/nudges", "Go on", "I'm 18 or older"):
        rehearsal.say(words)
        assert not rehearsal.state.startswith("nudges")
    for words in ("I agree", "Skip", "Skip them"):
        rehearsal.say(words)
    assert rehearsal.state == "role.intro"
    tap(rehearsal, "skip") if "skip" in rehearsal.session.offered else rehearsal.say("/cancel")
    assert rehearsal.state == "nudges.rest"
    assert "One more thing, if you like" in said(rehearsal)
    tap(rehearsal, "not_now")
    assert rehearsal.state == "menu.rest"
    assert rehearsal.timers == {}


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("20:00", "20:00"),
        ("8 pm", "20:00"),
        ("1", "08:00"),
        ("half past seven in the evening", "19:30"),
        ("noon", "12:00"),
        ("at 9", "09:00"),
        ("23:59", "23:59"),
    ],
)
def test_a_time_is_taken_in_words(words: str, at: str) -> None:
    rehearsal = met()
    rehearsal.say(words)
    assert rehearsal.session.person.nudge["at"] == at
    assert local(rehearsal.timers["nudge"].due, "Europe/Lisbon").strftime("%H:%M") == at
    assert rehearsal.timers["nudge"].due - rehearsal.now <= DAY


@pytest.mark.parametrize("words", ["25:00", "after dinner", "often", "?"])
def test_what_is_no_time_is_asked_about_again(words: str) -> None:
    rehearsal = met()
    tap(rehearsal, "other_time")
    rehearsal.say(words)
    assert rehearsal.state == "nudges.time"
    assert says(said(rehearsal), "nudges.no_time")
    assert rehearsal.timers == {}


def test_a_zone_is_asked_for_where_none_is_known_and_the_time_is_not_forgotten() -> None:
    rehearsal = met(HOMELESS)
    rehearsal.say("7:15")
    assert rehearsal.state == "zone.ask"
    assert rehearsal.timers == {}
    rehearsal.say("Kathmandu")
    assert "at 07:15" in said(rehearsal)
    assert local(rehearsal.timers["nudge"].due, "Asia/Kathmandu").strftime("%H:%M") == "07:15"


def test_without_a_zone_there_are_none() -> None:
    rehearsal = met(HOMELESS)
    tap(rehearsal, "evening", "back")
    assert "Without a time zone" in said(rehearsal)
    assert rehearsal.session.person.nudge == {}
    assert rehearsal.timers == {}
    assert rehearsal.state == "menu.rest"


def test_where_couple_exercises_are_set_aside_they_are_too() -> None:
    rehearsal = met(replace(KNOWN, careful="2026-03-01"))
    assert rehearsal.state == "careful.rest"
    tap(rehearsal, "not_now")
    assert rehearsal.state == "menu.rest"
    assert rehearsal.timers == {}


# -- one timer ---------------------------------------------------------------------------------------------------------

CHANGES: dict[tuple[str, ...], str | None] = {
    ("time", "morning"): "2026-03-03 08:00",
    ("time", "midday"): "2026-03-02 13:00",
    ("time", "evening"): "2026-03-02 20:00",
    ("often", "every_1"): "2026-03-02 20:00",
    ("often", "every_2"): "2026-03-02 20:00",
    ("often", "every_7"): "2026-03-02 20:00",
    ("pause", "days_3"): "2026-03-05 20:00",
    ("pause", "days_7"): "2026-03-09 20:00",
    ("pause", "return"): None,
    ("pause", "days_7", "resume"): "2026-03-02 20:00",
    ("pause", "return", "resume"): "2026-03-02 20:00",
    ("veil",): "2026-03-02 20:00",
    ("learned", "adapt"): "2026-03-02 20:00",
    ("off",): None,
}


@pytest.mark.parametrize("choices", CHANGES, ids=" ".join)
def test_a_change_leaves_exactly_one_timer_or_none(choices: tuple[str, ...]) -> None:
    rehearsal = arranging()
    tap(rehearsal, *choices)
    cancelled, due = left(rehearsal.effects)
    assert cancelled, "the old one goes"
    assert [each.strftime("%Y-%m-%d %H:%M") for each in due] == list(filter(None, [CHANGES[choices]]))
    assert list(rehearsal.timers) == ["nudge"] * (CHANGES[choices] is not None)


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(CHANGES)), max_size=12), st.integers(0, 2))
def test_so_do_many_changes(changes: list[tuple[str, ...]], nudges: int) -> None:
    rehearsal = somebody()
    for _ in range(nudges):
        rehearsal.ring("nudge")
    for choice in chain.from_iterable(changes):
        if choice not in rehearsal.session.offered:
            rehearsal.say("/nudges")
        if choice in rehearsal.session.offered:
            tap(rehearsal, choice)
    person = rehearsal.session.person
    wanted = bool(person.nudge.get("at")) and person.nudge.get("until") != "return"
    assert list(rehearsal.timers) == ["nudge"] * wanted
    if wanted and person.nudged:
        last = datetime.fromisoformat(person.nudged[-1]["at"])
        assert rehearsal.timers["nudge"].due.date() > last.date(), "none twice a day, whatever is changed"


def test_what_was_agreed_before_stays_when_the_time_is_changed() -> None:
    rehearsal = arranging(every=2, adapt=False, open=True, since="2026-01-01")
    tap(rehearsal, "time", "morning")
    assert rehearsal.session.person.nudge == {
        "at": "08:00",
        "every": 2,
        "adapt": False,
        "open": True,
        "since": "2026-01-01",
        "ignored": 0,
    }


@pytest.mark.parametrize("terms", [{"until": "return"}, {"until": "2026-03-09"}, {"asked": True, "ignored": 10}])
def test_a_time_that_is_set_anew_ends_a_pause_and_the_silence_after_the_last_question(terms: dict[str, Any]) -> None:
    rehearsal = arranging(**terms)
    tap(rehearsal, "time", "evening")
    assert rehearsal.session.person.nudge == {"at": "20:00", "since": "2026-03-02", "ignored": 0}
    assert rehearsal.timers["nudge"].due == NOON + 8 * HOUR


def test_who_begins_again_begins_anew() -> None:
    rehearsal = arranging(every=7, adapt=True, open=True, since="2026-01-01")
    tap(rehearsal, "off")
    assert "What you did stays" in said(rehearsal)
    rehearsal.say("/nudges")
    tap(rehearsal, "evening")
    assert rehearsal.session.person.nudge == {"at": "20:00", "since": "2026-03-02", "ignored": 0}


def test_what_is_chosen_is_shown() -> None:
    rehearsal = arranging()
    assert "Every day at 20:00, Lisbon time" in said(rehearsal)
    assert "says only that a practice is ready" in said(rehearsal)
    assert "21:30 to 08:00" in said(rehearsal)
    tap(rehearsal, "often", "every_7")
    assert "Once a week" in said(rehearsal)
    tap(rehearsal, "veil")
    assert "shows the practice itself" in said(rehearsal)
    tap(rehearsal, "veil")
    assert "says only that a practice is ready" in said(rehearsal)
    assert "open" not in rehearsal.session.person.nudge


# -- pauses ------------------------------------------------------------------------------------------------------------


def paused_by(way: str, choice: str) -> Rehearsal:
    """Somebody who did a nudge, got another the next day and pauses then, there or where all is arranged."""
    rehearsal = somebody(KNOWN.with_pulse(NOON, reach=1, retreat=1, closeness=2), every=1, open=None, adapt=False)
    rehearsal.ring("nudge")
    tap(rehearsal, "show", "did")
    rehearsal.ring("nudge")
    if way == "/nudges":
        rehearsal.say("/nudges")
    tap(rehearsal, "pause" if way == "/nudges" else "fewer", choice)
    return rehearsal


@pytest.mark.parametrize("way", ["/nudges", "fewer"])
@pytest.mark.parametrize(("choice", "days"), [("days_3", 3), ("days_7", 7)])
def test_a_pause_lasts_as_long_as_was_said_and_nothing_is_lost(way: str, choice: str, days: int) -> None:
    rehearsal = paused_by(way, choice)
    before = rehearsal.session.person
    rehearsal.wait(days * DAY - HOUR)
    assert rehearsal.messages == []
    assert skipped(rehearsal) == []
    rehearsal.wait(HOUR)
    assert rehearsal.state == "nudge.veiled"
    after = rehearsal.session.person
    assert (after.practices, after.practised, after.pulses) == (before.practices, before.practised, before.pulses)
    assert after.nudged[:-1] == before.nudged
    assert {name: after.nudge[name] for name in ("at", "since", "adapt")} == {
        name: before.nudge[name] for name in ("at", "since", "adapt")
    }
    assert rehearsal.timers["nudge"].due - rehearsal.now == DAY, "and daily again"


@pytest.mark.parametrize("way", ["/nudges", "fewer"])
def test_a_pause_until_somebody_is_back_lasts_until_they_are(way: str) -> None:
    rehearsal = paused_by(way, "return")
    before = rehearsal.session.person
    rehearsal.wait(100 * DAY)
    assert rehearsal.messages == []
    assert rehearsal.timers == {}
    rehearsal.say("hello")
    assert "Your daily practices are on again" in said(rehearsal)
    after = rehearsal.session.person
    assert (after.practices, after.pulses, after.nudged) == (before.practices, before.pulses, before.nudged)
    assert list(rehearsal.timers) == ["nudge"]
    assert rehearsal.timers["nudge"].due - rehearsal.now <= DAY


def test_a_pause_is_named_and_ended_where_it_was_begun() -> None:
    rehearsal = arranging()
    tap(rehearsal, "pause", "days_3")
    assert says(said(rehearsal), "nudges.rest.paused", until="Thursday")
    assert "pause" not in rehearsal.session.offered
    tap(rehearsal, "resume")
    assert "Every day at 20:00" in said(rehearsal)


def test_a_pause_begins_on_the_person_s_own_day() -> None:
    late_evening = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)  # Monday still in New York
    rehearsal = somebody(replace(KNOWN, zone="America/New_York"), now=late_evening)
    rehearsal.say("/nudges")
    tap(rehearsal, "pause", "days_3")
    assert "until Thursday" in said(rehearsal)
    assert local(rehearsal.timers["nudge"].due, "America/New_York").strftime("%a %H:%M") == "Thu 20:00"


# -- quiet hours -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", QUIET)
def test_quiet_hours_are_chosen(choice: str) -> None:
    rehearsal = arranging()
    tap(rehearsal, "quiet", choice)
    assert rehearsal.session.person.quiet == QUIET[choice]
    assert rehearsal.state == "nudges.rest"


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("22:00 to 6:30", ("22:00", "06:30")),
        ("10 pm - 7 am", ("22:00", "07:00")),
        ("23:00–09:00", ("23:00", "09:00")),
        ("10pm until 6am", ("22:00", "06:00")),
        ("midnight to 8", ("00:00", "08:00")),
    ],
)
def test_quiet_hours_are_taken_in_words(words: str, hours: tuple[str, str]) -> None:
    rehearsal = arranging()
    tap(rehearsal, "quiet")
    rehearsal.say(words)
    assert rehearsal.session.person.quiet == hours


@pytest.mark.parametrize("words", ["22:00", "always", "8 to 8", "25:00 to 7:00", "to", "-"])
def test_what_is_no_span_is_asked_about_again(words: str) -> None:
    rehearsal = arranging()
    tap(rehearsal, "quiet")
    rehearsal.say(words)
    assert rehearsal.state == "nudges.quiet"
    assert says(said(rehearsal), "nudges.no_span")
    assert rehearsal.session.person.quiet == Person().quiet
