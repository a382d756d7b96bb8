"""Assessment: a person's own attempt at an "I" statement, read against the failure catalogue and graded by the rubric.

Pure and deterministic, over the tables of ``content/en/assessment``; what the coach says about it is in
``content/en/assessment.toml``.
"""

from __future__ import annotations

from dialogs.assessment.grading import (
    Assessment,
    Strength,
    assess,
    band_key,
    find_issues,
    remark_key,
    strength_key,
)
from dialogs.assessment.issues import SEVERITY, Code, Issue, Severity
from dialogs.assessment.rubric import POINTS, Band, Criterion, Level

__all__ = [
    "POINTS",
    "SEVERITY",
    "Assessment",
    "Band",
    "Code",
    "Criterion",
    "Issue",
    "Level",
    "Severity",
    "Strength",
    "assess",
    "band_key",
    "find_issues",
    "remark_key",
    "strength_key",
]
