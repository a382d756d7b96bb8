"""Of the edits that the model finds likely, those are taken that leave words which go together."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dialogs.statements.decoding import decode, gains_of
from dialogs.statements.edits import CUT, KEEP, Edit
from dialogs.statements.words import read_words

NAMED = ((CUT, KEEP, "=you"), ("", "and", "you"))
WORDS = read_words("Whenever it gets serious he runs to the garage")


def row(*chances: float) -> list[float]:
    return list(chances)


def test_a_word_in_doubt_goes_where_it_does_not_fit() -> None:
    words = read_words("it you left the garage open")
    operations = np.array([row(0.4, 0.6, 0)] + [row(0.01, 0.99, 0)] * 5)
    leads = np.array([row(1, 0, 0)] * 6)
    decoded = decode(words, operations, leads, NAMED)
    assert decoded is not None
    assert [edit.operation for edit in decoded[0]] == [CUT, KEEP, KEEP, KEEP, KEEP, KEEP]


def test_a_word_that_is_sure_stays_however_it_sounds() -> None:
    words = read_words("it you left the garage open")
    sure = np.array([row(0.001, 0.999, 0)] * 6)
    decoded = decode(words, sure, np.array([row(1, 0, 0)] * 6), NAMED)
    assert decoded is not None
    assert decoded[0] == [Edit(KEEP)] * 6
    assert exp(-sum(decoded[1])) == pytest.approx(0.999**6, rel=1e-3)


def test_what_is_put_before_a_word_is_weighed_too() -> None:
    words = read_words("left the garage open")
    operations = np.array([row(0, 1, 0)] * 4)
    leads = np.array([row(0.5, 0.05, 0.45)] + [row(1, 0, 0)] * 3)
    decoded = decode(words, operations, leads, NAMED)
    assert decoded is not None
    assert decoded[0][0] == Edit(KEEP, "you")


@given(
    arrays(float, (len(WORDS), 3), elements=st.floats(0.01, 1)),
    arrays(float, (len(WORDS), 3), elements=st.floats(0.01, 1)),
)
def test_every_word_gets_an_edit_that_the_model_finds_likely(operations: object, leads: object) -> None:
    shares = [np.asarray(one) / np.asarray(one).sum(axis=1, keepdims=True) for one in (operations, leads)]
    decoded = decode(WORDS, shares[0], shares[1], NAMED)
    assert decoded is not None
    edits, surprises = decoded
    assert len(edits) == len(surprises) == len(WORDS)
    for edit, surprise, of_word, before in zip(edits, surprises, *shares, strict=True):
        chance = of_word[NAMED[0].index(edit.operation)]
        first = 1.0 if edit.operation == CUT else before[NAMED[1].index(edit.before)]
        assert chance >= 0.02 or chance == of_word.max()
        assert exp(-surprise) == pytest.approx(chance * first, abs=1e-5)


def test_a_clause_that_hangs_together_has_no_rough_place() -> None:
    whole = gains_of(read_words("you left the garage open"))
    torn = gains_of(read_words("you the open left garage"))
    assert min(whole) > min(torn)
    assert sum(whole) > sum(torn)
