"""Listening back: a sentence to practise on, the gist with its gentle checks, and the live try."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.catalogue import load
from dialogs.listening import LISTEN_BACK, SAMPLES, hurts, read_sentence, slip_in
from tests.dialogs.conversation import Conversation, book_of, talk

SAID = "When I hear nothing from you all day, I start to wonder if I'm on your mind at all."


@pytest.mark.parametrize(
    ("gist", "slip"),
    [
        ("On quiet days you wonder if I think of you", None),
        ("You felt forgotten", None),
        ("I hear you. You felt alone", None),
        ("So what I hear is that you miss me", None),
        ("You must have felt lonely", None),
        ("It's not that you mind me, you need quiet", None),
        ("My partner feels alone", None),
        ("you felt stupid", None),
        ("Were you lonely?", None),
        ("You need some quiet after work", None),
        ("But I was at work", "but"),
        ("Yes, but you know I work", "but"),
        ("Okay but", "but"),
        ("I was busy all day", "own_side"),
        ("because I was driving", "own_side"),
        ("Sorry, I forgot", "own_side"),
        ("I’m tired in the evening", "own_side"),
        ("My phone was dead", "own_side"),
        ("You're overreacting", "verdict"),
        ("That's not true", "verdict"),
        ("You always say that", "verdict"),
        ("you're an idiot", "verdict"),
        ("You should call me then", "advice"),
        ("Why don't you call me", "advice"),
        (SAID, "same"),
        ("Lonely", "elsewhere"),
        ("?", "elsewhere"),
        ("", "elsewhere"),
        ("You " + "really " * 30 + "miss me", "longer"),
    ],
)
def test_the_first_slip_is_named(gist: str, slip: str | None) -> None:
    assert slip_in(gist, SAID) == slip


def test_a_short_sentence_may_be_given_back_in_a_few_words_more() -> None:
    assert slip_in("You would like me to be there more often", "I miss you") is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_words_can_be_read(gist: str, said: str) -> None:
    slip_in(gist, said)
    read_sentence(said)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_examples_pass_the_checks(name: str) -> None:
    catalogue = load()
    example = catalogue.text(f"listen_back.hint.{name}").partition("<i>")[2].partition("</i>")[0]
    assert slip_in(example, catalogue.text(f"listen_back.samples.{name}")) is None


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ('She said: "I miss you"', "I miss you"),
        ("they said, you work too much", "you work too much"),
        ("“I feel far away from you”", "I feel far away from you"),
        ("she said I am lazy", "she said I am lazy"),
        ("You said you would call", "You said you would call"),
    ],
)
def test_a_sentence_is_taken_out_of_its_quotes(said: str, read: str) -> None:
    assert read_sentence(said) == read


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("you disgust me", True),
        ("you're such an idiot", True),
        ("you're so distant lately", False),
        ("you never help me", False),
        ("I miss you", False),
    ],
)
def test_nobody_has_to_say_an_insult_back(text: str, does: bool) -> None:
    assert hurts(text) is does


def at_the_gist(sentence: str = "messages") -> Conversation:
    conversation = talk(book_of(LISTEN_BACK))
    for choice in ("listen_back", "start", "6"):
        conversation.choose(choice)
    assert conversation.state == "listen_back.pick"
    if sentence in SAMPLES:
        conversation.choose(sentence)
    else:
        conversation.say(sentence)
    return conversation


def test_it_goes_from_a_sample_to_the_live_try() -> None:
    conversation = at_the_gist()
    assert "if I'm on your mind at all" in conversation.text
    assert "Short, and about them." in conversation.say("You wonder if I think of you")
    conversation.say("ok")
    conversation.say("after dinner")
    assert conversation.state == "listen_back.ready"
    conversation.say("I will")
    conversation.choose("4")
    conversation.choose("skip")
    assert conversation.state == "home.rest"
    assert conversation.records[-1].data == {
        "name": "listen_back",
        "before": 6,
        "after": 4,
        "noticed": None,
        "sentence": "messages",
        "slip": None,
    }


def test_feedback_is_one_thing_at_a_time_and_can_be_tried_again() -> None:
    conversation = at_the_gist()
    assert "It starts with a but" in conversation.say("But I was at work")
    assert "begin with your side" in conversation.say("I was at work")
    assert "Short, and about them." in conversation.say("You'd like to hear from me")


def test_what_the_checks_doubt_can_be_kept() -> None:
    conversation = at_the_gist()
    conversation.say("Left alone with it")
    assert conversation.state == "listen_back.feedback"
    assert "Left alone with it" in conversation.say("keep it")
    assert "you know how you two talk" in conversation.text


def test_an_example_helps_on() -> None:
    conversation = at_the_gist()
    assert "One way to say it" in conversation.say("no idea")
    conversation.say("But I was at work")
    conversation.choose("hint")
    assert conversation.state == "listen_back.gist"


def test_the_partner_s_own_sentence_is_practised_on_and_not_kept() -> None:
    conversation = at_the_gist('They said: "You work through every weekend, Periwinkle"')
    assert "You work through every weekend, Periwinkle" in conversation.text
    assert "Look for the feeling" in conversation.say("help me")
    conversation.say("You miss our weekends")
    for choice in ("next", "today", "tried", "skip", "skip"):
        conversation.choose(choice)
    assert conversation.records[-1].data["sentence"] == "own"
    assert "Periwinkle" not in str(conversation.records)


@pytest.mark.parametrize(
    ("typed", "answer"), [("you're such an idiot", "sounds hurtful"), ("hm", "one sentence"), ("yes", "one sentence")]
)
def test_another_sentence_is_asked_for(typed: str, answer: str) -> None:
    conversation = at_the_gist(typed)
    assert conversation.state == "listen_back.pick"
    assert answer in conversation.text


def test_there_is_another_sentence() -> None:
    conversation = at_the_gist()
    conversation.say("You wonder if I think of you")
    conversation.say("another one")
    assert conversation.state == "listen_back.pick"
    conversation.say("three")
    assert "After work I need an hour" in conversation.text


@pytest.mark.parametrize("answers", [(), ("But I was at work",), ("You miss me",), ("You miss me", "next")])
def test_it_can_be_left_at_any_step(answers: tuple[str, ...]) -> None:
    conversation = at_the_gist()
    for answer in answers:
        conversation.say(answer)
    conversation.say("/cancel")
    assert conversation.state == "home.rest"
    assert conversation.records == []
