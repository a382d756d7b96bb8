"""Doubt: where danger can't be ruled out, the person is asked before anything is made of the words."""

from __future__ import annotations

import pytest

from dialogs import statements
from dialogs.coach import build
from dialogs.statements import Ask, Choices, Refused, Rewrite
from tests.dialogs.conversation import CONSENTED, Conversation, says, talk

DOUBTED = "You throw your coat across the room when you come home"


def begun() -> Conversation:
    conversation = talk(build(), CONSENTED)
    shown = conversation.say(f"/rewrite {DOUBTED}")
    assert conversation.state == "rephrase.doubt"
    assert says(shown, "rephrase.doubt")
    return conversation


def test_the_sentence_of_these_tests_is_in_doubt_and_would_be_said_again_without_it() -> None:
    outcome = statements.rewrite(DOUBTED)
    assert isinstance(outcome, Ask)
    assert outcome.about == "danger"
    assert isinstance(statements.rewrite(DOUBTED, cleared=True), Rewrite | Choices)


@pytest.mark.parametrize("answer", ["No, nothing like that", "no", "nope", "it was just a joke", "I'm fine"])
def test_who_says_that_there_is_none_gets_what_was_asked_for(answer: str) -> None:
    conversation = begun()
    conversation.say(answer)
    assert conversation.state in ("rephrase.rewritten", "rephrase.choices")


@pytest.mark.parametrize(
    "answer",
    ["Yes, or I'm not sure", "yes", "sometimes", "not sure", "a bit", "I don't know", "yes I think so"],
)
def test_who_says_that_there_is_or_may_be_gets_no_sentence_but_help(answer: str) -> None:
    conversation = begun()
    conversation.say(answer)
    assert conversation.state == "rephrase.refused"
    assert "Show me help" in conversation.labels


def test_other_words_are_read_anew_and_the_answer_counts_for_what_it_was_given_for() -> None:
    conversation = begun()
    conversation.choose("clear")
    conversation.say(f"/rewrite {DOUBTED}")
    assert conversation.state == "rephrase.doubt", "asked about again: who knows what happened since"
    conversation.say("You never thank me for cooking")
    assert conversation.state == "rephrase.rewritten"


def test_danger_that_is_told_in_answer_is_met_as_danger() -> None:
    conversation = begun()
    conversation.say("he hits me when he is drunk")
    assert conversation.state.startswith("safety.")


@pytest.mark.parametrize("text", ["he hits me when he is drunk", "you won't let me see my friends"])
def test_no_answer_clears_what_is_danger(text: str) -> None:
    assert isinstance(statements.rewrite(text, cleared=True), Refused)
