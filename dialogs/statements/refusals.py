"""Refusals: the second safety belt. Where one of its words stands, no sentence is made at all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from content.statements import load
from dialogs.statements.patterns import Pattern, compile_pattern, match
from dialogs.statements.words import Word

_HARMLESS = "harmless"
_NO_KINDS = frozenset({_HARMLESS, "examples", "counter_examples"})


def find_refusal(words: Sequence[Word]) -> str | None:
    """The name of the list ("violence", "control", ...) that forbids a sentence about these words, or None."""
    left = _without_harmless(words)
    for kind, patterns in _by_word().items():
        if kind == _HARMLESS:
            continue
        for at, word in enumerate(left):
            if any(match(pattern, left, at) is not None for pattern in patterns.get(word.text, ())):
                return kind
    return None


def _without_harmless(words: Sequence[Word]) -> tuple[Word, ...]:
    harmless = _by_word()[_HARMLESS]
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


@cache
def _by_word() -> dict[str, dict[str, tuple[Pattern, ...]]]:
    """Kind → first word → patterns, so that most words are passed over at once."""
    kinds: dict[str, dict[str, tuple[Pattern, ...]]] = {}
    for kind, sources in load().refusals.items():
        if kind in _NO_KINDS - {_HARMLESS}:
            continue
        firsts: dict[str, tuple[Pattern, ...]] = {}
        for source in sources:
            pattern = compile_pattern(source)
            for word in pattern.elements[0].words:
                firsts[word] = (*firsts.get(word, ()), pattern)
        kinds[kind] = firsts
    return kinds
