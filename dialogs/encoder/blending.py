"""Blending: two models' chances as one. They err on different texts, so together they err less."""

from __future__ import annotations

from collections.abc import Mapping

READ = 0.65  # how much the encoder counts, of what both say; set on the sets for development
_LEAST = 1e-6  # a chance below it says no more than that


def blend(by_words: Mapping[str, float], read: Mapping[str, float], share: float = READ) -> dict[str, float]:
    """The geometric mean of a linear model's and the encoder's chances, which counts by its ``share``, label by label.

    A label that one of them doesn't know counts as hardly possible to it.
    """
    labels = dict.fromkeys((*by_words, *read))
    weights = {
        label: (by_words.get(label, 0.0) + _LEAST) ** (1 - share) * (read.get(label, 0.0) + _LEAST) ** share
        for label in labels
    }
    total = sum(weights.values())
    return {label: weight / total for label, weight in weights.items()}
