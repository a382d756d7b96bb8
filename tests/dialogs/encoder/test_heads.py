"""Heads: chances for any text, the same each time; and a few readings that words alone would get wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.encoder import load_encoder
from dialogs.encoder.blending import blend
from dialogs.encoder.heads import chances

QUESTIONS = ("concerns", "danger", "acts", "frames")


def test_the_file_answers_every_question() -> None:
    assert set(load_encoder().heads) == set(QUESTIONS)


@settings(max_examples=50)
@given(st.text(max_size=400), st.sampled_from(QUESTIONS))
def test_chances_of_any_text_sum_to_one(text: str, question: str) -> None:
    likely = chances(question, text)
    assert sum(likely.values()) == pytest.approx(1, abs=1e-4)
    assert all(0 <= chance <= 1 for chance in likely.values())


@pytest.mark.parametrize(
    ("danger", "harmless"),
    [
        ("she threw a mug at my head", "she threw a party for my birthday"),
        ("I don't want to wake up tomorrow", "I don't want to get up tomorrow, it's Monday"),
    ],
)
def test_what_stands_around_a_word_decides(danger: str, harmless: str) -> None:
    assert chances("concerns", danger)["none"] < 0.5 < chances("concerns", harmless)["none"]


def test_a_blend_lies_between_and_knows_all_labels() -> None:
    mixed = blend({"a": 0.9, "b": 0.1}, {"a": 0.5, "b": 0.5})
    assert 0.5 < mixed["a"] < 0.9
    assert sum(mixed.values()) == pytest.approx(1)
    assert set(blend({"a": 1.0}, {"b": 1.0})) == {"a", "b"}
