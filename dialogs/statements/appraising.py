"""Appraising: what something that happened may feel like and point to. Guesses, and offered as such.

The branch of the encoder learned it from complaints whose feelings and needs readers had guessed, and the frames that
are likely have theirs. Which guesses ring true was judged by other readers, and is weighed (logistic regression,
`benchmarks/statements/plausibility.py`): a need for honesty is guessed too soon, a need to be considered seldom wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from heapq import nlargest
from math import log

from content.models import load_plausibility
from content.statements import frames_by_id
from dialogs.encoder.questions import FEELINGS, FRAMES, NEEDS
from dialogs.statements.asking import requests_about
from dialogs.statements.ranking import Ranking
from dialogs.statements.realising import BEFORE_THAT, OFFERED, Parts, number_of
from dialogs.statements.retelling import Retold
from dialogs.statements.wholes import whole

READ, BY_FRAMES = "by the branch", "by the frames"
_SURE = 0.9  # from this chance on, the nearest frame's own request is about the same thing
_NEEDS = 2
_WEIGHED = {FEELINGS: 5, NEEDS: 4}  # guesses among which readers judged
_SELDOM_WRONG = {FEELINGS: (), NEEDS: ("consideration",)}  # ... and what they judged beside these
_LEAST, _LEAST_BY_FRAMES = 1e-4, 3e-3
_POSSIBLE = 0.002  # frames that are less likely say nothing


def appraise(retold: Retold, ranking: Ranking, text: str) -> Parts:
    """The parts of a statement about what was said back. First the feelings and needs that most likely ring true."""
    sure = bool(ranking.frames) and ranking.frames[0].chance >= _SURE
    return Parts(
        frame="observed",
        situation=retold.situation,
        past=retold.past,
        feelings=_fitting(retold.connector, _likeliest(FEELINGS, text, OFFERED)),
        needs=_likeliest(NEEDS, text, _NEEDS),
        requests=ranking.frames[0].frame.requests if sure else requests_about(retold.situation),
        connector=retold.connector,
        turn=number_of(text),
    )


def reorder(parts: Parts, text: str) -> Parts:
    """The parts of a frame, its feelings and needs in the order in which they ring true for this text.

    For the frame's own example they stay as they were written.
    """
    if not parts.turn:
        return parts
    return replace(parts, feelings=_weighed(FEELINGS, text, parts.feelings), needs=_weighed(NEEDS, text, parts.needs))


def guess_clues(question: str, text: str, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """What speaks for each of these feelings or needs: how likely the branch finds it, and the frames that have it."""
    read, frames = whole(question, text), whole(FRAMES, text)
    shares = dict.fromkeys(names, 0.0)
    for frame, chance in frames.items():
        if chance >= _POSSIBLE and (row := frames_by_id().get(frame)) is not None:
            for name in row.feelings if question == FEELINGS else row.needs:
                if name in shares:
                    shares[name] += chance
    return {
        name: {
            READ: log(read.get(name, 0.0) + _LEAST),
            BY_FRAMES: log(shares[name] + _LEAST_BY_FRAMES),
        }
        for name in names
    }


def _weighed(question: str, text: str, names: Sequence[str]) -> tuple[str, ...]:
    """These feelings or needs, first those that most likely ring true."""
    weights = load_plausibility()[question]
    clues = guess_clues(question, text, names)
    scores = {
        name: sum(weights[clue] * value for clue, value in clues[name].items()) + weights.get(name, 0.0)
        for name in names
    }
    return tuple(sorted(names, key=lambda name: (-scores[name], name)))


def _fitting(connector: str, feelings: Sequence[str]) -> tuple[str, ...]:
    """The feelings, after "that" those first which can be had about a fact."""
    return tuple(sorted(feelings, key=lambda name: connector == "that" and name not in BEFORE_THAT))


def _likeliest(question: str, text: str, most: int) -> tuple[str, ...]:
    likely = whole(question, text)
    nearest = nlargest(_WEIGHED[question], likely, key=lambda name: (likely[name], name))
    return _weighed(question, text, tuple(dict.fromkeys((*nearest, *_SELDOM_WRONG[question]))))[:most]
