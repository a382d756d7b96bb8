"""Models: linear models as frozen tables of weights, read from one small file each.

A model is a row of labels and, for each feature, how much it speaks for a few of them. Features are known by their
CRC-32, so the file holds no words of the training sentences. ``make models`` writes the files.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt
from pathlib import Path

from content.packed import pack, unpack
from content.tables import ContentError, read_table

_FOLDER = Path(__file__).parent / "en" / "statements"
_SCALE = 127.0  # weights are kept as whole numbers from -127 to 127


@dataclass(frozen=True, slots=True)
class LinearModel:
    """``rows``: a feature's CRC-32 → its place in ``starts``; ``heaviest`` is the weight that 127 stands for."""

    labels: tuple[str, ...]
    rows: Mapping[int, int]
    starts: array[int]
    columns: array[int]
    weights: array[int]
    rarity: array[float]  # inverse document frequency of each feature
    bias: array[float]
    heaviest: float
    sharpness: float  # 1 / temperature, set so that probabilities mean what they say

    def margins(self, features: Iterable[str]) -> list[float]:
        """How much speaks for each label, in the order of ``labels``; below zero: more against it."""
        known = [row for feature in features if (row := self.rows.get(zlib.crc32(feature.encode()))) is not None]
        length = sqrt(sum(self.rarity[row] ** 2 for row in known)) or 1.0
        scores = list(self.bias)
        starts, columns, weights = self.starts, self.columns, self.weights
        for row in known:
            strength = self.rarity[row] / length * self.heaviest / _SCALE
            first, end = starts[row], starts[row + 1]
            for column, weight in zip(columns[first:end], weights[first:end], strict=True):
                scores[column] += strength * weight
        return scores

    def probabilities(self, features: Iterable[str]) -> list[float]:
        """How likely each label is, in the order of ``labels``; they sum to one."""
        scores = self.margins(features)
        top = max(scores)
        spread = [exp((score - top) * self.sharpness) for score in scores]
        total = sum(spread)
        return [one / total for one in spread]

    def chance(self, label: str, features: Iterable[str]) -> float:
        """How likely one label is, from 0 to 1."""
        return self.probabilities(features)[self.labels.index(label)]

    def support(self, features: Iterable[str], labels: Collection[int]) -> dict[int, dict[str, float]]:
        """For each of these labels (by their places) the features that speak for it, each with how much, in no unit."""
        found: dict[int, dict[str, float]] = {label: {} for label in labels}
        starts, columns, weights = self.starts, self.columns, self.weights
        for feature in features:
            if (row := self.rows.get(zlib.crc32(feature.encode()))) is None:
                continue
            first, end = starts[row], starts[row + 1]
            for column, weight in zip(columns[first:end], weights[first:end], strict=True):
                if weight > 0 and column in found:
                    found[column][feature] = self.rarity[row] * weight
        return found

    def chances(self, features: Iterable[str]) -> dict[str, float]:
        """How likely each label is, by its name."""
        return dict(zip(self.labels, self.probabilities(features), strict=True))


@cache
def load_model(name: str) -> LinearModel:
    """Read a model once.

    Raises:
        ContentError: the file is missing or was not written by the training.
    """
    facts, (keys, starts, columns, weights, rarity) = unpack(_FOLDER / f"{name}.model")
    return LinearModel(
        labels=tuple(facts["labels"]),
        rows=dict(zip(keys, range(len(keys)), strict=True)),
        starts=starts,
        columns=columns,
        weights=weights,
        rarity=array("d", (value / 1000 for value in rarity)),
        bias=array("d", facts["bias"]),
        heaviest=facts["heaviest"],
        sharpness=facts["sharpness"],
    )


@cache
def load_fitness() -> Mapping[str, Mapping[str, float]]:
    """The weights of what speaks for an act or a frame, as `dialogs.statements.candidates` names it.

    Raises:
        ContentError: the file is missing or holds no tables of numbers.
    """
    return _weights("fitness.toml", ("retold", "frame"))


@cache
def load_plausibility() -> Mapping[str, Mapping[str, float]]:
    """The weights of what speaks for a feeling or a need, as `dialogs.statements.appraising` names it.

    Raises:
        ContentError: the file is missing or holds no tables of numbers.
    """
    return _weights("plausibility.toml", ("feelings", "needs"))


@cache
def load_acceptance() -> Mapping[str, Mapping[str, float]]:
    """The weights of what speaks for a sentence, as `dialogs.statements.candidates` names it.

    Raises:
        ContentError: the file is missing or holds no tables of numbers.
    """
    return _weights("acceptance.toml", ("retold", "frame"))


def _weights(file: str, kinds: Sequence[str]) -> dict[str, dict[str, float]]:
    tables = read_table(_FOLDER / file)
    try:
        return {kind: {name: float(weight) for name, weight in tables[kind].items()} for kind in kinds}
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise ContentError(f"{file} has no table of numbers for {error}; run: make models") from error


def pack_model(
    labels: list[str],
    keys: list[int],
    starts: list[int],
    columns: list[int],
    weights: list[int],
    rarity: list[float],
    bias: list[float],
    heaviest: float,
    sharpness: float,
) -> bytes:
    """The bytes of a model's file, the same on every machine for the same numbers."""
    facts = {
        "labels": labels,
        "bias": [round(value, 4) for value in bias],
        "heaviest": round(heaviest, 6),
        "sharpness": round(sharpness, 4),
    }
    parts = [
        array("I", keys),
        array("I", starts),
        array("H", columns),
        array("b", weights),
        array("H", [round(value * 1000) for value in rarity]),
    ]
    return pack(facts, parts)
