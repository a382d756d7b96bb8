"""Strength: rage is not called a bit annoyed, and how people talk is no heartbreak."""

import pytest

from dialogs.statements.strength import Strength, strength_of
from dialogs.statements.words import read_words


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("I hate it when you read my post", 3),
        ("PUT YOUR PHONE DOWN WHEN I TALK", 3),
        ("you forgot it AGAIN and AGAIN!!", 3),
        ("every single time!! you leave the pans", 3),
        ("You never ask me how my day was. Not once this week.", 2),
        ("My wife corrects me every single time I tell a story", 2),
        ("another bloody fishing rod", 2),
        ("DH forgot our day AGAIN. He saw the TV match though", 2),
        ("you forgot again 😭", 2),
        ("I wish you asked me sometimes", 1),
    ],
)
def test_a_message_is_as_strong_as_its_words(text: str, strength: Strength) -> None:
    assert strength_of(text, read_words(text)) == strength
