"""Dates in plain words: always a day to come, or none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.schedule.dates import read_date

TODAY = date(2026, 3, 2)  # a Monday


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("in two weeks", "2026-03-16"), ("3 weeks", "2026-03-23"), ("in a fortnight", "2026-03-16"),
        ("next month", "2026-04-02"), ("in ten days", "2026-03-12"), ("tomorrow", "2026-03-03"),
        ("14 April", "2026-04-14"), ("April 14th", "2026-04-14"), ("the 14th of april", "2026-04-14"),
        ("14.4.", "2026-04-14"), ("2026-04-14", "2026-04-14"), ("1 March", "2027-03-01"), ("the 1st", "2026-04-01"),
        ("next Sunday", "2026-03-08"), ("on Monday", "2026-03-09"), ("Sunday in two weeks", "2026-03-15"),
        ("31 April", None), ("2026-01-14", None), ("soon", None), ("when she is ready", None), ("at 8 pm", None),
        ("99.99.", None), ("0 days", None),
    ],
)  # fmt: skip
def test_words_are_a_day_or_none(words: str, day: str | None) -> None:
    assert read_date(words, TODAY) == (date.fromisoformat(day) if day else None)


@given(st.text(max_size=90), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_any_words_are_a_day_to_come_or_none(words: str, today: date) -> None:
    found = read_date(words, today)
    assert found is None or found > today


@given(st.dates(date(2026, 3, 3), date(2027, 3, 1)))
def test_a_day_of_the_coming_year_is_found_by_its_name(day: date) -> None:
    assert read_date(f"{day.day} {day:%B}", TODAY) == day
    assert read_date(f"{day:%B} {day.day}", TODAY) == day


@given(st.integers(1, 90), st.sampled_from(["Monday", "Friday", "Sunday"]))
def test_a_weekday_in_so_many_weeks_lies_in_the_week_that_ends_there(weeks: int, name: str) -> None:
    found = read_date(f"{name} in {weeks} weeks", TODAY)
    assert found is not None
    assert f"{found:%A}" == name
    assert timedelta(weeks=weeks) - timedelta(days=6) <= found - TODAY <= timedelta(weeks=weeks)
