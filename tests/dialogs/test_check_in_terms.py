"""The terms of the check-in: which moments about it come, in which order, and each once, whatever the clock does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from content.catalogue import Phrase
from content.catalogue import load as load_catalogue
from dialogs.check_in import terms, wording
from dialogs.check_in.terms import Stage, next_stage, next_talk, talks
from dialogs.engine import Person, Turn
from dialogs.engine.effects import CancelTimer, StartTimer
from dialogs.schedule.clock import instant
from dialogs.schedule.rules import read_rule

BERLIN = "Europe/Berlin"
SUNDAYS = "FREQ=WEEKLY;BYDAY=SU"
FIRST = "2026-03-01"  # a Sunday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SELDOM = (
    SUNDAYS,
    "FREQ=WEEKLY;BYDAY=TU,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=MONTHLY;BYDAY=1SU",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=WEEKLY;COUNT=5;BYDAY=SU",
)
OFTEN = (
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=2",
    "FREQ=WEEKLY;BYDAY=TU,TH",
    "FREQ=WEEKLY;BYDAY=SA,SU",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU",
)
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "Asia/Kathmandu",
    "Pacific/Chatham", "Pacific/Pago_Pago", "Pacific/Kiritimati", "America/Nuuk",
)  # fmt: skip

clock_times = st.times().map(lambda at: f"{at:%H:%M}")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def somebody(
    rule: str = SUNDAYS,
    first: str = FIRST,
    at: str = "20:00",
    *,
    minutes: int = 15,
    zone: str | None = BERLIN,
    changes: Sequence[dict[str, str | None]] = (),
) -> Person:
    known = {"rule": rule, "first": first, "at": at, "minutes": minutes, "topic": None, "uid": "1", "sequence": 0}
    return Person(zone=zone, check_in={**known, "changes": [*changes]})


def turn_of(person: Person, now: str | datetime, value: Any = None) -> Turn:
    now = utc(now) if isinstance(now, str) else now
    return Turn(state="", facts={}, person=person, now=now, key="", pick=0, depth=0, effects=[], value=value)


def moved(origin: str, to: str | None) -> dict[str, str | None]:
    return {"from": wall(origin).isoformat(), "to": wall(to).isoformat() if to else None}


def series(person: Person, after: datetime, until: datetime) -> list[Stage]:
    """What comes when each moment is waited for, and the next is asked for at it."""
    found: list[Stage] = []
    while (stage := next_stage(person, after)) is not None and stage.due <= until:
        assert stage.due > after
        found.append(stage)
        after = stage.due
    return found


def told(person: Person, after: str, until: str) -> list[tuple[str, str]]:
    """The series as (stage, day and time of the talk)."""
    return [(stage.name, f"{stage.start:%d.%m. %H:%M}") for stage in series(person, utc(after), utc(until))]


def coming(person: Person, after: str, count: int = 4) -> list[str]:
    return [f"{start:%d.%m. %H:%M}" for start in islice(talks(person, utc(after)), count)]


def of_each(person: Person, *, often: bool) -> list[Stage]:
    """All stages of all talks of the rule itself, reckoned plainly."""
    known, zone = person.check_in, str(person.zone)
    begin = datetime.combine(date.fromisoformat(known["first"]), time.fromisoformat(known["at"]))
    stages = []
    for start in islice(rrulestr(known["rule"], dtstart=begin), 260):
        moment = instant(start, zone)
        if not often:
            stages.append(Stage("day", moment - 24 * HOUR, start))
        stages.append(Stage("soon", moment - 10 * MINUTE, start))
        stages.append(Stage("after", moment + (known["minutes"] + 5) * MINUTE, start))
    return sorted(stages, key=lambda stage: stage.due)


# which moments


def test_a_talk_has_a_word_the_day_before_one_shortly_before_and_one_after_it() -> None:
    start = wall("2026-03-08T20:00")
    assert series(somebody(), utc("2026-03-02T00:00"), utc("2026-03-10T00:00")) == [
        Stage("day", utc("2026-03-07T19:00"), start),
        Stage("soon", utc("2026-03-08T18:50"), start),
        Stage("after", utc("2026-03-08T19:20"), start),
    ]


@pytest.mark.parametrize("minutes", [10, 15, 20])
def test_the_question_comes_five_minutes_after_the_end(minutes: int) -> None:
    stage = next_stage(somebody(minutes=minutes), utc("2026-03-08T19:00"))
    assert stage == Stage("after", utc("2026-03-08T19:05") + minutes * MINUTE, wall("2026-03-08T20:00"))


@pytest.mark.parametrize(
    ("asked", "name", "start"),
    [
        ("2026-03-07T18:59:59", "day", "2026-03-08"),
        ("2026-03-07T19:00:00", "soon", "2026-03-08"),
        ("2026-03-08T18:49:59", "soon", "2026-03-08"),
        ("2026-03-08T18:50:00", "after", "2026-03-08"),
        ("2026-03-08T19:00:00", "after", "2026-03-08"),
        ("2026-03-08T19:19:59", "after", "2026-03-08"),
        ("2026-03-08T19:20:00", "day", "2026-03-15"),
    ],
)
def test_a_moment_is_not_after_itself(asked: str, name: str, start: str) -> None:
    stage = next_stage(somebody(), utc(asked))
    assert stage is not None
    assert (stage.name, stage.start) == (name, wall(f"{start}T20:00"))


def test_what_is_arranged_five_hours_before_has_no_day_before() -> None:
    assert told(somebody(), "2026-03-08T14:00", "2026-03-09T12:00") == [
        ("soon", "08.03. 20:00"),
        ("after", "08.03. 20:00"),
    ]


def test_what_is_arranged_five_minutes_before_is_asked_about_afterwards() -> None:
    assert told(somebody(), "2026-03-08T18:55", "2026-03-09T12:00") == [("after", "08.03. 20:00")]


def test_a_talk_shortly_after_midnight_is_spoken_of_the_evening_before() -> None:
    person = somebody(at="00:05")
    assert [stage.due for stage in series(person, utc("2026-03-06T00:00"), utc("2026-03-09T00:00"))] == [
        utc("2026-03-06T23:05"),
        utc("2026-03-07T22:55"),
        utc("2026-03-07T23:25"),
    ]


@pytest.mark.parametrize("rule", OFTEN)
def test_what_comes_round_within_two_days_has_no_day_before(rule: str) -> None:
    assert {stage.name for stage in series(somebody(rule), utc("2026-02-20T12:00"), utc("2026-05-01T00:00"))} == {
        "soon",
        "after",
    }


@pytest.mark.parametrize("rule", SELDOM)
def test_what_comes_round_later_has_a_day_before(rule: str) -> None:
    stages = series(somebody(rule), utc("2026-02-20T12:00"), utc("2026-04-30T00:00"))
    names = [stage.name for stage in stages]
    assert names == (["day", "soon", "after"] * len(names))[: len(names)]
    assert len({stage.start for stage in stages}) >= 2


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=WEEKLY;BYDAY=SA,SU", "FREQ=WEEKLY;BYDAY=MO,WE,FR"])
def test_whether_there_is_a_day_before_does_not_depend_on_when_one_asks(rule: str) -> None:
    for hours in range(21 * 24):
        after = utc("2026-03-02T00:30") + hours * HOUR
        stage = next_stage(somebody(rule), after)
        assert stage is not None
        assert stage.name != "day", after


@pytest.mark.parametrize("hours", range(0, 60, 3))
def test_of_two_talks_on_following_days_by_a_move_both_have_a_day_before_whenever_one_asks(hours: int) -> None:
    person = somebody(changes=[moved("2026-03-08T20:00", "2026-03-14T20:00")])
    begin, end = utc("2026-03-12T12:00") + hours * HOUR, utc("2026-03-16T00:00")
    words = [("day", 14), ("soon", 14), ("after", 14), ("day", 15), ("soon", 15), ("after", 15)]
    dues = ["13T19:00", "14T18:50", "14T19:20", "14T19:00", "15T18:50", "15T19:20"]
    expected = sorted(
        (utc(f"2026-03-{due}"), name, day)
        for due, (name, day) in zip(dues, words, strict=True)
        if begin < utc(f"2026-03-{due}")
    )
    assert [(stage.due, stage.name, stage.start.day) for stage in series(person, begin, end)] == expected


# each once


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(SELDOM + OFTEN),
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    clock_times,
    st.sampled_from([10, 15, 20]),
    st.sampled_from(ZONES),
    st.integers(-9 * 24 * 60, 9 * 24 * 60),
)
def test_each_talk_has_each_moment_once_over_months(
    rule: str, first: date, at: str, minutes: int, zone: str, ahead: int
) -> None:
    person = somebody(rule, first.isoformat(), at, minutes=minutes, zone=zone)
    begin = datetime.combine(first, time(12), tzinfo=UTC) + ahead * MINUTE
    end = begin + (120 if rule in SELDOM else 60) * DAY
    expected = [stage for stage in of_each(person, often=rule in OFTEN) if begin < stage.due <= end]
    assert series(person, begin, end) == expected


@pytest.mark.parametrize("rule", [SUNDAYS, "FREQ=DAILY"])
@pytest.mark.parametrize("zone", ZONES)
def test_each_talk_has_each_moment_once_when_the_clock_is_changed(zone: str, rule: str) -> None:
    for at in ("00:00", "02:30", "23:30"):
        person = somebody(rule, "2025-03-02", at, zone=zone)
        stages = of_each(person, often=rule == "FREQ=DAILY")
        for change in ("03-09", "03-30", "04-06", "04-25", "09-07", "09-28", "10-05", "10-26", "11-02"):
            begin, end = utc(f"2025-{change}") - 2 * DAY, utc(f"2025-{change}") + 3 * DAY
            assert series(person, begin, end) == [stage for stage in stages if begin < stage.due <= end]


def test_the_day_before_is_a_day_of_hours_when_the_clock_is_changed() -> None:
    spring = series(somebody(), utc("2026-03-28T00:00"), utc("2026-03-30T00:00"))
    assert [stage.due for stage in spring] == [
        utc("2026-03-28T18:00"),  # 19:00 on the clock
        utc("2026-03-29T17:50"),
        utc("2026-03-29T18:20"),
    ]
    autumn = series(somebody(), utc("2026-10-24T00:00"), utc("2026-10-26T00:00"))
    assert [stage.due for stage in autumn] == [
        utc("2026-10-24T19:00"),  # 21:00 on the clock
        utc("2026-10-25T18:50"),
        utc("2026-10-25T19:20"),
    ]


def test_a_talk_that_the_clock_skips_is_held_when_the_gap_ends() -> None:
    stages = series(somebody(at="02:30"), utc("2026-03-28T12:00"), utc("2026-03-29T12:00"))
    assert stages == [
        Stage("soon", utc("2026-03-29T00:50"), wall("2026-03-29T02:30")),
        Stage("after", utc("2026-03-29T01:20"), wall("2026-03-29T02:30")),
    ]


def test_a_talk_that_the_clock_shows_twice_is_held_once() -> None:
    stages = series(somebody(at="02:30"), utc("2026-10-24T12:00"), utc("2026-10-25T12:00"))
    assert [(stage.name, stage.due) for stage in stages] == [
        ("soon", utc("2026-10-25T00:20")),
        ("after", utc("2026-10-25T00:50")),
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(SELDOM + OFTEN),
    clock_times,
    st.sampled_from(ZONES),
    st.integers(0, 300 * 24 * 60),
    st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(0, 40)), max_size=3),
)
def test_the_next_moment_is_always_strictly_after(
    rule: str, at: str, zone: str, minutes: int, shifts: list[tuple[int, int | None]]
) -> None:
    changes = []
    for ahead, further in shifts:
        origin = wall(f"{FIRST}T{at}") + ahead * DAY
        to = None if further is None else (origin + further * DAY).isoformat()
        changes.append({"from": origin.isoformat(), "to": to})
    person = somebody(rule, at=at, zone=zone, changes=changes)
    after = utc(FIRST) + minutes * MINUTE
    stages = series(person, after, after + 20 * DAY)
    assert all(earlier.due < later.due for earlier, later in pairwise(stages))
    assert len({(stage.name, stage.start) for stage in stages}) == len(stages)


@settings(deadline=None)
@given(st.sampled_from([rule for rule in SELDOM + OFTEN if "COUNT" not in rule]), st.integers(0, 30 * 24 * 60))
def test_asking_sooner_or_later_gives_the_same_moment(rule: str, minutes: int) -> None:
    after = utc("2026-03-10T00:00") + minutes * MINUTE
    stage = next_stage(somebody(rule), after)
    assert stage is not None
    assert next_stage(somebody(rule), after + (stage.due - after) / 2) == stage
    assert next_stage(somebody(rule), stage.due - timedelta(seconds=1)) == stage


# moved and left out


def test_a_moved_talk_stands_where_it_was_moved_to() -> None:
    person = somebody(changes=[moved("2026-03-08T20:00", "2026-03-10T20:00")])
    assert coming(person, "2026-03-06T12:00", 3) == ["10.03. 20:00", "15.03. 20:00", "22.03. 20:00"]
    assert told(person, "2026-03-06T12:00", "2026-03-16T00:00") == [
        *((name, "10.03. 20:00") for name in ("day", "soon", "after")),
        *((name, "15.03. 20:00") for name in ("day", "soon", "after")),
    ]


def test_a_talk_moved_ahead_stands_there_too() -> None:
    person = somebody(changes=[moved("2026-03-15T20:00", "2026-03-12T18:30")])
    assert coming(person, "2026-03-06T12:00", 3) == ["08.03. 20:00", "12.03. 18:30", "22.03. 20:00"]
    assert next_stage(person, utc("2026-03-11T12:00")) == Stage(
        "day", utc("2026-03-11T17:30"), wall("2026-03-12T18:30")
    )


def test_a_talk_moved_to_tomorrow_when_it_should_begin_has_no_day_before() -> None:
    person = somebody(changes=[moved("2026-03-08T20:00", "2026-03-09T20:00")])
    assert told(person, "2026-03-08T19:20", "2026-03-12T00:00") == [("soon", "09.03. 20:00"), ("after", "09.03. 20:00")]


def test_a_talk_left_out_has_no_moment() -> None:
    person = somebody(changes=[moved("2026-03-08T20:00", None)])
    assert coming(person, "2026-03-06T12:00", 2) == ["15.03. 20:00", "22.03. 20:00"]
    assert told(person, "2026-03-06T12:00", "2026-03-16T00:00") == [
        (name, "15.03. 20:00") for name in ("day", "soon", "after")
    ]


def test_a_talk_may_be_moved_beyond_the_next_regular_one() -> None:
    person = somebody(changes=[moved("2026-03-08T20:00", "2026-03-18T20:00")])
    assert coming(person, "2026-03-06T12:00", 3) == ["15.03. 20:00", "18.03. 20:00", "22.03. 20:00"]
    assert told(person, "2026-03-06T12:00", "2026-03-23T00:00") == [
        (name, f"{day}.03. 20:00") for day in (15, 18, 22) for name in ("day", "soon", "after")
    ]


def test_a_talk_moved_onto_the_next_regular_one_is_one_talk() -> None:
    person = somebody(changes=[moved("2026-03-08T20:00", "2026-03-15T20:00")])
    assert coming(person, "2026-03-06T12:00", 2) == ["15.03. 20:00", "22.03. 20:00"]
    assert told(person, "2026-03-06T12:00", "2026-03-16T00:00") == [
        (name, "15.03. 20:00") for name in ("day", "soon", "after")
    ]


def test_a_moved_talk_that_is_over_is_forgotten() -> None:
    person = somebody(changes=[moved("2026-03-08T20:00", "2026-03-10T20:00")])
    assert coming(person, "2026-03-10T18:59", 1) == ["10.03. 20:00"]
    assert coming(person, "2026-03-10T19:00", 2) == ["15.03. 20:00", "22.03. 20:00"]


def test_a_talk_moved_out_of_a_gap_or_into_one_comes_once() -> None:
    out = somebody(at="02:30", changes=[moved("2026-03-29T02:30", "2026-03-30T02:30")])
    assert coming(out, "2026-03-27T12:00", 2) == ["30.03. 02:30", "05.04. 02:30"]
    into = somebody("FREQ=WEEKLY;BYDAY=FR", at="02:30", changes=[moved("2026-03-27T02:30", "2026-03-29T02:30")])
    assert [stage.due for stage in series(into, utc("2026-03-26T00:00"), utc("2026-03-30T00:00"))] == [
        utc("2026-03-28T01:00"),
        utc("2026-03-29T00:50"),
        utc("2026-03-29T01:20"),
    ]


@pytest.mark.parametrize("days", [1, 2])
@pytest.mark.parametrize("zone", ZONES)
def test_every_talk_may_be_moved_when_it_is_spoken_of(zone: str, days: int) -> None:
    """Each week the talk is moved at the word shortly before it: then each is held once, some days later."""
    person, after, held = somebody(zone=zone), utc("2026-03-02T12:00"), []
    while (stage := next_stage(person, after)) is not None and stage.due < utc("2026-06-01T00:00"):
        after = stage.due
        if stage.name == "soon" and stage.start.strftime("%a") == "Sun":
            turn = turn_of(person, after)
            terms.move(turn, stage.start, stage.start + days * DAY)
            person = turn.person
        elif stage.name == "after":
            held.append(stage.start)
    assert held == [wall("2026-03-08T20:00") + week * 7 * DAY + days * DAY for week in range(len(held))]
    assert len(held) == 12


def test_moving_again_keeps_each_time_it_was_moved_from() -> None:
    turn = turn_of(somebody(), "2026-03-07T12:00")
    terms.move(turn, wall("2026-03-08T20:00"), wall("2026-03-09T20:00"))
    assert turn.person.check_in["changes"] == [moved("2026-03-08T20:00", "2026-03-09T20:00")]
    terms.move(turn, wall("2026-03-09T20:00"), wall("2026-03-11T20:00"))
    assert turn.person.check_in["changes"] == [
        moved("2026-03-08T20:00", None),
        moved("2026-03-09T20:00", "2026-03-11T20:00"),
    ]
    assert coming(turn.person, "2026-03-07T12:00", 2) == ["11.03. 20:00", "15.03. 20:00"]
    terms.move(turn, wall("2026-03-11T20:00"), None)
    assert [change["to"] for change in turn.person.check_in["changes"]] == [None, None, None], "left out after all"
    assert coming(turn.person, "2026-03-07T12:00", 2) == ["15.03. 20:00", "22.03. 20:00"]


def test_leaving_out_one_talk_and_moving_the_next_brings_the_first_not_back() -> None:
    turn = turn_of(somebody(), "2026-03-07T12:00")
    terms.move(turn, wall("2026-03-08T20:00"), None)
    terms.move(turn, wall("2026-03-15T20:00"), wall("2026-03-16T20:00"))
    assert turn.person.check_in["changes"] == [
        moved("2026-03-08T20:00", None),
        moved("2026-03-15T20:00", "2026-03-16T20:00"),
    ]
    assert coming(turn.person, "2026-03-07T12:00", 3) == ["16.03. 20:00", "22.03. 20:00", "29.03. 20:00"]


def test_moving_one_talk_and_the_next_moves_both() -> None:
    turn = turn_of(somebody(), "2026-03-07T12:00")
    terms.move(turn, wall("2026-03-08T20:00"), wall("2026-03-17T20:00"))
    terms.move(turn, wall("2026-03-15T20:00"), wall("2026-03-16T20:00"))
    assert coming(turn.person, "2026-03-07T12:00", 3) == ["16.03. 20:00", "17.03. 20:00", "22.03. 20:00"]


def test_a_talk_moved_onto_the_next_regular_one_can_be_left_out() -> None:
    turn = turn_of(somebody(changes=[moved("2026-03-08T20:00", "2026-03-15T20:00")]), "2026-03-14T20:00")
    terms.move(turn, wall("2026-03-15T20:00"), None)
    assert coming(turn.person, "2026-03-07T12:00", 2) == ["22.03. 20:00", "29.03. 20:00"]
    assert told(turn.person, "2026-03-07T12:00", "2026-03-21T00:00") == []


def test_a_talk_moved_onto_the_next_regular_one_can_be_moved_on() -> None:
    turn = turn_of(somebody(changes=[moved("2026-03-08T20:00", "2026-03-15T20:00")]), "2026-03-14T20:00")
    terms.move(turn, wall("2026-03-15T20:00"), wall("2026-03-17T20:00"))
    assert coming(turn.person, "2026-03-07T12:00", 3) == ["17.03. 20:00", "22.03. 20:00", "29.03. 20:00"]


def test_two_talks_moved_to_the_same_time_are_one() -> None:
    both = [moved("2026-03-08T20:00", "2026-03-18T20:00"), moved("2026-03-15T20:00", "2026-03-18T20:00")]
    assert coming(somebody(changes=both), "2026-03-07T12:00", 2) == ["18.03. 20:00", "22.03. 20:00"]


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        ("2026-03-14T12:00", 3),
        ("2026-03-18T18:59", 3),
        ("2026-03-18T19:00", 2),  # ten days after the one left out
        ("2026-03-20T18:59", 2),
        ("2026-03-20T19:00", 1),  # and after the one held later
    ],
)
def test_changes_that_have_passed_are_dropped(now: str, kept: int) -> None:
    changes = [
        moved("2026-03-08T20:00", None),
        moved("2026-03-06T20:00", "2026-03-10T20:00"),
    ]
    turn = turn_of(somebody(changes=changes), now)
    terms.move(turn, wall("2026-03-22T20:00"), wall("2026-03-23T20:00"))
    left = turn.person.check_in["changes"]
    assert left == [*changes, moved("2026-03-22T20:00", "2026-03-23T20:00")][-kept:]


def test_changes_do_not_pile_up_however_often_talks_are_moved() -> None:
    person, after = somebody("FREQ=DAILY"), utc("2026-03-02T12:00")
    for _ in range(100):
        stage = next_stage(person, after)
        assert stage is not None
        after = stage.due
        turn = turn_of(person, after)
        terms.move(turn, stage.start, None)
        person = turn.person
        assert len(person.check_in["changes"]) <= terms.MOST_CHANGES
        following = next_talk(person, after)
        assert following is not None
        assert following > stage.start, "none that was left out comes back"


def test_moving_back_is_not_moving() -> None:
    turn = turn_of(somebody(), "2026-03-07T12:00")
    terms.move(turn, wall("2026-03-08T20:00"), wall("2026-03-09T20:00"))
    terms.move(turn, wall("2026-03-09T20:00"), wall("2026-03-08T20:00"))
    assert coming(turn.person, "2026-03-07T12:00", 2) == ["08.03. 20:00", "15.03. 20:00"]


def test_moving_one_talk_after_another_is_over_moves_that_one() -> None:
    turn = turn_of(somebody(changes=[moved("2026-03-08T20:00", "2026-03-09T20:00")]), "2026-03-14T12:00")
    terms.move(turn, wall("2026-03-15T20:00"), wall("2026-03-16T20:00"))
    assert turn.person.check_in["changes"][-1] == moved("2026-03-15T20:00", "2026-03-16T20:00")
    assert coming(turn.person, "2026-03-14T12:00", 2) == ["16.03. 20:00", "22.03. 20:00"]


def test_moving_sets_the_reminder_and_leaves_the_rule() -> None:
    before = somebody()
    turn = turn_of(before, "2026-03-08T18:55")
    terms.move(turn, wall("2026-03-08T20:00"), wall("2026-03-10T20:00"))
    assert turn.effects == [
        CancelTimer(terms.TIMER),
        StartTimer(terms.TIMER, utc("2026-03-09T19:00"), data={"stage": "day", "start": "2026-03-10T20:00:00"}),
    ]
    assert {**turn.person.check_in, "changes": []} == before.check_in


# rules that end


def test_a_rule_that_ends_ends() -> None:
    person = somebody("FREQ=WEEKLY;BYDAY=SU;COUNT=3")
    stages = series(person, utc("2026-02-20T00:00"), utc("2030-01-01T00:00"))
    assert [stage.name for stage in stages] == ["day", "soon", "after"] * 3
    assert next_stage(person, stages[-1].due) is None
    assert next_talk(person, utc("2026-03-15T18:59")) == wall("2026-03-15T20:00")
    assert next_talk(person, utc("2026-03-15T19:00")) is None


def test_the_last_talk_may_be_moved_or_left_out() -> None:
    last = "FREQ=WEEKLY;BYDAY=SU;COUNT=2"
    later = somebody(last, changes=[moved("2026-03-08T20:00", "2026-03-10T20:00")])
    assert coming(later, "2026-03-06T12:00") == ["10.03. 20:00"]
    assert told(later, "2026-03-06T12:00", "2027-01-01T00:00") == [
        (name, "10.03. 20:00") for name in ("day", "soon", "after")
    ]
    out = somebody(last, changes=[moved("2026-03-08T20:00", None)])
    assert coming(out, "2026-03-06T12:00") == []
    assert next_stage(out, utc("2026-03-06T12:00")) is None


def test_where_none_is_to_come_no_reminder_is_set() -> None:
    turn = turn_of(somebody("FREQ=DAILY;COUNT=2"), "2026-05-01T12:00")
    terms.renew(turn, turn.now)
    assert turn.effects == []


# setting, ending


@pytest.mark.parametrize("person", [Person(), Person(zone=BERLIN), somebody(zone=None)])
def test_without_a_check_in_or_a_zone_there_is_nothing_to_come(person: Person) -> None:
    assert not terms.is_set(person)
    assert next_talk(person, utc("2026-03-01T00:00")) is None
    turn = turn_of(person, "2026-03-01T00:00")
    terms.renew(turn, turn.now)
    assert turn.effects == []


def test_changing_the_terms_sets_the_reminder_by_the_new_ones() -> None:
    turn = turn_of(somebody(), "2026-03-04T12:00")
    terms.change(turn, at="21:00", rule="FREQ=WEEKLY;BYDAY=FR")
    assert turn.person.check_in == {**somebody().check_in, "at": "21:00", "rule": "FREQ=WEEKLY;BYDAY=FR"}
    assert turn.effects == [
        CancelTimer(terms.TIMER),
        StartTimer(terms.TIMER, utc("2026-03-05T20:00"), data={"stage": "day", "start": "2026-03-06T21:00:00"}),
    ]


def test_ending_forgets_the_terms_and_the_reminder() -> None:
    turn = turn_of(somebody(), "2026-03-04T12:00")
    terms.end(turn)
    assert not terms.is_set(turn.person)
    assert turn.effects == [CancelTimer(terms.TIMER)]


def test_in_another_zone_the_talk_is_at_the_same_time_of_the_clock_there() -> None:
    turn = turn_of(replace(somebody(), zone="Asia/Kathmandu"), "2026-03-04T12:00")
    terms.renew(turn, turn.now)
    assert turn.effects == [
        StartTimer(terms.TIMER, utc("2026-03-07T14:15"), data={"stage": "day", "start": "2026-03-08T20:00:00"})
    ]


# what stands in the way


@pytest.mark.parametrize(
    ("stage", "now", "reason"),
    [
        ("day", "2026-03-07T19:00", None),
        ("day", "2026-03-08T17:00", None),
        ("day", "2026-03-08T17:01", "late"),
        ("soon", "2026-03-08T18:50", None),
        ("soon", "2026-03-08T19:00", None),
        ("soon", "2026-03-08T19:01", "late"),
        ("after", "2026-03-08T19:20", None),
        ("after", "2026-03-09T15:00", None),
    ],
)
def test_a_word_that_comes_too_late_to_help_is_left_out(stage: str, now: str, reason: str | None) -> None:
    turn = turn_of(somebody(), now, {"stage": stage, "start": "2026-03-08T20:00:00"})
    assert terms.obstacle(turn, "menu") == reason


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (Person(zone=BERLIN), "off"),
        (somebody(zone=None), "off"),
        (replace(somebody(), careful="2026-03-01"), "crisis"),
        (replace(somebody(), crisis="2026-03-01"), "crisis"),
        (replace(somebody(), crisis="2026-02-28"), None),  # a week ago
    ],
)
def test_nobody_is_sent_to_a_talk_they_ended_or_should_not_have(person: Person, reason: str | None) -> None:
    turn = turn_of(person, "2026-03-07T19:00", {"stage": "day", "start": "2026-03-08T20:00:00"})
    assert terms.obstacle(turn, "menu") == reason


# in words


@pytest.mark.parametrize(
    ("start", "now", "days"),
    [
        ("2026-03-08T20:00", "2026-03-08T18:50", 0),
        ("2026-03-08T20:00", "2026-03-07T19:00", 1),
        ("2026-03-08T20:00", "2026-03-07T23:30", 0),  # past midnight in Berlin
        ("2026-03-08T00:05", "2026-03-07T22:55", 1),
        ("2026-03-08T20:00", "2026-03-08T23:30", -1),
    ],
)
def test_days_are_counted_on_the_calendar_of_the_person(start: str, now: str, days: int) -> None:
    assert terms.spoken(wall(start), utc(now), BERLIN) == (days, 6)


@pytest.mark.parametrize(
    ("start", "key"),
    [
        ("2026-03-03T20:00", "yesterday"),
        ("2026-03-04T20:00", "today"),
        ("2026-03-05T20:00", "tomorrow"),
        ("2026-03-06T20:00", "on"),
        ("2026-03-10T20:00", "on"),
        ("2026-03-11T20:00", "on_date"),
        ("2026-03-02T20:00", "on_date"),
    ],
)
def test_a_day_is_named_as_people_name_it(start: str, key: str) -> None:
    named = wording.day(wall(start), utc("2026-03-04T12:00"), BERLIN)
    assert isinstance(named, Phrase)
    assert named.key == f"check_in.days.{key}"
    assert load_catalogue().text(named.key, values=named.values)


@pytest.mark.parametrize(
    "said",
    [
        "Sundays", "Tue and Thu", "Mon, Wed, Sat and Sun", "weekdays", "every other weekend", "every 3 weeks on Fri",
        "daily", "every 2 days", "every 5 weeks on Sunday", "every two weeks on weekdays", "weekdays and Sunday",
        "fifth Sunday of the month", "first and third Sunday of the month", "every other month first Sunday",
        "first Monday and last Friday of the month", "first Sunday of the month", "fourth Monday of the month",
        "last Friday of the month",
    ],
)  # fmt: skip
def test_every_rule_that_is_read_can_be_said(said: str) -> None:
    rule = read_rule(said)
    assert rule is not None
    phrase = wording.rule(rule)
    assert isinstance(phrase, Phrase)
    text = load_catalogue().text(phrase.key, values=phrase.values)
    assert text
    assert "{" not in text
