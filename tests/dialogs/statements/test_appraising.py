"""Appraising: which feelings and needs are guessed first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.models import load_plausibility
from content.statements import frames_by_id, load
from dialogs.encoder.questions import FEELINGS, NEEDS
from dialogs.statements.appraising import BY_FRAMES, READ, guess_clues, reorder
from dialogs.statements.outcomes import Rewrite
from dialogs.statements.realising import parts_of
from dialogs.statements.rewriting import rewrite


def test_the_weights_are_of_feelings_and_needs_there_are() -> None:
    for question, known in ((FEELINGS, load().feelings), (NEEDS, load().needs)):
        weights = load_plausibility()[question]
        assert set(weights) - {READ, BY_FRAMES} <= set(known)
        assert weights[READ] > 0
        assert weights[BY_FRAMES] > 0


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("You forgot to pay the electricity bill again.", "to know we can count on each other"),
        ("You told your mother about my job before you told me.", "trust"),
        ("You left all the washing up to me again last night.", "some help"),
    ],
)
def test_the_first_need_fits_what_happened(text: str, need: str) -> None:
    made = rewrite(text)
    assert isinstance(made, Rewrite)
    assert f"I need {need}." in made.sentence


@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=80), frame=st.sampled_from(sorted(frames_by_id())))
def test_a_frame_keeps_all_its_feelings_and_needs(text: str, frame: str) -> None:
    row = frames_by_id()[frame]
    parts = parts_of(row, row.present, False, text)
    again = reorder(parts, text)
    assert sorted(again.feelings) == sorted(parts.feelings)
    assert sorted(again.needs) == sorted(parts.needs)


def test_a_frame_s_own_example_keeps_the_order_it_was_written_in() -> None:
    for row in load().frames[::20]:
        assert reorder(parts_of(row, row.present, False, row.example), row.example).feelings == row.feelings


@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=80))
def test_what_speaks_for_a_guess_is_known_for_every_text(text: str) -> None:
    for question, names in ((FEELINGS, list(load().feelings)), (NEEDS, list(load().needs))):
        clues = guess_clues(question, text, names)
        assert list(clues) == names
        assert all(value <= 0.1 for each in clues.values() for value in each.values())
