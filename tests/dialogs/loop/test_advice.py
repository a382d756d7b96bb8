"""The advice: one practice that fits the step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.engine import Person
from dialogs.loop.advice import SOOTHING, practice_for
from dialogs.loop.pattern import Habit
from dialogs.loop.steps import keys
from dialogs.practice import ALL
from tests.dialogs.nudges import KNOWN, NOON


def habit(step: str, **answer: str) -> Habit:
    return Habit(step, answer, 3, 4)


def test_a_sign_in_the_body_leads_to_calming_down() -> None:
    assert practice_for(habit("body", key="chest"), KNOWN) == "sighing"
    assert practice_for(habit("body", words="my ears ring"), KNOWN) == "sighing"


def test_what_eased_this_person_comes_before_what_eases_most_people() -> None:
    person: Person = KNOWN
    for before in (8, 7, 8, 9, 8):
        person = person.with_practice("grounding", NOON, before, 4).with_practice("journal", NOON, before, 1)
    assert practice_for(habit("body", key="chest"), person) == "grounding", "a journal takes too long for the moment"


@pytest.mark.parametrize(("move", "practice"), [("wrote", "hold"), ("asked", "gap"), ("okay", "small_bid")])
def test_reaching_leads_to_time_or_warmth_before_it(move: str, practice: str) -> None:
    assert practice_for(habit("mine", key=move), KNOWN) == practice


@pytest.mark.parametrize(("move", "practice"), [("left", "space"), ("quiet", "one_feeling"), ("screen", "pause")])
def test_retreating_leads_to_a_word_before_it(move: str, practice: str) -> None:
    assert practice_for(habit("mine", key=move), KNOWN) == practice


@pytest.mark.parametrize(
    ("words", "role", "practice"),
    [
        ("kept texting until midnight", None, "gap"),
        ("hid in the bathroom", "pursuer", "one_feeling"),
        ("ate a whole cake", "pursuer", "gap"),
        ("ate a whole cake", "distancer", "one_feeling"),
        ("ate a whole cake", "mixed", "pause"),
        ("🙂", None, "pause"),
    ],
)
def test_own_words_are_read_and_else_the_role_decides(words: str, role: str | None, practice: str) -> None:
    assert practice_for(habit("mine", words=words), replace(KNOWN, role=role)) == practice


def test_every_answer_leads_to_a_practice_that_there_is() -> None:
    assert {practice_for(habit("mine", key=key), KNOWN) for key in keys("mine")} <= set(ALL)
    assert set(SOOTHING) <= set(ALL)
