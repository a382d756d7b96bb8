"""Told: every line can be read, and the edits that are found for a clause give its words again."""

from __future__ import annotations

import pytest

from benchmarks.encoder.alignment import find_edits
from benchmarks.statements.told import Told, read_told
from content.statements import load
from dialogs.statements.edits import CUT, KEEP, Edit, apply_edits
from dialogs.statements.words import read_words

EACH = 60  # of so many lines one is tried here


def test_feelings_and_needs_are_those_of_the_tables() -> None:
    tables = load()
    for one in read_told():
        assert set(one.feelings) <= set(tables.feelings), one.text
        assert set(one.needs) <= set(tables.needs), one.text


@pytest.mark.parametrize("one", [one for one in read_told() if one.event == "event"][::EACH], ids=lambda one: one.text)
def test_the_edits_of_a_clause_give_its_words(one: Told) -> None:
    words, clause = read_words(one.text), read_words(one.clause)
    edits = find_edits(words, clause)
    if edits is None:  # words would follow the last that is kept
        return
    told = [
        said
        for word, edit in zip(words, edits, strict=True)
        if edit.operation != CUT
        for said in (*edit.before.split(), word.text if edit.operation == KEEP else None)
    ]
    assert len(told) == len(clause)
    assert all(said in (None, word.text) for said, word in zip(told, clause, strict=True))
    assert apply_edits(one.text, words, edits)


def test_words_that_are_moved_are_none_that_are_kept() -> None:
    words = read_words("On Sunday you left")
    assert find_edits(words, read_words("you left on Sunday")) is None
    assert find_edits(words, read_words("you left")) == (Edit(), Edit(), Edit(KEEP), Edit(KEEP))
