"""Missing parts: what an attempt in I-language could still say. Asked for only while nothing worse is there."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.assessment.attempt import Attempt
from dialogs.assessment.findings import Findings
from dialogs.assessment.issues import Code, Issue, issue


def find_missing(attempt: Attempt, findings: Findings) -> Iterator[Issue]:
    """The codes NO_…, each over the whole text."""
    codes = {found.code for found in findings.issues}
    worse = any(found.severity > 1 for found in findings.issues) or Code.SELF_ERASE in codes
    if worse or not findings.has("own") or findings.asks_for_space:
        return
    felt = findings.has("feeling") or Code.FAUX_FEELING in codes
    if not felt and not findings.has("feel"):
        yield issue(Code.NO_FEELING, 0, len(attempt.text))
    if felt and not findings.has("situation"):
        yield issue(Code.NO_SITUATION, 0, len(attempt.text))
    if (felt or findings.has("situation")) and not findings.has("need") and not findings.has("effect"):
        yield issue(Code.NO_NEED, 0, len(attempt.text))
    if not findings.has("request"):
        yield issue(Code.NO_REQUEST, 0, len(attempt.text))
