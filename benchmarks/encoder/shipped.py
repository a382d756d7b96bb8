"""Shipped: the weights of the encoder and its branch as they stand in the repository, in the shape of ``network``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dialogs.encoder.heads import Head
from dialogs.encoder.transformer import Layer, Transformer

BELOW = 2  # layers that the branch stands on: they stay as they are


def layer_of(layer: Layer) -> dict[str, Any]:
    """The numbers of one layer."""
    return {name: np.asarray(getattr(layer, name)) for name in Layer.__dataclass_fields__}


def lower_of(transformer: Transformer) -> dict[str, Any]:
    """What encoder and branch share: the pieces' vectors and the lowest layers."""
    return {
        "pieces": np.asarray(transformer.pieces * transformer.scales[:, None], np.float32),
        "places": np.asarray(transformer.places),
        "norm": np.asarray(transformer.norm),
        "layers": [layer_of(layer) for layer in transformer.layers[:BELOW]],
    }


def upper_of(transformer: Transformer, heads: Mapping[str, Head]) -> dict[str, Any]:
    """What is the encoder's own: the layers above, and its heads."""
    return {
        "layers": [layer_of(layer) for layer in transformer.layers[BELOW:]],
        "heads": {
            question: {"weights": np.asarray(head.weights), "bias": np.asarray(head.bias)}
            for question, head in heads.items()
        },
    }
