"""Appraising: what an act that no frame covers may feel like and point to, judged by the frames nearest to it.

Several near frames together say more than the first alone: each adds its feelings and needs by how likely it is. They
are offered as guesses, as always.
"""

from __future__ import annotations

from collections.abc import Sequence

from content.statements import load
from dialogs.statements.observing import Observation
from dialogs.statements.ranking import Ranked
from dialogs.statements.realising import Parts, number_of

_SURE = 0.9  # from this chance on, the nearest frame's own request is about the same thing
_NEAR = 0.2  # below this chance, the nearest frames say nothing of how it feels
_ANY_FEELINGS = ("upset", "frustrated", "hurt")
_ANY_NEEDS = ("understanding", "respect")
_FEELINGS, _NEEDS = 3, 2
_OF_ITS_OWN = frozenset(["repair", "impatient", "restless"])  # that belong to the near frame's matter, and not to this
_FALLING = (1.0, 0.7, 0.5)  # how much the first, second and third feeling of a frame count


def appraise(seen: Observation, ranked: Sequence[Ranked], text: str) -> Parts:
    """The parts of a statement about an act that was said back."""
    near = ranked if ranked and ranked[0].chance >= _NEAR else ()
    feelings = _best(near, [one.frame.feelings for one in near], _FEELINGS)
    needs = _best(near, [one.frame.needs for one in near], _NEEDS)
    sure = bool(ranked) and ranked[0].chance >= _SURE
    return Parts(
        frame="observed",
        situation=seen.situation,
        past=seen.past,
        feelings=feelings or _ANY_FEELINGS,
        needs=needs or _ANY_NEEDS,
        requests=ranked[0].frame.requests if sure else load().open_requests,
        connector=seen.connector,
        turn=number_of(text),
    )


def _best(ranked: Sequence[Ranked], named: Sequence[tuple[str, ...]], most: int) -> tuple[str, ...]:
    weights: dict[str, float] = {}
    for one, names in zip(ranked, named, strict=True):
        for name, share in zip(names, _FALLING, strict=False):
            if name in _OF_ITS_OWN:
                continue
            weights[name] = weights.get(name, 0.0) + one.chance * share
    return tuple(sorted(weights, key=lambda name: (-weights[name], name))[:most])
