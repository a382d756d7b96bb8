"""Missing parts: what an attempt in I-language could still say. Asked for only while nothing worse is there."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.assessment.attempt import Attempt
from dialogs.assessment.findings import Findings
from dialogs.assessment.issues import Code, Issue, issue
from dialogs.assessment.patterns import words_of
from dialogs.assessment.search import Place


def find_missing(attempt: Attempt, findings: Findings) -> Iterator[Issue]:
    """The codes NO_…, each over the whole text."""
    codes = {found.code for found in findings.issues}
    worse = any(found.severity > 1 for found in findings.issues) or Code.SELF_ERASE in codes
    if worse or not findings.has("own") or findings.asks_for_space:
        return
    felt = findings.has("feeling") or Code.FAUX_FEELING in codes
    if Code.BUT_ERASE in codes and not felt and not findings.has("need"):
        return  # "I hear you, but you …": the "I" is only the kind half
    if not felt and not findings.has("feel"):
        yield issue(Code.NO_FEELING, 0, len(attempt.text))
    situated = any(not _is_asked(attempt, findings, place) for place in findings.parts.get("situation", ()))
    if felt and not situated:
        yield issue(Code.NO_SITUATION, 0, len(attempt.text))
    if (felt or situated) and not findings.has("need") and not findings.has("effect"):
        yield issue(Code.NO_NEED, 0, len(attempt.text))
    if not findings.has("request") and not findings.has("space"):
        yield issue(Code.NO_REQUEST, 0, len(attempt.text))


def _is_asked(attempt: Attempt, findings: Findings, place: Place) -> bool:
    """Whether a situation is only the time of a request: "Can we sit down this week?"."""
    begin, end = attempt.sentence(place.first)
    if end >= len(attempt.tokens) or attempt.tokens[end].text != "?":
        return False
    if not all(token.text in words_of("ask_time") for token in attempt.tokens[place.first : place.last + 1]):
        return False
    return any(begin <= ask.around[0] <= place.around[0] for ask in findings.parts.get("request", ()))
