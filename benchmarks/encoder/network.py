"""The network while it learns: the same layers as ``dialogs.encoder.transformer``, on many texts at once, in JAX."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import jax
import jax.numpy as jnp

from benchmarks.encoder.base import ATTENTION_HEADS

DROPPED = 0.1  # share of the numbers that each layer must do without while it learns (Srivastava et al., 2014)
SMOOTHED = 0.05  # of each label's share, spread over the others (Szegedy et al., 2016)


def read(weights: Mapping[str, Any], pieces: Any, mask: Any, key: Any = None) -> Any:
    """What each text says, as a vector: the mean over its pieces. With a ``key``, some numbers are dropped."""
    if key is None:
        return mean_of(through(weights["layers"], embed(weights, pieces), mask), mask)
    first, last = jax.random.split(key)
    return drop(mean_of(through(weights["layers"], embed(weights, pieces), mask, first), mask), last)


def embed(weights: Mapping[str, Any], pieces: Any) -> Any:
    """Each piece as a vector, before the first layer."""
    return normed(weights["pieces"][pieces] + weights["places"][: pieces.shape[1]], weights["norm"])


def through(layers: Sequence[Mapping[str, Any]], states: Any, mask: Any, key: Any = None) -> Any:
    """The vectors after these layers. With a ``key``, some numbers are dropped."""
    places = 2 * len(layers)
    keys = [None] * places if key is None else list(jax.random.split(key, places))
    hidden = (1 - mask)[:, None, None, :] * -1e9
    for at, layer in enumerate(layers):
        states = pass_on(layer, states, hidden, keys[2 * at], keys[2 * at + 1])
    return states


def mean_of(states: Any, mask: Any) -> Any:
    """The mean over the pieces of each text."""
    return (states * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)


def score(weights: Mapping[str, Any], vectors: Any, question: str) -> Any:
    """The scores of a question's labels."""
    head = weights["heads"][question]
    return vectors @ head["weights"] + head["bias"]


def loss(weights: Any, pieces: Any, mask: Any, truth: Mapping[str, Any], share: Mapping[str, float], key: Any) -> Any:
    """How surprising the labels are, summed over the questions; -1 stands for a text that a question is not about."""
    vectors = read(weights, pieces, mask, key)
    total = 0.0
    for question, labels in truth.items():
        likely = jax.nn.log_softmax(score(weights, vectors, question))
        right = jnp.take_along_axis(likely, jnp.maximum(labels, 0)[:, None], axis=1)[:, 0]
        surprise = -((1 - SMOOTHED) * right + SMOOTHED * likely.mean(axis=-1))
        total += share[question] * (surprise * (labels >= 0)).sum() / pieces.shape[0]
    return total


def pass_on(layer: Mapping[str, Any], states: Any, hidden: Any, first: Any, second: Any) -> Any:
    """The vectors after one layer."""
    texts, length, width = states.shape
    size = width // ATTENTION_HEADS
    mixed = (states @ layer["qkv"] + layer["qkv_bias"]).reshape(texts, length, 3, ATTENTION_HEADS, size)
    queries, keys, values = mixed.transpose(2, 0, 3, 1, 4)
    scores = jax.nn.softmax(queries @ keys.transpose(0, 1, 3, 2) / size**0.5 + hidden, axis=-1)
    seen = (scores @ values).transpose(0, 2, 1, 3).reshape(texts, length, width)
    states = normed(drop(seen @ layer["out"] + layer["out_bias"], first) + states, layer["first_norm"])
    wide = jax.nn.gelu(states @ layer["wide"] + layer["wide_bias"], approximate=True)
    return normed(drop(wide @ layer["narrow"] + layer["narrow_bias"], second) + states, layer["second_norm"])


def normed(states: Any, norm: Any) -> Any:
    """Layer normalisation (Ba et al., 2016)."""
    centred = states - states.mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * norm[0] + norm[1]


def drop(states: Any, key: Any) -> Any:
    """Some of the numbers dropped, the others made up for it; all kept without a key."""
    if key is None:
        return states
    return jnp.where(jax.random.bernoulli(key, 1 - DROPPED, states.shape), states / (1 - DROPPED), 0)
