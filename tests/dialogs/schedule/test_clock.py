"""The wall clock: held against tables of real clock changes and against a model that watches the clock go by."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import places
from dialogs.schedule.clock import exists, instant, next_daily
from dialogs.zones import local

ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "America/Santiago",
    "Africa/Cairo", "Asia/Beirut", "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu", "Pacific/Chatham",
    "Pacific/Pago_Pago", "Pacific/Kiritimati", "Asia/Kolkata", "America/St_Johns", "America/Nuuk",
)  # fmt: skip
EVERYWHERE = sorted({*places.load().values(), *ZONES})
LOSES_EVENINGS = ("America/Nuuk", "America/Scoresbysund")  # spring begins there at 23:00: a day ends an hour early
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EARLIEST = 15 * HOUR  # no clock is further ahead of UTC than 14 hours

clock_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
instants = st.datetimes(
    datetime.fromisoformat("2005-01-01"), datetime.fromisoformat("2030-12-31"), timezones=st.just(UTC)
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def shown(moment: datetime, zone: str) -> datetime:
    """What the clock on the wall shows at an instant."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@lru_cache
def changes(zone: str) -> tuple[datetime, ...]:
    """The wall-clock times around which the clock of a zone is changed, give or take a day."""
    noons = [utc("2005-01-01T12:00") + day * DAY for day in range(26 * 365)]
    offsets = [noon.astimezone(ZoneInfo(zone)).utcoffset() for noon in noons]
    return tuple(shown(noons[index], zone) for index, (one, two) in enumerate(pairwise(offsets)) if one != two)


@st.composite
def zones_and_walls(draw: st.DrawFn) -> tuple[str, datetime]:
    """A wall-clock time in a zone, more often than not about when the clock is changed."""
    zone = draw(st.sampled_from(ZONES))
    if not changes(zone) or draw(st.integers(0, 3)) == 0:
        return zone, draw(instants).replace(second=0, microsecond=0, tzinfo=None)
    around = draw(st.sampled_from(changes(zone)))
    return zone, around.replace(hour=0, minute=0) + draw(st.integers(0, 48 * 60)) * MINUTE


def watched(wall: datetime, zone: str) -> datetime:
    """The first minute whose clock shows this time or a later one, found by watching it go by."""
    moment = wall.replace(tzinfo=UTC) - EARLIEST
    for _ in range(3 * 24 * 60):
        if shown(moment, zone) >= wall:
            return moment
        moment += MINUTE
    raise AssertionError(f"the clock of {zone} never gets to {wall}")


def ever_shown(day: date, zone: str) -> bool:
    """Whether the clock shows a day at any time, looked at every half hour."""
    start = utc(day.isoformat()) - EARLIEST
    return any(shown(start + half * HOUR / 2, zone).date() == day for half in range(2 * 56))


def watched_daily(at: time, zone: str, after: datetime, beyond: date | None) -> datetime:
    """The first such time of any day, by watching day after day go by."""
    day = shown(after, zone).date() - 2 * DAY
    for _ in range(30):
        if (beyond is None or day > beyond) and ever_shown(day, zone):
            found = watched(datetime.combine(day, at), zone)
            if found > after:
                return found
        day += DAY
    raise AssertionError(f"no {at} within a month of {after} in {zone}")


