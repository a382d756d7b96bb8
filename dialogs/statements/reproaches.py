"""Reproaches: what hurts though no frame fits it and no rule of blame finds it. Plain facts are none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from content.statements import load
from dialogs.statements.frames import ends
from dialogs.statements.grave import is_grave
from dialogs.statements.lists import Firsts, by_first, stands_in
from dialogs.statements.patterns import match
from dialogs.statements.reading import Clause, read_clauses
from dialogs.statements.words import Word

_MINE = frozenset("me us my our".split())


def reproaches(words: Sequence[Word]) -> bool:
    """Whether the partner is reproached with something: a deed that hurts, one left undone, or an order."""
    if stands_in(_patterns("anywhere"), words):
        return True
    if any(word.pause == "." and _begins(_patterns("orders"), words, at) for at, word in enumerate(words)):
        return True
    grave = is_grave(words)
    if grave and any(word.text == "you" for word in words):
        return True
    return any(
        clause.phrase.heads[-1].negated or (clause.subject == "you" and (grave or _hurts(clause)))
        for clause in read_clauses(words)
        if clause.subject in ("you", "we")
    )


def is_unclear(words: Sequence[Word]) -> bool:
    """Whether a frame would guess who stands where: "Now you want to talk?" comes from the one who waited."""
    return stands_in(_patterns("unclear"), words)


def _hurts(clause: Clause) -> bool:
    """Whether what the partner does is on the list, or is no kind deed and done to me or mine, or again and again."""
    for head in clause.phrase.heads:
        for base in sorted(clause.words[head.at].bases):
            for pattern in _patterns("does").get(base, ()):
                found = match(pattern, clause.words, head.at)
                if found is not None and ends(pattern, found, clause.words):
                    return True
    last = clause.words[clause.phrase.heads[-1].at :]
    kindly = load().reproaches["kindly"]
    if last[0].bases & set(kindly):
        return False
    return clause.often or any(word.text in _MINE for word in last[1:6])


def _begins(patterns: Firsts, words: Sequence[Word], at: int) -> bool:
    return any(match(pattern, words, at) is not None for pattern in patterns.get(words[at].text, ()))


@cache
def _patterns(name: str) -> Firsts:
    return by_first(load().reproaches[name])
