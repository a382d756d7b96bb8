"""Progress counts days by the person's own clock, and says no more than their data."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from dialogs.coach import build
from dialogs.engine import Person
from dialogs.progress import days_practised
from tests.dialogs.conversation import CONSENTED, NOON, talk


def days(zone: str | None, *hours_ago: float) -> int:
    person = Person(zone=zone)
    for hours in hours_ago:
        person = person.with_practice("sighing", NOON - timedelta(hours=hours), 5, 3)
    return days_practised(SimpleNamespace(person=person, now=NOON))  # type: ignore[arg-type]


def test_days_are_counted_once() -> None:
    assert days(None) == 0
    assert days(None, 1, 2, 3) == 1
    assert days(None, 1, 24, 48) == 3


def test_only_the_last_fourteen_days_count() -> None:
    assert days(None, 13 * 24) == 1
    assert days(None, 14 * 24) == 0


def test_a_day_ends_when_the_person_s_own_day_ends() -> None:
    assert days("UTC", 11.5, 12.5) == 2  # half past midnight and half past eleven the evening before
    assert days("America/New_York", 11.5, 12.5) == 1


def test_a_new_person_sees_no_empty_praise() -> None:
    shown = talk(build(), CONSENTED).say("/progress")
    assert "No practice yet." in shown
    assert "0 of" not in shown
