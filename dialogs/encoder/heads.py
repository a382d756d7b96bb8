"""Heads: the questions that are answered from one reading of a text, each a row of labels with their chances.

The branch shares the encoder's lower layers, and goes on with its own: it answers other questions, some of each word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from content.encoder import EncoderFile, load_branch, load_encoder
from dialogs.encoder.transformer import Numbers, load_branch_layers, load_transformer, pass_on, spread
from dialogs.encoder.wordpiece import read_pieces

_KEPT = 256  # readings: a text is asked about several times in a turn, and short answers come again and again
_HALFWAY = 16  # readings that words are asked about: a text, its sentences and what is retold of each
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
        return dict(zip(self.labels, self.answers(read[None])[0].tolist(), strict=True))

    def answers(self, read: Numbers) -> Numbers:
        """The same for each row of vectors."""
        scores = (read @ self.weights + self.bias) * np.float32(self.sharpness)
        likely = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares: Numbers = likely / likely.sum(axis=-1, keepdims=True)
        return shares


@lru_cache(maxsize=_ASKED)
def chances(question: str, text: str) -> Mapping[str, float]:
    """How likely each label of a question ("concerns", "told", ...) is for a text. Pure; any text will do."""
    own = load_heads()
    return (
        own[question].answer(_read(text))
        if question in own
        else load_branch_heads()[question].answer(_branched(text)[0])
    )


def chances_by_piece(question: str, text: str, places: Sequence[int]) -> Numbers:
    """The same of the branch for the pieces in these places, a row each; the columns are the head's labels."""
    return load_branch_heads()[question].answers(_branched(text)[1][np.array(places)])


def closeness(one: str, other: str) -> float:
    """How alike the branch reads two texts: the cosine of the means over their pieces."""
    first, second = _branched(one)[0], _branched(other)[0]
    return float(first @ second / (np.linalg.norm(first) * np.linalg.norm(second)))


def labels_of(question: str) -> tuple[str, ...]:
    """The labels of a question that is asked of each word."""
    return load_branch_heads()[question].labels


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> Numbers:
    transformer = load_transformer()
    states = pass_on(_lower(text), transformer.layers[_shared() :], transformer.attention_heads)
    mean: Numbers = states.mean(axis=0)
    return mean


@lru_cache(maxsize=_HALFWAY)
def _branched(text: str) -> tuple[Numbers, Numbers]:
    """The mean over the pieces, and the pieces."""
    states = pass_on(_lower(text), load_branch_layers(), load_transformer().attention_heads)
    return states.mean(axis=0), states


@lru_cache(maxsize=_HALFWAY)
def _lower(text: str) -> Numbers:
    return load_transformer().encode(read_pieces(text), _shared())


def _shared() -> int:
    """How many layers both go through."""
    return load_encoder().layers - load_branch().layers


@cache
def load_heads() -> Mapping[str, Head]:
    """All heads of the shipped encoder.

    Raises:
        ContentError: its file can't be used.
    """
    return _heads_of(load_encoder())


@cache
def load_branch_heads() -> Mapping[str, Head]:
    """All heads of the branch.

    Raises:
        ContentError: its file can't be used.
    """
    return _heads_of(load_branch())


def _heads_of(file: EncoderFile) -> Mapping[str, Head]:
    return {
        name: Head(labels, spread(file, f"head.{name}"), spread(file, f"head.{name}.bias"), file.sharpness[name])
        for name, labels in file.heads.items()
    }
