"""Blame: the words of a text that put the fault on the partner, by the same rules as in a person's own attempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.assessment import Issue, find_issues

GRAVE_ENOUGH = 2  # the severity from which on it is heard as blame


@dataclass(frozen=True, slots=True)
class Blame:
    """What kind of blame, and the person's own words that carry it."""

    code: str
    quote: str


def find_blame(text: str) -> Blame | None:
    """The most serious blame in a text, the first of several; None if there is none.

    Neutral acts with a time ("you came home at nine") are none.
    """
    return worst_blame(text, find_issues(text))


def worst_blame(text: str, issues: Sequence[Issue]) -> Blame | None:
    """The same for issues that were found already."""
    blaming = [issue for issue in issues if issue.severity >= GRAVE_ENOUGH]
    if not blaming:
        return None
    worst = min(blaming, key=lambda issue: (-issue.severity, issue.start))
    return Blame(worst.code, text[worst.start : worst.end])
