"""The encoder's files: the frozen weights of a small transformer, and the word pieces it reads in; and of the branch
that says back what happened, which begins in its middle.

One line of JSON says what each part is; the parts follow, compressed. ``make encoder`` writes the files.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.tables import ContentError

_FOLDER = Path(__file__).parent / "en"


@dataclass(frozen=True, slots=True)
class Part:
    """Numbers of one kind in their shape: ``code`` is numpy's, "<i1" for whole numbers from -127 to 127."""

    code: str
    shape: tuple[int, ...]
    numbers: memoryview


@dataclass(frozen=True, slots=True)
class EncoderFile:
    """``parts`` by name; ``heads``: the labels of each question the encoder answers; ``sharpness``: what its scores are
    multiplied by so that probabilities mean what they say. A branch has no ``pieces`` of its own.
    """

    pieces: tuple[str, ...]
    layers: int
    attention_heads: int
    heads: Mapping[str, tuple[str, ...]]
    sharpness: Mapping[str, float]
    parts: Mapping[str, Part]


@cache
def load_encoder() -> EncoderFile:
    """Read the encoder's file once.

    Raises:
        ContentError: the file is missing or was not written by the training.
    """
    return _read(_FOLDER / "encoder.model")


@cache
def load_branch() -> EncoderFile:
    """Read the branch's file once.

    Raises:
        ContentError: the file is missing or was not written by the training.
    """
    return _read(_FOLDER / "branch.model")


def _read(path: Path) -> EncoderFile:
    try:
        head, _, packed = path.read_bytes().partition(b"\n")
        facts = json.loads(head)
        body = memoryview(zlib.decompress(packed))
    except (OSError, ValueError, zlib.error) as error:
        raise ContentError(f"{path.name} can't be read ({error}); run: make encoder") from error
    parts: dict[str, Part] = {}
    at = 0
    for name, code, shape, size in facts["parts"]:
        parts[name] = Part(code, tuple(shape), body[at : at + size])
        at += size
    pieces = bytes(parts.pop("pieces").numbers).decode("utf-8").split("\n")
    return EncoderFile(
        pieces=tuple(filter(None, pieces)),
        layers=facts["layers"],
        attention_heads=facts["attention_heads"],
        heads={name: tuple(labels) for name, labels in facts["heads"].items()},
        sharpness=facts["sharpness"],
        parts=parts,
    )


def pack_encoder(
    pieces: Sequence[str],
    layers: int,
    attention_heads: int,
    heads: Mapping[str, Sequence[str]],
    sharpness: Mapping[str, float],
    parts: Mapping[str, tuple[str, Sequence[int], bytes]],
) -> bytes:
    """The bytes of the file; ``parts`` gives code, shape and bytes of each."""
    words = "\n".join(pieces).encode("utf-8")
    everything = {"pieces": ("<u1", [len(words)], words), **parts}
    facts = {
        "layers": layers,
        "attention_heads": attention_heads,
        "heads": {name: list(labels) for name, labels in heads.items()},
        "sharpness": {name: round(value, 4) for name, value in sharpness.items()},
        "parts": [[name, code, list(shape), len(data)] for name, (code, shape, data) in everything.items()],
    }
    body = b"".join(data for _, _, data in everything.values())
    return json.dumps(facts, separators=(",", ":")).encode() + b"\n" + zlib.compress(body, 9)