@pytest.mark.parametrize(
    ("zone", "wall", "moment"),
    [
        # Berlin: 2:00 to 3:00, and back
        ("Europe/Berlin", "2025-03-30T01:59", "2025-03-30T00:59"),
        ("Europe/Berlin", "2025-03-30T02:00", "2025-03-30T01:00"),
        ("Europe/Berlin", "2025-03-30T02:30", "2025-03-30T01:00"),
        ("Europe/Berlin", "2025-03-30T02:59", "2025-03-30T01:00"),
        ("Europe/Berlin", "2025-03-30T03:00", "2025-03-30T01:00"),
        ("Europe/Berlin", "2025-03-30T03:01", "2025-03-30T01:01"),
        ("Europe/Berlin", "2025-10-26T01:59", "2025-10-25T23:59"),
        ("Europe/Berlin", "2025-10-26T02:00", "2025-10-26T00:00"),
        ("Europe/Berlin", "2025-10-26T02:30", "2025-10-26T00:30"),
        ("Europe/Berlin", "2025-10-26T03:00", "2025-10-26T02:00"),
        # New York
        ("America/New_York", "2025-03-09T01:59", "2025-03-09T06:59"),
        ("America/New_York", "2025-03-09T02:30", "2025-03-09T07:00"),
        ("America/New_York", "2025-03-09T03:00", "2025-03-09T07:00"),
        ("America/New_York", "2025-11-02T01:30", "2025-11-02T05:30"),
        ("America/New_York", "2025-11-02T02:00", "2025-11-02T07:00"),
        # Sydney: spring is in October
        ("Australia/Sydney", "2025-10-05T02:30", "2025-10-04T16:00"),
        ("Australia/Sydney", "2025-10-05T03:00", "2025-10-04T16:00"),
        ("Australia/Sydney", "2025-04-06T02:30", "2025-04-05T15:30"),
        ("Australia/Sydney", "2025-04-06T03:00", "2025-04-05T17:00"),
        # Lord Howe: half an hour
        ("Australia/Lord_Howe", "2025-10-05T02:15", "2025-10-04T15:30"),
        ("Australia/Lord_Howe", "2025-10-05T02:30", "2025-10-04T15:30"),
        ("Australia/Lord_Howe", "2025-10-05T02:45", "2025-10-04T15:45"),
        ("Australia/Lord_Howe", "2025-04-06T01:45", "2025-04-05T14:45"),
        ("Australia/Lord_Howe", "2025-04-06T02:00", "2025-04-05T15:30"),
        # Santiago, Cairo, Beirut: at midnight, so that a day begins at 1:00, and another ends twice
        ("America/Santiago", "2025-09-06T23:59", "2025-09-07T03:59"),
        ("America/Santiago", "2025-09-07T00:00", "2025-09-07T04:00"),
        ("America/Santiago", "2025-09-07T00:30", "2025-09-07T04:00"),
        ("America/Santiago", "2025-04-05T23:30", "2025-04-06T02:30"),
        ("America/Santiago", "2025-04-06T00:00", "2025-04-06T04:00"),
        ("Africa/Cairo", "2025-04-25T00:00", "2025-04-24T22:00"),
        ("Africa/Cairo", "2025-04-25T00:30", "2025-04-24T22:00"),
        ("Africa/Cairo", "2025-04-25T01:00", "2025-04-24T22:00"),
        ("Africa/Cairo", "2025-10-30T23:30", "2025-10-30T20:30"),
        ("Africa/Cairo", "2025-10-31T00:00", "2025-10-30T22:00"),
        ("Asia/Beirut", "2025-03-30T00:30", "2025-03-29T22:00"),
        ("Asia/Beirut", "2025-10-25T23:30", "2025-10-25T20:30"),
        ("Asia/Beirut", "2025-10-26T00:00", "2025-10-25T22:00"),
        # Casablanca: back for Ramadan, and forward after it
        ("Africa/Casablanca", "2025-02-23T02:30", "2025-02-23T01:30"),
        ("Africa/Casablanca", "2025-02-23T03:00", "2025-02-23T03:00"),
        ("Africa/Casablanca", "2025-03-15T20:00", "2025-03-15T20:00"),
        ("Africa/Casablanca", "2025-04-06T02:30", "2025-04-06T02:00"),
        ("Africa/Casablanca", "2025-04-06T20:00", "2025-04-06T19:00"),
        # Apia: from the 29th to the 31st
        ("Pacific/Apia", "2011-12-29T23:59", "2011-12-30T09:59"),
        ("Pacific/Apia", "2011-12-30T00:00", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-30T20:00", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-31T20:00", "2011-12-31T06:00"),
        # Chatham: a quarter, and from 2:45 to 3:45
        ("Pacific/Chatham", "2025-09-28T02:44", "2025-09-27T13:59"),
        ("Pacific/Chatham", "2025-09-28T03:00", "2025-09-27T14:00"),
        ("Pacific/Chatham", "2025-04-06T03:00", "2025-04-05T13:15"),
        ("Pacific/Chatham", "2025-04-06T03:45", "2025-04-05T15:00"),
        # St John's: the half hour, and until 2011 a minute after midnight
        ("America/St_Johns", "2025-03-09T02:30", "2025-03-09T05:30"),
        ("America/St_Johns", "2025-11-02T01:30", "2025-11-02T04:00"),
        ("America/St_Johns", "2010-11-06T23:30", "2010-11-07T02:00"),
        ("America/St_Johns", "2010-11-07T00:00", "2010-11-07T02:30"),
        ("America/St_Johns", "2010-11-07T00:01", "2010-11-07T03:31"),
        # Nuuk: at 23:00 of the day before
        ("America/Nuuk", "2025-03-29T22:59", "2025-03-30T00:59"),
        ("America/Nuuk", "2025-03-29T23:30", "2025-03-30T01:00"),
        ("America/Nuuk", "2025-03-30T00:00", "2025-03-30T01:00"),
        ("America/Nuuk", "2025-10-25T23:30", "2025-10-26T00:30"),
        ("America/Nuuk", "2025-10-26T00:00", "2025-10-26T02:00"),
        # where the clock is never changed
        ("Asia/Kathmandu", "2025-06-01T20:00", "2025-06-01T14:15"),
        ("Asia/Kathmandu", "2025-06-01T00:00", "2025-05-31T18:15"),
        ("Pacific/Pago_Pago", "2025-06-01T20:00", "2025-06-02T07:00"),
        ("Pacific/Kiritimati", "2025-06-01T20:00", "2025-06-01T06:00"),
        ("Pacific/Kiritimati", "2025-06-01T00:00", "2025-05-31T10:00"),
        ("Asia/Kolkata", "2025-06-01T20:00", "2025-06-01T14:30"),
        ("UTC", "2025-06-01T20:00", "2025-06-01T20:00"),
    ],
)
def test_an_instant_is_the_first_at_which_the_clock_shows_the_time_or_a_later_one(
    zone: str, wall: str, moment: str
) -> None:
    assert instant(datetime.fromisoformat(wall), zone) == utc(moment)


