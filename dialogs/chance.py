"""Chance without a generator: numbers that derive from a seed, so that the same input gives the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
_WHOLE = 2**64


def fraction(seed: str) -> float:
    """A number from 0 up to 1, evenly spread over seeds."""
    return int.from_bytes(blake2b(seed.encode(), digest_size=8).digest()) / _WHOLE


def pick(items: Sequence[T], seed: str) -> T:
    """One of several, each as likely as another."""
    return items[int(fraction(seed) * len(items))]


def beta(successes: int, failures: int, seed: str) -> float:
    """A draw from Beta(1 + successes, 1 + failures): that many even draws in order, and of them the right one."""
    draws = sorted(fraction(f"{seed}:{number}") for number in range(successes + failures + 1))
    return draws[successes]
