"""Questions to the coach about itself and its limits: answered honestly wherever free words are listened to.

It is a program, takes no side it has not heard, looks into nobody's phone or heart, names no disorder, and leaves the
question of staying or going to the person.
"""

from __future__ import annotations

import re

from content.questions import load
from dialogs.engine import Turn

_FOR_HELP = re.compile(
    r"\b(?:help ?lines?|hot ?lines?|(?:phone )?number (?:i can|to|for)|who can i (?:call|ring|phone|talk to)"
    r"|(?:someone|somebody) (?:i can|to) (?:talk|call|speak))\b|^\W*(?:phone number|help now)\W*$",
    re.IGNORECASE,
)
_LONGEST = 160  # characters; a longer text is a story, and its question one among other things


def find_question(text: str) -> str | None:
    """The kind of question that a text asks of the coach ("human", "referee", ...), or None."""
    if len(text) > _LONGEST:
        return None
    return next((kind for kind, question in load().items() if question.pattern.search(text)), None)


def asking_for_help(turn: Turn) -> bool:
    """Whether the words ask for somebody to call or to talk to."""
    return _FOR_HELP.search(turn.text or "") is not None


def answers() -> tuple[str, ...]:
    """The keys of all answers."""
    return tuple(f"questions.{kind}" for kind in load())
