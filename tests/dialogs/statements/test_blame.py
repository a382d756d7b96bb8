"""Blame and feelings in somebody's words."""

import pytest

from content.statement_rows import FauxRow, FeelingRow
from content.statements import load
from dialogs.statements import Blame, find_blame, hear_feeling


@pytest.mark.parametrize(
    ("text", "code", "quote"),
    [
        ("You never ask.", "ABSOLUTE", "never"),
        ("Honey, you always leave early", "ABSOLUTE", "always"),
        ("You're so needy.", "LABEL", "so needy"),
        ("You make me feel small.", "YOU_MAKE_ME", "You make me feel small"),
        ("You're driving me crazy", "YOU_MAKE_ME", "You're driving me crazy"),
        ("You don't want to be with me.", "MIND_READ", "You don't want to be with me"),
        ("I feel like you'd rather be at work.", "FEEL_LIKE_YOU", None),
        ("I feel that this house is only my job.", "FEEL_THAT", None),
        ("What is wrong with you?", "WHY_LOADED", "What is wrong with you"),
        ("Why can't you just talk to me?", "WHY_LOADED", None),
        ("Answer me or we're done.", "THREAT", "Answer me or we're done"),
        ("Wow, parent of the year 🙄", "CONTEMPT", None),
        ("You’re a jerk and you never call", "LABEL", None),
    ],
)
def test_blame_is_found_in_the_persons_own_words(text: str, code: str, quote: str | None) -> None:
    found = find_blame(text)
    assert found is not None
    assert found.code == code
    assert found.quote in text
    assert quote is None or found == Blame(code, quote)


@pytest.mark.parametrize(
    "text",
    [
        "You came home at nine",
        "I feel lonely when we both scroll",
        "I feel like crying",
        "I feel close to you",
        "You make me laugh",
        "I always love our walks",
        "You're late",
        "I should have said so",
        "If shouting starts, I'll step out for twenty minutes and come back",
        "I feel lonely and I need a hug",
        "I feel hurt. Could we talk tonight?",
        "",
    ],
)
def test_what_is_no_blame(text: str) -> None:
    assert find_blame(text) is None


@pytest.mark.parametrize("row", load().feelings.values(), ids=lambda row: row.id)
def test_every_feeling_is_heard_where_it_is_felt(row: FeelingRow) -> None:
    assert row.adjective in hear_feeling(row.example).feelings
    assert row.adjective not in hear_feeling(row.counter_example).feelings


@pytest.mark.parametrize("row", load().faux.values(), ids=lambda row: row.id)
def test_every_faux_feeling_is_told_from_a_true_one(row: FauxRow) -> None:
    heard = hear_feeling(row.example)
    assert heard.faux in row.words
    assert heard.may_hide
    assert hear_feeling(row.counter_example).faux is None
