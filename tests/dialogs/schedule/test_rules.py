"""Rules as people type them, and what names no days."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.schedule.rules import read_rule

FRAGMENTS = (
    *"every other second third two three four 2 3 4 2nd 1st 4th first last fourth the of month each and to at".split(),
    *"monday mondays tue tues thursday thu fri friday sat sun sunday sundays weekday weekdays weekend weekends".split(),
    *"day days week weeks daily fortnight fortnightly biweekly working - , . / ' every 8pm mon-fri everyday".split(),
    *"fifth 5 5th 0 12 six alternate except not through once a months monthly – &".split(),
)

words = st.text(max_size=80) | st.builds(
    lambda gap, parts: gap.join(parts), st.sampled_from([" ", "", "  ", ", "]), st.lists(st.sampled_from(FRAGMENTS))
)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        *(
            (name, "FREQ=WEEKLY;BYDAY=SU")
            for name in ("Sunday", "sundays", "SUN", "Sun.", "every Sunday", "on Sundays")
        ),
        *((f"every {name}", "FREQ=WEEKLY;BYDAY=MO") for name in ("monday", "mon", "Mondays")),
        *((name, "FREQ=WEEKLY;BYDAY=TU") for name in ("tue", "tues", "Tuesday", "each Tuesday")),
        *((name, "FREQ=WEEKLY;BYDAY=WE") for name in ("wed", "weds", "Wednesdays")),
        *((name, "FREQ=WEEKLY;BYDAY=TH") for name in ("thu", "thur", "thurs", "thursday")),
        *((name, "FREQ=WEEKLY;BYDAY=FR") for name in ("fri", "Friday evening", "fridays at 8 pm")),
        *((name, "FREQ=WEEKLY;BYDAY=SA") for name in ("sat", "Saturday morning", "how about saturdays?")),
        ("Sunday's", "FREQ=WEEKLY;BYDAY=SU"),
        ("  every\n sunday ", "FREQ=WEEKLY;BYDAY=SU"),
        ("every week on Sunday", "FREQ=WEEKLY;BYDAY=SU"),
        ("once a week, Sunday", "FREQ=WEEKLY;BYDAY=SU"),
        # several days, in the order of the week
        ("Tue and Thu", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("thu and tue", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("tue, thu", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("Tue/Thu", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("Tuesdays & Thursdays", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("Sunday, Wednesday and Friday", "FREQ=WEEKLY;BYDAY=WE,FR,SU"),
        ("sunday sunday", "FREQ=WEEKLY;BYDAY=SU"),
        # ranges
        ("monday to thursday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"),
        ("Monday through Wednesday", "FREQ=WEEKLY;BYDAY=MO,TU,WE"),
        ("Friday to Sunday", "FREQ=WEEKLY;BYDAY=FR,SA,SU"),
        ("Sat to Mon", "FREQ=WEEKLY;BYDAY=MO,SA,SU"),
        ("Sunday to Thursday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SU"),
        # weekdays and weekends
        *(
            (said, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
            for said in (
                "weekdays",
                "every weekday",
                "on week days",
                "working days",
                "Monday to Friday",
                "Mon-Fri",
                "Mon–Fri",
            )
        ),
        ("weekends", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("every weekend", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("every other weekend", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU"),
        ("alternate weekends", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU"),
        ("Fridays and weekends", "FREQ=WEEKLY;BYDAY=FR,SA,SU"),
        ("weekdays and Sunday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SU"),
        ("every two weeks on weekdays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR"),
        # days
        *(
            (said, "FREQ=DAILY")
            for said in ("daily", "every day", "everyday", "Each day", "every evening", "every night")
        ),
        ("every other day", "FREQ=DAILY;INTERVAL=2"),
        ("every second day", "FREQ=DAILY;INTERVAL=2"),
        ("every two days", "FREQ=DAILY;INTERVAL=2"),
        ("every 3 days", "FREQ=DAILY;INTERVAL=3"),
        ("every fourth day", "FREQ=DAILY;INTERVAL=4"),
        ("every 5 days", "FREQ=DAILY;INTERVAL=5"),
        ("every ten days", "FREQ=DAILY;INTERVAL=10"),
        ("alternate days", "FREQ=DAILY;INTERVAL=2"),
        # weeks
        ("every other Friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("every  second   friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("every second Friday at 8", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("every two weeks on Sunday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        ("Sunday, every 2 weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        ("Sundays every other week", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        ("fortnightly on Mondays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("every fortnight on Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("biweekly, mondays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("bi-weekly on Wed and Sat", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SA"),
        ("every three weeks on Sunday", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU"),
        ("every 4 weeks on Sunday", "FREQ=WEEKLY;INTERVAL=4;BYDAY=SU"),
        ("every 5 weeks on Sunday", "FREQ=WEEKLY;INTERVAL=5;BYDAY=SU"),
        ("every 12 weeks on Monday", "FREQ=WEEKLY;INTERVAL=12;BYDAY=MO"),
        ("every 2nd Friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("every third Sunday", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU"),
        ("alternate Sundays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        ("alternate weeks on Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        # months
        ("first Sunday of the month", "FREQ=MONTHLY;BYDAY=1SU"),
        ("the 1st Sunday of every month", "FREQ=MONTHLY;BYDAY=1SU"),
        ("monthly on the first Sunday", "FREQ=MONTHLY;BYDAY=1SU"),
        ("first Sunday", "FREQ=MONTHLY;BYDAY=1SU"),
        ("second tuesday in the month", "FREQ=MONTHLY;BYDAY=2TU"),
        ("every second Tuesday of the month", "FREQ=MONTHLY;BYDAY=2TU"),
        ("third wed of each month", "FREQ=MONTHLY;BYDAY=3WE"),
        ("the 4th sat of a month at 10 am", "FREQ=MONTHLY;BYDAY=4SA"),
        ("last Friday of the month", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("every last Friday", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("First Sunday at 8 pm", "FREQ=MONTHLY;BYDAY=1SU"),
        ("last Friday at 19:00", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("fifth Sunday of the month", "FREQ=MONTHLY;BYDAY=5SU"),
        ("once a month on Sunday", "FREQ=MONTHLY;BYDAY=1SU"),
        ("one Sunday a month", "FREQ=MONTHLY;BYDAY=1SU"),
        ("first and third Sunday of the month", "FREQ=MONTHLY;BYDAY=1SU,3SU"),
        ("on the second and fourth Tuesday", "FREQ=MONTHLY;BYDAY=2TU,4TU"),
        ("first Monday and last Friday of the month", "FREQ=MONTHLY;BYDAY=1MO,-1FR"),
        ("every other month first Sunday", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU"),
        ("every three months on the last Friday", "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR"),
    ],
)
def test_words_are_read_as_a_rule(said: str, rule: str) -> None:
    assert read_rule(said) == rule


@pytest.mark.parametrize(
    "said",
    [
        "", " ", "?", "yes", "no", "soon", "whenever", "sometimes", "8 pm", "at 20:00", "month", "monthly", "today",
        "every month", "on the 1st", "the 15th of each month", "the first of the month", "every two weeks", "weekly",
        "every week", "fortnightly", "every other week", "twice a week", "once a week", "tomorrow", "in a month",
        "sunny days", "satisfied", "money", "friend", "thunder", "we wedded", "mond", "holidays", "someday",
        "we sat down", "I sat there", "in the sun",
    ],
)  # fmt: skip
def test_what_names_no_days_is_no_rule(said: str) -> None:
    assert read_rule(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "every day except Sunday", "every weekday except Friday", "weekends but not Sunday", "not on Sundays",
        "daily, but never on Mondays", "no Sundays",
    ],
)  # fmt: skip
def test_days_to_leave_out_are_no_rule(said: str) -> None:
    assert read_rule(said) is None


def test_what_is_very_long_is_no_rule() -> None:
    assert read_rule("Sundays" + " or so" * 20) == "FREQ=WEEKLY;BYDAY=SU"
    assert read_rule("Sundays" + " or so" * 40) is None


@settings(max_examples=250, deadline=None)
@given(words)
def test_whatever_is_read_is_a_rule_with_days(said: str) -> None:
    rule = read_rule(said)
    if rule is not None:
        start = datetime.fromisoformat("2026-03-04T20:00")
        found = [*islice(rrulestr(rule, dtstart=start), 3)]
        assert len(found) == 3, "and it goes on"
        assert "COUNT" not in rule
        assert "UNTIL" not in rule


@given(st.text(max_size=40))
def test_more_spaces_make_no_difference(said: str) -> None:
    assert read_rule(said) == read_rule(f"  {said} ") == read_rule(said.replace(" ", "  "))
