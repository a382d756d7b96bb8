"""Word pieces: cut as the published tokenizer cuts them, for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.encoder import load_encoder
from dialogs.encoder.wordpiece import LONGEST, read_pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [  # as the tokenizer published with the weights gives them
        ("You never listen to me!", (101, 2017, 2196, 4952, 2000, 2033, 999, 102)),
        ("u didnt even txt bk smh", (101, 1057, 2134, 2102, 2130, 19067, 2102, 23923, 15488, 2232, 102)),
        ("naïve café", (101, 15743, 7668, 102)),
        ("", (101, 102)),
    ],
)
def test_pieces_are_those_of_the_published_tokenizer(text: str, pieces: tuple[int, ...]) -> None:
    assert read_pieces(text) == pieces


def test_a_curly_apostrophe_is_a_straight_one() -> None:
    assert read_pieces("you don’t") == read_pieces("you don't")


def test_of_a_long_text_both_ends_are_read() -> None:
    pieces = read_pieces("hello " + "word " * 500 + "goodbye")
    assert len(pieces) == LONGEST
    assert pieces[1] == read_pieces("hello")[1]
    assert pieces[-2] == read_pieces("goodbye")[1]


@given(st.text(max_size=300))
def test_any_text_becomes_known_pieces(text: str) -> None:
    pieces = read_pieces(text)
    assert 2 <= len(pieces) <= LONGEST
    assert all(0 <= piece < len(load_encoder().pieces) for piece in pieces)
