"""Feelings: the writer's own are heard, and not the words that somebody else has for them."""

import pytest

from dialogs.statements.feelings import hear_feeling


@pytest.mark.parametrize(
    ("text", "feelings"),
    [
        ("he tells me I'm insecure for bringing it up", ()),
        ("he calls me insecure", ()),
        ("Then you asked me why I was in a mood", ()),
        ("you act surprised", ()),
        ("shame man u left the dogs without water", ()),
        ("I told you I'm lonely", ("lonely",)),
        ("When you called I was sad", ("sad",)),
        ("I said I was sad and you left", ("sad",)),
        ("She says I'm jealous but I'm just hurt", ("hurt",)),
    ],
)
def test_whose_word_it_is(text: str, feelings: tuple[str, ...]) -> None:
    assert hear_feeling(text).feelings == feelings
