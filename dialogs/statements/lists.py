"""Lists: whether one of a list's patterns stands anywhere in a text, once its harmless phrases are taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from dialogs.statements.patterns import Pattern, compile_pattern, first_words, match
from dialogs.statements.words import Word

Firsts: TypeAlias = Mapping[str, tuple[Pattern, ...]]


def by_first(sources: Sequence[str]) -> Firsts:
    """First word as written → patterns, so that most words are passed over at once."""
    firsts: dict[str, tuple[Pattern, ...]] = {}
    for source in sources:
        pattern = compile_pattern(source)
        for word in first_words(pattern):
            firsts[word] = (*firsts.get(word, ()), pattern)
    return firsts


def stands_in(patterns: Firsts, words: Sequence[Word]) -> bool:
    """Whether one of the patterns stands anywhere among the words."""
    return any(
        match(pattern, words, at) is not None
        for at, word in enumerate(words)
        for pattern in patterns.get(word.text, ())
    )


def without(harmless: Firsts, words: Sequence[Word]) -> tuple[Word, ...]:
    """The words that are part of no harmless phrase."""
    left: list[Word] = []
    at = 0
    while at < len(words):
        ends = [found.end for pattern in harmless.get(words[at].text, ()) if (found := match(pattern, words, at))]
        if ends:
            at = max(ends)
        else:
            left.append(words[at])
            at += 1
    return tuple(left)
