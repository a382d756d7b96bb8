"""The safety dialog hears answers, never repeats itself, and leads back to exactly where the person was."""

from __future__ import annotations

import pytest

from content.catalogue import Phrase, load
from dialogs.coach import build
from dialogs.engine import Person
from dialogs.safety.heeding import KINDS
from tests.dialogs.conversation import CONSENTED, Conversation, says, talk

NUMBERS = ("112", "911", "999", "000")


def told(words: str, person: Person = CONSENTED) -> Conversation:
    conversation = talk(build(), person)
    conversation.say(words)
    return conversation


def test_the_emergency_number_comes_first_where_life_is_at_risk() -> None:
    for kind in KINDS:
        text = load().text(f"safety.urgent.{kind}", values={"call": Phrase("safety.numbers")})
        assert all(number in text for number in NUMBERS), kind
        assert text.count("?") == 1, f"{kind}: one direct question"


def test_no_number_is_shown_but_the_widely_known_ones() -> None:
    """Numbers of a country come from the data alone."""
    wordings = [
        wording for key, screen in load().screens().items() if key.startswith("safety.") for wording in screen.wordings
    ]
    shown = " ".join(wording.source for wording in wordings)
    digits = {word.strip(".,()") for word in shown.replace("<b>", " ").replace("</b>", " ").split()}
    assert {word for word in digits if word.isdigit() and len(word) > 2} == set(NUMBERS)


@pytest.mark.parametrize(
    ("words", "answer", "state"),
    [
        ("he hits me", "no", "safety.stay"),
        ("he hits me", "No, he is here", "safety.stay"),
        ("he hits me", "yes I'm ok", "safety.ways"),
        ("I hurt myself sometimes", "yes", "safety.stay"),
        ("I hurt myself sometimes", "no", "safety.ways"),
        ("I can't do this anymore", "yes", "safety.told"),
    ],
)
def test_a_typed_yes_or_no_is_heard(words: str, answer: str, state: str) -> None:
    conversation = told(words)
    assert conversation.state in ("safety.told", "safety.check")
    conversation.say(answer)
    assert conversation.state == state


def test_the_same_block_is_not_shown_twice() -> None:
    conversation = told("I want to kill myself tonight")
    first = conversation.text
    assert conversation.say("I want to kill myself tonight") != first


def test_help_now_asks_before_it_gives_a_plan() -> None:
    conversation = told("/help_now")
    conversation.tap("A plan")
    assert conversation.state == "safety.about"
    assert "way out" in conversation.tap("Someone hurts")


def test_a_false_alarm_leads_back_to_the_very_question() -> None:
    conversation = talk(build())
    conversation.say("/role")
    for label in ("Twelve", "Chores", "Often"):
        conversation.tap(label)
    state, facts = conversation.state, dict(conversation.facts)
    conversation.say("I want to die")
    assert conversation.state.startswith("safety.")
    conversation.tap("False alarm")
    assert (conversation.state, dict(conversation.facts)) == (state, facts)


def test_words_of_danger_are_kept_nowhere() -> None:
    conversation = told("he hits me when he is angry, the periwinkle one")
    assert "periwinkle" not in str(conversation.session)
    assert "periwinkle" not in str(conversation.effects)
    assert conversation.records == []


@pytest.mark.parametrize("words", ["I called the police", "i've called 112", "they are coming"])
@pytest.mark.parametrize("danger", ["he hits me", "he has a knife and is standing at the door"])
def test_having_called_is_heard(danger: str, words: str) -> None:
    conversation = told(danger)
    assert says(conversation.say(words), "safety.waiting")
    assert conversation.state == "safety.waiting"


def test_thanks_do_not_bring_the_same_block_again() -> None:
    conversation = told("he hits me")
    asked = conversation.say("no")
    assert conversation.say("thank you") != asked


@pytest.mark.parametrize("command", ["/menu", "/rewrite You never listen", "/role", "/stop", "/forget"])
def test_commands_still_work(command: str) -> None:
    assert told("he hits me").say(command)


def test_help_inside_is_no_list_of_commands() -> None:
    assert "/rewrite" not in told("he hits me").say("help")


@pytest.mark.parametrize("words", ["you kicked the door", "I walk on eggshells around him"])
def test_what_may_not_be_softened_is_asked_about_gently(words: str) -> None:
    assert told(words).state == "safety.check"


@pytest.mark.parametrize("choice", ["tired", "false_alarm"])
def test_a_gentle_question_that_was_answered_is_not_asked_again_the_same_day(choice: str) -> None:
    conversation = told("I can't do this anymore")
    assert conversation.state == "safety.check"
    conversation.choose(choice)
    conversation.say("I can't do this anymore")
    assert conversation.state != "safety.check"
    conversation.say("I want to kill myself tonight")
    assert conversation.state == "safety.urgent"
    conversation.choose("false_alarm")
    conversation.wait(hours=25)
    conversation.say("I can't do this anymore")
    assert conversation.state == "safety.check"
