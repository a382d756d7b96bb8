"""Statements from the words people type for each part."""

import pytest

from dialogs.statements import compose

TABLE = [
    (("lonely", "When we had dinner in silence on Sunday."), "I felt lonely when we had dinner in silence on Sunday."),
    (("I feel I feel lonely", "we had dinner in silence"), "I felt lonely when we had dinner in silence."),
    (("Lonely.", "we don't talk"), "I feel lonely when we don't talk."),
    (("sad", "dinner in silence"), "I feel sad because of dinner in silence."),
    (("sad", "Dinner in silence"), "I feel sad because of dinner in silence."),
    (("worried", "you came home at nine"), "I felt worried when you came home at nine."),
    (("worried", "You  came home\nat nine!"), "I felt worried when you came home at nine."),
    (("sad", "Sam came home late"), "I felt sad when Sam came home late."),
    (("i'm sad", "on sunday"), "I feel sad on sunday."),
    (("sad", "WE HAD DINNER IN SILENCE"), "I felt sad when we had dinner in silence."),
    (("sad", "because of the noise"), "I feel sad because of the noise."),
    (("sad", "because we argued"), "I felt sad because we argued."),
    (("sad", "after we fought"), "I felt sad after we fought."),
    (("tense", "the kids were loud"), "I felt tense when the kids were loud."),
    (("not safe", "voices got loud"), "I didn't feel safe when voices got loud."),
    (("loneliness", ""), "I feel lonely."),
    (("", "we argued"), "We argued."),
    (("lonely", "i feel lonely when we both scroll"), "I feel lonely when we both scroll."),
    (("", ""), ""),
]
NEEDS = [
    ("closeness", "I need closeness."),
    ("to feel close", "I need to feel close."),
    ("feel close", "I need to feel close."),
    ("I need some rest", "I need some rest."),
    ("i need you to know we're ok", "I need you to know we're ok."),
    ("being heard", "I need to be heard."),
    ("Rest.", "I need rest."),
    ("we talk more", "I need this: we talk more."),
]
REQUESTS = [
    ("talk for ten minutes tonight", "Could we talk for ten minutes tonight?"),
    ("could you text me?", "Could you text me?"),
    ("text me at lunch", "Could you text me at lunch?"),
    ("we eat without phones", "Could we eat without phones?"),
    ("a hug", "Could we have a hug?"),
    ("please call me", "Could you please call me?"),
    ("let's take a walk", "Could we take a walk?"),
    ("I'd like a quiet evening", "I'd like a quiet evening."),
    ("taking a walk", "How about taking a walk?"),
    ("ten minutes together", "Could we have ten minutes together?"),
]


@pytest.mark.parametrize(("parts", "expected"), TABLE)
def test_feeling_and_situation(parts: tuple[str, str], expected: str) -> None:
    assert compose(*parts) == expected


@pytest.mark.parametrize(("need", "expected"), NEEDS)
def test_needs(need: str, expected: str) -> None:
    assert compose("sad", "we argue", need) == f"I feel sad when we argue. {expected}"


@pytest.mark.parametrize(("request_", "expected"), REQUESTS)
def test_requests(request_: str, expected: str) -> None:
    assert compose("sad", "we argue", None, request_) == f"I feel sad when we argue. {expected}"
