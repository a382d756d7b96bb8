"""Statements: blame said again as an "I" statement, offline, over the tables of ``content/en/statements``.

Pure and deterministic. Who did what to whom is never turned round; where no frame fits, the person is asked.
"""

from __future__ import annotations

from dialogs.statements.blame import Blame, find_blame
from dialogs.statements.composing import compose, with_perspective
from dialogs.statements.feelings import Heard, hear_feeling
from dialogs.statements.outcomes import AlreadyGood, Ask, Choices, NotAStatement, Outcome, Praise, Refused, Rewrite
from dialogs.statements.rewriting import is_complaint, rewrite
from dialogs.statements.wishes import asks_to_stop


def prepare() -> None:
    """Read the tables and models and compile the patterns, which takes half a second, before anybody waits for it."""
    rewrite("You never listen to me")


__all__ = [
    "AlreadyGood",
    "Ask",
    "Blame",
    "Choices",
    "Heard",
    "NotAStatement",
    "Outcome",
    "Praise",
    "Refused",
    "Rewrite",
    "asks_to_stop",
    "compose",
    "find_blame",
    "hear_feeling",
    "is_complaint",
    "prepare",
    "rewrite",
    "with_perspective",
]
