"""Blending: two models' chances as one. They err on different texts, so together they err less."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

_LEAST = 1e-6  # a chance below it says no more than that


def blend(first: Mapping[str, float], second: Mapping[str, float]) -> dict[str, float]:
    """The geometric mean of two models' chances, label by label.

    A label that one of them doesn't know counts as hardly possible to it.
    """
    labels = dict.fromkeys((*first, *second))
    weights = {label: sqrt((first.get(label, 0.0) + _LEAST) * (second.get(label, 0.0) + _LEAST)) for label in labels}
    total = sum(weights.values())
    return {label: weight / total for label, weight in weights.items()}
