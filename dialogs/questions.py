"""Questions to the coach about itself and its limits: answered honestly wherever free words are listened to.

It is a program, takes no side it has not heard, looks into nobody's phone or heart, names no disorder, and leaves the
question of staying or going to the person.
"""

from __future__ import annotations

from content.questions import load
from dialogs.engine import Turn

_LONGEST = 160  # characters; a longer text is a story, and its question one among other things


def find_question(text: str) -> str | None:
    """The kind of question that a text asks of the coach ("human", "referee", ...), or None."""
    if len(text) > _LONGEST:
        return None
    return next((kind for kind, question in load().items() if question.pattern.search(text)), None)


def asked_of_us(turn: Turn) -> bool:
    """Whether the words ask about the coach or its limits."""
    return find_question(turn.text or "") is not None


def answer(turn: Turn) -> None:
    turn.say(f"questions.{find_question(turn.text or '')}")


def answers() -> tuple[str, ...]:
    """The keys of all answers."""
    return tuple(f"questions.{kind}" for kind in load())
