"""Tricks and slips of writing are undone, and every word knows where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.safety import normalise


def words(text: str) -> str:
    return " ".join(word.text for word in normalise(text))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("I WANT to Die", "i want to die"),
        ("I’m ‘fine’", "i am fine"),
        ("i don`t", "i do not"),
        ("Ｉ ｗａｎｔ", "i want"),
        ("d\u200bi\u2060e", "die"),
        ("di\u00ade", "die"),
        ("dieeeee", "die"),
        ("kiiilll", "kill"),
        ("k i l l myself", "kill myself"),
        ("k.i.l.l. myself", "kill myself"),
        ("k-i-l-l  m-y-s-e-l-f", "kill myself"),
        ("w a n t t o d i e", "want to die"),
        ("k1ll mys3lf", "kill myself"),
        ("$uicid@l", "suicidal"),
        ("su*cide", "suicide"),
        ("kill mуsеlf", "kill myself"),  # with Cyrillic у and е
        ("kms tn", "kill myself tonight"),
        ("i dont wanna", "i do not want to"),
        ("hes gonna", "he is going to"),
        ("can't won't", "can not will not"),
        ("myslef", "myself"),
        ("schlägt", "schlagt"),
        ("j'ai", "j ai"),
        ("он бьёт", "он бьет"),
        ("lol 😂", "lol lol"),
        ("too good, see you", "too good see you"),
        ("i a m", "i a m"),  # three letters that make no known word of three or more stay apart
    ],
)
def test_plain_words(text: str, plain: str) -> None:
    assert words(text) == plain


def test_pauses_are_kept() -> None:
    assert [word.pause for word in normalise("One, two. Three... four\nfive! six")] == ["", ",", ".", ",", ",", "."]


def test_places_are_those_of_the_original() -> None:
    text = "Oh… I’M gonna k i l l it"
    found = normalise(text)
    assert [(word.text, text[word.start : word.end]) for word in found] == [
        ("oh", "Oh"),
        ("i", "I’M"),
        ("am", "I’M"),
        ("going", "gonna"),
        ("to", "gonna"),
        ("kill", "k i l l"),
        ("it", "it"),
    ]


@given(st.text(max_size=400))
def test_any_text_gives_words_in_order_within_it(text: str) -> None:
    last = 0
    for word in normalise(text):
        assert word.text
        assert last <= word.start < word.end <= len(text)
        last = word.start
        assert not any(char.isspace() for char in word.text)
