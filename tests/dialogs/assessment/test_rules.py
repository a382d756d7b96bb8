"""Every rule proves itself: its examples are found, its traps are not."""

from __future__ import annotations

import pytest

from content.assessment import RuleRow, load
from dialogs.assessment.attempt import read_attempt
from dialogs.assessment.findings import read_findings

PART = "has."


def _found(rule: RuleRow, text: str) -> bool:
    findings = read_findings(read_attempt(text))
    if rule.code.startswith(PART):
        return findings.has(rule.code.removeprefix(PART))
    return rule.code in {each.code for each in findings.issues}


@pytest.mark.parametrize("rule", load().rules, ids=lambda rule: f"{rule.code} {rule.where}")
def test_examples_are_found_and_traps_are_not(rule: RuleRow) -> None:
    assert [text for text in rule.examples if not _found(rule, text)] == []
    assert [text for text in rule.traps if _found(rule, text)] == []


@pytest.mark.parametrize("rule", load().rules, ids=lambda rule: f"{rule.code} {rule.where}")
def test_apostrophes_may_be_curly_or_missing(rule: RuleRow) -> None:
    for text in rule.examples:
        curly = text.replace("'", "’")
        assert _found(rule, curly), curly


def test_the_lexicon_of_labels_is_wide() -> None:
    words = load().words
    assert len({*words["trait_plain"], *words["trait_strict"], *words["insult"]}) >= 250
    assert len({*words["diagnosis"], *words["syndrome"], *words["diagnosing"], *words["therapy_noun"]}) >= 60
