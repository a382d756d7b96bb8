"""A cry for help in a practice is answered, with the number in reach; the practice goes on where it was, or is left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.coach import build
from tests.dialogs.conversation import CONSENTED, Conversation, talk

PLEAS = (
    "please help me",
    "i can't do this",
    "it's not working",
    "are you there",
    "I'm so scared",
    "it’s too much",
    "i can't do this anymore",
)
SENSES = ("see", "feel", "hear", "smell", "taste")


def grounding(words: str = "I want to kill myself tonight", zone: str | None = "Europe/Dublin") -> Conversation:
    """Somebody in danger who chose to calm their body first."""
    conversation = talk(build(), replace(CONSENTED, zone=zone))
    conversation.say(words)
    conversation.choose("ground")
    conversation.choose("start")
    assert conversation.state == "grounding.see"
    return conversation


@pytest.mark.parametrize("words", PLEAS)
@pytest.mark.parametrize("sense", SENSES)
def test_a_plea_is_no_answer_to_a_step(sense: str, words: str) -> None:
    conversation = grounding()
    for _ in SENSES[: SENSES.index(sense)]:
        conversation.choose("next")
    stack = conversation.session.stack
    conversation.say(words)
    assert conversation.state == "plea.heard"
    assert "112" in conversation.text
    conversation.choose("go_on")
    assert conversation.session.stack == stack


def test_it_can_be_left_and_the_help_is_still_there() -> None:
    conversation = grounding()
    conversation.say("please help me")
    conversation.choose("leave")
    assert conversation.state == "safety.ways"
    assert "false_alarm" in conversation.session.offered


def test_more_words_are_heard_in_other_words() -> None:
    conversation = grounding()
    before = conversation.say("please help me")
    for words in ("I'm alone here", "please", "are you there", "..."):
        assert conversation.say(words) != before
        assert conversation.state == "plea.heard"
        before = conversation.text


def test_danger_told_there_comes_first() -> None:
    conversation = grounding("he hits me", zone=None)
    conversation.say("help me")
    conversation.say("he has a knife and is standing at the door")
    assert conversation.state == "safety.urgent"


def test_a_person_is_one_tap_away_and_leads_back() -> None:
    conversation = grounding()
    conversation.say("are you there")
    conversation.choose("lines")
    assert "116 123" in conversation.text
    conversation.choose("go_on")
    assert conversation.state == "plea.heard"
    conversation.choose("go_on")
    assert conversation.state == "grounding.see"


@pytest.mark.parametrize("words", ["a lamp, the door, my hands", "the radio is not working", "next", "ok"])
def test_an_answer_is_an_answer(words: str) -> None:
    conversation = grounding()
    conversation.say(words)
    assert conversation.state == "grounding.feel"


def test_outside_a_crisis_leaving_leads_back_to_the_practices() -> None:
    conversation = talk(build())
    conversation.say("/practice")
    for choice in ("observer", "start", "skip"):
        conversation.choose(choice)
    conversation.say("are you there?")
    assert conversation.state == "plea.heard"
    conversation.choose("leave")
    assert conversation.state == "menu.rest"


def test_a_feeling_is_no_plea_where_feelings_are_asked_for() -> None:
    conversation = talk(build())
    conversation.say("/practice")
    for choice in ("name_it", "start", "skip"):
        conversation.choose(choice)
    conversation.say("I'm scared")
    assert conversation.state == "name_it.second"
