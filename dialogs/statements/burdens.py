"""Burdens: what falls to the speaker, said back: "I'm the one who plans our trips", "I have to ask three times"."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.statements.observing import Observation
from dialogs.statements.patterns import compile_pattern, match
from dialogs.statements.plainness import read_tail
from dialogs.statements.words import Word

_LEADS = (
    ("i am one|person who|that", "I'm the one who"),
    ("it is me|i who|that", "I'm the one who"),
    ("why is it me who|that", "I'm the one who"),
    ("why am i one|person who|that", "I'm the one who"),
    ("why must|do i have to", "I have to"),
    ("i have to", "I have to"),
    ("i end up", "I end up"),
)
_CONSTANT = frozenset("always only constantly forever every why again everytime".split())
_SHORTEST, _LONGEST = 5, 16  # words of a situation


def find_burden(text: str, words: Sequence[Word]) -> Observation | None:
    """What is said to fall to the speaker again and again, or None."""
    if not any(word.text in _CONSTANT for word in words):
        return None
    for at in range(len(words)):
        for source, said in _LEADS:
            found = match(compile_pattern(source), words, at)
            if found is None or (tail := _tail(text, words, found.end)) is None:
                continue
            situation = f"{said} {tail}"
            if _SHORTEST <= len(situation.split()) <= _LONGEST:
                share = len(situation.split()) / max(1, sum(not word.light for word in words))
                return Observation(situation, "when", False, min(1.0, share))
    return None


def _tail(text: str, words: Sequence[Word], start: int) -> str | None:
    return read_tail(text, words, start) if start < len(words) and not words[start].pause else None
