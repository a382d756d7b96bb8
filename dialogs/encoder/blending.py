"""Blending: two models' chances as one. They err on different texts, so together they err less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.models import load_model

READ = 0.65  # how much the encoder counts, of what both say; set on the sets for development
_LEAST = 1e-6  # a chance below it says no more than that


def ask(question: str, features: Sequence[str], text: str, share: float = READ) -> dict[str, float]:
    """How likely each label of a question is, by its linear model over the features and by the encoder together.

    The encoder reads the ``text``, in its normal form.
    """
    from dialogs.encoder.heads import chances  # only here: it takes numpy along, which no start should wait for

    return blend(load_model(question).chances(features), chances(question, text), share)


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
