"""Ranking: which frames are nearest to a text no pattern fits, by models trained on our own examples.

Words are weighed by a linear model, the text as a whole is read by the encoder, and their chances blended. Both are
calibrated on examples they were not trained on (temperature scaling: Guo et al., 2017). See docs/statements.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest

from content.models import load_model
from content.statement_rows import FrameRow
from content.statements import frames_by_id, load
from dialogs.encoder.questions import FRAMES
from dialogs.statements.features import features_of
from dialogs.statements.placing import may_be_placed
from dialogs.statements.wholes import ask_whole, whole
from dialogs.statements.words import Word

_MOST = 6
_TRIED = 3  # families, if the first can't be placed


@dataclass(frozen=True, slots=True)
class Ranked:
    """A frame, and how likely it is the one that is meant (0 to 1)."""

    frame: FrameRow
    chance: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """``frames``: the likeliest, the likeliest first. ``family``: the likeliest general frame, as likely as the frames
    together that it is true of. ``known``: how likely it is that any frame fits. ``features``: what the linear model
    saw; ``read``: the encoder's own chances, in the order of that model's labels.
    """

    frames: tuple[Ranked, ...]
    family: Ranked | None
    known: float
    features: tuple[str, ...]
    read: Sequence[float]


def rank_frames(text: str, words: Sequence[Word], most: int = _MOST) -> Ranking:
    """Which frames are nearest to a text; ``words`` are those that tell what happened."""
    features = features_of(words)
    labels = load_model(FRAMES).labels
    found = ask_whole(FRAMES, features, text), whole(FRAMES, text)
    chances, read = ([each[label] for label in labels] for each in found)
    places = _places()
    best = nlargest(2 * most, places.frames, key=lambda place: chances[place[0]])
    placed = [Ranked(frame, chances[at]) for at, frame in best if may_be_placed(words, frame)]
    families = [(sum(chances[at] for at in members), frame) for members, frame in places.families]
    family = next(
        (
            Ranked(frame, chance)
            for chance, frame in nlargest(_TRIED, families, key=lambda one: one[0])
            if may_be_placed(words, frame)
        ),
        None,
    )
    return Ranking(tuple(placed[:most]), family, sum(chances[at] for at, _ in places.frames), features, read)


def read_chances(ranking: Ranking, frames: Sequence[FrameRow]) -> list[float]:
    """How likely each of these frames is, or any that it is true of, by the encoder alone."""
    return [sum(ranking.read[at] for at in _places().of.get(frame.id, ())) for frame in frames]


def supported(features: Sequence[str], frames: Sequence[FrameRow]) -> list[dict[str, float]]:
    """For each frame the features that speak for it, or for any that it is true of, each with how much."""
    labels = [_places().of.get(frame.id, frozenset()) for frame in frames]
    found = load_model(FRAMES).support(features, frozenset[int]().union(*labels))
    return [_strongest([found[label] for label in each]) for each in labels]


def _strongest(weights: Sequence[dict[str, float]]) -> dict[str, float]:
    strongest: dict[str, float] = {}
    for each in weights:
        for feature, weight in each.items():
            strongest[feature] = max(weight, strongest.get(feature, 0.0))
    return strongest


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the frames, and the members of each family, stand among the labels of the model; ``of``: by frame's id."""

    frames: tuple[tuple[int, FrameRow], ...]
    families: tuple[tuple[tuple[int, ...], FrameRow], ...]
    of: Mapping[str, frozenset[int]]


@cache
def _places() -> _Places:
    frames = frames_by_id()
    at = {name: place for place, name in enumerate(load_model(FRAMES).labels) if name in frames}
    families = tuple(
        (tuple(at[member] for member in (name, *members) if member in at), frames[name])
        for name, members in load().families.items()
    )
    of = {name: frozenset([place]) for name, place in at.items()}
    of |= {frame.id: frozenset(members) for members, frame in families}
    return _Places(tuple((place, frames[name]) for name, place in at.items()), families, of)
