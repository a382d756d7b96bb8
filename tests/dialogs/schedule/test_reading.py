"""Times as people type them, and what is no time."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.schedule.reading import read_time

HOURS = dict(enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1))
FRAGMENTS = (
    *"at about by around half quarter ten five twenty past to after before noon midday midnight lunchtime a".split(),
    *"one two seven twelve 0 1 8 12 13 24 25 99 : . h 00 30 60 am pm a.m. p.m. in the morning evening night".split(),
    *"tonight afternoon minutes hours o'clock sunday , - thirty forty twenty-five on 3.10 times nights".split(),
)

words = st.text(max_size=60) | st.builds(
    lambda gap, parts: gap.join(parts), st.sampled_from([" ", "", "  "]), st.lists(st.sampled_from(FRAGMENTS))
)


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        # as written
        ("20:00", "20:00"),
        ("20.30", "20:30"),
        ("20h30", "20:30"),
        ("8:05", "08:05"),
        ("08:00", "08:00"),
        ("00:00", "00:00"),
        ("23:59", "23:59"),
        ("12:30", "12:30"),
        ("at 19:45, please", "19:45"),
        ("Sundays at 20:00", "20:00"),
        # by the halves of the day
        ("8pm", "20:00"),
        ("8 PM", "20:00"),
        ("8 p.m.", "20:00"),
        ("8am", "08:00"),
        ("8 A.M.", "08:00"),
        ("9.30 pm", "21:30"),
        ("9:15am", "09:15"),
        ("12 am", "00:00"),
        ("12 pm", "12:00"),
        ("12:30 am", "00:30"),
        ("12:30 pm", "12:30"),
        ("11 am", "11:00"),
        ("11 pm", "23:00"),
        ("Sundays at 8 pm", "20:00"),
        ("nine p.m.", "21:00"),
        ("eight am", "08:00"),
        ("twelve am", "00:00"),
        ("twelve pm", "12:00"),
        ("8 30 pm", "20:30"),
        ("eight thirty pm", "20:30"),
        ("quarter to one pm", "12:45"),
        ("20:00 pm", "20:00"),
        ("0:30 am", "00:30"),
        # by the parts of the day
        ("8 at night", "20:00"),
        ("10 in the evening", "22:00"),
        ("tonight at 9", "21:00"),
        ("9 tonight", "21:00"),
        ("4 in the afternoon", "16:00"),
        ("three this afternoon", "15:00"),
        ("8 in the morning", "08:00"),
        ("at 8 tomorrow morning", "08:00"),
        ("half past seven in the evening", "19:30"),
        ("half past seven in the morning", "07:30"),
        ("quarter to eight in the evening", "19:45"),
        ("quarter to twelve at night", "23:45"),
        ("quarter after nine p.m.", "21:15"),
        ("8:15 in the evening", "20:15"),
        ("9:00 at night", "21:00"),
        ("20:00 in the evening", "20:00"),
        ("08:00 in the morning", "08:00"),
        ("half past 20", "20:30"),
        ("8 in the mornings", "08:00"),
        ("8 in the evenings", "20:00"),
        ("eight fifteen in the morning", "08:15"),
        ("12 at night", "00:00"),
        ("12:15 at night", "00:15"),
        ("half past twelve at night", "00:30"),
        ("1 at night", "01:00"),
        ("11 at night", "23:00"),
        ("quarter to one at night", "00:45"),
        ("quarter to one in the afternoon", "12:45"),
        ("half past twelve in the afternoon", "12:30"),
        # by name
        ("noon", "12:00"),
        ("at Noon", "12:00"),
        ("midday", "12:00"),
        ("12 noon", "12:00"),
        ("lunchtime", "13:00"),
        ("midnight", "00:00"),
        ("at midnight", "00:00"),
        ("12 midnight", "00:00"),
        ("five to midnight", "23:55"),
        ("half past midnight", "00:30"),
        ("quarter past noon", "12:15"),
        ("ten to noon", "11:50"),
        # hours that say themselves when they are
        ("20", "20:00"),
        ("at 21", "21:00"),
        ("13", "13:00"),
        ("12", "12:00"),
        ("twelve", "12:00"),
        ("half past twelve", "12:30"),
        ("0", "00:00"),
        ("20 30", "20:30"),
        ("at twenty thirty", "20:30"),
        ("on 24.12. at 19:00", "19:00"),
    ],
)
def test_a_time_that_says_when_it_is_means_the_same_early_and_late(said: str, clock: str) -> None:
    assert read_time(said) == clock
    assert read_time(said, late=True) == clock


@pytest.mark.parametrize(
    ("said", "early", "late"),
    [
        ("8", "08:00", "20:00"),
        ("8.", "08:00", "20:00"),
        ("at 8", "08:00", "20:00"),
        ("At Eight", "08:00", "20:00"),
        ("eight", "08:00", "20:00"),
        ("8 o'clock", "08:00", "20:00"),
        ("eight o'clock", "08:00", "20:00"),
        ("about 7", "07:00", "19:00"),
        ("around ten", "10:00", "22:00"),
        ("by 6", "06:00", "18:00"),
        ("  at\n 9 ", "09:00", "21:00"),
        ("Sundays at 8", "08:00", "20:00"),
        ("11", "11:00", "23:00"),
        ("half past seven", "07:30", "19:30"),
        ("half past 7", "07:30", "19:30"),
        ("half seven", "07:30", "19:30"),
        ("a quarter past six", "06:15", "18:15"),
        ("quarter to nine", "08:45", "20:45"),
        ("quarter before nine", "08:45", "20:45"),
        ("ten to eight", "07:50", "19:50"),
        ("five past 9", "09:05", "21:05"),
        ("twenty after five", "05:20", "17:20"),
        ("twenty to twelve", "11:40", "23:40"),
        ("10 past 8", "08:10", "20:10"),
        ("20 past 7", "07:20", "19:20"),
        ("5 past 9", "09:05", "21:05"),
        ("5 minutes past 9", "09:05", "21:05"),
        ("10 to 8", "07:50", "19:50"),
        ("25 past 7", "07:25", "19:25"),
        ("twenty-five past seven", "07:25", "19:25"),
        ("twenty five to nine", "08:35", "20:35"),
        ("seven thirty", "07:30", "19:30"),
        ("six forty-five", "06:45", "18:45"),
        ("Sundays at 8 30", "08:30", "20:30"),
        ("on 3.10 at 8", "08:00", "20:00"),
        ("every 2 weeks on Sunday at 8", "08:00", "20:00"),
    ],
)
def test_a_bare_time_is_in_the_morning_unless_late(said: str, early: str, late: str) -> None:
    assert read_time(said) == early
    assert read_time(said, late=True) == late


@pytest.mark.parametrize(
    "said",
    [
        "", " ", "?", "later", "never", "soon", "no", "in the evening", "tonight", "pm", "half", "past", "dinner",
        "when we wake up", "i don't know", "Sundays", "every two weeks on Sunday", "25:00", "20:60", "24", "24:00",
        "at 25", "99", "-5", "10 minutes", "at 10 minutes", "in 2 hours", "half an hour", "one hour", "two days",
        "half past 99", "60 past 8", "3 times a week", "three times", "2 sundays a month", "1,5 hours",
        "1.5 hours", "at 2.5", "1st Sunday", "2030", "afternoon", "at noonday", "20:0", "everyone", "oneself",
    ],
)  # fmt: skip
def test_what_is_no_time_is_none(said: str) -> None:
    assert read_time(said) is None
    assert read_time(said, late=True) is None


@pytest.mark.parametrize("late", [False, True])
def test_every_time_of_the_day_reads_as_itself(late: bool) -> None:
    for minute in range(24 * 60):
        clock = f"{minute // 60:02}:{minute % 60:02}"
        assert read_time(clock, late=late) == clock
        assert read_time(f"at {clock.replace(':', '.')}", late=late) == clock


@pytest.mark.parametrize("late", [False, True])
def test_every_time_of_both_halves_of_the_day_is_read(late: bool) -> None:
    for minute in range(12 * 60):
        said = f"{minute // 60 or 12}:{minute % 60:02}"
        assert read_time(f"{said} am", late=late) == f"{minute // 60:02}:{minute % 60:02}"
        assert read_time(f"{said}pm", late=late) == f"{minute // 60 + 12:02}:{minute % 60:02}"


@pytest.mark.parametrize(
    ("part", "minutes"),
    [
        ("half", 30),
        ("quarter", 15),
        ("ten", 10),
        ("twenty", 20),
        ("five", 5),
        ("10", 10),
        ("25", 25),
        ("twenty-five", 25),
    ],
)
def test_every_hour_in_words_is_read_with_what_is_past_or_to_it(part: str, minutes: int) -> None:
    for hour, name in HOURS.items():
        assert read_time(f"{part} past {name}") == read_time(f"{part} past {hour}") == f"{hour:02}:{minutes:02}"
        if hour > 1:
            assert read_time(f"{part} to {name}") == f"{hour - 1:02}:{60 - minutes:02}"


@pytest.mark.parametrize("late", [False, True])
def test_every_number_of_minutes_is_read_in_figures(late: bool) -> None:
    for minutes in range(1, 60):
        assert read_time(f"{minutes} past 8 pm", late=late) == f"20:{minutes:02}"
        assert read_time(f"{minutes} minutes to noon", late=late) == f"11:{60 - minutes:02}"


def test_what_is_very_long_is_no_time() -> None:
    assert read_time("at 8" + " or so" * 20) == "08:00"
    assert read_time("at 8" + " or so" * 40) is None


@given(words, st.booleans())
def test_whatever_is_read_is_a_time(said: str, late: bool) -> None:
    clock = read_time(said, late=late)
    if clock is not None:
        assert clock == f"{time.fromisoformat(clock):%H:%M}"


@given(words)
def test_late_only_moves_a_morning_to_the_evening(said: str) -> None:
    early, late = read_time(said), read_time(said, late=True)
    assert (early is None) == (late is None)
    if early != late:
        assert early is not None
        assert late == f"{int(early[:2]) + 12}{early[2:]}"
