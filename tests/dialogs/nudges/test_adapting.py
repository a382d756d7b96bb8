"""Adapting: nothing for two weeks or without a yes, then mostly what somebody does, and now and then something else."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.nudges import KINDS
from dialogs.engine import Person
from dialogs.nudges.adapting import SLOTS, adapts, choose_kind, choose_slot, may_adapt, slot_of, tally, time_of
from dialogs.nudges.terms import LAST_WORD
from dialogs.rehearsal import Rehearsal
from tests.dialogs.nudges import KNOWN, NOON, said, somebody, tap

SINCE = date(2026, 3, 2)
LATER = SINCE + timedelta(days=14)
DRAWS = 600

Taste = Mapping[str, tuple[int, int]]  # of each slot or kind, how many were done, and how many there were


def of_taste(*, slots: Taste | None = None, kinds: Taste | None = None, adapt: bool | None = True) -> Person:
    """Somebody whose nudges were answered like this."""
    terms = {"at": "20:00", "since": SINCE.isoformat(), "adapt": adapt}
    person = replace(KNOWN, nudge={name: value for name, value in terms.items() if value is not None})
    for arm, taste in (("slot", slots or {}), ("kind", kinds or {})):
        for value, (done, sent) in taste.items():
            for number in range(sent):
                row = {"name": f"{value}{number}", "kind": "micro", "slot": "evening", "at": NOON.isoformat()}
                outcome = "done" if number < done else None
                person = replace(person, nudged=(*person.nudged, {**row, arm: value, "outcome": outcome}))
    return person


def drawn_slots(person: Person, day: date = LATER) -> Counter[str]:
    return Counter(choose_slot(person, day, seed) for seed in range(DRAWS))


def drawn_kinds(person: Person, day: date = LATER) -> Counter[str]:
    return Counter(choose_kind(person, day, seed) for seed in range(DRAWS))


EARLY_BIRD: Taste = {"morning": (9, 10), "midday": (1, 4), "evening": (2, 8)}
FOND_OF_SIGNS: Taste = {"bid": (9, 10), "micro": (1, 4), "reflect": (1, 4), "prime": (2, 8)}
ENDING_ALIKE: Taste = {"prime": (0, 3)}  # the latest three of somebody fond of signs, without their taste


# -- when it begins ----------------------------------------------------------------------------------------------------


@given(day=st.integers(0, 13), seed=st.integers(0, 2**32))
def test_in_the_first_two_weeks_nothing_adapts(day: int, seed: int) -> None:
    person, today = of_taste(slots=EARLY_BIRD, kinds=FOND_OF_SIGNS), SINCE + timedelta(days=day)
    assert not may_adapt(person, today)
    assert not adapts(person, today)
    assert choose_slot(person, today, seed) == "evening"
    assert choose_kind(person, today, seed) == choose_kind(of_taste(kinds=ENDING_ALIKE), today, seed)


@given(day=st.integers(0, 400), seed=st.integers(0, 2**32), adapt=st.sampled_from([None, False]))
def test_without_a_yes_nothing_adapts_ever(day: int, seed: int, adapt: bool | None) -> None:
    person, today = of_taste(slots=EARLY_BIRD, kinds=FOND_OF_SIGNS, adapt=adapt), SINCE + timedelta(days=day)
    assert not adapts(person, today)
    assert choose_slot(person, today, seed) == "evening"
    assert choose_kind(person, today, seed) == choose_kind(of_taste(kinds=ENDING_ALIKE, adapt=None), today, seed)


def test_it_begins_on_the_fifteenth_day() -> None:
    person = of_taste(slots=EARLY_BIRD)
    assert adapts(person, LATER)
    assert drawn_slots(person, LATER - timedelta(days=1)) == {"evening": DRAWS}
    assert drawn_slots(person)["morning"] > 0


def test_before_it_the_kinds_take_turns() -> None:
    person, kinds = of_taste(adapt=None), list[str]()
    for day in range(40):
        kinds.append(choose_kind(person, SINCE + timedelta(days=day), 7 + day))
        person = person.with_nudge(f"n{day}", kinds[-1], "evening", NOON)
    assert all({*kinds[at : at + 4]} == {*KINDS} for at in range(37))


# -- what it follows ---------------------------------------------------------------------------------------------------


def test_a_strong_preference_is_followed_mostly_and_the_rest_is_still_tried() -> None:
    slots, kinds = drawn_slots(of_taste(slots=EARLY_BIRD)), drawn_kinds(of_taste(kinds=FOND_OF_SIGNS))
    assert 0.8 * DRAWS < slots["morning"] < DRAWS
    assert 0.8 * DRAWS < kinds["bid"] < DRAWS
    assert set(slots) == {*SLOTS}
    assert set(kinds) == {*KINDS}


def test_the_more_is_known_the_less_else_is_tried() -> None:
    little = drawn_slots(of_taste(slots={"morning": (2, 2), "midday": (0, 2), "evening": (0, 2)}))
    much = drawn_slots(of_taste(slots={"morning": (18, 18), "midday": (0, 18), "evening": (0, 18)}))
    assert 0.6 * DRAWS < little["morning"] < 0.95 * DRAWS < much["morning"]


def test_of_who_never_did_any_everything_is_tried_alike() -> None:
    assert min(drawn_slots(of_taste()).values()) > 0.8 * DRAWS / 3
    assert min(drawn_kinds(of_taste()).values()) > 0.8 * DRAWS / 4


def test_what_was_not_wanted_counts_like_what_was_not_seen() -> None:
    seen = of_taste(slots={"evening": (2, 8), "morning": (3, 4)})
    rows = tuple({**row, "outcome": row["outcome"] or "not_today"} for row in seen.nudged)
    assert tally("slot", seen.nudged) == tally("slot", rows) == {"evening": (2, 8), "morning": (3, 4)}


@given(st.lists(st.tuples(st.sampled_from(sorted(SLOTS)), st.sampled_from(["done", "not_today", None])), max_size=30))
def test_the_tally_counts_every_nudge_once(rows: list[tuple[str, str | None]]) -> None:
    counts = tally("slot", ({"slot": slot, "outcome": outcome} for slot, outcome in rows))
    assert sum(sent for _, sent in counts.values()) == len(rows)
    assert sum(done for done, _ in counts.values()) == sum(outcome == "done" for _, outcome in rows)


def test_only_the_person_s_own_taps_count() -> None:
    alone = [choose_slot(of_taste(slots=EARLY_BIRD), LATER, seed) for seed in range(50)]
    owl = of_taste(slots={"evening": (20, 20), "morning": (0, 20)})
    among = []
    for seed in range(50):
        choose_slot(owl, LATER, seed)
        among.append(choose_slot(of_taste(slots=EARLY_BIRD), LATER, seed))
    assert alone == among


def test_neither_the_clock_nor_chance_of_the_world_has_a_say() -> None:
    person = of_taste(slots=EARLY_BIRD, kinds=FOND_OF_SIGNS)
    random.seed(1)
    once = [(choose_slot(person, LATER, seed), choose_kind(person, LATER, seed)) for seed in range(50)]
    random.seed(2)
    assert once == [(choose_slot(person, LATER, seed), choose_kind(person, LATER, seed)) for seed in range(50)]


# -- times of day ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "slot"),
    [
        ("00:00", "morning"),
        ("10:59", "morning"),
        ("11:00", "midday"),
        ("16:59", "midday"),
        ("17:00", "evening"),
        ("23:59", "evening"),
    ],
)
def test_every_time_lies_in_a_part_of_the_day(at: str, slot: str) -> None:
    assert slot_of(at) == slot


@pytest.mark.parametrize(
    ("slot", "quiet", "at"),
    [
        ("evening", ("21:30", "08:00"), "19:15"),  # the person's own
        ("midday", ("21:30", "08:00"), "13:00"),
        ("morning", ("21:30", "08:00"), "08:00"),
        ("morning", ("23:00", "09:00"), "09:00"),
        ("morning", ("20:30", "06:30"), "08:00"),
        ("morning", ("22:00", "11:30"), "08:00"),
        ("morning", (), "08:00"),
    ],
)
def test_a_part_of_the_day_has_the_person_s_time_or_one_when_they_are_up(
    slot: str, quiet: tuple[str, ...], at: str
) -> None:
    assert time_of(slot, {"at": "19:15"}, quiet) == at


# -- in the conversation -----------------------------------------------------------------------------------------------


def answer_in_the_morning_only(rehearsal: Rehearsal, nudges: int) -> list[datetime]:
    """Do what comes in the morning, look at nothing else; when each of them came."""
    came = []
    for _ in range(nudges):
        rehearsal.ring("nudge")
        came.append(rehearsal.now)
        if rehearsal.now.hour < 11:
            tap(rehearsal, "show")
            for choice in ("skip", "did", "adapt"):
                if choice in rehearsal.session.offered:
                    tap(rehearsal, choice)
    return came


def test_who_agrees_gets_most_of_them_when_they_do_them() -> None:
    rehearsal = somebody(replace(KNOWN, zone="Africa/Abidjan"), at="08:00")  # where clocks show UTC all year
    first = answer_in_the_morning_only(rehearsal, 14)
    assert {at.hour for at in first} == {8}
    later = answer_in_the_morning_only(rehearsal, 60)
    assert rehearsal.session.person.nudge["adapt"] is True
    hours = Counter(at.hour for at in later)
    assert set(hours) == {8, 13, 20}, "every part of the day is tried"
    assert hours[8] > 0.7 * len(later)


def test_who_does_not_agree_gets_all_of_them_at_their_own_time() -> None:
    rehearsal = somebody(replace(KNOWN, zone="Africa/Abidjan"), at="20:00", adapt=False)
    hours = set()
    for _ in range(40):
        rehearsal.ring("nudge")
        hours.add(rehearsal.now.hour)
        tap(rehearsal, "not_today")
        assert rehearsal.state == "nudge.closing"
    assert hours == {20}


def test_it_is_asked_once_after_two_weeks_and_only_of_who_answers() -> None:
    rehearsal, asked = somebody(), list[int]()
    for day in range(30):
        rehearsal.ring("nudge")
        tap(rehearsal, "not_today")
        if rehearsal.state == "nudge.adapt":
            asked.append(day)
            assert "only at your own taps" in said(rehearsal)
            tap(rehearsal, "dont_adapt")
    assert asked == [14]
    assert rehearsal.session.person.nudge["adapt"] is False


def test_what_was_agreed_can_be_seen_and_taken_back() -> None:
    person = of_taste(slots={"evening": (2, 8)}, kinds={"bid": (1, 2)})
    rehearsal = somebody(replace(person, nudge={}), adapt=True)
    rehearsal.say("/nudges")
    tap(rehearsal, "learned")
    assert "evening: done 3 of 10" in said(rehearsal)
    assert "signs of closeness: done 1 of 2" in said(rehearsal)
    assert "what you finish more often comes more often" in said(rehearsal)
    tap(rehearsal, "adapt")
    assert rehearsal.session.person.nudge["adapt"] is False
    assert "don't follow your taps" in said(rehearsal)


def test_the_last_question_comes_to_who_adapts_too() -> None:
    rehearsal = somebody(now=NOON + timedelta(days=30), adapt=True)
    for _ in range(LAST_WORD):
        rehearsal.ring("nudge")
    rehearsal.ring("nudge")
    assert rehearsal.state == "nudge.go_on"
