"""Branch: the upper layers of the shipped encoder learned once more, for saying back what happened.

The lower layers stay as they are: one reading of a text serves both. What is learned together is told in
`benchmarks.encoder.retelling`. It goes on from the branch that is there, or else begins with the encoder's own layers;
an epoch takes ten to twelve minutes on two cores.
"""

from __future__ import annotations

import random
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.encoder import network
from benchmarks.encoder.base import ATTENTION_HEADS
from benchmarks.encoder.descent import descend
from benchmarks.encoder.example import ANY, Example, lengthen
from benchmarks.encoder.retelling import AGAIN, TWINS, Lessons, gather
from benchmarks.encoder.shipped import BELOW, layer_of, lower_of
from benchmarks.encoder.training import HIDDEN, TOGETHER, grouped, pack_parts, padded, sharpness_of
from content.encoder import pack_encoder
from dialogs.encoder.heads import Head, load_branch_heads
from dialogs.encoder.questions import BLAMING, EDITS, EVENT, FEELINGS, LEADS, NEEDS
from dialogs.encoder.transformer import Transformer, load_branch_layers, load_transformer
from dialogs.encoder.wordpiece import vocabulary
from dialogs.statements.retelling import MOST

EPOCHS = 5
OTHERS = {FEELINGS: 600, BLAMING: 2000, TWINS: 4200, AGAIN: 5000}  # texts of each kind in an epoch
SHARES = {EDITS: 6.0, LEADS: 3.6, EVENT: 0.5, FEELINGS: 0.5, NEEDS: 0.5, BLAMING: 0.6}  # of the loss
BY_WORD = (EDITS, LEADS)
LENGTHENED = 0.2  # of the retold, that share stands beside a text that tells of nothing, another one each time
FASTEST, HEADS_FASTER = 1.5e-4, 8.0
HELD_OUT = 10  # one in so many is not learned from: the temperatures are set on it
SMOOTHED = 0.02
SEED = 7

Arrays = tuple[Any, Any, Any, dict[str, Any]]


def train(target: Path) -> Iterator[str]:
    """Learn on top of the shipped encoder, say how it goes, and write the file."""
    lessons, transformer = gather(), load_transformer()
    frozen, branch = lower_of(transformer), _begun(target, transformer, lessons)
    known, held = _apart(lessons)
    branch = yield from _fit(branch, frozen, lessons, known)
    sharpness = {}
    for question, (scores, truth) in _scores(branch, frozen, lessons, held).items():
        sharpness[question] = 1.0 if question in BY_WORD else sharpness_of(scores, truth)
        yield f"{question}: {np.mean(scores.argmax(axis=1) == truth):.1%} of {len(truth)} that were held out"
    parts = pack_parts({"layers": branch["layers"], "heads": branch["heads"]})
    packed = pack_encoder((), len(branch["layers"]), ATTENTION_HEADS, lessons.labels, sharpness, dict(parts))
    target.write_bytes(packed)
    yield f"{target.name}: {len(packed) / 1e6:.1f} MB"


def _begun(target: Path, transformer: Transformer, lessons: Lessons) -> dict[str, Any]:
    """The layers and heads as they were learned before, or those of the encoder and new heads."""
    chance = np.random.RandomState(SEED)
    before = load_branch_heads() if target.exists() else {}
    layers = load_branch_layers() if target.exists() else transformer.layers[BELOW:]
    width = transformer.pieces.shape[1]
    heads = {}
    for question, labels in lessons.labels.items():
        weights, bias = (chance.randn(width, len(labels)) * 0.03).astype(np.float32), np.zeros(len(labels), np.float32)
        if (known := before.get(question)) is not None:
            _take_over(known, labels, weights, bias)
        heads[question] = {"weights": weights, "bias": bias}
    return {"layers": [layer_of(layer) for layer in layers], "heads": heads}


def _take_over(known: Head, labels: Sequence[str], weights: Any, bias: Any) -> None:
    """Put what a head knows of these labels into new weights."""
    for at, label in enumerate(labels):
        if label in known.labels:
            place = known.labels.index(label)
            weights[:, at], bias[at] = known.weights[:, place], known.bias[place]


def _apart(lessons: Lessons) -> tuple[dict[str, list[Example]], list[Example]]:
    """What is learned, by kind ("" for the retold), and what is held out."""
    chance = random.Random(SEED)
    known, held = {}, []
    for kind, examples in {"": lessons.told, **lessons.others}.items():
        mixed = list(examples)
        chance.shuffle(mixed)
        few = len(mixed) // HELD_OUT if not kind else 600
        known[kind] = mixed[few:]
        held += mixed[:few]
    return known, held


def _fit(branch: Any, frozen: Any, lessons: Lessons, known: Mapping[str, list[Example]]) -> Generator[str, None, Any]:
    chance = random.Random(SEED)
    epochs = [_groups(_epoch(known, at, chance), chance) for at in range(EPOCHS)]
    batches = (_arrays(group, lessons, chance) for epoch in epochs for group in epoch)
    rates = {"heads": FASTEST * HEADS_FASTER, "layers": FASTEST}
    branch = yield from descend(branch, rates, _loss, batches, sum(map(len, epochs)), SEED, frozen)
    return jax.tree_util.tree_map(np.asarray, branch)


