"""What of a line reaches the partner, and what is no line at all."""

from __future__ import annotations

import pytest

from dialogs.partner.hearing import asks_the_coach, hear, is_noise, is_unsafe, shorten


@pytest.mark.parametrize(
    ("text", "warm"),
    [
        ("I feel lonely when we don't spend time together", {"feeling"}),
        ("I miss you. Could we have tea together tonight?", {"need", "request"}),
        ("I'm sorry I snapped at you", {"apology"}),
        ("I know you had a long day", {"perspective"}),
        ("How was your day?", {"asked"}),
        ("Take your time.", {"room"}),
        ("Take your time. We can talk at eight.", {"return"}),
        ("I need twenty minutes, then I'll come back to you", {"return"}),
        ("I'm not going anywhere.", {"reassure"}),
        ("Thank you for telling me", {"thanks"}),
    ],
)
def test_what_is_warm_is_heard(text: str, warm: set[str]) -> None:
    heard = hear(text)
    assert warm <= set(heard.warm), heard
    assert heard.severity == 0
    assert all(heard.quotes[kind] for kind in heard.warm)


@pytest.mark.parametrize(
    ("text", "blame", "severity"),
    [
        ("You never listen to me", "absolute", 2),
        ("You're too needy", "label", 3),
        ("You're such an avoidant", "label", 3),
        ("Answer me or we're done", "threat", 3),
        ("Wow, parent of the year 🙄", "contempt", 3),
        ("You don't want to be with me", "mind_read", 2),
        ("Why can't you just talk to me?", "why", 2),
        ("You make me feel small", "blame", 2),
        ("I feel ignored when you look at your phone", "faux", 1),
    ],
)
def test_the_worst_of_blame_is_heard_and_quoted(text: str, blame: str, severity: int) -> None:
    heard = hear(text)
    assert (heard.blame, heard.severity) == (blame, severity)
    assert heard.quotes[blame] in text


def test_sorry_that_blames_is_no_sorry() -> None:
    assert "apology" not in hear("Sorry but you started it").warm
    assert "apology" not in hear("I'm sorry you feel that way").warm


def test_asking_for_talk_is_no_room_and_a_break_is_no_need() -> None:
    assert "room" not in hear("Can we talk for ten minutes tonight?").warm
    heard = hear("I need a break")
    assert set(heard.warm) == {"room"}
    assert heard.bare


@pytest.mark.parametrize("text", ["LISTEN TO ME NOW", "listen!!"])
def test_shouting_is_heard(text: str) -> None:
    assert hear(text).shouted
    assert not hear("OK").shouted


def test_a_flood_and_a_repetition_are_heard() -> None:
    assert hear("and then " * 41).flooding
    assert hear("where? when? who? why?").flooding
    assert hear("Talk to me!", ["talk to me"]).repeated
    assert not hear("Talk to me", ["Talk with me"]).repeated


@pytest.mark.parametrize("text", ["asdf", "asdfasdf qwerty", "❤️", "🙄🙄", "12345", "...", "xxxxxx"])
def test_noise_is_no_line(text: str) -> None:
    assert is_noise(text)


@pytest.mark.parametrize(
    "text", ["ok", "fine", "mm", "hey you", "we were there", "sure", "goodnight", "You never listen"]
)
def test_short_words_are_a_line(text: str) -> None:
    assert not is_noise(text)


@pytest.mark.parametrize("text", ["what should I say?", "hint", "I don't know what to say", "help me out here"])
def test_a_question_to_the_coach_is_one(text: str) -> None:
    assert asks_the_coach(text)


@pytest.mark.parametrize("text", ["What should I think?", "Can you help me with the pans?", "How are you?", "fine"])
def test_a_line_to_the_partner_is_none(text: str) -> None:
    assert not asks_the_coach(text)


def test_violence_is_not_played() -> None:
    assert is_unsafe("I'm going to slap you")
    assert not is_unsafe("Answer me or we're done")


def test_a_quote_is_short_and_on_one_line() -> None:
    assert shorten(" one\n two, ") == "one two"
    assert len(shorten("word " * 40)) <= 63
