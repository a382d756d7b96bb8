"""Wholes: how likely each label of a question is for a text as a whole, by the encoder (docs/encoder.md).

The linear models weigh words; the encoder reads what stands around them. They err on different texts, so their chances
are blended (`dialogs.encoder.blending`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from dialogs import safety
from dialogs.encoder.blending import READ, ask
from dialogs.safety.normal import plain_text

_KEPT = 64  # texts: one is asked about several times in a turn


def whole(question: str, text: str) -> Mapping[str, float]:
    """The encoder's chances for a text, by label; together they make one."""
    from dialogs.encoder.heads import chances  # only here: it takes numpy along, which no start should wait for

    return chances(question, _normal(text))


def likeness(one: str, other: str) -> float:
    """How alike two texts are as the branch reads them: 1 for the same."""
    from dialogs.encoder.heads import closeness  # only here, as above

    return closeness(_normal(one), _normal(other))


def ask_whole(question: str, features: Sequence[str], text: str, share: float = READ) -> Mapping[str, float]:
    """The same by the linear model, over the features, and the encoder together."""
    return ask(question, features, _normal(text), share)


@lru_cache(maxsize=_KEPT)
def _normal(text: str) -> str:
    return plain_text(safety.normalise(text))
