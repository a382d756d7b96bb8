"""Candidates: the situations that may be what a complaint tells, each with how likely it is.

What was retold in the person's own words, a frame whose pattern fits, the frames the models find nearest, the general
one of their family, and the frame of an idiom are weighed on one scale: a logistic regression over how each was found,
fitted on situations that readers had judged (``benchmarks/statements/judged/events*.tsv``). What a model says of itself
is not enough: on complaints unlike its examples it is too sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from content.models import load_acceptance, load_fitness
from content.statement_rows import FrameRow
from content.statements import load
from dialogs.statements.features import lemma_of
from dialogs.statements.ranking import Ranking, read_chances, supported
from dialogs.statements.retelling import Retold, retell
from dialogs.statements.signs import Signs
from dialogs.statements.spelling import has_slips

_LEAST = 0.002  # no chance counts as less, or as more than one without it
_SENTENCES = 6
_MISSPELLED = 0.6
# From which chances on, of each edit and of an event, a clause is clear, and very clear.
_CLEAR, _VERY_CLEAR = (0.5, 0.9), (0.8, 0.95)
_HEAVY = 3  # letters that a word must have more of, to say something of the matter


@dataclass(frozen=True, slots=True)
class Candidate:
    """A situation: the ``frame``'s, or what was ``retold``; exactly one of both.

    ``chance``: how likely it is what happened; `acceptable`: how likely a sentence about it can be said as it is.
    """

    chance: float
    frame: FrameRow | None = None
    retold: Retold | None = None


def find_candidates(signs: Signs, ranking: Ranking, blame: float) -> tuple[Candidate, ...]:
    """What may have happened, first what can most likely be said; each frame once. ``blame``: how likely it blames.

    What is clear in the person's own words comes before any frame: where raters saw both, they accepted more of it
    (`benchmarks.statements.acceptance` says how much).
    """
    retold = retell(signs.text, signs.words)
    frames = tuple(_frames(signs, ranking))
    clues = frame_clues(signs, ranking, frames, blame, told=bool(retold))
    found = [Candidate(_chance("frame", each), frame=frame) for frame, each in zip(frames, clues, strict=True)]
    own = [Candidate(_chance("retold", retold_clues(signs, one)) * _spelled(one), retold=one) for one in retold]
    found += sorted(own, key=lambda one: -acceptable(one))[:1]
    return tuple(sorted(found, key=lambda one: (one.retold is None or not is_clear(one.retold), -acceptable(one))))


def is_clear(retold: Retold, least: tuple[float, float] = _CLEAR) -> bool:
    """Whether both edits and the event are sure, each for itself: ``least`` are the chances of an edit and an event."""
    edit, event = least
    return min(retold.whole, retold.again) >= edit and retold.event >= event


def acceptable(candidate: Candidate) -> float:
    """How likely a sentence about this situation is acceptable, as raters found it of others (`acceptance.toml`)."""
    weights = load_acceptance()["retold" if candidate.retold is not None else "frame"]
    return _share(sum(weights[name] * value for name, value in acceptance_clues(candidate).items()))


def acceptance_clues(candidate: Candidate) -> dict[str, float]:
    """What speaks for and against a sentence about this situation."""
    clues = {"": 1.0, "chance": _odds(candidate.chance)}
    if (told := candidate.retold) is not None:
        size = log(len(told.situation.split()))
        return clues | {"size": size, "clear": is_clear(told), "very clear": is_clear(told, _VERY_CLEAR)}
    return clues | {"family": candidate.frame is not None and candidate.frame.id in load().families}


def _spelled(retold: Retold) -> float:
    """How much of its chance a clause keeps: less with words in it that may be slips."""
    return _MISSPELLED if has_slips(retold.situation) else 1.0


def retold_clues(signs: Signs, retold: Retold) -> dict[str, float]:
    """What speaks for and against a text said back by its own words."""
    return {
        "": 1.0,
        "event": _odds(retold.event),
        "blames": _odds(retold.blames),
        "sure": log(max(retold.sure, _LEAST)),
        "whole": log(max(retold.whole, _LEAST)),
        "again": log(max(retold.again, _LEAST)),
        "unchanged": retold.unchanged,
        "part": retold.part,
        "kept": retold.kept,
        "size": log(len(retold.situation.split())),
        "past": retold.past,
        "that": retold.connector == "that",
        "fluent": retold.fluent,
        "roughest": retold.roughest,
        "alike": retold.alike,
        **_size_clues(signs),
    }


def frame_clues(
    signs: Signs, ranking: Ranking, frames: Sequence[FrameRow], blame: float, *, told: bool
) -> list[dict[str, float]]:
    """What speaks for and against each of these frames. ``told``: it could be retold as well."""
    chances = {one.frame.id: one.chance for one in ranking.frames}
    first = ranking.frames[0].frame if ranking.frames else None
    general = ranking.family.frame if ranking.family is not None else None
    fitted = signs.fit.frame if signs.fit is not None else None
    heavy = [lemma_of(word) for word in signs.told if not word.light and len(word.text) > _HEAVY]
    beside = {
        "": 1.0,
        "blame": _odds(blame),
        "known": _odds(ranking.known),
        **_size_clues(signs),
        "asks": signs.text.rstrip().endswith("?"),
        "told": told,
    }
    clues = []
    supports, read = supported(ranking.features, frames), read_chances(ranking, frames)
    for frame, support, whole in zip(frames, supports, read, strict=True):
        family = ranking.family.chance if ranking.family is not None and frame is general else 0.0
        clues.append(
            beside
            | {
                "chance": _odds(chances.get(frame.id, family)),
                "alone": _odds(chances.get(frame.id, 0.0)),
                "read": _odds(whole),
                "family": frame is general,
                "first": frame is first,
                "pattern": frame is fitted,
                "other pattern": fitted is not None and frame is not fitted,
                "idiom": frame is signs.idiom,
                # Only one word speaks for it ("seat", for the toilet seat), or most of what was said
                "one word": max(support.values(), default=0.0) / (sum(support.values()) or 1.0),
                "explained": sum(lemma in support for lemma in heavy) / (len(heavy) or 1),
            }
        )
    return clues


def _frames(signs: Signs, ranking: Ranking) -> Iterator[FrameRow]:
    found = [one.frame for one in ranking.frames]
    if ranking.family is not None:
        found.append(ranking.family.frame)
    if signs.fit is not None:
        found.append(signs.fit.frame)
    if signs.idiom is not None:
        found.append(signs.idiom)
    yield from {frame.id: frame for frame in found}.values()


def _chance(kind: str, clues: Mapping[str, float]) -> float:
    weights = load_fitness()[kind]
    return _share(sum(weights[name] * value for name, value in clues.items()))


def _share(odds: float) -> float:
    return 1 / (1 + exp(-odds))


def _odds(chance: float) -> float:
    """Log-odds, within bounds."""
    kept = min(max(chance, _LEAST), 1 - _LEAST)
    return log(kept / (1 - kept))


def _size_clues(signs: Signs) -> dict[str, float]:
    sentences = 1 + sum(word.pause == "." for word in signs.told[1:])
    return {"length": log(1 + len(signs.told)), "sentences": min(sentences, _SENTENCES)}
