"""Drills: the person's own slips first, in turn, and nothing that was there just now."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from content.gym import load
from dialogs.engine import Person
from dialogs.gym.boxes import with_mastered, with_slips
from dialogs.gym.drills import KINDS, Kind, next_drill, next_slip, streak_of, today_of
from tests.dialogs.conversation import NOON

DAY = date(2026, 3, 2)
BANK = load()


def with_made(*codes: str, level: int = 1) -> Person:
    slips: dict[str, object] = {}
    for code in codes:
        slips = dict(with_slips(slips, [code], DAY))  # type: ignore[arg-type]
    return Person(slips=slips, level=level)  # type: ignore[arg-type]


def test_the_most_frequent_slip_that_is_due_is_practised() -> None:
    person = with_made("LABEL", "ABSOLUTE", "ABSOLUTE")
    for number, kind in enumerate(("spot", "repair", "write")):
        drill = next_drill(person, DAY, number, 3)
        assert (drill.kind, drill.slip) == (kind, "ABSOLUTE")
    assert BANK.spots[next_drill(person, DAY, 0, 3).item].code == "ABSOLUTE"
    assert "ABSOLUTE" in BANK.repairs[next_drill(person, DAY, 1, 3).item].slips


def test_once_it_went_well_the_next_one_has_its_turn() -> None:
    person = with_made("LABEL", "ABSOLUTE", "ABSOLUTE")
    person = replace(person, slips=with_mastered(person.slips, "ABSOLUTE", DAY))
    assert next_slip(person, DAY, 0) == "LABEL"
    assert next_slip(person, DAY + timedelta(days=1), 0) == "ABSOLUTE", "its day has come"


def test_after_three_drills_about_one_slip_another_has_its_turn() -> None:
    person = with_made("LABEL", "ABSOLUTE", "ABSOLUTE")
    assert [next_drill(person, DAY, number, 1, None, "ABSOLUTE").slip for number in range(1, 4)] == [
        "ABSOLUTE",
        "ABSOLUTE",
        "LABEL",
    ]
    alone = with_made("ABSOLUTE")
    assert next_drill(alone, DAY, 3, 1, None, "ABSOLUTE").slip != "ABSOLUTE"


def test_where_none_is_due_something_new_of_the_level_comes() -> None:
    for level in (1, 2, 3):
        code = next_slip(Person(level=level), DAY, 5)
        assert BANK.slips[code].level == level


def test_what_is_above_the_level_waits() -> None:
    assert next_slip(with_made("KITCHEN_SINK", "KITCHEN_SINK", "LABEL"), DAY, 0) == "LABEL"
    assert next_slip(with_made("KITCHEN_SINK", "KITCHEN_SINK", "LABEL", level=3), DAY, 0) == "KITCHEN_SINK"


def test_where_all_wait_the_most_frequent_is_taken() -> None:
    person = Person(slips={code: {"box": 5, "due": "2027-01-01", "count": 0} for code in BANK.slips}, level=3)
    person = replace(person, slips={**person.slips, "GUILT": {"box": 5, "due": "2027-01-01", "count": 4}})
    assert next_slip(person, DAY, 0) == "GUILT"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", [1, 2, 3])
def test_any_way_can_be_asked_for_with_any_slip(kind: Kind, level: int) -> None:
    for code in BANK.slips:
        drill = next_drill(with_made(code, level=level), DAY, 0, 11, kind)
        rows = {"spot": BANK.spots, "repair": BANK.repairs, "write": BANK.situations}[kind]
        assert drill.kind == kind
        assert drill.item in rows


def test_nothing_comes_twice_in_a_row() -> None:
    person, given = with_made("ABSOLUTE"), []
    for number in range(30):
        drill = next_drill(person, DAY, number, number * 3)
        person = person.with_drill(drill.item)
        given.append(drill.item)
    assert all(given[at] not in given[max(0, at - 5) : at] for at in range(len(given)))
    assert len(person.drilled) <= 16


def test_situations_suit_the_side_and_the_topics_told() -> None:
    person = Person(role="distancer", roles={"money": {}})
    rows = [BANK.situations[next_drill(person, DAY, 0, pick, "write").item] for pick in range(200)]
    assert {row.side for row in rows} == {"distancer", "both"}
    topics = Counter(row.topic for row in rows)
    assert topics.most_common(1)[0][0] == "money"
    assert len(topics) > 5


def test_the_same_things_given_the_same_drill_comes() -> None:
    person = with_made("LABEL", "PAST")
    assert next_drill(person, DAY, 4, 17) == next_drill(person, DAY, 4, 17)


def test_a_streak_is_of_good_ones_at_the_present_level() -> None:
    person = Person()
    for good in (True, False, True, True):
        person = person.with_attempt(NOON, 90 if good else 20, 1, good)
    assert streak_of(person) == 2
    assert streak_of(replace(person, level=2)) == 0


def test_a_day_is_the_person_s_own() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert today_of(Person(zone="Europe/Berlin"), late) == date(2026, 3, 3)
    assert today_of(Person(), late) == date(2026, 3, 2)
