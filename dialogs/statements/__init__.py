"""Statements: blame said again as an "I" statement, offline, over the tables of ``content/en/statements``.

Pure and deterministic. Who did what to whom is never turned round; where no frame fits, the person is asked.
"""

from __future__ import annotations

from dialogs.statements.blame import Blame, find_blame
from dialogs.statements.composing import compose
from dialogs.statements.feelings import Heard, hear_feeling
from dialogs.statements.outcomes import AlreadyGood, Ask, NotAStatement, Outcome, Praise, Refused, Rewrite
from dialogs.statements.rewriting import is_complaint, rewrite
from dialogs.statements.wishes import asks_to_stop

__all__ = [
    "AlreadyGood",
    "Ask",
    "Blame",
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
    "rewrite",
]
