"""The transformer: a few layers of self-attention over word pieces (Vaswani et al., 2017), in numpy, a text at a time.

The weights are kept as whole numbers, each row with a scale of its own, and spread out once when they are first used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from content.encoder import EncoderFile, load_branch, load_encoder

Numbers = NDArray[np.float32]
_TINY = np.float32(1e-12)


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: attention (``qkv``: queries, keys and values side by side), then two steps of a plain network."""

    qkv: Numbers
    qkv_bias: Numbers
    out: Numbers
    out_bias: Numbers
    first_norm: Numbers
    wide: Numbers
    wide_bias: Numbers
    narrow: Numbers
    narrow_bias: Numbers
    second_norm: Numbers


@dataclass(frozen=True, slots=True)
class Transformer:
    """``pieces`` stay whole numbers (row by row with ``scales``): only those of the text are spread out."""

    pieces: NDArray[np.int8]
    scales: Numbers
    places: Numbers
    norm: Numbers
    layers: tuple[Layer, ...]
    attention_heads: int

    def encode(self, pieces: Sequence[int], layers: int) -> Numbers:
        """A text, each of its pieces as a vector, after the first so many layers."""
        chosen = np.array(pieces)
        states = self.pieces[chosen] * self.scales[chosen, None] + self.places[: len(chosen)]
        return pass_on(_normed(states, self.norm), self.layers[:layers], self.attention_heads)


def pass_on(states: Numbers, layers: Sequence[Layer], attention_heads: int) -> Numbers:
    """The vectors of the pieces after these layers."""
    length, width = states.shape
    size = width // attention_heads
    for layer in layers:
        mixed = (states @ layer.qkv + layer.qkv_bias).reshape(length, 3, attention_heads, size)
        queries, keys, values = mixed.transpose(1, 2, 0, 3)
        scores = queries @ keys.transpose(0, 2, 1) / np.float32(np.sqrt(size))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores = scores / scores.sum(axis=-1, keepdims=True)
        seen = (scores @ values).transpose(1, 0, 2).reshape(length, width)
        states = _normed(seen @ layer.out + layer.out_bias + states, layer.first_norm)
        wide = _gelu(states @ layer.wide + layer.wide_bias)
        states = _normed(wide @ layer.narrow + layer.narrow_bias + states, layer.second_norm)
    return states


@cache
def load_transformer() -> Transformer:
    """The shipped transformer, spread out at the first use.

    Raises:
        ContentError: its file can't be used.
    """
    file = load_encoder()
    return Transformer(
        pieces=_array(file, "pieces_by_row"),
        scales=_array(file, "pieces_by_row.scales"),
        places=_array(file, "places"),
        norm=_array(file, "norm"),
        layers=_layers_of(file),
        attention_heads=file.attention_heads,
    )


@cache
def load_branch_layers() -> tuple[Layer, ...]:
    """The branch's own layers, spread out at the first use.

    Raises:
        ContentError: its file can't be used.
    """
    return _layers_of(load_branch())


def _layers_of(file: EncoderFile) -> tuple[Layer, ...]:
    return tuple(
        Layer(*(spread(file, f"{at}.{name}") for name in Layer.__dataclass_fields__)) for at in range(file.layers)
    )


def spread(file: EncoderFile, name: str) -> Numbers:
    """A part as floating-point numbers, whether it was kept as whole ones or not."""
    kept = _array(file, name)
    scales = _array(file, f"{name}.scales") if kept.dtype == np.int8 else np.float32(1)
    return np.asarray(kept * scales, dtype=np.float32)


def _array(file: EncoderFile, name: str) -> Any:
    part = file.parts[name]
    return np.frombuffer(part.numbers, dtype=part.code).reshape(part.shape)


def _normed(states: Numbers, norm: Numbers) -> Numbers:
    """Layer normalisation (Ba et al., 2016); ``norm`` holds its gain and its bias."""
    centred = states - states.mean(axis=-1, keepdims=True)
    spread_ = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _TINY)
    result: Numbers = centred / spread_ * norm[0] + norm[1]
    return result


def _gelu(states: Numbers) -> Numbers:
    """The Gaussian error linear unit (Hendrycks & Gimpel, 2016), in its usual approximation."""
    inner = np.tanh(np.float32(0.7978846) * (states + np.float32(0.044715) * states * states * states))
    return np.asarray(np.float32(0.5) * states * (inner + np.float32(1)), dtype=np.float32)
