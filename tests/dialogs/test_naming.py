"""Names in what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.naming import LONGEST, read_name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Sam", "Sam"),
        ("i'm sam", "Sam"),
        ("I am Sam.", "Sam"),
        ("my name is Anna Maria", "Anna Maria"),
        ("call me J!", "J"),
        ("Hi, I’m Zoë", "Zoë"),
        ("李雷", "李雷"),
        ("Imogen", "Imogen"),
    ],
)
def test_a_name_is_found(said: str, name: str) -> None:
    assert read_name(said) == name


@pytest.mark.parametrize("said", ["", "???", "123", "I would rather not tell you that", "x" * 60])
def test_what_is_no_name_gives_none(said: str) -> None:
    assert read_name(said) is None


@given(st.text(max_size=120))
def test_a_name_is_short_and_printable(said: str) -> None:
    name = read_name(said)
    assert name is None or (0 < len(name) <= LONGEST + 2 and name.isprintable())
