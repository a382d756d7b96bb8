"""Own words about the two: what in them asks for a gentle question before they are said back."""

from __future__ import annotations

import re

from dialogs import statements
from dialogs.engine import Turn
from dialogs.engine.matching import fold

LONGEST = 200  # characters of one line that has to fit among others
_DEMAND = re.compile(
    r"\b(?:you|he|she|they|my (?:partner|wife|husband|boyfriend|girlfriend)) "
    r"(?:must|ha(?:ve|s) to|needs? to|should|(?:had )?better|ought to)\b|\bor else\b",
    re.IGNORECASE,
)


def worrying(turn: Turn) -> bool:
    """Whether the words are of violence, threats or control, which the detectors let pass; once a day it is asked."""
    return worries(turn, turn.text or "")


def judging(turn: Turn) -> bool:
    """Whether the words judge the other; asked about once, and taken as they stand when insisted on."""
    return judges(turn, turn.text or "")


def worries(turn: Turn, *readings: str) -> bool:
    """The same of words that may be meant in several ways."""
    outcomes = () if turn.person.was_asked(turn.now) else map(statements.rewrite, readings)
    return any(isinstance(outcome, statements.Refused) and not outcome.guessed for outcome in outcomes)


def judges(turn: Turn, *readings: str) -> bool:
    """The same of words that may be meant in several ways; no more once the fact ``asked`` is set."""
    found = () if turn.facts.get("asked") else map(statements.find_blame, readings)
    return any(blame is not None and fold(blame.quote) for blame in found)  # a wry emoji alone judges nobody


def demanding(turn: Turn) -> bool:
    """Whether the words lay down what the other has to do, or judge them; asked about once, too."""
    asked = bool(turn.facts.get("asked"))
    return not asked and (_DEMAND.search(turn.text or "") is not None or judging(turn))


def line(text: str) -> str:
    """Typed words as one line among others: without a full stop of their own."""
    return " ".join(text.split()).rstrip(" .,;")
