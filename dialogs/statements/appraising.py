"""Appraising: what an act that was said back may feel like and point to, judged by all frames by how near they are.

The feelings and needs are offered as guesses, as always.
"""

from __future__ import annotations

from content.statements import load
from dialogs.statements.observing import Observation
from dialogs.statements.ranking import Ranking
from dialogs.statements.realising import Parts, number_of

_SURE = 0.9  # from this chance on, the nearest frame's own request is about the same thing
_FEELINGS, _NEEDS = 3, 2
_OF_ITS_OWN = frozenset(["repair", "impatient", "restless"])  # that belong to a near frame's matter, and not to this


def appraise(seen: Observation, ranking: Ranking, text: str) -> Parts:
    """The parts of a statement about an act that was said back. Feelings and needs: the likeliest first."""
    sure = bool(ranking.frames) and ranking.frames[0].chance >= _SURE
    return Parts(
        frame="observed",
        situation=seen.situation,
        past=seen.past,
        feelings=ranking.likeliest(lambda frame: _general(frame.feelings), _FEELINGS),
        needs=ranking.likeliest(lambda frame: _general(frame.needs), _NEEDS),
        requests=ranking.frames[0].frame.requests if sure else load().open_requests,
        connector=seen.connector,
        turn=number_of(text),
        ordered=True,
    )


def _general(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in _OF_ITS_OWN)