def test_the_end_of_a_gap_is_a_whole_second_whatever_is_asked_for_in_it() -> None:
    for seconds in ("00:00.000001", "17:23", "41:59.5", "59:59.999999"):
        wall = datetime.fromisoformat(f"2025-03-30T02:{seconds}")
        assert instant(wall, "Europe/Berlin") == utc("2025-03-30T01:00")


def test_fractions_of_a_second_are_kept_where_the_clock_shows_them() -> None:
    assert instant(datetime.fromisoformat("2025-03-30T12:00:00.25"), "Europe/Berlin") == utc("2025-03-30T10:00:00.25")


@settings(max_examples=150, deadline=None)
@given(zones_and_walls())
def test_an_instant_is_the_one_that_watching_the_clock_gives(given_wall: tuple[str, datetime]) -> None:
    zone, wall = given_wall
    found = instant(wall, zone)
    assert found == watched(wall, zone)
    assert found.utcoffset() == timedelta(0)


@given(st.sampled_from(EVERYWHERE), instants)
def test_what_the_clock_shows_comes_no_later_than_now(zone: str, now: datetime) -> None:
    wall = shown(now, zone)
    assert instant(wall, zone) <= now
    assert shown(instant(wall, zone), zone) == wall, "the clock shows it, so it lies in no gap"


@settings(deadline=None)
@given(zones_and_walls(), st.integers(0, 3000))
def test_a_later_time_on_the_clock_never_comes_sooner(given_wall: tuple[str, datetime], minutes: int) -> None:
    zone, wall = given_wall
    assert instant(wall, zone) <= instant(wall + minutes * MINUTE, zone)


@pytest.mark.parametrize(
    ("zone", "missing"),
    [("Pacific/Apia", "2011-12-30"), ("Pacific/Fakaofo", "2011-12-30"), ("Pacific/Kwajalein", "1993-08-21")],
)
def test_a_day_that_was_left_out_does_not_exist(zone: str, missing: str) -> None:
    day = date.fromisoformat(missing)
    assert not exists(day, zone)
    assert exists(day - DAY, zone)
    assert exists(day + DAY, zone)
    assert exists(day, "Pacific/Auckland"), "elsewhere it was a day like any other"


@given(st.sampled_from(EVERYWHERE), st.dates(date(2012, 1, 1), date(2035, 1, 1)))
def test_since_then_every_day_exists(zone: str, day: date) -> None:
    assert exists(day, zone)


@settings(max_examples=80, deadline=None)
@given(zones_and_walls(), clock_times, st.integers(0, 59), st.none() | st.integers(-3, 4))
def test_the_next_daily_is_the_one_that_watching_the_clock_gives(
    given_wall: tuple[str, datetime], at: time, seconds: int, ahead: int | None
) -> None:
    zone, wall = given_wall
    after = watched(wall, zone) + timedelta(seconds=seconds)
    beyond = None if ahead is None else shown(after, zone).date() + ahead * DAY
    assert next_daily(at, zone, after, beyond=beyond) == watched_daily(at, zone, after, beyond)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(EVERYWHERE), clock_times, instants, st.none() | st.integers(-400, 400))
def test_the_next_daily_comes_after_and_on_a_day_beyond(
    zone: str, at: time, after: datetime, ahead: int | None
) -> None:
    beyond = None if ahead is None else local(after, zone).date() + ahead * DAY
    found = next_daily(at, zone, after, beyond=beyond)
    assert found > after
    assert beyond is None or local(found, zone).date() > beyond
    days = local(found, zone).date() - local(after, zone).date()
    assert days <= max(3, (ahead or 0) + 3) * DAY, "and not later than it must"


