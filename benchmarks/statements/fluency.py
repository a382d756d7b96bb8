"""Fluency: which word follows which in the clauses that were written for complaints.

Pairs and triples of words, smoothed as Witten and Bell (1991) do: how often something new follows tells how likely
something unseen is. Of each the gain is kept over the word's own chance, so that a rare word counts no less than a
common one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Generic, TypeVar

from benchmarks.statements.told import read_told
from content.fluency import END, START, pack_fluency
from dialogs.statements.words import read_words

_FILE = Path(__file__).parents[2] / "content" / "en" / "statements" / "fluency.model"
_FEWEST = 3  # a triple is kept that stands so many times
_UNSEEN = 0.5  # what is added to how often a word stands

Context = TypeVar("Context")


@dataclass(frozen=True, slots=True)
class _After(Generic[Context]):
    """What follows a context: how often anything does, and how many different words."""

    times: Mapping[Context, int]
    kinds: Mapping[Context, int]

    @classmethod
    def count(cls, rows: Mapping[tuple[Context, int], int]) -> _After[Context]:
        times, kinds = Counter[Context](), Counter[Context]()
        for (context, _), count in rows.items():
            times[context] += count
            kinds[context] += 1
        return cls(times, kinds)

    def likely(self, context: Context, times: int, shorter: float) -> float:
        """The chance of a word that follows so often; ``shorter``: its chance after the shorter context."""
        new = self.kinds[context]
        return (times + new * shorter) / (self.times[context] + new)

    def backs(self) -> dict[Context, float]:
        """For each context the logarithm of what is left for words that never follow it."""
        return {context: log(new / (self.times[context] + new)) for context, new in self.kinds.items()}


def write_fluency() -> list[str]:
    """Count, write the file, and say how much there is."""
    clauses = list(_clauses())
    counted = Counter(word for clause in clauses for word in clause)
    words = sorted(counted, key=lambda word: (-counted[word], word))
    numbers = {word: at for at, word in enumerate(words, END + 1)}
    rows = [[START, *(numbers[word] for word in clause), END] for clause in clauses]
    alone = Counter(word for row in rows for word in row[1:])
    pairs = Counter(pair for row in rows for pair in pairwise(row))
    triples = Counter((pair, word) for row in rows for pair, word in zip(pairwise(row), row[2:], strict=False))
    everything = alone.total() + _UNSEEN * len(alone)
    chance = {word: (count + _UNSEEN) / everything for word, count in alone.items()}
    after_one, after_two = _After.count(pairs), _After.count(triples)
    likely = {pair: after_one.likely(pair[0], count, chance[pair[1]]) for pair, count in pairs.items()}
    backs = after_two.backs()
    gains = {pair: (log(value / chance[pair[1]]), backs.get(pair, 0.0)) for pair, value in likely.items()}
    longer = {
        (*pair, word): log(after_two.likely(pair, count, likely[pair[1], word]) / chance[word])
        for (pair, word), count in triples.items()
        if count >= _FEWEST
    }
    _FILE.write_bytes(pack_fluency(words, after_one.backs(), gains, longer))
    return [f"{len(clauses)} clauses, {len(words)} words, {len(gains)} pairs, {len(longer)} triples of them"]


def _clauses() -> Iterator[list[str]]:
    for one in read_told():
        if one.event == "event":
            yield [word.text for word in read_words(one.clause)]
