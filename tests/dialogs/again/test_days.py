"""The days of offers: four months by the calendar, at a decent hour by the clock, where clocks and zones change too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from dialogs.again.days import AFTER, RETRY, TRIES, asks_on, day_after, next_try, tries
from dialogs.engine import Person
from dialogs.schedule.clock import instant
from dialogs.zones import local

ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "Asia/Kathmandu",
    "America/Nuuk", "Pacific/Pago_Pago",
)  # fmt: skip
MOMENTS = st.datetimes(
    datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2030-01-01"), timezones=st.just(UTC)
)
QUIET = st.sampled_from([(), ("21:30", "08:00"), ("18:00", "22:00"), ("08:00", "20:00"), ("12:00", "11:59")])


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def awaiting(day: str, zone: str | None, **changes: Any) -> Person:
    return replace(Person(zone=zone, again={"observer": {"day": day, "hour": "18:40"}}), **changes)


@pytest.mark.parametrize(
    ("written", "zone", "day"),
    [
        ("2026-10-31T12:00", "Europe/Berlin", "2027-02-28"),
        ("2027-10-31T12:00", "Europe/Berlin", "2028-02-29"),  # a leap year
        ("2026-10-30T12:00", "Europe/Berlin", "2027-02-28"),
        ("2026-10-28T12:00", "Europe/Berlin", "2027-02-28"),
        ("2026-01-31T12:00", "Europe/Berlin", "2026-05-31"),
        ("2026-05-31T12:00", "Europe/Berlin", "2026-09-30"),
        ("2026-09-01T12:00", "Europe/Berlin", "2027-01-01"),
        ("2026-10-31T23:30", "Europe/Berlin", "2027-03-01"),  # the first of November there
        ("2026-11-01T02:30", "America/New_York", "2027-02-28"),  # still October there
        ("2026-11-01T02:30", None, "2027-03-01"),
    ],
)
def test_four_months_are_counted_on_the_persons_calendar(written: str, zone: str | None, day: str) -> None:
    assert day_after(Person(zone=zone), utc(written), AFTER["observer"]) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "zone", "due"),
    [
        ("2026-03-28", "Europe/Berlin", "2026-03-28T18:00"),
        ("2026-03-29", "Europe/Berlin", "2026-03-29T17:00"),  # summer time has begun
        ("2026-10-24", "Europe/Berlin", "2026-10-24T17:00"),
        ("2026-10-25", "Europe/Berlin", "2026-10-25T18:00"),  # and ended
        ("2026-07-02", "Asia/Kathmandu", "2026-07-02T13:15"),
        ("2026-07-02", "Pacific/Kiritimati", "2026-07-02T05:00"),
        ("2026-07-02", "Pacific/Pago_Pago", "2026-07-03T06:00"),
        ("2026-07-02", None, "2026-07-02T18:40"),  # the hour at which somebody was here
    ],
)
def test_it_comes_at_seven_in_the_evening_there(day: str, zone: str | None, due: str) -> None:
    assert next_try(awaiting(day, zone), "observer", utc("2026-01-01T12:00")) == utc(due)


@pytest.mark.parametrize(
    ("quiet", "clock"),
    [
        (("21:30", "08:00"), "19:00"),
        ((), "19:00"),
        (("18:30", "07:00"), "07:00"),
        (("08:00", "20:00"), "20:00"),
        (("10:00", "19:00"), "19:00"),
    ],
)
def test_where_the_evening_is_quiet_it_comes_when_quiet_ends(quiet: tuple[str, ...], clock: str) -> None:
    due = next_try(awaiting("2026-07-02", "Europe/Berlin", quiet=quiet), "observer", utc("2026-01-01T12:00"))
    assert due is not None
    assert local(due, "Europe/Berlin").strftime("%Y-%m-%d %H:%M") == f"2026-07-02 {clock}"


@given(now=MOMENTS, zone=st.sampled_from(ZONES), quiet=QUIET, kind=st.sampled_from([*AFTER]))
def test_it_is_never_early_never_quiet_and_tried_four_times(
    now: datetime, zone: str, quiet: tuple[str, ...], kind: str
) -> None:
    day = day_after(Person(zone=zone), now, AFTER[kind])
    person = Person(zone=zone, quiet=quiet, again={kind: {"day": day.isoformat(), "hour": "12:00"}})
    dues, after = list[datetime](), now
    while (due := next_try(person, kind, after)) is not None:
        assert due > after
        dues.append(due)
        after = due
    clocks = [local(due, zone) for due in dues]
    assert [clock.date() for clock in clocks] == [day + number * RETRY for number in range(TRIES)]
    assert all(asks_on(person, clock.date()) for clock in clocks)
    for clock in clocks:
        shown = clock.strftime("%H:%M")
        assert len(quiet) != 2 or not (
            quiet[0] <= shown < quiet[1] if quiet[0] <= quiet[1] else shown >= quiet[0] or shown < quiet[1]
        )


@given(now=MOMENTS, zone=st.sampled_from(ZONES))
def test_four_weeks_are_never_sooner_than_the_fourteen_days_that_the_questions_need(now: datetime, zone: str) -> None:
    day = day_after(Person(zone=zone), now, AFTER["role"])
    person = Person(zone=zone, again={"role": {"day": day.isoformat(), "hour": "12:00"}})
    due = next_try(person, "role", now)
    assert due is not None
    assert timedelta(days=27) < due - now < timedelta(days=29)


@given(now=MOMENTS, zone=st.sampled_from(ZONES), there=st.sampled_from(ZONES))
def test_who_moves_gets_it_on_the_same_day_of_the_calendar(now: datetime, zone: str, there: str) -> None:
    day = day_after(Person(zone=zone), now, relativedelta(months=4))
    due = next_try(awaiting(day.isoformat(), there), "observer", now)
    assert due == instant(datetime.combine(day, datetime.min.time().replace(hour=19)), there)


def test_nothing_is_tried_where_nothing_is_planned() -> None:
    for row in ({}, {"asked": "2026-03-02"}, {"never": True}):
        assert tries(row) == ()
        assert next_try(Person(zone="Europe/Berlin", again={"role": row}), "role", utc("2026-01-01T12:00")) is None
    assert asks_on(Person(again={"role": {"asked": "2026-03-02"}}), date(2026, 3, 2))
    assert not asks_on(Person(again={"role": {"asked": "2026-03-02"}}), date(2026, 3, 3))
