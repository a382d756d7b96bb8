"""Idioms: figures of speech ("in one ear and out the other"), and the frame that says plainly what they say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from content.statement_rows import FrameRow
from content.statements import frames_by_id, load
from dialogs.statements.patterns import Pattern, compile_pattern, first_words, match
from dialogs.statements.words import Word


def find_idiom(words: Sequence[Word]) -> FrameRow | None:
    """The frame of the first idiom in the words; of two that begin at one word, the one that says more."""
    for at, word in enumerate(words):
        best: tuple[int, FrameRow] | None = None
        for base in sorted(word.bases):
            for pattern, frame in _by_word().get(base, ()):
                if match(pattern, words, at) is not None and (best is None or pattern.weight > best[0]):
                    best = (pattern.weight, frame)
        if best is not None:
            return best[1]
    return None


@cache
def _by_word() -> dict[str, tuple[tuple[Pattern, FrameRow], ...]]:
    firsts: dict[str, list[tuple[Pattern, FrameRow]]] = {}
    for row in load().idioms.values():
        for source in row.says:
            pattern = compile_pattern(source)
            for word in first_words(pattern):
                firsts.setdefault(word, []).append((pattern, frames_by_id()[row.frame]))
    return {word: tuple(found) for word, found in firsts.items()}