def _epoch(known: Mapping[str, list[Example]], number: int, chance: random.Random) -> list[Example]:
    """All that are retold, some of them lengthened, and the next few of each other kind."""
    eventless = [one for one in known[""] if one.starts and not one.edits]
    examples = []
    for one in known[""]:
        longer = None
        if one.edits and chance.random() < LENGTHENED:
            longer = lengthen(one, chance.choice(eventless), first=chance.random() < 0.5)
        examples.append(longer or one)
    for kind, few in OTHERS.items():
        examples += [known[kind][(number * few + at) % len(known[kind])] for at in range(few)]
    return examples


def _groups(examples: list[Example], chance: random.Random) -> list[list[Example]]:
    """The examples in groups of about one length, in another order each time."""
    chance.shuffle(examples)
    groups = grouped(examples, lambda one: len(one.pieces))
    chance.shuffle(groups)
    return groups


def _arrays(group: Sequence[Example], lessons: Lessons, chance: random.Random | None = None) -> Arrays:
    """Pieces, mask, where words begin, and the truth of a group. With a ``chance``, some pieces are hidden."""
    length = padded(max(len(one.pieces) for one in group))
    rows = TOGETHER // length
    pieces, mask = np.zeros((rows, length), np.int32), np.zeros((rows, length), np.float32)
    mask[:, 0] = 1
    starts = np.zeros((rows, MOST), np.int32)
    truth: dict[str, Any] = {question: np.full((rows, MOST), ANY, np.int32) for question in BY_WORD}
    truth |= {
        question: np.zeros((rows, len(labels)), np.float32)
        for question, labels in lessons.labels.items()
        if question not in BY_WORD
    }
    for row, one in enumerate(group):
        pieces[row, : len(one.pieces)], mask[row, : len(one.pieces)] = one.pieces, 1
        for at in range(1, len(one.pieces) - 1):
            if chance is not None and chance.random() < HIDDEN:
                pieces[row, at] = vocabulary()["[MASK]"]
        starts[row, : len(one.starts)] = one.starts
        truth[EDITS][row, : len(one.edits)], truth[LEADS][row, : len(one.leads)] = one.edits, one.leads
        for question, shares in one.shares.items():
            for label, share in shares.items():
                truth[question][row, label] = share
    return pieces, mask, starts, truth


def _answers(branch: Any, frozen: Any, pieces: Any, mask: Any, starts: Any, key: Any = None) -> dict[str, Any]:
    """The scores of every question: of each word, or of the text."""
    first, second, third = (None, None, None) if key is None else jax.random.split(key, 3)
    below = jax.lax.stop_gradient(network.through(frozen["layers"], network.embed(frozen, pieces), mask))
    states = network.through(branch["layers"], below, mask, first)
    words = network.drop(jnp.take_along_axis(states, starts[..., None], axis=1), second)
    whole = network.drop(network.mean_of(states, mask), third)
    return {
        question: (words if question in BY_WORD else whole) @ head["weights"] + head["bias"]
        for question, head in branch["heads"].items()
    }


def _loss(branch: Any, frozen: Any, arrays: Arrays, key: Any) -> Any:
    """How surprising the labels are; of a text's words the mean."""
    pieces, mask, starts, truth = arrays
    total = 0.0
    for question, scores in _answers(branch, frozen, pieces, mask, starts, key).items():
        likely, right = jax.nn.log_softmax(scores), truth[question]
        if question in BY_WORD:
            taken = jnp.take_along_axis(likely, jnp.maximum(right, 0)[..., None], axis=-1)[..., 0]
            counted = (right >= 0).astype(jnp.float32)
            surprise = -(taken * counted).sum(1) / jnp.maximum(counted.sum(1), 1)
        else:
            smooth = (1 - SMOOTHED) * right + SMOOTHED * right.sum(-1, keepdims=True) / right.shape[-1]
            surprise = -(smooth * likely).sum(1)
        total += SHARES[question] * surprise.sum() / pieces.shape[0]
    return total


def _scores(branch: Any, frozen: Any, lessons: Lessons, held: Sequence[Example]) -> dict[str, tuple[Any, Any]]:
    """The scores of what was held out, and the truth (the likeliest label), by question."""
    read = jax.jit(_answers)
    found: dict[str, tuple[list[Any], list[int]]] = {question: ([], []) for question in lessons.labels}
    for group in _groups(list(held), random.Random(SEED)):
        pieces, mask, starts, truth = _arrays(group, lessons)
        for question, answers in read(branch, frozen, pieces, mask, starts).items():
            scores, right = found[question]
            for row, told in enumerate(truth[question]):
                if question in BY_WORD:
                    scores += [np.asarray(answers)[row, at] for at in np.flatnonzero(told >= 0)]
                    right += [int(label) for label in told if label >= 0]
                elif told.any():
                    scores.append(np.asarray(answers)[row])
                    right.append(int(told.argmax()))
    return {question: (np.array(scores), np.array(right)) for question, (scores, right) in found.items()}