def dates_of_a_year(zone: str, at: time, year: int) -> list[date]:
    """On which dates of the person's own calendar something daily fires, each time asking for the next."""
    dates, moment = [], instant(datetime.combine(date(year, 1, 1), time()), zone) - MINUTE
    while (moment := next_daily(at, zone, moment)) and local(moment, zone).year == year:
        dates.append(local(moment, zone).date())
    return dates


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + number * DAY for number in range(365)]


@pytest.mark.parametrize("at", ["00:00", "02:30", "20:00"])
@pytest.mark.parametrize("zone", ZONES)
def test_it_fires_once_on_every_date_of_a_year(zone: str, at: str) -> None:
    assert dates_of_a_year(zone, time.fromisoformat(at), 2025) == days_of(2025)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(EVERYWHERE), clock_times, st.sampled_from([2014, 2018, 2022, 2025]))
def test_it_fires_once_on_every_date_wherever_and_whenever(zone: str, at: time, year: int) -> None:
    if zone in LOSES_EVENINGS and at.hour == 23:
        at = at.replace(hour=22)
    assert dates_of_a_year(zone, at, year) == days_of(year)


@pytest.mark.parametrize("at", ["00:00", "09:30", "23:59"])
def test_only_a_date_that_does_not_exist_is_left_out(at: str) -> None:
    missing = date(2011, 12, 30)
    assert dates_of_a_year("Pacific/Apia", time.fromisoformat(at), 2011) == [
        day for day in days_of(2011) if day != missing
    ]


@settings(deadline=None)
@given(
    zones_and_walls(),
    clock_times.filter(lambda at: at.hour < 23),
    st.lists(st.integers(0, 20 * 3600), min_size=3, max_size=8),
)
def test_however_late_each_fires_no_date_comes_twice_or_is_left_out(
    given_wall: tuple[str, datetime], at: time, late: list[int]
) -> None:
    zone, wall = given_wall
    moment = next_daily(at, zone, instant(wall, zone))
    dates = [local(moment, zone).date()]
    for seconds in late:
        moment = next_daily(at, zone, moment + timedelta(seconds=seconds), beyond=dates[-1])
        dates.append(local(moment, zone).date())
    following = [day for number in range(12) if exists(day := dates[0] + number * DAY, zone)]
    assert dates == following[: len(dates)]


def test_twice_at_the_same_time_of_one_night_is_once() -> None:
    first = next_daily(time(2, 30), "Europe/Berlin", utc("2025-10-25T12:00"))
    assert first == utc("2025-10-26T00:30")
    assert next_daily(time(2, 30), "Europe/Berlin", first) == utc("2025-10-27T01:30")
    assert next_daily(time(2, 30), "Europe/Berlin", first + HOUR) == utc("2025-10-27T01:30"), "shown again: no matter"


@pytest.mark.parametrize(
    ("fired", "moved_to", "beyond", "then"),
    [
        # fired in Auckland on the 10th, where it is still the 9th in Honolulu, past eight
        ("2026-01-10T07:00", "Pacific/Honolulu", None, "2026-01-11T06:00"),
        ("2026-01-10T07:00", "Pacific/Honolulu", "2026-01-10", "2026-01-12T06:00"),
        # fired in Honolulu on the 9th, where it is the 10th in Auckland, before eight
        ("2026-01-10T06:00", "Pacific/Auckland", None, "2026-01-10T07:00"),
        ("2026-01-10T06:00", "Pacific/Auckland", "2026-01-10", "2026-01-11T07:00"),
        # from Berlin to Lisbon and on: an hour back and eight comes again, unless it was today
        ("2026-01-10T19:00", "Europe/Lisbon", None, "2026-01-10T20:00"),
        ("2026-01-10T19:00", "Europe/Lisbon", "2026-01-10", "2026-01-11T20:00"),
    ],
)
def test_after_a_change_of_zone_it_comes_by_the_new_clock(
    fired: str, moved_to: str, beyond: str | None, then: str
) -> None:
    day = date.fromisoformat(beyond) if beyond else None
    assert next_daily(time(20), moved_to, utc(fired), beyond=day) == utc(then)


@given(st.sampled_from(EVERYWHERE), st.sampled_from(EVERYWHERE), clock_times, instants)
def test_no_change_of_zone_makes_two_on_one_date(home: str, abroad: str, at: time, now: datetime) -> None:
    fired = next_daily(at, home, now)
    there = local(fired, abroad).date()
    then = next_daily(at, abroad, fired, beyond=there)
    assert then > fired
    assert local(then, abroad).date() > there
    assert then - fired < 3 * DAY + 2 * HOUR, "nor a long silence"
