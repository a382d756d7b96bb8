"""Strength: how strong the feeling behind a message is, by its own words, so that rage is not called a bit sad."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, TypeAlias

from content.statement_rows import FeelingRow
from content.statements import load
from dialogs.statements.lists import Firsts, by_first, stands_in
from dialogs.statements.words import Word

Strength: TypeAlias = Literal[1, 2, 3]

_RAGING = re.compile(r"🤬|😡|💔")
_LOUD = re.compile(r"!{2,}|[!?]{3,}|😭|😤")
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_SHOUTED = 2  # words in capitals; one may be a name ("TV", "ASAP"), and twice as many are a shout


def strength_of(text: str, words: Sequence[Word]) -> Strength:
    """1 for a mild message, 2 for most, 3 for a strong one.

    A strong word is enough for that, and so are two of: loud marks, words in capitals, urging words. One of these alone
    ("not once", "!!") is how people talk, and no heartbreak.
    """
    loud, shouted = _LOUD.search(text) is not None, len(_CAPITALS.findall(text)) // _SHOUTED
    if _RAGING.search(text) or _stands("strong", words) or loud + shouted + _stands("urging", words) > 1:
        return 3
    return 1 if _stands("mild", words) else 2


def fit_strength(feeling: str, strength: Strength) -> str:
    """The feeling of the same family that is nearest to a strength; itself where the family has no other (ids)."""
    row = load().feelings[feeling]
    if not row.family or abs(row.intensity - strength) < 1 or strength == 2:
        return feeling
    family = [other for other in _families()[row.family] if not other.pleasant]
    nearest = min(family, key=lambda other: (abs(other.intensity - strength), other.id != feeling, other.id))
    return nearest.id if abs(nearest.intensity - strength) < abs(row.intensity - strength) else feeling


@cache
def _families() -> dict[str, tuple[FeelingRow, ...]]:
    found: dict[str, tuple[FeelingRow, ...]] = {}
    for row in load().feelings.values():
        if row.family:
            found[row.family] = (*found.get(row.family, ()), row)
    return found


def _stands(level: str, words: Sequence[Word]) -> bool:
    return stands_in(_signs()[level], words)


@cache
def _signs() -> dict[str, Firsts]:
    return {level: by_first(sources) for level, sources in load().strength.items()}
