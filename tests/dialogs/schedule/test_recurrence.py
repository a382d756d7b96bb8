"""Recurrences: held against the naive days of python-dateutil."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.schedule.clock import exists, instant
from dialogs.schedule.recurrence import DAYS, Recurrence, first_day
from dialogs.zones import local

ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Beirut", "Pacific/Apia",
    "Pacific/Chatham", "Pacific/Pago_Pago", "Pacific/Kiritimati", "Asia/Kathmandu", "America/Nuuk",
)  # fmt: skip
WEDNESDAY = "2026-03-04"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

clock_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
some_days = st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True).map(",".join)
weeks = st.builds("FREQ=WEEKLY;BYDAY={}".format, some_days)
fortnights = st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={}".format, st.integers(2, 4), some_days)
days = st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 4))
months = st.builds("FREQ=MONTHLY;BYDAY={}{}".format, st.sampled_from([1, 2, 3, 4, -1]), st.sampled_from(DAYS))
rules = st.one_of(
    weeks, fortnights, days, months, st.builds("FREQ=WEEKLY;COUNT={};BYDAY={}".format, st.integers(1, 30), some_days)
)
moments = st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2030-01-01"))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def naive(rule: str, first: date, at: time) -> Iterator[datetime]:
    """The days of a rule as python-dateutil reckons them, without zones."""
    yield from islice(rrulestr(rule, dtstart=datetime.combine(first, at)), 800)


def shown(rule: str, first: str, at: str, after: str, zone: str, count: int = 5) -> list[str]:
    """The next few wall-clock times of a recurrence, as text."""
    recurrence = Recurrence(rule, date.fromisoformat(first), time.fromisoformat(at))
    return [f"{wall:%Y-%m-%d %H:%M}" for wall in islice(recurrence.after(utc(after), zone), count)]


@settings(deadline=None)
@given(
    rules,
    st.dates(date(2009, 1, 1), date(2030, 1, 1)) | st.dates(date(2011, 11, 1), date(2012, 1, 5)),
    clock_times,
    st.sampled_from(ZONES),
    st.integers(-3 * 24 * 60, 300 * 24 * 60),
)
def test_occurrences_are_the_naive_days_brought_to_instants(
    rule: str, first: date, at: time, zone: str, minutes: int
) -> None:
    moment = datetime.combine(first, at, tzinfo=UTC) + timedelta(minutes=minutes)
    expected = (wall for wall in naive(rule, first, at) if exists(wall.date(), zone) and instant(wall, zone) > moment)
    assert [*islice(Recurrence(rule, first, at).after(moment, zone), 12)] == [*islice(expected, 12)]


@settings(max_examples=40, deadline=None)
@given(rules, clock_times, st.sampled_from(ZONES))
def test_each_comes_strictly_after_the_one_before(rule: str, at: time, zone: str) -> None:
    recurrence = Recurrence(rule, date(2026, 1, 1), at)
    at_once = [*islice(recurrence.after(utc("2026-02-28T12:00"), zone), 25)]
    one_by_one: list[datetime] = []
    moment = utc("2026-02-28T12:00")
    while len(one_by_one) < 25 and (wall := next(recurrence.after(moment, zone), None)) is not None:
        assert instant(wall, zone) > moment
        moment = instant(wall, zone)
        one_by_one.append(wall)
    assert one_by_one == at_once
    assert all(instant(earlier, zone) < instant(later, zone) for earlier, later in pairwise(at_once))


def test_an_occurrence_is_not_after_its_own_instant() -> None:
    sundays = ("FREQ=WEEKLY;BYDAY=SU", "2026-03-01", "20:00")
    assert shown(*sundays, "2026-03-08T18:59:59", "Europe/Berlin", 1) == ["2026-03-08 20:00"]
    assert shown(*sundays, "2026-03-08T19:00:00", "Europe/Berlin", 1) == ["2026-03-15 20:00"]


def test_the_time_on_the_clock_stays_when_the_clock_is_changed() -> None:
    sundays = Recurrence("FREQ=WEEKLY;BYDAY=SU", date(2026, 3, 1), time(20))
    walls = [*islice(sundays.after(utc("2026-03-20T12:00"), "Europe/Berlin"), 2)]
    assert [wall.time() for wall in walls] == [time(20), time(20)]
    assert [instant(wall, "Europe/Berlin") for wall in walls] == [utc("2026-03-22T19:00"), utc("2026-03-29T18:00")]


def test_an_occurrence_in_a_gap_keeps_its_time_and_comes_at_its_end() -> None:
    daily = Recurrence("FREQ=DAILY", date(2026, 3, 1), time(2, 30))
    walls = [*islice(daily.after(utc("2026-03-28T12:00"), "Europe/Berlin"), 2)]
    assert walls == [datetime.fromisoformat("2026-03-29T02:30"), datetime.fromisoformat("2026-03-30T02:30")]
    assert [instant(wall, "Europe/Berlin") for wall in walls] == [utc("2026-03-29T01:00"), utc("2026-03-30T00:30")]


def test_what_falls_on_a_day_that_does_not_exist_is_left_out() -> None:
    assert shown("FREQ=DAILY", "2011-12-01", "20:00", "2011-12-29T00:00", "Pacific/Apia", 3) == [
        "2011-12-28 20:00",  # in Apia it is still that morning
        "2011-12-29 20:00",
        "2011-12-31 20:00",
    ]
    fridays = shown("FREQ=WEEKLY;BYDAY=FR", "2011-12-02", "20:00", "2011-12-20T00:00", "Pacific/Apia", 3)
    assert fridays == ["2011-12-23 20:00", "2012-01-06 20:00", "2012-01-13 20:00"]


def test_nothing_comes_before_the_first_day() -> None:
    assert shown("FREQ=WEEKLY;BYDAY=SU", "2026-05-03", "20:00", "2026-03-01T00:00", "Europe/Berlin", 1) == [
        "2026-05-03 20:00"
    ]


def test_every_two_weeks_counts_from_the_first_day() -> None:
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"
    after = "2026-03-20T00:00"
    assert shown(rule, "2026-03-06", "20:00", after, "Asia/Tokyo", 2) == ["2026-03-20 20:00", "2026-04-03 20:00"]
    assert shown(rule, "2026-03-13", "20:00", after, "Asia/Tokyo", 2) == ["2026-03-27 20:00", "2026-04-10 20:00"]


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        ("FREQ=WEEKLY;BYDAY=SU;COUNT=3", ["2026-03-08 20:00", "2026-03-15 20:00"]),
        ("FREQ=WEEKLY;BYDAY=SU;UNTIL=20260310", ["2026-03-08 20:00"]),
        ("FREQ=DAILY;COUNT=2", []),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", []),  # which never comes
    ],
)
def test_a_rule_that_ends_gives_what_is_left_of_it(rule: str, left: list[str]) -> None:
    assert shown(rule, "2026-03-01", "20:00", "2026-03-05T00:00", "Europe/Berlin") == left


# how closely they follow each other


@pytest.mark.parametrize(
    ("rule", "gap"),
    [
        ("FREQ=DAILY", 1),
        ("FREQ=DAILY;INTERVAL=2", 2),
        ("FREQ=DAILY;INTERVAL=5", 5),
        ("FREQ=WEEKLY;BYDAY=SU", 7),
        ("FREQ=WEEKLY;BYDAY=TU,TH", 2),
        ("FREQ=WEEKLY;BYDAY=TU,FR", 3),
        ("FREQ=WEEKLY;BYDAY=MO,SU", 1),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", 1),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", 14),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", 6),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU", 1),
        ("FREQ=MONTHLY;BYDAY=1SU", 28),
        ("FREQ=MONTHLY;BYDAY=-1FR", 28),
        ("FREQ=MONTHLY;BYDAY=1SU,3SU", 14),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU", 56),
        ("FREQ=WEEKLY;BYDAY=SU;COUNT=2", 7),
    ],
)
def test_the_shortest_gap_is_the_least_time_from_one_day_to_the_next(rule: str, gap: int) -> None:
    assert Recurrence(rule, date(2026, 3, 1), time(20)).shortest_gap == gap * DAY


@pytest.mark.parametrize("rule", ["FREQ=DAILY;COUNT=1", "FREQ=WEEKLY;BYDAY=SU;UNTIL=20260303"])
def test_a_rule_that_has_but_one_day_has_no_gap(rule: str) -> None:
    assert Recurrence(rule, date(2026, 3, 1), time(20)).shortest_gap is None


@settings(deadline=None)
@given(st.one_of(days, weeks, fortnights), st.dates(date(2020, 1, 1), date(2030, 1, 1)), clock_times)
def test_the_shortest_gap_is_the_same_whenever_it_begins(rule: str, first: date, at: time) -> None:
    walls = islice(naive(rule, date(2020, 1, 1), time(20)), 50)
    expected = min(later - earlier for earlier, later in pairwise(walls))
    assert Recurrence(rule, first, at).shortest_gap == expected


# the first day


@pytest.mark.parametrize(
    ("rule", "day", "later"),
    [
        ("FREQ=DAILY", "2026-03-04", "2026-03-05"),
        ("FREQ=DAILY;INTERVAL=3", "2026-03-04", "2026-03-05"),
        ("FREQ=WEEKLY;BYDAY=WE", "2026-03-04", "2026-03-11"),
        ("FREQ=WEEKLY;BYDAY=WE,FR", "2026-03-04", "2026-03-06"),
        ("FREQ=WEEKLY;BYDAY=SU", "2026-03-08", "2026-03-08"),
        ("FREQ=WEEKLY;BYDAY=TU", "2026-03-10", "2026-03-10"),
        ("FREQ=WEEKLY;BYDAY=MO,FR", "2026-03-06", "2026-03-06"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-03-06", "2026-03-06"),
        ("FREQ=MONTHLY;BYDAY=1WE", "2026-03-04", "2026-04-01"),
        ("FREQ=MONTHLY;BYDAY=1SU", "2026-04-05", "2026-04-05"),  # this month's was on the 1st
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-03-27", "2026-03-27"),
    ],
)
def test_the_first_day_is_today_while_its_time_is_to_come_or_the_next_of_the_rule(
    rule: str, day: str, later: str
) -> None:
    at = time(20)
    for clock in ("00:00", "12:00", "19:59:59.999999"):
        assert first_day(rule, datetime.fromisoformat(f"{WEDNESDAY}T{clock}"), at) == date.fromisoformat(day)
    for clock in ("20:00", "20:00:01", "23:59"):
        assert first_day(rule, datetime.fromisoformat(f"{WEDNESDAY}T{clock}"), at) == date.fromisoformat(later)


def test_midnight_of_today_has_passed() -> None:
    assert first_day("FREQ=DAILY", datetime.fromisoformat(f"{WEDNESDAY}T00:00"), time()) == date(2026, 3, 5)
    assert first_day("FREQ=DAILY", datetime.fromisoformat(f"{WEDNESDAY}T23:59"), time()) == date(2026, 3, 5)


def test_a_rule_without_a_day_to_come_is_refused() -> None:
    with pytest.raises(ValueError, match="has no day from 2026-03-04 20:00:00 on"):
        first_day("FREQ=WEEKLY;BYDAY=SU;UNTIL=20260101", datetime.fromisoformat(WEDNESDAY), time(20))


def test_a_rule_whose_last_day_is_today_has_a_day_only_until_its_time() -> None:
    rule = "FREQ=DAILY;UNTIL=20260304T220000"
    assert first_day(rule, datetime.fromisoformat(f"{WEDNESDAY}T19:59"), time(20)) == date(2026, 3, 4)
    with pytest.raises(ValueError, match="has no day from 2026-03-05 20:00:00 on"):
        first_day(rule, datetime.fromisoformat(f"{WEDNESDAY}T20:00"), time(20))


@settings(deadline=None)
@given(st.one_of(weeks, months, st.just("FREQ=DAILY")), moments, clock_times)
def test_no_day_of_a_rule_is_sooner_than_its_first(rule: str, now: datetime, at: time) -> None:
    began = naive(rule, now.date() - 70 * DAY, at)
    assert first_day(rule, now, at) == next(wall for wall in began if wall > now).date()


@settings(deadline=None)
@given(rules, moments, clock_times, st.sampled_from(ZONES))
def test_what_begins_on_its_first_day_has_the_days_of_its_rule(rule: str, now: datetime, at: time, zone: str) -> None:
    first = first_day(rule, now, at)
    assert datetime.combine(first, at) > now
    assert first_day(rule, datetime.combine(first, at) - MINUTE, at) == first
    before = instant(datetime.combine(now.date(), time()), zone) - DAY
    comes = next(Recurrence(rule, first, at).after(before, zone))
    assert comes == datetime.combine(first, at)
    assert local(instant(comes, zone), zone).date() - first <= DAY
