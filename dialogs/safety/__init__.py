"""Safety: noticing, in every state and before any coaching, that someone may be in danger.

The detectors are a floor and no assessment: they respond to words, they score nobody's risk (NICE NG225, 2022).
"""

from __future__ import annotations

from functools import cache

from content import patterns
from dialogs.safety import normal
from dialogs.safety.detectors import Concern, Detectors
from dialogs.safety.normal import Word

__all__ = ["Concern", "Detectors", "Word", "detectors", "normalise", "screen"]


@cache
def detectors() -> Detectors:
    """The detectors of the shipped patterns, compiled at the first use.

    Raises:
        ContentError: the pattern file can't be used.
    """
    return Detectors(patterns.load())


def screen(text: str) -> Concern | None:
    """The most urgent concern in a message, or None. Pure; safe for any text."""
    return detectors().screen(text)


def normalise(text: str) -> tuple[Word, ...]:
    """The words of a message in their normal form, each with its place in the original."""
    return normal.normalise(text, detectors().book)
