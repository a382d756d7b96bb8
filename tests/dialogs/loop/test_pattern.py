"""The pattern: what comes back, and the step that is cheapest to interrupt, by its rule and nothing else."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.loop.pattern import BETTER, COMPARED, LEAST, TIMES, cheapest, compare, mended, typical
from dialogs.loop.steps import ASKED, NOTHING, OWN, TOLD, identity, keys
from tests.dialogs.loop import episode

_OWN_WORDS = [{"words": words} for words in ("Red ears", "red ears!", "🙂")]
_ANSWERS = {step: [None, *({"key": key} for key in sorted(keys(step))[:4]), *_OWN_WORDS] for step in ASKED}
_episodes = st.lists(
    st.tuples(*(st.sampled_from(_ANSWERS[step]) for step in ASKED)).map(
        lambda row: {step: given for step, given in zip(ASKED, row, strict=True) if given}
    ),
    max_size=12,
)
_busy = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # other tests may have the machine


def found(*rows: dict[str, Any]) -> tuple[str, str] | None:
    """The step that is named, and its answer."""
    cheap = cheapest(rows)
    return None if cheap is None else (cheap.habit.step, identity(cheap.habit.answer)[1])


def test_below_four_episodes_nothing_is_said() -> None:
    assert cheapest([episode()] * (LEAST - 1)) is None
    assert found(*[episode()] * LEAST) == ("body", "chest")


def test_the_body_comes_before_the_move() -> None:
    assert found(*[episode()] * 3, episode(body="hot")) == ("body", "chest")


def test_without_a_sign_that_comes_back_the_move_is_named() -> None:
    rows = [episode(body=sign) for sign in ("chest", "hot", "jaw", "belly")]
    assert found(*rows) == ("mine", "asked")


def test_that_nothing_was_noticed_is_no_sign() -> None:
    assert found(*[episode(body=NOTHING)] * 4) == ("mine", "asked")


def test_what_the_partner_does_is_never_named() -> None:
    rows = [episode(body=None, mine=mine) for mine in ("asked", "wrote", "louder", "okay")]
    assert found(*rows) is None


@pytest.mark.parametrize(
    ("times", "of", "named"), [(2, 4, False), (3, 4, True), (3, 6, True), (3, 7, False), (4, 8, True), (5, 11, False)]
)
def test_it_has_to_come_three_times_and_in_half_of_them(times: int, of: int, named: bool) -> None:
    rows = [episode(body="chest", mine=None)] * times + [episode(body=None, mine=None)] * (of - times)
    assert found(*rows) == (("body", "chest") if named else None)


def test_own_words_are_the_same_whatever_their_case_and_stops() -> None:
    rows = [episode(body=words) for words in ("My ears go red", "my ears go red.", "MY EARS GO RED", "hot")]
    assert found(*rows) == ("body", "my ears go red")


def test_own_words_without_a_letter_can_come_back_too() -> None:
    rows = [episode(body="😤 😤", mine=None)] * 3 + [episode(body="🙈 🙈", mine=None)]
    assert found(*rows) == ("body", "😤 😤")


def test_a_move_is_preferred_if_the_episodes_without_it_ended_better() -> None:
    with_it = episode(mine="asked", ended="silence", repair=NOTHING)
    without = episode(mine="okay", ended="talked")
    cheap = cheapest([with_it, with_it, with_it, without, without])
    assert cheap is not None
    assert (cheap.habit.step, cheap.habit.times, cheap.habit.count) == ("mine", 3, 5)
    assert cheap.contrast is not None
    assert (cheap.contrast.mended_with, cheap.contrast.known_with) == (0, 3)
    assert (cheap.contrast.mended_without, cheap.contrast.known_without) == (2, 2)


def test_one_better_episode_is_too_few_to_prefer_a_step() -> None:
    with_it = episode(mine="asked", ended="silence", repair=NOTHING)
    cheap = cheapest([with_it, with_it, with_it, episode(mine="okay", ended="talked")])
    assert cheap is not None
    assert (cheap.habit.step, cheap.contrast) == ("body", None)


def test_if_the_episodes_without_it_ended_worse_nothing_is_preferred() -> None:
    without = [episode(mine=mine, ended="loud", repair=NOTHING) for mine in ("okay", "wrote", "louder")]
    cheap = cheapest([episode(mine="asked", ended="talked")] * 3 + without)
    assert cheap is not None
    assert (cheap.habit.step, cheap.contrast) == ("body", None)


@pytest.mark.parametrize(
    ("ended", "repair", "expected"),
    [
        ("talked", NOTHING, True),
        ("pause", None, True),
        ("silence", "me", True),
        ("silence", "they", True),
        (None, "sign", True),
        ("silence", NOTHING, False),
        ("apart", None, False),
        ("loud", "she wrote me a letter", False),
        (None, NOTHING, False),
        ("interrupted", None, None),
        ("interrupted", NOTHING, False),
        (None, None, None),
        ("we just fell asleep", "she wrote me a letter", None),
    ],
)
def test_what_counts_as_mended(ended: str | None, repair: str | None, expected: bool | None) -> None:
    assert mended(episode(ended=ended, repair=repair)) is expected


def test_the_typical_loop_is_told_in_the_order_of_happening() -> None:
    habits = typical([episode(), episode(trigger="late"), episode(trigger="late", repair=None)])
    assert [habit.step for habit in habits] == list(TOLD)
    assert [habit.times for habit in habits] == [2, 3, 3, 3, 3, 2]
    assert habits[0].answer == {"key": "late"}
    assert all(habit.count == 3 for habit in habits)


def test_of_nothing_there_is_no_loop() -> None:
    assert typical([]) == []
    assert cheapest([]) is None


@_busy
@given(_episodes)
def test_what_is_named_follows_the_rule(rows: list[dict[str, Any]]) -> None:
    cheap = cheapest(rows)
    if cheap is None:
        return
    habit = cheap.habit
    same = [row for row in rows if habit.step in row and identity(row[habit.step]) == identity(habit.answer)]
    assert habit.step in OWN
    assert habit.answer.get("key") != NOTHING
    assert (habit.times, habit.count) == (len(same), len(rows))
    assert habit.times >= TIMES
    assert 2 * habit.times >= habit.count >= LEAST
    if cheap.contrast is not None:
        assert min(cheap.contrast.known_with, cheap.contrast.known_without) >= COMPARED
        assert (
            cheap.contrast.mended_without / cheap.contrast.known_without
            - cheap.contrast.mended_with / cheap.contrast.known_with
            + 1e-9
        ) >= BETTER


@_busy
@given(_episodes)
def test_a_step_that_recurs_is_never_passed_over_for_a_later_one_without_a_reason(rows: list[dict[str, Any]]) -> None:
    cheap = cheapest(rows)
    body = [habit for habit in typical(rows) if habit.step == "body" and habit.answer != {"key": NOTHING}]
    if len(rows) >= LEAST and body and body[0].recurs:
        assert cheap is not None
        assert cheap.habit.step == "body" or cheap.contrast is not None


@_busy
@given(_episodes, st.randoms(use_true_random=False))
def test_the_order_of_the_episodes_does_not_matter(rows: list[dict[str, Any]], shuffler: random.Random) -> None:
    shuffled = list(rows)
    shuffler.shuffle(shuffled)
    one, other = cheapest(rows), cheapest(shuffled)
    if one is None or other is None:
        assert one is other
    else:
        assert (one.habit.step, identity(one.habit.answer)) == (other.habit.step, identity(other.habit.answer))
        assert one.contrast == other.contrast


@_busy
@given(_episodes)
def test_what_the_partner_does_changes_nothing(rows: list[dict[str, Any]]) -> None:
    assert cheapest([{**row, "theirs": {"key": "quiet"}, "trigger": {"key": "late"}} for row in rows]) == cheapest(rows)


@_busy
@given(_episodes)
def test_all_known_ends_are_counted_on_one_side_or_the_other(rows: list[dict[str, Any]]) -> None:
    for habit in typical(rows):
        contrast = compare(habit, rows)
        assert contrast.known_with + contrast.known_without == sum(mended(row) is not None for row in rows)
        assert contrast.known_with <= habit.times
