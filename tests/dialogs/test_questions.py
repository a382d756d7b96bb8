"""Questions to the coach: each kind finds its examples, leaves its counter-examples alone, gets an honest word."""

from __future__ import annotations

import pytest

from content.questions import load
from dialogs.coach import build
from dialogs.questions import find_question
from tests.dialogs.conversation import talk

EXAMPLES = [(kind, text) for kind, row in load().items() for text in row.examples]
OTHERS = [(kind, text) for kind, row in load().items() for text in row.counter_examples]


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_an_example_is_found(kind: str, text: str) -> None:
    assert find_question(text) == kind


@pytest.mark.parametrize(("kind", "text"), OTHERS)
def test_a_counter_example_is_none(kind: str, text: str) -> None:
    assert find_question(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("are you a real person?", "I'm a program"),
        ("how can I check her phone", "won't help to look into someone's phone"),
        ("who is right, me or her?", "won't say who's right"),
        ("should I leave him?", "yours to decide"),
        ("is my wife a narcissist?", "can't say what somebody has or is"),
        ("does he still love me?", "can't look into anyone's heart"),
    ],
)
def test_the_answer_is_honest_and_the_menu_stays(text: str, said: str) -> None:
    conversation = talk(build())
    conversation.say(text)
    assert said in conversation.text
    assert conversation.state == "menu.rest"
    assert conversation.labels


def test_once_a_month_it_says_again_that_it_is_a_program() -> None:
    conversation = talk(build())
    assert "program" not in conversation.text
    conversation.wait(days=31)
    conversation.say("thanks")
    assert "I'm a program" in conversation.text
    conversation.say("thanks")
    assert "I'm a program" not in conversation.text
    conversation.wait(days=31)
    conversation.choose("progress")
    assert "I'm a program" in conversation.text


def test_not_while_somebody_may_be_in_danger() -> None:
    conversation = talk(build())
    conversation.wait(days=31)
    conversation.say("he hits me")
    assert "I'm a program, not a person" not in conversation.text
    conversation.say("no")
    assert "As every month" not in conversation.text
