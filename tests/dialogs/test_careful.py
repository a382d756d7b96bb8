"""Once violence or control was told, nothing for couples is offered until the person says so."""

from __future__ import annotations

import pytest

from dialogs.coach import build
from dialogs.engine import Person
from tests.dialogs.conversation import Conversation, says, talk


def after_telling(words: str = "he hits me") -> Conversation:
    conversation = talk(build())
    conversation.say(words)
    conversation.choose("go_on")
    assert conversation.state == "menu.rest"
    return conversation


@pytest.mark.parametrize(
    "command", ["/rewrite You never listen to me", "/rewrite", "/role", "/role I keep texting him"]
)
def test_what_is_for_couples_is_set_aside(command: str) -> None:
    conversation = after_telling()
    assert says(conversation.say(command), "careful.rest")
    assert "I feel" not in conversation.text


def test_free_words_in_the_menu_are_not_rewritten_either() -> None:
    assert "I feel" not in after_telling().say("You never listen to me")


def test_calming_down_stays_open_and_reaching_out_does_not() -> None:
    conversation = after_telling()
    conversation.say("/practice")
    assert conversation.state == "practice.pick"
    assert "space" not in conversation.session.offered
    conversation.choose("more_reach")
    assert conversation.state == "careful.rest"
    conversation.say("/practice")
    conversation.choose("sighing")
    assert conversation.state == "sighing.why"


def test_only_the_person_lifts_it() -> None:
    conversation = after_telling()
    for _ in range(3):
        conversation.say("/rewrite You never listen to me")
        assert conversation.state == "careful.rest"
        conversation.choose("not_now")
    conversation.say("/rewrite You never listen to me")
    assert "where there is fear" in conversation.tap("I'm safe"), "one tap is too few"
    assert "I feel lonely" in conversation.tap("Yes")
    assert conversation.person.careful is None


def test_a_false_alarm_sets_nothing_aside() -> None:
    conversation = talk(build())
    conversation.say("he hits me")
    assert conversation.person.careful is not None, "until it is known to be one"
    conversation.tap("False alarm")
    assert conversation.person.careful is None


def test_a_false_alarm_does_not_lift_what_was_told_before() -> None:
    conversation = after_telling()
    conversation.say("he beat me up last year")
    conversation.tap("False alarm")
    assert conversation.person.careful is not None


def test_leaving_the_screen_by_a_command_keeps_it() -> None:
    conversation = talk(build())
    conversation.say("she monitors everything I do")
    conversation.say("/menu")
    assert says(conversation.say("/rewrite You never listen to me"), "careful.rest")


def test_danger_to_oneself_does_not_take_the_words_away() -> None:
    conversation = talk(build())
    conversation.say("I hurt myself sometimes")
    conversation.choose("go_on")
    assert "I feel" in conversation.say("/rewrite You never listen to me")


def test_only_a_date_is_kept() -> None:
    conversation = after_telling("he hits me, the periwinkle one")
    assert conversation.person.careful == conversation.now.date().isoformat()
    assert "periwinkle" not in str(conversation.session)


def test_somebody_who_has_not_agreed_yet_goes_on_with_the_welcome() -> None:
    conversation = talk(build(), Person())
    conversation.say("he hits me")
    conversation.choose("go_on")
    assert conversation.state == "welcome.what"
