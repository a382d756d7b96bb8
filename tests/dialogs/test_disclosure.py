"""The disclosure ladder: the rung after those that were done, one sentence, private or taken along."""

from __future__ import annotations

import pytest

from dialogs.disclosure import DISCLOSURE, RUNGS
from dialogs.engine import Person
from tests.dialogs.conversation import CONSENTED, NOON, Conversation, book_of, says, talk

SENTENCE = "I had soup at the Periwinkle today"


def on_the_ladder(done: int = 0) -> Conversation:
    """Somebody who was on the ladder that often, and did something else in between."""
    person: Person = CONSENTED
    for _ in range(done):
        person = person.with_practice("disclosure", NOON, 5, 4).with_practice("sighing", NOON, 5, 4)
    conversation = talk(book_of(DISCLOSURE), person)
    for choice in ("disclosure", "start", "skip"):
        conversation.choose(choice)
    return conversation


@pytest.mark.parametrize(("done", "rung"), [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 5), (20, 5)])
def test_the_next_rung_follows_those_that_were_done(done: int, rung: int) -> None:
    assert f"Rung {rung} of {RUNGS}" in on_the_ladder(done).text


def test_a_rung_lower_is_always_welcome() -> None:
    conversation = on_the_ladder(4)
    for rung in (4, 3, 2, 1):
        assert f"Rung {rung} of 5" in conversation.say("easier")
    assert "One rung lower" not in conversation.labels


def test_a_sentence_can_stay_private_and_is_not_kept() -> None:
    conversation = on_the_ladder(1)
    assert SENTENCE in conversation.say(SENTENCE)
    assert "stays with you" in conversation.say("just me")
    assert conversation.state == "disclosure.after"
    conversation.choose("4")
    conversation.choose("skip")
    data = conversation.records[-1].data
    assert (data["rung"], data["shared"]) == (2, False)
    assert "Periwinkle" not in str(conversation.records)
    assert "Periwinkle" not in str(conversation.session)


@pytest.mark.parametrize("last", ["said", "will_do"])
def test_a_sentence_can_be_taken_along(last: str) -> None:
    conversation = on_the_ladder()
    conversation.say(SENTENCE)
    conversation.choose("along")
    assert SENTENCE in conversation.say("tonight")
    for choice in (last, "skip", "skip"):
        conversation.choose(choice)
    data = conversation.records[-1].data
    assert (data["rung"], data["shared"]) == (1, True)


def test_a_sentence_can_be_written_anew_on_its_rung() -> None:
    conversation = on_the_ladder(2)
    conversation.say("I was glad today")
    assert "Rung 3 of 5" in conversation.say("change")
    assert "I was proud today" in conversation.say("I was proud today")


def test_a_reproach_is_doubted_once() -> None:
    conversation = on_the_ladder(4)
    assert "about your partner" in conversation.say("You never listen to me")
    assert conversation.state == "disclosure.rung"
    conversation.say("You never listen to me")
    assert conversation.state == "disclosure.whose"


@pytest.mark.parametrize("typed", ["?", "tired"])
def test_a_word_is_no_sentence(typed: str) -> None:
    conversation = on_the_ladder()
    assert says(conversation.say(typed), "disclosure.a_sentence")
    assert conversation.state == "disclosure.rung"


def test_with_nothing_to_say_today_nothing_is_counted() -> None:
    conversation = on_the_ladder()
    conversation.say("not today")
    assert conversation.state == "home.rest"
    assert conversation.person.practices == ()


@pytest.mark.parametrize("choices", [(), ("along",), ("along", "now")])
def test_it_can_be_left_at_any_step(choices: tuple[str, ...]) -> None:
    conversation = on_the_ladder()
    conversation.say(SENTENCE)
    for choice in choices:
        conversation.choose(choice)
    conversation.say("/cancel")
    assert conversation.state == "home.rest"
    assert conversation.records == []
    assert "Periwinkle" not in str(conversation.session)
