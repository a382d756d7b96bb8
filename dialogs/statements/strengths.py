"""Strengths: what a person's own sentence already has: a feeling, a situation, a need, a request."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dialogs.statements.feelings import Heard
from dialogs.statements.frames import Fit
from dialogs.statements.outcomes import Part
from dialogs.statements.realising import phrases
from dialogs.statements.words import Word

_REQUEST = frozenset("could can would will".split())
_LINKS = frozenset("when because after that whenever while".split())


def find_strengths(words: Sequence[Word], heard: Heard) -> tuple[Part, ...]:
    """The parts of an "I" statement that stand in the words."""
    texts = [word.text for word in words]
    pairs = list(pairwise(texts))
    found: list[Part] = []
    if heard.feelings and any(text in ("i", "me", "my") for text in texts):
        found.append("feeling")
    if any(text in _LINKS for text in texts[1:]):
        found.append("situation")
    plain = " ".join(word.text for word in words if not word.light)
    if any(a == "i" and b == "need" for a, b in pairs) and any(
        f"need {phrase.removeprefix('some ').removeprefix('a ')}" in plain for phrase in phrases()
    ):
        found.append("need")
    if any(a in _REQUEST and b in ("we", "you", "i") for a, b in pairs):
        found.append("request")
    return tuple(found)


def opens_with_you(words: Sequence[Word], fit: Fit | None) -> bool:
    """Whether the sentence is about the partner first: a feeling further on does not make it the person's own."""
    first = next((word for word in words if not word.light), words[0])
    if first.text not in ("you", "he", "she", "my", "they"):
        return False
    texts = [word.text for word in words]
    return fit is not None or not any(a == "i" and b in ("feel", "felt") for a, b in pairwise(texts))
