"""Lessons: what the branch of the encoder learns from is what it is said to be."""

from __future__ import annotations

import pytest

from benchmarks.encoder.alignment import find_edits
from benchmarks.encoder.blemishes import blemish
from benchmarks.encoder.example import ANY, Example, lengthen
from benchmarks.statements.told import Told
from dialogs.encoder.wordpiece import LONGEST
from dialogs.statements.words import read_words

TOLD = Told("My husband never once came to my games.", "you didn't come to my games", ("sad",), ("being_seen",))
CLS, SEP = 101, 102


def _example(words: int, edits: tuple[int, ...] = ()) -> Example:
    return Example((CLS, *range(1, words + 1), SEP), {}, tuple(range(1, words + 1)), edits, edits)


@pytest.mark.parametrize("first", [True, False])
def test_a_text_beside_it_is_cut_whole(first: bool) -> None:
    both = lengthen(_example(2, (5, 6)), _example(3), first=first)
    assert both is not None
    assert len(both.pieces) == 2 + 2 + 3
    assert both.starts == (1, 2, 3, 4, 5)
    assert both.edits == ((5, 6, 0, 0, 0) if first else (0, 0, 0, 5, 6))
    assert both.leads == ((5, 6, ANY, ANY, ANY) if first else (ANY, ANY, ANY, 5, 6))


def test_what_would_be_too_long_stays_alone() -> None:
    assert lengthen(_example(LONGEST - 10, (0,) * (LONGEST - 10)), _example(20), first=True) is None


def test_a_clause_with_a_slip_is_to_become_the_clause_without() -> None:
    edits = find_edits(read_words(TOLD.text), read_words(TOLD.clause))
    assert edits is not None
    slipped = {one.text for seed in range(60) for one in blemish([(TOLD, edits)], seed)}
    assert len(slipped) > 3
    assert "you didn't come to my games" in slipped
    assert all(one.clause == TOLD.clause for one in blemish([(TOLD, edits), (TOLD, None)], 1))
