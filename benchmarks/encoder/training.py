"""Training: one network for several questions, then a temperature for each on texts it did not see.

What questions share (who did what to whom, what is denied, what is a figure of speech) is learned from all of their
examples together (Caruana, 1997). Takes an hour and a quarter on two quiet cores.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import jax
import numpy as np

from benchmarks.encoder import network
from benchmarks.encoder.base import ATTENTION_HEADS, read_vocabulary, read_weights
from benchmarks.encoder.descent import descend
from benchmarks.statements.pairs import Pairs
from content.encoder import pack_encoder
from dialogs.encoder.questions import ACTS, CONCERNS, DANGER, FRAMES
from dialogs.encoder.wordpiece import LONGEST, Vocabulary, read_pieces

SHARES = {CONCERNS: 1.0, DANGER: 0.6, ACTS: 0.6, FRAMES: 1.0}  # of the loss, by question
EPOCHS = 2.5  # how often each text is seen
FASTEST = 2e-4  # the height of the learning rate, for what was published
HEADS_FASTER = 8  # times as fast learn the heads, which begin with nothing
HELD_OUT = 5000  # texts that the temperatures are set on
HIDDEN = 0.07  # share of the pieces of a text that are masked, so that no one word decides (Iyyer et al., 2015)
TOGETHER = 1024  # pieces in a step, whatever the texts' length
SEED = 5
_LENGTHS = (12, 16, 20, 24, 32, 48, 64, LONGEST)
_STRETCH = 4096  # texts among which those of one length are found
_MASK = "[MASK]"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Examples:
    """All texts, each with the number of its label by question, and the pieces it is read in."""

    labels: Mapping[str, tuple[str, ...]]
    truth: Mapping[str, Mapping[str, int]]
    pieces: Mapping[str, tuple[int, ...]]
    mask: int

    @classmethod
    def gather(cls, labelled: Mapping[str, Pairs], vocabulary: Vocabulary) -> Examples:
        labels = {question: tuple(sorted({label for label, _ in pairs})) for question, pairs in labelled.items()}
        truth: dict[str, dict[str, int]] = {}
        for question, pairs in labelled.items():
            at = {label: place for place, label in enumerate(labels[question])}
            for label, text in pairs:
                truth.setdefault(text, {})[question] = at[label]
        return cls(labels, truth, {text: read_pieces(text, vocabulary) for text in truth}, vocabulary[_MASK])

    def batches(self, texts: Sequence[str]) -> list[list[str]]:
        """The texts in groups of about one length."""
        return grouped(texts, lambda text: len(self.pieces[text]))

    def arrays(self, group: Sequence[str], chance: random.Random | None = None) -> tuple[Any, Any, dict[str, Any]]:
        """Pieces, mask and labels of a group, always in one of a few shapes, so that few are compiled.

        With a ``chance``, some pieces are hidden.
        """
        length = padded(len(self.pieces[group[0]]))
        rows = TOGETHER // length
        pieces, mask = np.zeros((rows, length), np.int32), np.zeros((rows, length), np.float32)
        mask[:, 0] = 1
        truth = {question: np.full(rows, -1, np.int32) for question in self.labels}
        for row, text in enumerate(group):
            known = self.pieces[text]
            pieces[row, : len(known)], mask[row, : len(known)] = known, 1
            for at in range(1, len(known) - 1):
                if chance is not None and chance.random() < HIDDEN:
                    pieces[row, at] = self.mask
            for question, label in self.truth[text].items():
                truth[question][row] = label
        return pieces, mask, truth


def train(base: Path, labelled: Mapping[str, Pairs], target: Path) -> Iterator[str]:
    """Train on what is ``labelled`` by question, from the published weights in ``base``, and say how it goes."""
    pieces = read_vocabulary(base / "tokenizer.json")
    examples = Examples.gather(labelled, {piece: place for place, piece in enumerate(pieces)})
    texts = sorted(examples.truth)
    random.Random(SEED).shuffle(texts)
    weights = _with_heads(read_weights(base / "model.safetensors"), examples.labels)
    weights = yield from _fit(weights, examples, texts[HELD_OUT:])
    yield from write(weights, examples, texts[:HELD_OUT], pieces, target)


def write(
    weights: Mapping[str, Any], examples: Examples, held: Sequence[str], pieces: Sequence[str], target: Path
) -> Iterator[str]:
    sharpness = {}
    for question, (scores, truth) in _scores(weights, examples, held).items():
        sharpness[question] = sharpness_of(scores, truth)
        right = float(np.mean(scores.argmax(axis=1) == truth))
        yield f"{question}: {len(examples.labels[question])} labels, {right:.1%} of {len(truth)} held-out texts right"
    packed = pack_encoder(
        pieces,
        len(weights["layers"]),
        ATTENTION_HEADS,
        examples.labels,
        sharpness,
        dict(pack_parts(jax.tree_util.tree_map(np.asarray, weights))),
    )
    target.write_bytes(packed)
    yield f"{target.name}: {len(packed) / 1e6:.1f} MB"


def _with_heads(weights: Mapping[str, Any], labels: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The weights with a new head for each question."""
    chance = np.random.RandomState(SEED)
    width = weights["pieces"].shape[1]
    heads = {
        question: {
            "weights": (chance.randn(width, len(names)) * 0.03).astype(np.float32),
            "bias": np.zeros(len(names), np.float32),
        }
        for question, names in labels.items()
    }
    return {**weights, "heads": heads}


