"""The base: MiniLM as published, and its word pieces.

The weights are those of "sentence-transformers/all-MiniLM-L6-v2" (Apache-2.0), which anybody can fetch; what
is given is checked against their digest, so that a file by another hand is refused.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # of model.safetensors
LAYERS = 6
LONGEST = 96  # places of pieces that are kept
ATTENTION_HEADS = 12


def read_weights(path: Path) -> dict[str, Any]:
    """The weights, in the shape of ``network.score``.

    Raises:
        ValueError: the file is not the published one.
    """
    raw = path.read_bytes()
    if (found := sha256(raw).hexdigest()) != DIGEST:
        raise ValueError(f"{path} has the digest {found}, not {DIGEST}: fetch the published model.safetensors")
    kept = _tensors(raw)
    layers = []
    for at in range(LAYERS):
        layer = f"encoder.layer.{at}"
        heads = [f"{layer}.attention.self.{name}" for name in ("query", "key", "value")]
        layers.append(
            {
                "qkv": np.concatenate([kept[f"{head}.weight"].T for head in heads], axis=1),
                "qkv_bias": np.concatenate([kept[f"{head}.bias"] for head in heads]),
                **_dense("out", kept, f"{layer}.attention.output.dense"),
                "first_norm": _norm(kept, f"{layer}.attention.output.LayerNorm"),
                **_dense("wide", kept, f"{layer}.intermediate.dense"),
                **_dense("narrow", kept, f"{layer}.output.dense"),
                "second_norm": _norm(kept, f"{layer}.output.LayerNorm"),
            }
        )
    places = kept["embeddings.position_embeddings.weight"][:LONGEST]
    return {
        "pieces": kept["embeddings.word_embeddings.weight"],
        "places": places + kept["embeddings.token_type_embeddings.weight"][0],
        "norm": _norm(kept, "embeddings.LayerNorm"),
        "layers": layers,
    }


def read_vocabulary(path: Path) -> tuple[str, ...]:
    """The word pieces of a tokenizer.json, in the order of their numbers."""
    known: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return tuple(sorted(known, key=lambda piece: known[piece]))


def _tensors(raw: bytes) -> dict[str, Any]:
    """The arrays of a safetensors file: eight bytes of length, a table in JSON, the numbers."""
    (length,) = struct.unpack("<Q", raw[:8])
    table = json.loads(raw[8 : 8 + length])
    body = raw[8 + length :]
    return {
        name: np.frombuffer(body[slice(*row["data_offsets"])], dtype="<f4").reshape(row["shape"])
        for name, row in table.items()
        if name != "__metadata__" and row["dtype"] == "F32"
    }


def _dense(name: str, kept: Mapping[str, Any], source: str) -> dict[str, Any]:
    return {name: kept[f"{source}.weight"].T, f"{name}_bias": kept[f"{source}.bias"]}


def _norm(kept: Mapping[str, Any], source: str) -> Any:
    return np.stack([kept[f"{source}.weight"], kept[f"{source}.bias"]])
