"""Blemishes: clauses as a first edit may leave them, with words too many, too few or in a wrong form.

A clause is edited once more (Levenshtein transformers do so, too: Gu et al., 2019), and these teach how.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.statements.told import Told
from dialogs.statements.edits import CUT, KEEP, Edit, apply_edits
from dialogs.statements.words import Word, read_words

_BESIDE, _LOST, _UNLED, _UNFORMED = 0.12, 0.05, 0.2, 0.12  # how often each slip is made
_AS_THEY_ARE = 0.25  # of the clauses have none


def blemish(told: Sequence[tuple[Told, Sequence[Edit] | None]], seed: int) -> Iterator[Told]:
    """Clauses of what was told, most with a slip or two, each with the clause it should be."""
    chance = random.Random(seed)
    for one, edits in told:
        if edits is None:
            continue
        words = read_words(one.text)
        slipped = edits if chance.random() < _AS_THEY_ARE else list(_slips(words, edits, chance))
        clause = apply_edits(one.text, words, slipped)
        if clause:
            yield replace(one, text=clause)


def _slips(words: Sequence[Word], edits: Sequence[Edit], chance: random.Random) -> Iterator[Edit]:
    for at, edit in enumerate(edits):
        kept_beside = any(other.operation != CUT for other in edits[max(0, at - 1) : at + 2])
        if edit.operation == CUT:
            yield Edit(KEEP) if kept_beside and chance.random() < _BESIDE else edit
        elif words[at].light and chance.random() < _LOST:
            yield Edit()
        else:
            yield Edit(
                KEEP if chance.random() < _UNFORMED else edit.operation,
                "" if chance.random() < _UNLED else edit.before,
            )
