"""Quiet hours: within a day, over midnight, their borders, and where there are none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.engine.person import QUIET
from dialogs.schedule.quiet import is_quiet

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
SIESTA = ("13:00", "15:30")
ROUND_THE_CLOCK = [MIDNIGHT + timedelta(minutes=minute) for minute in range(24 * 60)]

clocks = st.times().map(lambda at: f"{at:%H:%M}")
instants = st.datetimes(
    datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2035-01-01"), timezones=st.just(UTC)
)
zones = st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati"])


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-02T{clock}").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [
        ("21:29", False),
        ("21:29:59", False),
        ("21:30", True),
        ("23:59", True),
        ("00:00", True),
        ("07:59", True),
        ("07:59:59", True),
        ("08:00", False),
        ("12:00", False),
    ],
)
def test_quiet_hours_over_midnight(clock: str, quiet: bool) -> None:
    assert is_quiet(at(clock), "UTC", QUIET) is quiet


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("12:59", False), ("13:00", True), ("14:15", True), ("15:29", True), ("15:30", False), ("00:00", False)],
)
def test_quiet_hours_within_a_day(clock: str, quiet: bool) -> None:
    assert is_quiet(at(clock), "UTC", SIESTA) is quiet


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [
        (("00:00", "08:00"), 8 * 60),
        (("22:00", "00:00"), 2 * 60),
        (("00:00", "23:59"), 24 * 60 - 1),
        (("23:59", "00:00"), 1),
        (QUIET, 10 * 60 + 30),
        (SIESTA, 2 * 60 + 30),
    ],
)
def test_quiet_hours_are_as_long_as_they_say(hours: tuple[str, str], minutes: int) -> None:
    assert sum(is_quiet(now, "UTC", hours) for now in ROUND_THE_CLOCK) == minutes


@pytest.mark.parametrize(
    ("now", "zone", "quiet"),
    [
        ("20:29", "Europe/Berlin", False),
        ("20:30", "Europe/Berlin", True),
        ("06:59", "Europe/Berlin", True),
        ("07:00", "Europe/Berlin", False),
        ("15:44", "Asia/Kathmandu", False),
        ("15:45", "Asia/Kathmandu", True),
        ("08:29", "Pacific/Pago_Pago", False),
        ("08:30", "Pacific/Pago_Pago", True),
    ],
)
def test_quiet_hours_go_by_the_clock_of_the_person(now: str, zone: str, quiet: bool) -> None:
    assert is_quiet(at(now), zone, QUIET) is quiet


def test_quiet_hours_follow_the_clock_when_it_is_changed() -> None:
    assert is_quiet(datetime(2026, 3, 28, 6, 30, tzinfo=UTC), "Europe/Berlin", QUIET), "7:30"
    assert not is_quiet(datetime(2026, 3, 29, 6, 30, tzinfo=UTC), "Europe/Berlin", QUIET), "8:30"


@given(instants)
def test_nothing_is_quiet_where_the_zone_is_unknown(now: datetime) -> None:
    assert not is_quiet(now, None, QUIET)


@given(instants, zones, st.sampled_from([(), ("21:30",), ("00:00", "08:00", "12:00")]))
def test_nothing_is_quiet_without_quiet_hours(now: datetime, zone: str, hours: tuple[str, ...]) -> None:
    assert not is_quiet(now, zone, hours)


@given(instants, zones, clocks)
def test_hours_that_end_as_they_begin_are_none(now: datetime, zone: str, clock: str) -> None:
    assert not is_quiet(now, zone, (clock, clock))


@given(instants, zones, clocks, clocks)
def test_it_is_quiet_either_from_one_to_the_other_or_from_the_other_to_the_one(
    now: datetime, zone: str, one: str, other: str
) -> None:
    if one != other:
        assert is_quiet(now, zone, (one, other)) is not is_quiet(now, zone, (other, one))


@given(instants, zones, clocks, clocks)
def test_hours_may_be_a_list(now: datetime, zone: str, begin: str, end: str) -> None:
    assert is_quiet(now, zone, [begin, end]) is is_quiet(now, zone, (begin, end))