def _fit(weights: Any, examples: Examples, texts: list[str]) -> Generator[str, None, Any]:
    """Say how it goes, and return the weights after the last step."""
    steps = int(EPOCHS * len(examples.batches(texts)))
    chance = random.Random(SEED)
    batches = (examples.arrays(group, chance) for group in islice(_shuffled(examples, texts, chance), steps))

    def loss(weights: Any, _: None, arrays: tuple[Any, Any, Any], key: Any) -> Any:
        return network.loss(weights, *arrays, SHARES, key)

    rates = {name: FASTEST * HEADS_FASTER if name == "heads" else FASTEST for name in weights}
    return (yield from descend(weights, rates, loss, batches, steps, SEED))


def _shuffled(examples: Examples, texts: list[str], chance: random.Random) -> Iterator[list[str]]:
    """Groups of texts without end, in another order each time round."""
    while True:
        chance.shuffle(texts)
        groups = examples.batches(texts)
        chance.shuffle(groups)
        yield from groups


def _scores(weights: Any, examples: Examples, texts: Sequence[str]) -> dict[str, tuple[Any, Any]]:
    """The scores of texts, and the truth, by question."""
    read = jax.jit(network.read)
    found: dict[str, tuple[list[Any], list[int]]] = {question: ([], []) for question in examples.labels}
    for group in examples.batches(texts):
        pieces, mask, _ = examples.arrays(group)
        vectors = read(weights, pieces, mask)
        for question, (scores, truth) in found.items():
            answers = np.asarray(network.score(weights, vectors, question))
            for row, text in enumerate(group):
                if question in examples.truth[text]:
                    scores.append(answers[row])
                    truth.append(examples.truth[text][question])
    return {question: (np.array(scores), np.array(truth)) for question, (scores, truth) in found.items()}


def sharpness_of(scores: Any, truth: Any) -> float:
    """The factor on the scores under which the held-out truth is likeliest (Guo et al., 2017)."""

    def surprise(factor: float) -> float:
        scaled = (scores - scores.max(axis=1, keepdims=True)) * factor
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(truth)), truth]))

    return float(min(np.arange(0.4, 4.0, 0.02), key=surprise))


def grouped(items: Sequence[T], length_of: Callable[[T], int]) -> list[list[T]]:
    """The items in groups of about one length, so that little is padded."""
    groups: list[list[T]] = []
    for start in range(0, len(items), _STRETCH):
        stretch = sorted(items[start : start + _STRETCH], key=length_of)
        while stretch:
            length = padded(length_of(stretch[0]))
            groups.append([item for item in stretch[: TOGETHER // length] if length_of(item) <= length])
            stretch = stretch[len(groups[-1]) :]
    return groups


def padded(length: int) -> int:
    """The length of the shape that pieces of this length are put in."""
    return next(most for most in _LENGTHS if most >= length)


def pack_parts(weights: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, tuple[int, ...], bytes]]]:
    """The arrays as they are stored: large ones as whole numbers with a scale for each row of pieces or each column.

    A branch has no pieces of its own.
    """
    if "pieces" in weights:
        yield from _whole("pieces_by_row", weights["pieces"], axis=1)
        yield _plain("places", weights["places"])
        yield _plain("norm", weights["norm"])
    for at, layer in enumerate(weights["layers"]):
        for name, values in layer.items():
            if name in ("qkv", "out", "wide", "narrow"):
                yield from _whole(f"{at}.{name}", values, axis=0)
            else:
                yield _plain(f"{at}.{name}", values)
    for question, head in weights["heads"].items():
        yield from _whole(f"head.{question}", head["weights"], axis=0)
        yield _plain(f"head.{question}.bias", head["bias"])


def _plain(name: str, values: Any) -> tuple[str, tuple[str, tuple[int, ...], bytes]]:
    return name, ("<f4", values.shape, np.ascontiguousarray(values, dtype="<f4").tobytes())


def _whole(name: str, values: Any, axis: int) -> Iterator[tuple[str, tuple[str, tuple[int, ...], bytes]]]:
    scales = np.abs(values).max(axis=axis, keepdims=True) / 127 + 1e-12
    yield name, ("<i1", values.shape, np.rint(values / scales).astype(np.int8).tobytes())
    yield _plain(f"{name}.scales", scales.squeeze(axis))
