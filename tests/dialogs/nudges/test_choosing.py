"""Choosing a nudge: what a day is like for somebody, what fits it, and nothing twice within three weeks."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import nudges
from dialogs.engine import Person
from dialogs.nudges.adapting import choose_kind
from dialogs.nudges.choosing import LATELY, NOT_AGAIN, RECENT, choose, find, state_of, within
from dialogs.zones import local
from tests.dialogs.nudges import KNOWN, NOON

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
FIRST = NOON + 8 * HOUR


def ago(time: timedelta) -> datetime:
    return NOON - time


def returned(person: Person, outcome: str, at: datetime) -> Person:
    return replace(person, returns={**person.returns, outcome: 1, f"{outcome}_at": at.isoformat(timespec="seconds")})


def kept(person: Person, at: datetime) -> Person:
    return returned(person, "kept", at)


def missed(person: Person, at: datetime) -> Person:
    return returned(person, "missed", at)


def rated(person: Person, at: datetime, after: int | None = 7) -> Person:
    return person.with_practice("sighing", at, 9, after)


def reaching(person: Person, at: datetime) -> Person:
    return person.with_pulse(at, reach=3, retreat=0, closeness=4)


def backing_off(person: Person, at: datetime) -> Person:
    return person.with_pulse(at, reach=0, retreat=3, closeness=4)


def far_apart(person: Person, at: datetime) -> Person:
    return person.with_pulse(at, reach=2, retreat=2, closeness=1)


def cold_talk(person: Person, at: datetime) -> Person:
    return person.with_talk("happened", at, 1)


SIGNS: dict[Callable[[Person, datetime], Person], tuple[str, timedelta]] = {
    kept: ("kept", RECENT),
    missed: ("missed", RECENT),
    rated: ("tense", RECENT),
    reaching: ("tense", LATELY),
    backing_off: ("tense", LATELY),
    far_apart: ("distant", LATELY),
    cold_talk: ("distant", LATELY),
}


# -- what a day is like ------------------------------------------------------------------------------------------------


def test_of_somebody_who_told_nothing_nothing_is_presumed() -> None:
    assert state_of(KNOWN, NOON) == "any"


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.__name__)
def test_what_was_told_speaks_for_a_while_and_no_longer(sign: Callable[[Person, datetime], Person]) -> None:
    state, while_ = SIGNS[sign]
    assert state_of(sign(KNOWN, NOON), NOON) == state
    assert state_of(sign(KNOWN, ago(while_)), NOON) == state
    assert state_of(sign(KNOWN, ago(while_ + SECOND)), NOON) == "any"


@pytest.mark.parametrize(
    ("person", "state"),
    [
        (rated(KNOWN, NOON, 6), "any"),
        (rated(KNOWN, NOON, None), "any"),
        (rated(rated(KNOWN, ago(HOUR), 9), NOON, 2), "any"),
        (rated(rated(KNOWN, ago(HOUR), 9), NOON, None), "tense"),
        (KNOWN.with_pulse(NOON, reach=2, retreat=2, closeness=2), "any"),
        (reaching(far_apart(KNOWN, ago(7 * DAY)), NOON), "tense"),
        (KNOWN.with_pulse(NOON, reach=4, retreat=0, closeness=0), "tense"),
        (far_apart(reaching(KNOWN, ago(7 * DAY)), NOON), "distant"),
        (KNOWN.with_talk("happened", NOON, 2), "any"),
        (cold_talk(KNOWN, ago(DAY)).with_talk("skipped", NOON), "distant"),
        (far_apart(KNOWN, ago(DAY)).with_talk("happened", NOON, 4), "any"),
    ],
    ids=[
        "not that tense",
        "not rated",
        "calmed down since",
        "a practice without a rating takes nothing back",
        "an ordinary week",
        "this week and not the last",
        "the pull comes before the distance",
        "a calmer week, and a far one",
        "a talk that was all right",
        "a talk left out takes nothing back",
        "a warm talk after a far week",
    ],
)
def test_the_latest_word_counts(person: Person, state: str) -> None:
    assert state_of(person, NOON) == state


def test_a_return_comes_before_tension_and_tension_before_distance() -> None:
    person = cold_talk(KNOWN, NOON)
    assert state_of(person, NOON) == "distant"
    person = rated(person, NOON)
    assert state_of(person, NOON) == "tense"
    person = missed(person, ago(HOUR))
    assert state_of(person, NOON) == "missed"
    person = kept(person, NOON)
    assert state_of(person, NOON) == "kept"


@pytest.mark.parametrize("outcome", ["kept", "missed"])
def test_a_return_is_spoken_of_once(outcome: str) -> None:
    person = returned(KNOWN, outcome, ago(2 * HOUR))
    about = next(nudge for nudge in nudges.load()["mixed"] if nudge.state == outcome)
    other = next(nudge for nudge in nudges.load()["mixed"] if nudge.state == "any")
    assert state_of(person.with_nudge(other.id, other.kind, "evening", ago(HOUR)), NOON) == outcome
    assert state_of(person.with_nudge(about.id, about.kind, "evening", ago(3 * HOUR)), NOON) == outcome
    assert state_of(person.with_nudge(about.id, about.kind, "evening", ago(HOUR)), NOON) == "any"


@given(seconds=st.integers(0, 10**7), allowed=st.integers(0, 10**7))
def test_within_counts_its_end(seconds: int, allowed: int) -> None:
    at = (NOON - seconds * SECOND).isoformat(timespec="seconds")
    assert within(at, NOON, allowed * SECOND) is (seconds <= allowed)


# -- what fits it ------------------------------------------------------------------------------------------------------

ROLES = (*nudges.ROLES, "unclear", None)
LIKE: dict[str, Callable[[Person, datetime], Person]] = {
    "any": lambda person, at: person,
    "tense": rated,
    "distant": cold_talk,
    "kept": kept,
    "missed": missed,
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", LIKE)
def test_a_nudge_is_for_the_person_s_role_and_state(role: str | None, state: str) -> None:
    person = LIKE[state](replace(KNOWN, role=role), NOON)
    own = {nudge.id for nudge in nudges.load()[role if role in nudges.ROLES else "mixed"]}
    chosen = [choose(person, NOON, seed) for seed in range(60)]
    assert {nudge.id for nudge in chosen} <= own
    assert {nudge.state for nudge in chosen} == {state}
    assert len({nudge.id for nudge in chosen}) > 4, "and not always the same"


def test_on_a_day_like_any_other_it_is_of_the_kind_whose_turn_it_is() -> None:
    for seed in range(60):
        assert choose(KNOWN, NOON, seed).kind == choose_kind(KNOWN, local(NOON, KNOWN.zone).date(), seed)


def test_where_a_state_has_none_of_the_kind_another_of_the_state_is_taken() -> None:
    tense = rated(replace(KNOWN, role="pursuer"), NOON)  # there are tense ones of two kinds only
    wanted = {choose_kind(tense, NOON.date(), seed) for seed in range(60)}
    assert wanted == set(nudges.KINDS)
    assert {choose(tense, NOON, seed).kind for seed in range(60)} == {"micro", "prime"}


def test_the_same_day_gives_the_same_nudge() -> None:
    assert choose(KNOWN, NOON, 7) == choose(KNOWN, NOON + HOUR, 7)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", LIKE)
def test_in_a_hundred_days_none_comes_again_within_three_weeks(role: str | None, state: str) -> None:
    person, shown = replace(KNOWN, role=role), dict[str, datetime]()
    for day in range(100):
        now = FIRST + day * DAY
        person = LIKE[state](person, now - HOUR)
        nudge = choose(person, now, 1000 + day)
        assert now - shown.get(nudge.id, FIRST - 99 * DAY) > NOT_AGAIN, f"{nudge.id} on day {day}"
        assert nudge.state in (state, "any")
        shown[nudge.id] = now
        person = person.with_nudge(nudge.id, nudge.kind, "evening", now)
    assert len(shown) > 30


def test_one_comes_again_after_three_weeks_at_the_earliest() -> None:
    for role in nudges.ROLES:
        about = {nudge.id for nudge in nudges.load()[role] if nudge.state == "kept"}
        person = replace(KNOWN, role=role)
        for name in about:
            person = person.with_nudge(name, "micro", "evening", ago(NOT_AGAIN))
        person = kept(person, NOON)
        assert not {choose(person, NOON, seed).id for seed in range(40)} & about
        person = kept(person, NOON + SECOND)
        assert {choose(person, NOON + SECOND, seed).id for seed in range(40)} <= about


@settings(deadline=None)
@given(
    role=st.sampled_from(nudges.ROLES),
    state=st.sampled_from(sorted(LIKE)),
    seed=st.integers(0, 2**32),
    order=st.randoms(use_true_random=False),
)
def test_there_is_always_one_whatever_was_shown(role: str, state: str, seed: int, order: random.Random) -> None:
    """At one a day and at most 22 in three weeks, pulses aside."""
    person = replace(KNOWN, role=role)
    pool = [nudge for nudge in nudges.load()[role] if nudge.state == "any"]
    order.shuffle(pool)
    for day, nudge in enumerate(pool[:22]):
        person = person.with_nudge(nudge.id, nudge.kind, "evening", ago((22 - day) * DAY))
    shown = {nudge.id for nudge in pool[1:22]}
    assert choose(LIKE[state](person, NOON), NOON, seed).id not in shown


# -- by name -----------------------------------------------------------------------------------------------------------


def test_every_nudge_is_found_by_its_name_and_others_are_not() -> None:
    assert all(find(nudge.id) is nudge for each in nudges.load().values() for nudge in each)
    assert find("pulse") is None
    assert find("of an older release") is None
    assert find(None) is None
