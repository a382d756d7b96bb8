"""The rubric: seven criteria worth 100 points, three of them graded at level 1, five at level 2, all at level 3.

Points and penalties are those of the coach's dossier; a feeling of one's own and a situation are enough to pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, TypeAlias

from dialogs.assessment.attempt import Attempt
from dialogs.assessment.findings import Findings
from dialogs.assessment.issues import Code, Issue
from dialogs.assessment.patterns import words_of
from dialogs.assessment.tokens import PAUSES

Level: TypeAlias = Literal[1, 2, 3]
Criterion: TypeAlias = Literal["ownership", "feeling", "observation", "need", "request", "perspective", "brevity"]
Band: TypeAlias = Literal["ready", "nearly", "draft", "cool_down"]

POINTS: Mapping[Criterion, int] = MappingProxyType(
    {"ownership": 10, "feeling": 20, "observation": 20, "need": 15, "request": 20, "perspective": 10, "brevity": 5}
)
GRADED: Mapping[Level, tuple[Criterion, ...]] = MappingProxyType(
    {
        1: ("ownership", "feeling", "observation"),
        2: ("ownership", "feeling", "observation", "need", "request"),
        3: ("ownership", "feeling", "observation", "need", "request", "perspective", "brevity"),
    }
)
PENALTY: Mapping[int, int] = MappingProxyType({3: 25, 2: 12, 1: 5})
GRAVE_CAP = 40  # with an issue of severity 3, no attempt scores more
PASS = 60  # a feeling and a situation without blame reach it; whatever lacks them stays below
_BRIEF, _LONG = 45, 80  # words
_OPTIONAL: Mapping[Code, Criterion] = MappingProxyType({Code.NO_NEED: "need", Code.NO_REQUEST: "request"})
_SPOILED = frozenset({Code.KITCHEN_SINK, Code.BUT_ERASE, Code.SELF_ERASE})


def grade(attempt: Attempt, findings: Findings, issues: Sequence[Issue]) -> dict[Criterion, int]:
    """The points of each criterion, graded or not: all of them, half, or none."""
    codes = {each.code for each in issues}
    blamed = any(each.severity > 1 for each in issues) or Code.SHOULD in codes
    return {
        "ownership": _share("ownership", 2 - blamed if findings.has("own") or findings.asks_for_space else 0),
        "feeling": _share("feeling", _felt(findings, codes)),
        "observation": _share("observation", _observed(findings, codes)),
        "need": _share("need", _needed(findings, codes)),
        "request": _share("request", _asked(findings, codes)),
        "perspective": _share("perspective", _seen(findings, codes)),
        "brevity": _share("brevity", _brief(attempt, codes)),
    }


def is_good(findings: Findings, issues: Sequence[Issue]) -> bool:
    """Whether it can be said like that: an own feeling and a situation, or a polite ask for space; no blame."""
    if any(each.severity > 1 or each.code in _SPOILED for each in issues):
        return False
    if findings.asks_for_space:
        return True
    felt = findings.has("feeling") or (
        findings.has("feel") and all(each.code is not Code.FAUX_FEELING for each in issues)
    )
    return findings.has("own") and felt and findings.has("situation")


def score_of(points: Mapping[Criterion, int], issues: Iterable[Issue], level: Level, good: bool) -> int:
    """0 to 100: the graded points rescaled, less the penalties; a good attempt passes, others don't."""
    graded = GRADED[level]
    score = round(100 * sum(points[each] for each in graded) / sum(POINTS[each] for each in graded))
    counted = [each for each in issues if _OPTIONAL.get(each.code, "ownership") in graded]
    score -= sum(PENALTY[each.severity] for each in counted)
    if any(each.severity == 3 for each in counted):
        score = min(score, GRAVE_CAP)
    score = max(score, PASS) if good else min(score, PASS - 1)
    return max(0, min(100, score))


def band_of(score: int) -> Band:
    """What a score means to the person."""
    return "ready" if score >= 80 else "nearly" if score >= PASS else "draft" if score >= 40 else "cool_down"


def is_optional(code: Code, level: Level) -> bool:
    """Whether a code is only a hint at this level."""
    return code in _OPTIONAL and _OPTIONAL[code] not in GRADED[level]


def _share(criterion: Criterion, halves: int) -> int:
    return POINTS[criterion] * halves // 2


def _felt(findings: Findings, codes: set[Code]) -> int:
    if findings.feelings - words_of("vague_feeling") or findings.asks_for_space:
        return 2
    return 1 if findings.has("feeling") or Code.FAUX_FEELING in codes else 0


def _observed(findings: Findings, codes: set[Code]) -> int:
    if not findings.has("situation"):
        return 2 if findings.asks_for_space else 0
    judged = codes & {Code.ABSOLUTE, Code.LABEL, Code.DIAGNOSE, Code.KITCHEN_SINK, Code.MIND_READ}
    return 2 if findings.has("moment") and not judged else 1


def _needed(findings: Findings, codes: set[Code]) -> int:
    if findings.has("need") or findings.has("effect") or findings.asks_for_space:
        return 2
    return 1 if Code.FAUX_FEELING in codes else 0


def _asked(findings: Findings, codes: set[Code]) -> int:
    if not findings.has("request") or codes & {Code.DEMAND, Code.THREAT}:
        return 2 if findings.asks_for_space else 0
    return 1 if codes & {Code.VAGUE_REQUEST, Code.NEG_REQUEST} else 2


def _seen(findings: Findings, codes: set[Code]) -> int:
    if findings.has("perspective") and Code.BUT_ERASE not in codes:
        return 2
    return 1 if findings.has("thanks") else 0


def _brief(attempt: Attempt, codes: set[Code]) -> int:
    words = sum(token.text not in PAUSES for token in attempt.tokens)
    if Code.KITCHEN_SINK in codes or words > _LONG or not words:
        return 0
    return 2 if words <= _BRIEF else 1
