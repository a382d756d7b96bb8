"""Decoding: the edits of a text's words that go together best, of those that the model finds likely.

The model says of each word what becomes of it, without knowing what becomes of its neighbours. So the chances of edits
are weighed together with how well the words that they leave follow each other in clauses people wrote (shallow fusion:
Gulcehre et al., 2015), by a beam search over the words from left to right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from content.fluency import END, START, UNKNOWN, Fluency, load_fluency
from dialogs.statements.edits import CUT, Edit, formed
from dialogs.statements.vocabulary import Word

_FLUENT = 0.45  # what a gain of fluency counts beside the logarithm of a chance
_WIDTH = 8  # of the beam
_LIKELY = 0.02  # less likely edits and leads are left out, but for the likeliest of a word
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class _Path:
    """Edits up to some word, how surprising each of them is, the numbers of the last two words they leave, and what
    speaks for all of it.
    """

    score: float = 0.0
    last: tuple[int, int] = (UNKNOWN, START)
    before: _Path | None = None
    edit: Edit | None = None
    surprise: float = 0.0

    def walk(self) -> Iterator[_Path]:
        """The steps, from the last to the first."""
        step = self
        while step.before is not None:
            yield step
            step = step.before


def decode(
    words: Sequence[Word], operations: Any, leads: Any, named: tuple[Sequence[str], Sequence[str]]
) -> tuple[list[Edit], list[float]] | None:
    """An edit for each word, and how surprising each is to the model; None where no path leads through.

    ``operations`` and ``leads``: a row of chances for each word; the columns are ``named``.
    """
    fluency = load_fluency()
    paths = [_Path()]
    for word, of_word, before_word in zip(words, operations, leads, strict=True):
        steps = list(_steps(word, of_word, before_word, named, fluency))
        best: dict[tuple[int, int], _Path] = {}
        for path in paths:
            for edit, surprise, numbers in steps:
                gain, last = _gain(fluency, path.last, numbers)
                score = path.score - surprise + _FLUENT * gain
                if last not in best or best[last].score < score:
                    best[last] = _Path(score, last, path, edit, surprise)
        paths = sorted(best.values(), key=lambda one: -one.score)[:_WIDTH]
    if not paths:
        return None
    whole = max(paths, key=lambda one: one.score + _FLUENT * _gain(fluency, one.last, (END,))[0])
    found = [(step.edit, step.surprise) for step in whole.walk() if step.edit is not None][::-1]
    return [edit for edit, _ in found], [surprise for _, surprise in found]


def gains_of(words: Sequence[Word]) -> list[float]:
    """How fluent each word of a clause is after those before it, and its end after the last: see `Fluency.gain`."""
    fluency = load_fluency()
    last, gains = (UNKNOWN, START), []
    for number in (*(fluency.number(word.text) for word in words), END):
        gain, last = _gain(fluency, last, (number,))
        gains.append(gain)
    return gains


def _steps(
    word: Word, of_word: Any, before_word: Any, named: tuple[Sequence[str], Sequence[str]], fluency: Fluency
) -> Iterator[tuple[Edit, float, tuple[int, ...]]]:
    """What may become of a word: the edit, how surprising it is, and the numbers of the words that it leaves."""
    operations, leads = named
    for at in _likely(of_word):
        chance = float(of_word[at])
        if operations[at] == CUT:
            yield Edit(), -log(chance + _LEAST), ()
        elif (said := formed(word.text, operations[at])) is not None:
            for first in _likely(before_word):
                numbers = tuple(fluency.number(one) for one in (*leads[first].split(), said))
                surprise = -log(chance * float(before_word[first]) + _LEAST)
                yield Edit(operations[at], leads[first]), surprise, numbers


def _likely(chances: Any) -> list[int]:
    found: list[int] = (chances >= _LIKELY).nonzero()[0].tolist()
    return found or [int(chances.argmax())]


def _gain(fluency: Fluency, last: tuple[int, int], numbers: Sequence[int]) -> tuple[float, tuple[int, int]]:
    """How fluent these words are after the last two, and which two are the last then."""
    gain = 0.0
    for number in numbers:
        gain += fluency.gain(*last, number)
        last = (last[1], number)
    return gain, last
