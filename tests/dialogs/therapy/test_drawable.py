"""Which characters the PDF can show: those the font really has, and none that it would show in a wrong order."""

from __future__ import annotations

import unicodedata

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from bot.papers.pdf import fonts
from dialogs.therapy.drawable import BOX, RANGES, drawn, is_drawable


@pytest.mark.parametrize("name", ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"])
def test_the_font_has_all_that_is_called_drawable(name: str) -> None:
    with TTFont(fonts() / name) as font:
        letters = font.getBestCmap()
    called = {code for first, last in RANGES for code in range(first, last + 1)}
    assigned = {code for code in called if unicodedata.category(chr(code)) != "Cn"}
    assert not assigned - set(letters)
    assert ord(BOX) in letters
    assert not {chr(code) for code in called if unicodedata.bidirectional(chr(code)) in ("R", "AL")}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Zoë, naïve — “now”", "Zoë, naïve — “now”"),
        ("e\u0301", "é"),
        ("сейчас, τώρα", "сейчас, τώρα"),
        ("🥐", "□"),
        ("👨‍👩‍👧", "□□□"),
        ("❤️", "❤"),
        ("我累", "□□"),
        ("שלום", "□□□□"),
        ("two\nlines\tand\u00a0more", "two lines and more"),
    ],
)
def test_text_as_it_is_drawn(typed: str, shown: str) -> None:
    assert drawn(typed) == shown
    assert is_drawable(typed) == (BOX not in shown)


def test_a_box_that_was_typed_is_no_loss() -> None:
    assert is_drawable("□")


@given(st.text())
def test_what_is_drawn_is_drawable(typed: str) -> None:
    assert is_drawable(drawn(typed))
