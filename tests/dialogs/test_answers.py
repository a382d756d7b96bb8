"""What people type instead of tapping is understood where it is plain, and asked about once where it is not."""

from __future__ import annotations

import pytest

from dialogs.coach import build
from dialogs.engine import Person
from tests.dialogs.conversation import Conversation, says, talk


def at_practice(name: str) -> Conversation:
    conversation = talk(build())
    conversation.say("/practice")
    if name not in conversation.session.offered:
        conversation.choose("more_reach")
    conversation.choose(name)
    return conversation


@pytest.mark.parametrize(
    ("words", "state"), [("ok", "welcome.adults"), ("yes", "welcome.adults"), ("hi", "welcome.what")]
)
def test_the_first_screen_hears_a_plain_answer(words: str, state: str) -> None:
    conversation = talk(build(), Person())
    conversation.say(words)
    assert conversation.state == state


@pytest.mark.parametrize("words", ["not safe", "unsafe", "im in danger", "help", "I'm not safe"])
def test_the_first_screen_hears_danger(words: str) -> None:
    conversation = talk(build(), Person())
    conversation.say(words)
    assert conversation.state.startswith("safety.")


@pytest.mark.parametrize("words", ["ok", "yes", "sure", "let's go"])
def test_a_practice_begins_on_a_plain_yes(words: str) -> None:
    conversation = at_practice("observer")
    conversation.say(words)
    assert conversation.state == "observer.before"


@pytest.mark.parametrize("words", ["no", "not now", "later"])
def test_a_practice_is_left_on_a_plain_no(words: str) -> None:
    conversation = at_practice("space")
    conversation.say(words)
    assert conversation.state == "practice.pick"


def test_what_is_no_feeling_is_asked_about_once_and_then_taken() -> None:
    conversation = at_practice("space")
    for words in ("yes", "5"):
        conversation.say(words)
    assert says(conversation.say("forever"), "words.one_word")
    assert conversation.state == "space.feeling"
    conversation.say("half an hour of peace and quiet please")
    assert conversation.state == "space.feeling", "a sentence without a feeling is none, however often"
    conversation.say("meh")
    assert conversation.state == "space.amount"


def test_of_a_sentence_the_feeling_is_kept_and_the_blame_is_not() -> None:
    conversation = at_practice("one_feeling")
    for words in ("yes", "5", "angry because you are a liar"):
        conversation.say(words)
    assert "I'm angry. It's not that I don't care." in conversation.text


def test_thanks_are_answered() -> None:
    assert "You're welcome." in talk(build()).say("thank you so much")


@pytest.mark.parametrize(
    ("words", "dialog"),
    [("breathing", "practice"), ("my role", "role"), ("language", "settings"), ("help me say it", "rephrase")],
)
def test_the_menu_knows_its_own_words(words: str, dialog: str) -> None:
    conversation = talk(build())
    conversation.say(words)
    assert conversation.state.split(".")[0] == dialog


def test_the_menu_listens_on() -> None:
    conversation = talk(build())
    conversation.say("it was such a strange evening")
    assert conversation.state == "menu.which"
    assert says(conversation.say("we sat there for an hour"), "menu.which.again")
    assert "I feel" in conversation.say("You never listen to me")
    assert conversation.state == "rephrase.rewritten"


def test_menu_always_opens_the_menu() -> None:
    conversation = talk(build())
    conversation.say("it was such a strange evening")
    conversation.say("/menu")
    assert conversation.state == "menu.rest"
