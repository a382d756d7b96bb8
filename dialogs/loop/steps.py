"""The six steps of an episode, and the answers on offer for each, by the person's role.

The steps are those of coach.md, section 7 (trigger, move, counter-move, body, ending, repair). What the partner did is
offered as what could be seen or heard, and never as a motive. An answer is ``{"key": ...}`` where it was tapped and
``{"words": ...}`` where it was typed; a step that was left out is not there.
"""

from __future__ import annotations

from collections.abc import Mapping

from content.catalogue import Phrase, Value
from dialogs.engine.matching import fold

Answer = Mapping[str, str]
Answers = Mapping[str, Answer]  # by step; an episode is one of these, with ``at`` beside the steps

ASKED = ("trigger", "mine", "theirs", "body", "ended", "repair")  # what comes to mind first is asked first
TOLD = ("trigger", "body", "mine", "theirs", "ended", "repair")  # the order in which it happened
OWN = ("body", "mine")  # what a person can step in at themselves, in the order of happening
NOTHING = "none"  # the answer that there was no sign in the body, or no repair

_OFFERED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "trigger": {
        "pursuer": ("no_reply", "quiet", "screen", "late", "plan", "subject"),
        "distancer": ("questions", "louder", "mistake", "no_reply", "plan", "subject"),
        "mixed": ("no_reply", "quiet", "questions", "louder", "plan", "subject"),
    },
    "mine": {
        "pursuer": ("asked", "wrote", "after", "louder", "listed", "okay"),
        "distancer": ("quiet", "left", "screen", "subject", "fine", "busy"),
        "mixed": ("asked", "wrote", "louder", "quiet", "left", "fine"),
    },
    "theirs": {
        "pursuer": ("quiet", "left", "short", "screen", "subject", "no_answer"),
        "distancer": ("asked", "wrote", "louder", "listed", "why", "cried"),
        "mixed": ("quiet", "left", "short", "asked", "wrote", "louder"),
    },
    "body": {
        "pursuer": ("chest", "belly", "throat", "heart", "hands", NOTHING),
        "distancer": ("jaw", "chest", "hot", "dull", "heavy", NOTHING),
        "mixed": ("chest", "belly", "heart", "jaw", "hot", NOTHING),
    },
    "ended": {"mixed": ("talked", "pause", "apart", "silence", "loud", "interrupted")},
    "repair": {"mixed": ("me", "they", "both", "sign", NOTHING)},
}


def offered(step: str, role: str | None) -> tuple[str, ...]:
    """The keys on offer at a step for somebody of this role; both sides' where it is mixed or not known."""
    by_role = _OFFERED[step]
    return by_role.get(role or "", by_role["mixed"])


def keys(step: str) -> frozenset[str]:
    """All keys that a step may hold."""
    return frozenset(key for names in _OFFERED[step].values() for key in names)


def label(step: str, key: str) -> Phrase:
    """A tapped answer in words, as it stands on its button and in the telling."""
    return Phrase(f"loop.words.{step}.{key}")


def said(step: str, answer: Answer) -> Value:
    """An answer in words: those of its button, or the person's own to the letter."""
    return label(step, answer["key"]) if "key" in answer else answer["words"]


def identity(answer: Answer) -> tuple[str, str]:
    """What makes two answers the same: the key, or own words apart from case, accents and punctuation."""
    if "key" in answer:
        return "key", answer["key"]
    return "words", fold(answer["words"]) or answer["words"]
