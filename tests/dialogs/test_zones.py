"""Time zones by place, by IANA name, by clock."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import places
from dialogs.zones import COMMON, city_of, find_zones, local, read_clock

WINTER = datetime(2026, 1, 15, 20, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("i live in Sao Paulo", "America/Sao_Paulo"),
        ("München, Germany", "Europe/Berlin"),
        ("san fransisco", "America/Los_Angeles"),
        ("the UK", "Europe/London"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("New Delhi", "Asia/Kolkata"),
        ("kathmandu", "Asia/Kathmandu"),
    ],
)
def test_a_place_is_found(said: str, zone: str) -> None:
    assert find_zones(said, WINTER) == (zone,)


@pytest.mark.parametrize("said", ["", "nowhere", "xyzzy", "at home", "25:00", "99", "?"])
def test_what_is_no_place_finds_nothing(said: str) -> None:
    assert find_zones(said, WINTER) == ()


@pytest.mark.parametrize(
    ("said", "clock"),
    [("21:30", (21, 30)), ("9.30 pm", (21, 30)), ("12 am", (0, 0)), ("12pm", (12, 0)), ("it's 7:05", (7, 5))],
)
def test_a_clock_time_is_read(said: str, clock: tuple[int, int]) -> None:
    assert read_clock(said) == clock


def test_a_clock_finds_the_zones_that_show_it_in_this_season() -> None:
    assert "Europe/Berlin" in find_zones("21:00", WINTER)
    assert "Europe/Berlin" in find_zones("22:00", SUMMER)
    assert find_zones("1:45 am", WINTER) == ("Asia/Kathmandu",)
    assert "Europe/London" in find_zones("8:05 pm", WINTER), "a few minutes off is near enough"


def test_every_zone_is_one_the_system_knows() -> None:
    assert {*places.load().values(), *COMMON} <= available_timezones()


def test_a_city_reads_as_people_write_it() -> None:
    assert city_of("America/Argentina/Buenos_Aires") == "Buenos Aires"


@given(st.text(max_size=200))
def test_any_answer_finds_zones_or_none(said: str) -> None:
    for zone in find_zones(said, WINTER):
        assert local(WINTER, zone).tzinfo == ZoneInfo(zone)
