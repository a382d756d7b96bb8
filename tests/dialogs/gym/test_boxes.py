"""Boxes: what goes well waits longer, what goes wrong comes back at once; days are given and nothing else counts."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dialogs.gym.boxes import LAST, WAITS, Slips, due, most_frequent, with_mastered, with_missed, with_slips

DAY = date(2026, 3, 2)
CODES = ("ABSOLUTE", "LABEL", "MIND_READ")


def test_a_slip_is_due_the_day_it_happens() -> None:
    slips = with_slips({}, ["LABEL"], DAY)
    assert slips == {"LABEL": {"box": 1, "due": "2026-03-02", "count": 1}}
    assert due(slips, DAY) == ("LABEL",)


def test_it_waits_longer_each_time_it_goes_well() -> None:
    slips: Slips = with_slips({}, ["LABEL"], DAY)
    day, waits = DAY, []
    for _ in range(LAST + 1):
        slips = with_mastered(slips, "LABEL", day)
        then = date.fromisoformat(slips["LABEL"]["due"])
        waits.append((then - day).days)
        assert due(slips, then - timedelta(days=1)) == ()
        day = then
    assert waits == [*WAITS[1:], WAITS[-1], WAITS[-1]]
    assert slips["LABEL"]["box"] == LAST


def test_practising_before_the_day_moves_nothing() -> None:
    slips = with_mastered(with_slips({}, ["LABEL"], DAY), "LABEL", DAY)
    assert with_mastered(slips, "LABEL", DAY) == slips


def test_a_slip_made_again_is_back_in_the_first_box_and_counted() -> None:
    slips = with_slips(with_mastered(with_slips({}, ["LABEL"], DAY), "LABEL", DAY), ["LABEL", "LABEL"], DAY)
    assert slips["LABEL"] == {"box": 1, "due": "2026-03-02", "count": 2}


def test_one_not_seen_comes_back_and_is_not_counted() -> None:
    assert with_missed({}, "PAST", DAY)["PAST"] == {"box": 1, "due": "2026-03-02", "count": 0}
    assert most_frequent(with_missed({}, "PAST", DAY)) is None


def test_the_most_frequent_comes_first() -> None:
    slips = with_slips(with_slips({}, ["LABEL", "ABSOLUTE"], DAY), ["ABSOLUTE"], DAY)
    assert due(slips, DAY) == ("ABSOLUTE", "LABEL")
    assert most_frequent(slips) == "ABSOLUTE"
    assert most_frequent({}) is None


@given(
    st.lists(
        st.tuples(st.sampled_from(["slip", "miss", "master"]), st.sampled_from(CODES), st.integers(0, 9)), max_size=40
    )
)
def test_whatever_happens_boxes_stay_boxes(events: list[tuple[str, str, int]]) -> None:
    slips: Slips = {}
    day, made = DAY, dict.fromkeys(CODES, 0)
    for what, code, later in events:
        day += timedelta(days=later)
        before = slips
        if what == "slip":
            slips, made[code] = with_slips(slips, [code], day), made[code] + 1
        else:
            slips = (with_missed if what == "miss" else with_mastered)(slips, code, day)
        assert all(before[other] == slips[other] for other in before if other != code), "only this one moves"
        row = slips[code]
        assert 1 <= row["box"] <= LAST
        assert row["count"] == made[code]
        assert what == "master" or code in due(slips, day)
