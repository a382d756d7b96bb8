"""A loss is met wherever it is told: no rewrite, no loop, a few kind words and a choice; then back to where it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.careful import silenced
from dialogs.coach import build
from dialogs.engine import Person
from dialogs.loss import find_loss
from tests.dialogs.conversation import NOON, reach, talk

PARTED, DIED = "she moved out yesterday", "my wife died in march"
PLACES = {
    "the menu": (),
    "a rewrite": ("/rewrite",),
    "a question about what happened": ("/rewrite you're so selfish", "other"),
    "the story of a fight": ("role", "story"),
    "the questions about one's role": ("/role", "questions"),
    "an exercise without words": ("/practice", "sighing"),
    "writing for oneself": ("/practice", "observer", "start", "skip"),
    "a lesson": ("/learn",),
    "practice of words": ("/practice_statement", "start"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("words", [PARTED, DIED])
def test_it_is_met_wherever_it_is_told_and_leads_back_there(place: str, words: str) -> None:
    conversation = reach(build(), *PLACES[place])
    stack = conversation.session.stack
    conversation.say(words)
    assert conversation.state == "loss.told"
    assert "sorry" in conversation.text
    for word in ("loop", "I feel", "your side", "distancer", "pursuer"):
        assert word not in conversation.text
    conversation.choose("go_on")
    assert conversation.session.stack == stack


@pytest.mark.parametrize("command", ["/rewrite he left me for someone else", "/role my husband passed away last year"])
def test_a_command_with_a_loss_behind_it_is_a_loss(command: str) -> None:
    assert reach(build(), command).state == "loss.told"


def test_before_the_welcome_is_over_it_is_met_too() -> None:
    conversation = talk(build(), Person())
    conversation.say("my boyfriend broke up with me last night")
    assert conversation.state == "loss.told"
    conversation.choose("go_on")
    assert conversation.state == "welcome.what"


def test_a_death_is_met_in_other_words_than_a_parting() -> None:
    assert "grieve" in reach(build(), DIED).text
    assert "grieve" not in reach(build(), PARTED).text


def test_to_sit_with_it_takes_any_words_and_never_says_the_same_twice_in_a_row() -> None:
    conversation = reach(build(), DIED)
    before = conversation.choose("sit")
    for words in ("she was everything", "we had a house by the sea", "I don't know", "you never knew her", "ok"):
        assert conversation.say(words) != before
        assert conversation.state == "loss.sitting"
        before = conversation.text


def test_company_is_a_person_first_and_then_the_lines() -> None:
    conversation = reach(build(), PARTED, "company")
    assert "Can you call me" in conversation.text
    conversation.choose("lines")
    assert "findahelpline.com" in conversation.text
    conversation.choose("go_on")
    assert conversation.state == "loss.sitting"


def test_who_wishes_not_to_be_alive_is_asked_directly() -> None:
    conversation = reach(build(), DIED, "dark")
    assert conversation.state == "safety.told"
    assert "ending your life" in conversation.text


def test_danger_comes_before_the_loss() -> None:
    assert reach(build(), "she left me and I want to kill myself tonight").state == "safety.urgent"
    conversation = reach(build(), PARTED)
    conversation.say("I want to kill myself tonight")
    assert conversation.state == "safety.urgent"


@pytest.mark.parametrize(
    "words",
    [
        "my wife died in march",
        "I lost my wife to cancer",
        "my partner killed himself last year",
    ],
)
def test_grief_is_not_taken_for_danger_where_a_whole_message_only_sounds_like_it(words: str) -> None:
    assert reach(build(), words).state == "loss.told"


def test_what_was_misheard_is_taken_back() -> None:
    conversation = reach(build(), "it's over")
    assert conversation.person.lost is not None
    conversation.choose("misheard")
    assert "misheard" in conversation.text
    assert conversation.person.lost is None
    assert conversation.state == "menu.rest"


def test_told_again_it_is_met_again_in_other_words() -> None:
    conversation = reach(build(), PARTED)
    first = conversation.text
    conversation.choose("go_on")
    conversation.say(PARTED)
    assert conversation.state == "loss.told"
    assert conversation.text != first


def test_who_writes_on_about_it_for_themselves_is_left_alone() -> None:
    conversation = reach(build(), "/practice", "observer", "start", "skip", PARTED, "go_on")
    conversation.say(PARTED)
    assert conversation.state == "observer.friend"
    assert conversation.session.stack[-1].facts["friend"] == PARTED


def test_what_was_told_is_kept_nowhere() -> None:
    conversation = reach(build(), "my wife, the periwinkle one. my wife died in march")
    assert conversation.state == "loss.told"
    assert "periwinkle" not in str(conversation.session) + str(conversation.effects)
    assert conversation.records == []


def test_nothing_about_the_couple_is_said_unasked_for_two_weeks() -> None:
    person = reach(build(), PARTED).person
    assert silenced(person, NOON + timedelta(days=13))
    assert not silenced(person, NOON + timedelta(days=15))


@pytest.mark.parametrize(
    "place", [("/practice", "hold"), ("/practice_statement", "start"), ("/loop", "start"), ("/deal", "start")]
)
def test_a_sentence_for_the_partner_is_no_loss(place: tuple[str, ...]) -> None:
    conversation = reach(build(), *place)
    conversation.say("we're done")
    assert not conversation.state.startswith("loss.")


@pytest.mark.parametrize(
    "words",
    [
        "When my mum was dying you went golfing",
        "you left me alone when my father died",
        "we broke up because you lied",
        "she left me on read",
        "he left his socks",
        "we're done with dinner",
        "my phone died",
        "breakup scene in the film",
        "",
        "she left me. " + "And then there was the matter of the house. " * 12,
    ],
)
def test_near_misses_are_none(words: str) -> None:
    assert find_loss(words) is None


def test_asking_the_coach_something_in_the_same_breath_is_no_message_to_the_partner() -> None:
    assert find_loss("she left me. can you help me?") == "parting"
