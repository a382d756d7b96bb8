"""Safety: noticing, in every state and before any coaching, that someone may be in danger.

The detectors are a floor and no assessment: they respond to words, they score nobody's risk (NICE NG225, 2022).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from content import patterns
from dialogs.safety import normal
from dialogs.safety.detectors import WEIGHED, Concern, Detectors
from dialogs.safety.normal import Word
from dialogs.safety.weighing import DOUBTED, weigh

__all__ = ["Concern", "Detectors", "Word", "detectors", "match", "normalise", "prepare", "screen"]

# What is answered to a question in a practice, and no sign of despair
_AT_A_LOSS = re.compile(
    r"\W*(?:i )?(?:really |honestly |just )*(?:can(?:['’]?t|not| not)|couldn['’]?t|don['’]?t) (?:really )?"
    r"(?:think of|know) (?:any(?:one|body|thing)|some(?:one|body|thing)|one|what to (?:say|write|put|answer))"
    r"(?: else| (?:right )?now| yet)*\W*",
    re.IGNORECASE,
)
WEIGHTY = 4  # words from which on there is enough to weigh
FULL = 9  # ... and enough to answer; in fewer words the models ask
SCANT, SURER = 7, 0.99  # in fewer words than that they ask only from this chance on: "he just sits there"
BRIEF = 12  # words in which a denial leaves room for nothing else


@cache
def detectors() -> Detectors:
    """The detectors of the shipped patterns, compiled at the first use.

    Raises:
        ContentError: the pattern file can't be used.
    """
    return Detectors(patterns.load())


def screen(text: str) -> Concern | None:
    """The most urgent concern in a message, or None: by the patterns, and by the models where they see less.

    Pure; safe for any text.
    """
    words = normalise(text)
    seen = detectors().look(words)
    found = seen.concern
    if len(words) < WEIGHTY or (seen.silenced and len(words) <= BRIEF) or _AT_A_LOSS.fullmatch(text):
        return found
    weighed = weigh(words)
    if found is not None and found.tier != "C":
        return found if weighed.chance >= DOUBTED[found.tier] else replace(found, tier="C")
    tier = "C" if weighed.tier is not None and len(words) < FULL else weighed.tier
    if len(words) < SCANT and weighed.chance < SURER:
        tier = None
    if tier is None or (found is not None and tier == "C"):
        return found
    return Concern(tier, weighed.kind, WEIGHED, 0, len(text))


def prepare() -> None:
    """Read the patterns and the models, which takes half a second, before anybody waits for it."""
    screen("a few words to begin with")


def match(text: str) -> Concern | None:
    """The most urgent concern that a pattern finds, or None."""
    return detectors().screen(text)


def normalise(text: str) -> tuple[Word, ...]:
    """The words of a message in their normal form, each with its place in the original."""
    return normal.normalise(text, detectors().book)
