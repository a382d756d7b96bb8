"""Hunches: the model tells what no rule has words for, and is silent where it should be."""

from __future__ import annotations

import pytest

from dialogs.assessment import Code, find_issues
from dialogs.assessment.attempt import read_attempt
from dialogs.assessment.hunches import find_hunches, sentence_features


def _hunches(text: str) -> dict[str, str]:
    attempt = read_attempt(text)
    found = {}
    for place in find_hunches(attempt, (), ()):
        start, end = attempt.characters(place.first, place.last)
        found[place.code] = text[start:end]
    return found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("My uncle irons his own shirts and cooks for his wife.", Code.COMPARE),
        ("I threw away ten years of my life for your career.", Code.GUILT),
        ("If you see that woman again I'm taking the kids and going.", Code.THREAT),
        ("You did the same thing to me in Marrakesh.", Code.PAST),
        ("You only want me for my cooking.", Code.MIND_READ),
    ],
)
def test_a_code_is_told_without_a_rule(text: str, code: Code) -> None:
    assert code.value in _hunches(text)


def test_the_clause_that_carries_it_is_quoted() -> None:
    text = "I was sad, you did the same thing to me in Marrakesh."
    assert _hunches(text)[Code.PAST] == "you did the same thing to me in Marrakesh"


@pytest.mark.parametrize(
    "text",
    [
        "I felt sad when you left without a word on Friday.",
        "I feel tense when my mother calls during dinner.",
        "Touch matters to me.",
        "I'm stubborn when I'm hungry, I know.",
        "Could you bring the blue bag on Monday?",
        "I imagine you only want me for my cooking.",
        "Wow.",
        "",
    ],
)
def test_feelings_needs_asks_and_guesses_are_none(text: str) -> None:
    assert [each for each in find_issues(text) if each.severity > 1] == []


def test_features_are_the_same_each_time_and_without_doubles() -> None:
    words = read_attempt("You never call, you never write.").tokens
    once = sentence_features([token.text for token in words])
    assert once == sentence_features([token.text for token in words])
    assert len(once) == len(set(once))
