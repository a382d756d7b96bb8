"""Onward: the shipped encoder learns on, from what has been written since, without unlearning what it knew.

The lowest layers stay as they are, so the branch that stands on them stays, too. Of the examples it has seen before,
one in so many is shown again (rehearsal: Ratcliff, 1990; Robins, 1995).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.encoder import network
from benchmarks.encoder.descent import descend
from benchmarks.encoder.shipped import lower_of, upper_of
from benchmarks.encoder.training import Examples, write
from benchmarks.statements.pairs import Pairs
from content.encoder import load_encoder
from dialogs.encoder.heads import load_heads
from dialogs.encoder.questions import ACTS, CONCERNS, DANGER, FRAMES
from dialogs.encoder.transformer import load_transformer
from dialogs.encoder.wordpiece import vocabulary

SHARES = {CONCERNS: 0.8, DANGER: 1.0, ACTS: 0.8, FRAMES: 0.8}  # of the loss, by question
EPOCHS = 4
REHEARSED = 8  # of what it knows, one in so many is shown in an epoch, others each time
FASTEST = 1e-4
HEADS_FASTER = 4.0
HELD_OUT = 4000  # texts that the temperatures are set on
SEED = 11


def go_on(labelled: Mapping[str, Pairs], fresh: frozenset[str], target: Path) -> Iterator[str]:
    """Learn on from the shipped encoder, mostly from ``fresh`` texts, say how it goes, and write the file.

    Raises:
        ValueError: a question has other labels than the shipped head. Then it has to be trained from the base.
    """
    transformer, heads = load_transformer(), load_heads()
    examples = Examples.gather(labelled, vocabulary())
    for question, labels in examples.labels.items():
        if labels != heads[question].labels:
            raise ValueError(f"the labels of {question} have changed; run: make encoder BASE=folder")
    texts = sorted(examples.truth)
    chance = random.Random(SEED)
    chance.shuffle(texts)
    held, known = texts[:HELD_OUT], texts[HELD_OUT:]
    new, old = [text for text in known if text in fresh], [text for text in known if text not in fresh]
    yield f"{len(new)} new texts, {len(old)} known ones, one in {REHEARSED} of them in an epoch"
    groups = []
    for epoch in range(EPOCHS):
        shown = [*new, *old[epoch % REHEARSED :: REHEARSED]]
        chance.shuffle(shown)
        batches = examples.batches(shown)
        chance.shuffle(batches)
        groups += batches
    upper, lower = upper_of(transformer, heads), lower_of(transformer)
    rates = {"layers": FASTEST, "heads": FASTEST * HEADS_FASTER}
    arrays = (examples.arrays(group, chance) for group in groups)
    upper = yield from descend(upper, rates, _loss, arrays, len(groups), SEED, lower)
    yield from write(_whole(upper, lower), examples, held, load_encoder().pieces, target)


def _whole(upper: Mapping[str, Any], lower: Mapping[str, Any]) -> dict[str, Any]:
    return {**lower, "layers": [*lower["layers"], *upper["layers"]], "heads": upper["heads"]}


def _loss(upper: Any, lower: Any, arrays: tuple[Any, Any, Any], key: Any) -> Any:
    return network.loss(_whole(upper, lower), *arrays, SHARES, key)
