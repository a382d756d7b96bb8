"""Heads: the questions that are answered from one reading of a text, each a row of labels with their chances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from content.encoder import load_encoder
from dialogs.encoder.transformer import Numbers, load_transformer, spread
from dialogs.encoder.wordpiece import read_pieces

_KEPT = 256  # readings: a text is asked about several times in a turn, and short answers come again and again
_ASKED = 32  # answers, some of which have 600 labels


@dataclass(frozen=True, slots=True)
class Head:
    """A linear layer over what was read; ``sharpness`` is one over its temperature (Guo et al., 2017)."""

    labels: tuple[str, ...]
    weights: Numbers
    bias: Numbers
    sharpness: float

    def answer(self, read: Numbers) -> Mapping[str, float]:
        """How likely each label is; together they make one."""
        scores = (read @ self.weights + self.bias) * np.float32(self.sharpness)
        likely = np.exp(scores - scores.max())
        return dict(zip(self.labels, (likely / likely.sum()).tolist(), strict=True))


@lru_cache(maxsize=_ASKED)
def chances(question: str, text: str) -> Mapping[str, float]:
    """How likely each label of a question ("concerns", "acts", ...) is for a text. Pure; any text will do."""
    return load_heads()[question].answer(_read(text))


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> Numbers:
    return load_transformer().encode(read_pieces(text))


@cache
def load_heads() -> Mapping[str, Head]:
    """All heads of the shipped encoder.

    Raises:
        ContentError: its file can't be used.
    """
    file = load_encoder()
    return {
        name: Head(labels, spread(file, f"head.{name}"), spread(file, f"head.{name}.bias"), file.sharpness[name])
        for name, labels in file.heads.items()
    }
