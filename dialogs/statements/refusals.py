"""Refusals: the second safety belt. Where one of its words stands, no sentence is made at all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from content.statements import load
from dialogs.statements.lists import Firsts, by_first, stands_in, without
from dialogs.statements.words import Word

_HARMLESS = "harmless"
_NO_KINDS = frozenset({"examples", "counter_examples"})


def find_refusal(words: Sequence[Word]) -> str | None:
    """The name of the list ("violence", "control", ...) that forbids a sentence about these words, or None."""
    left = without(_kinds()[_HARMLESS], words)
    return next((kind for kind, patterns in _kinds().items() if kind != _HARMLESS and stands_in(patterns, left)), None)


@cache
def _kinds() -> dict[str, Firsts]:
    return {kind: by_first(sources) for kind, sources in load().refusals.items() if kind not in _NO_KINDS}
