"""Grave matters: death, birth, loss, illness. No frame speaks of them; the coach says that it is sorry, and asks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from content.statements import load
from dialogs.statements.lists import Firsts, by_first, stands_in, without
from dialogs.statements.words import Word


def is_grave(words: Sequence[Word]) -> bool:
    """Whether the words speak of death, birth, loss or serious illness."""
    return stands_in(_patterns("words"), without(_patterns("harmless"), words))


@cache
def _patterns(name: str) -> Firsts:
    return by_first(load().grave[name])
