"""Screening: what a yes sets aside, that no answer is kept, and that every question may be passed over."""

from __future__ import annotations

import pytest

from dialogs.coach import build
from dialogs.engine import dump
from dialogs.engine.effects import CancelTimer, ClearMessages
from dialogs.screening import ASKED
from tests.dialogs.conversation import Conversation

WELCOME = ("hello", "Go on", "I'm 18 or older", "I agree", "Skip")


def arrive() -> Conversation:
    """Somebody new, at the offer of the five questions."""
    conversation = Conversation(build())
    for words in WELCOME:
        conversation.say(words)
    assert conversation.state == "screening.offer"
    return conversation


def kept(conversation: Conversation) -> str:
    return dump(conversation.session) + str(conversation.records)


@pytest.mark.parametrize("question", ASKED)
def test_a_yes_ends_the_questions_and_sets_couple_exercises_aside(question: str) -> None:
    conversation = arrive()
    conversation.choose("begin")
    for _ in ASKED[: ASKED.index(question)]:
        conversation.choose("no")
    assert conversation.state == f"screening.{question}"
    conversation.choose("yes")
    assert conversation.state == "screening.told"
    assert "not your fault" in conversation.text
    assert conversation.person.careful == "2026-03-02"
    assert CancelTimer("return") in conversation.effects
    conversation.choose("go_on")
    assert conversation.state == "menu.rest", "no questions about one's part in a loop"
    assert question not in kept(conversation).replace("coercive_control", "")


def test_the_last_yes_is_met_with_honesty_and_without_a_victims_words() -> None:
    conversation = arrive()
    conversation.choose("begin")
    for _ in ASKED:
        conversation.choose("no")
    conversation.choose("yes")
    assert conversation.state == "screening.responsible"
    assert "not your fault" not in conversation.text
    assert conversation.person.careful is not None
    conversation.choose("lines")
    conversation.choose("plan")
    assert "Leave the place" in conversation.text


def test_five_times_no_goes_on_as_if_nothing_was_asked() -> None:
    conversation = arrive()
    conversation.choose("begin")
    for _ in range(5):
        conversation.choose("no")
    assert conversation.state == "role.intro"
    assert "none of it is kept" in conversation.text
    assert conversation.person.careful is None


@pytest.mark.parametrize("last", ["no", "rather_not"])
def test_passing_over_is_no_answer_and_shows_where_help_is(last: str) -> None:
    conversation = arrive()
    conversation.choose("begin")
    for choice in ("rather_not", "no", "rather_not", "no", last):
        conversation.choose(choice)
    assert "/help_now" in conversation.text
    assert conversation.person.careful is None
    assert "held_back" not in kept(conversation)


def test_all_of_it_may_be_passed_over() -> None:
    conversation = arrive()
    conversation.choose("skip")
    assert "/help_now" in conversation.text
    assert conversation.state == "role.intro"


def test_words_that_are_no_answer_ask_again_and_words_of_danger_come_first() -> None:
    conversation = arrive()
    conversation.choose("begin")
    conversation.say("why do you want to know that")
    assert conversation.state == "screening.afraid"
    conversation.say("he hits me")
    assert conversation.state == "safety.told"


def test_what_the_coach_wrote_can_be_removed() -> None:
    conversation = arrive()
    conversation.choose("begin")
    conversation.choose("yes")
    conversation.choose("device")
    conversation.choose("clear")
    assert ClearMessages() in conversation.effects
    assert conversation.state == "screening.told"
