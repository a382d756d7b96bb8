"""Ranking: which frames are nearest to a text no pattern fits, by a linear model trained on our own examples.

Its probabilities are calibrated on examples it was not trained on (temperature scaling: Guo et al., 2017), so that a
threshold means what it says. See docs/statements.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest

from content.models import load_model
from content.statement_rows import FrameRow
from content.statements import frames_by_id, load
from dialogs.statements.features import features_of
from dialogs.statements.placing import may_be_placed
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
    together that it is true of. ``known``: how likely it is that any frame fits.
    """

    frames: tuple[Ranked, ...]
    family: Ranked | None
    known: float


def rank_frames(words: Sequence[Word], most: int = _MOST) -> Ranking:
    """Which frames are nearest to a text."""
    chances = load_model("frames").probabilities(features_of(words))
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
    return Ranking(tuple(placed[:most]), family, sum(chances[at] for at, _ in places.frames))


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the frames, and the members of each family, stand among the labels of the model."""

    frames: tuple[tuple[int, FrameRow], ...]
    families: tuple[tuple[tuple[int, ...], FrameRow], ...]


@cache
def _places() -> _Places:
    frames = frames_by_id()
    at = {name: place for place, name in enumerate(load_model("frames").labels) if name in frames}
    families = tuple(
        (tuple(at[member] for member in (name, *members) if member in at), frames[name])
        for name, members in load().families.items()
    )
    return _Places(tuple((place, frames[name]) for name, place in at.items()), families)
