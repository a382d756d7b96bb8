"""Age: who says they are under 18 is heard, and nobody else; coaching ends kindly, and can begin again after a slip."""

from __future__ import annotations

import pytest

from dialogs.age import is_young
from dialogs.coach import build
from dialogs.engine import Person
from dialogs.engine.effects import CancelTimer
from tests.dialogs.conversation import talk


@pytest.mark.parametrize(
    "text",
    [
        "I'm 15", "im 16 years old", "I am 17 and my boyfriend is 18", "i'm only 14.", "as a 15 year old I feel lost",
        "I (16F) fight with my bf (17M) a lot", "i just turned 17", "I’m 13 yo", "I'm a minor", "im in 9th grade",
    ],
)  # fmt: skip
def test_young_people_are_heard(text: str) -> None:
    assert is_young(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm 15 minutes late", "I'm 18", "I am 34", "my daughter is 15", "I'm 12 weeks pregnant",
        "we've been together 16 years", "I'm 17 years into this marriage", "he is 16",
    ],
)  # fmt: skip
def test_numbers_of_something_else_are_not(text: str) -> None:
    assert not is_young(text)


def test_coaching_ends_kindly_and_a_slip_can_be_undone() -> None:
    conversation = talk(build())
    conversation.say("im 15")
    assert conversation.state == "home.young"
    assert "childhelplineinternational.org" in conversation.text
    assert conversation.person.consented is None
    conversation.choose("mistake")
    assert conversation.state == "welcome.what"


def test_nothing_comes_by_itself_after_that() -> None:
    person = Person(consented="2026-03-01T12:00:00+00:00", nudge={"at": "20:00", "since": "2026-03-01"})
    conversation = talk(build(), person)
    conversation.say("im 15")
    assert conversation.person.nudge == {}
    assert CancelTimer(None) in conversation.effects
