"""Appraising: what something that was said back may feel like and point to, as the branch of the encoder reads it.

It learned that from complaints whose feelings and needs readers had guessed. They are offered as guesses, as always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from heapq import nlargest

from content.statements import load
from dialogs.encoder.questions import FEELINGS, NEEDS
from dialogs.statements.ranking import Ranking
from dialogs.statements.realising import BEFORE_THAT, OFFERED, Parts, number_of
from dialogs.statements.retelling import Retold
from dialogs.statements.wholes import whole

_SURE = 0.9  # from this chance on, the nearest frame's own request is about the same thing
_NEEDS = 2


def appraise(retold: Retold, ranking: Ranking, text: str) -> Parts:
    """The parts of a statement about what was said back. Feelings and needs: the likeliest first."""
    sure = bool(ranking.frames) and ranking.frames[0].chance >= _SURE
    return Parts(
        frame="observed",
        situation=retold.situation,
        past=retold.past,
        feelings=_fitting(retold.connector, _likeliest(FEELINGS, text, OFFERED)),
        needs=_likeliest(NEEDS, text, _NEEDS),
        requests=ranking.frames[0].frame.requests if sure else load().open_requests,
        connector=retold.connector,
        turn=number_of(text),
    )


def reorder(parts: Parts, text: str) -> Parts:
    """The parts of a frame, its feelings and needs in the order in which they are likely for this text.

    For the frame's own example they stay as they were written.
    """
    if not parts.turn:
        return parts
    feelings, needs = whole(FEELINGS, text), whole(NEEDS, text)
    return replace(
        parts,
        feelings=tuple(sorted(parts.feelings, key=lambda name: -feelings.get(name, 0.0))),
        needs=tuple(sorted(parts.needs, key=lambda name: -needs.get(name, 0.0))),
    )


def _fitting(connector: str, feelings: Sequence[str]) -> tuple[str, ...]:
    """The feelings, after "that" those first which can be had about a fact."""
    return tuple(sorted(feelings, key=lambda name: connector == "that" and name not in BEFORE_THAT))


def _likeliest(question: str, text: str, most: int) -> tuple[str, ...]:
    likely = whole(question, text)
    return tuple(nlargest(most, likely, key=lambda name: (likely[name], name)))
