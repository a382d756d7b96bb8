"""Packed: rows of whole numbers in one small file: a line of JSON that says what they are, then all, compressed."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from content.tables import ContentError


def pack(facts: Mapping[str, Any], parts: Sequence[array[int]]) -> bytes:
    """The bytes of a file, the same on every machine for the same numbers."""
    if sys.byteorder == "big":
        for part in parts:
            part.byteswap()
    head = {**facts, "parts": [[part.typecode, len(part)] for part in parts]}
    body = b"".join(part.tobytes() for part in parts)
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + zlib.compress(body, 9)


def unpack(path: Path) -> tuple[Mapping[str, Any], list[array[int]]]:
    """What a file says of its rows, and the rows.

    Raises:
        ContentError: the file is missing or was not written by the training.
    """
    try:
        head, _, packed = path.read_bytes().partition(b"\n")
        facts: Mapping[str, Any] = json.loads(head)
        body = zlib.decompress(packed)
        parts: list[array[int]] = []
        at = 0
        for code, count in facts["parts"]:
            part: array[int] = array(code)
            size = part.itemsize * count
            part.frombytes(body[at : at + size])
            if sys.byteorder == "big":
                part.byteswap()
            parts.append(part)
            at += size
    except (OSError, ValueError, TypeError, KeyError, zlib.error) as error:
        raise ContentError(f"{path.name} can't be read ({error}); run: make models") from error
    return facts, parts
