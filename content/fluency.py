"""Fluency: which word follows which in clauses that people wrote, as frozen tables read from one small file.

For pairs and triples of words the file says how much likelier the last one is there than anywhere. ``make models``
writes it.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.packed import pack, unpack

UNKNOWN, START, END = 0, 1, 2  # the numbers of no known word, and of what stands before the first and after the last
_PATH = Path(__file__).parent / "en" / "statements" / "fluency.model"
_SCALE = 10.0  # logarithms are kept as whole numbers: ten for a factor of e
_MOST = 127
_BITS = 16  # of a word's number


@dataclass(frozen=True, slots=True)
class Fluency:
    """Words by number, and for pairs and triples of them the gain of the last.

    ``backs``: what is taken off where a triple is not known, by the place of its first pair; ``alone``: what is taken
    off where a pair isn't, by its first word. All gains are in tenths.
    """

    numbers: Mapping[str, int]
    alone: Sequence[int]
    pairs: Mapping[int, int]
    gains: Sequence[int]
    backs: Sequence[int]
    triples: Mapping[int, int]

    def number(self, word: str) -> int:
        """The number of a word, `UNKNOWN` for one that no clause has."""
        return self.numbers.get(word, UNKNOWN)

    def gain(self, first: int, second: int, word: int) -> float:
        """How much likelier a word is after these two than anywhere: the natural logarithm of that factor.

        0 where a word is not known: that it is rare says nothing of how the clause hangs together.
        """
        if not (second and word):
            return 0.0
        before = first << _BITS | second
        if (known := self.triples.get(before << _BITS | word)) is not None:
            return known / _SCALE
        context, pair = self.pairs.get(before), self.pairs.get(second << _BITS | word)
        back = self.backs[context] if context is not None else 0
        return (back + (self.gains[pair] if pair is not None else self.alone[second])) / _SCALE


@cache
def load_fluency() -> Fluency:
    """Read the tables once.

    Raises:
        ContentError: the file is missing or was not written by the training.
    """
    _, (letters, alone, firsts, seconds, gains, backs, begun, thirds, triple_gains) = unpack(_PATH)
    words = letters.tobytes().decode("utf-8").split("\n")
    pairs = [first << _BITS | second for first, second in zip(firsts, seconds, strict=True)]
    triples = [pairs[at] << _BITS | word for at, word in zip(begun, thirds, strict=True)]
    return Fluency(
        {word: number for number, word in enumerate(words, END + 1)},
        alone,
        dict(zip(pairs, range(len(pairs)), strict=True)),
        gains,
        backs,
        dict(zip(triples, triple_gains, strict=True)),
    )


def pack_fluency(
    words: Sequence[str],
    alone: Mapping[int, float],
    pairs: Mapping[tuple[int, int], tuple[float, float]],
    triples: Mapping[tuple[int, int, int], float],
) -> bytes:
    """The bytes of the file. ``words`` from the number after `END` on; ``alone``: what is taken off after a word;
    ``pairs``: the gain of the second, and what is taken off after both; ``triples``: the gain of the third.
    """
    known = sorted(pairs)
    places = {pair: at for at, pair in enumerate(known)}
    longer = sorted(triples)
    return pack(
        {},
        [
            array("B", "\n".join(words).encode("utf-8")),
            array("b", [_whole(alone.get(number, 0.0)) for number in range(END + 1 + len(words))]),
            array("H", [first for first, _ in known]),
            array("H", [second for _, second in known]),
            array("b", [_whole(pairs[pair][0]) for pair in known]),
            array("b", [_whole(pairs[pair][1]) for pair in known]),
            array("I", [places[first, second] for first, second, _ in longer]),
            array("H", [word for _, _, word in longer]),
            array("b", [_whole(triples[triple]) for triple in longer]),
        ],
    )


def _whole(value: float) -> int:
    return max(-_MOST, min(_MOST, round(value * _SCALE)))
