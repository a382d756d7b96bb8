"""Grading: one attempt, assessed: its issues, its points, one strength, and the one question that helps most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, TypeAlias

from dialogs.assessment.attempt import Attempt, read_attempt
from dialogs.assessment.findings import Findings, read_findings
from dialogs.assessment.issues import Code, Issue
from dialogs.assessment.missing import find_missing
from dialogs.assessment.rubric import (
    POINTS,
    Band,
    Criterion,
    Level,
    band_of,
    grade,
    is_good,
    is_optional,
    score_of,
)

Strength: TypeAlias = Literal["feeling", "observation", "need", "request", "perspective", "ownership", "brief"]

_STRENGTHS: tuple[tuple[Criterion, Strength], ...] = (
    ("feeling", "feeling"),
    ("observation", "observation"),
    ("need", "need"),
    ("request", "request"),
    ("perspective", "perspective"),
    ("ownership", "ownership"),
)
READY = "ready"  # the question when nothing is missing
_KEPT = 128  # readings: one text is asked about several times in a turn


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the coach may say about an attempt.

    ``issues`` are ordered by where they start; ``criteria`` holds points out of ``POINTS``, graded at this level or
    not; ``feeling`` is the person's own word; ``question`` is a key of the catalogue, and so is what ``remark_key``,
    ``strength_key`` and ``band_key`` give.
    """

    good: bool
    score: int
    level: Level
    band: Band
    issues: tuple[Issue, ...]
    criteria: Mapping[Criterion, int]
    strength: Strength | None
    feeling: str | None
    worst: Issue | None
    question: str


def assess(text: str, level: Level = 1) -> Assessment:
    """Assess an attempt at this level; any text works."""
    attempt, findings, issues = _read(text)
    points = grade(attempt, findings, issues)
    good = is_good(findings, issues)
    score = score_of(points, issues, level, good)
    worst = min(issues, key=lambda each: (-each.severity, is_optional(each.code, level), each.start), default=None)
    return Assessment(
        good=good,
        score=score,
        level=level,
        band=band_of(score),
        issues=issues,
        criteria=MappingProxyType(points),
        strength=_strength(points, findings),
        feeling=findings.feeling,
        worst=worst,
        question=_question_key(worst.code.value.lower() if worst else _gap(points, good)),
    )


def remark_key(code: Code) -> str:
    """The catalogue's key of what the coach says to a code; all but those of missing parts need a ``quote``."""
    return f"assessment.remarks.{code.value.lower()}"


def strength_key(strength: Strength) -> str:
    """The catalogue's key of the praise for a strength."""
    return f"assessment.strengths.{strength}"


def band_key(band: Band) -> str:
    """The catalogue's key of a band's name."""
    return f"assessment.bands.{band}"


def _question_key(name: str) -> str:
    return f"assessment.questions.{name}"


def find_issues(text: str) -> tuple[Issue, ...]:
    """The issues of a text, ordered by where they start."""
    return _read(text)[2]


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> tuple[Attempt, Findings, tuple[Issue, ...]]:
    attempt = read_attempt(text)
    findings = read_findings(attempt)
    found = (*findings.issues, *find_missing(attempt, findings))
    return attempt, findings, tuple(sorted(found, key=lambda each: (each.start, each.end, each.code)))


def _strength(points: Mapping[Criterion, int], findings: Findings) -> Strength | None:
    for criterion, strength in _STRENGTHS:
        if points[criterion] == POINTS[criterion]:
            return strength
    return "brief" if points["brevity"] == POINTS["brevity"] and findings.has("own") else None


def _gap(points: Mapping[Criterion, int], good: bool) -> str:
    """The question for the first criterion without a point: in a good attempt, what would round it off."""
    if good:
        return next((each for each in ("need", "request", "perspective") if not points[each]), READY)
    return next((each for each in ("feeling", "observation", "need", "request") if not points[each]), READY)
