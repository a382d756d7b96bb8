"""Reading age: how old somebody is who reads a text with ease, by two formulas that look at different things.

Flesch-Kincaid (Kincaid, Fishburne, Rogers and Chissom, 1975) counts syllables a word and words a sentence;
Coleman-Liau (Coleman and Liau, 1975) counts letters, and so knows nothing of our rule for syllables. Both give a US
school grade; a reader is about five years older than their grade. They were made for passages, so short texts swing:
what is agreed on is the whole, and a single text has to be far above it to be an error.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.catalogue import unmarked

SCHOOL = 5  # years somebody is old in grade 0
FEWEST = 12  # words from which the formulas say something about a text
_STAND_IN = "Sunday"  # for what is filled in: people's own words and short names
_FILLED = re.compile(r"\{\w+\}")
_COMMAND = re.compile(r"(?<!\w)/\w+|\b[\w-]+\.(?:com|org|net|help)\b(?:/\S*)?")  # tapped, not read
_ITEM = re.compile(r"^\s*(?:\d\.|•) ", re.MULTILINE)  # the number of a step is no sentence
_END = re.compile(r"[.!?…:;]+(?=[\s\"”’')]|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")

# Words that the rules below count wrongly.
_SYLLABLES = {
    "area": 3, "argue": 2, "argued": 2, "business": 2, "cafe": 2, "chasm": 2, "coincidence": 4, "cooperate": 4,
    "create": 2, "created": 3, "cruel": 2, "evening": 2, "evenings": 2, "every": 2, "fluid": 2, "forehead": 2,
    "fuel": 2, "idea": 3, "ideas": 3, "influence": 3, "leopard": 2, "lion": 2, "maybe": 2, "museum": 3, "naive": 2,
    "ninety": 2, "people": 2, "poem": 2, "poet": 2, "react": 2, "reaction": 3, "reality": 4, "realise": 3,
    "realised": 3, "reassurance": 4, "reassure": 3, "recipe": 3, "rhythm": 2, "rhythms": 2, "ruin": 2, "safety": 2,
    "science": 2, "scientific": 4, "scientifically": 6, "society": 4, "theatre": 3, "wednesday": 2, "equal": 2,
}  # fmt: skip
_PARTS = (
    *("thing", "things", "one", "body", "where", "time", "times", "guard", "ways", "fore", "work", "sick"),
    *("ly", "ful", "ness", "less", "ment"),
)
_HIATUS = re.compile(
    r"i(?:a[^aeiou]|o(?!u|n))|(?<![tcsgnlx])io(?=n)|(?<![ctxg])iou|(?<![tc])ie(?=ty?$|n[ct])|eo(?!u)|ua(?=[tl])"
    r"|[^qg]ui(?=n[^aeiou])|(?<=[aeouy])ing|yi"
)  # two vowels that are heard apart


@dataclass(frozen=True, slots=True)
class Reading:
    """What the formulas count in a text, and the ages they give."""

    words: int
    sentences: int
    syllables: int
    letters: int

    @property
    def kincaid(self) -> float:
        """Flesch-Kincaid grade as an age in years."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59 + SCHOOL

    @property
    def coleman(self) -> float:
        """Coleman-Liau grade as an age in years."""
        letters, sentences = 100 * self.letters / self.words, 100 * self.sentences / self.words
        return 0.0588 * letters - 0.296 * sentences - 15.8 + SCHOOL


def measure(text: str) -> Reading:
    """Count a text, with our markup and placeholders as they are read. A text without words counts as one."""
    plain = readable(text)
    words = _WORD.findall(plain)
    sentences = sum(1 for part in _END.split(plain) if _WORD.search(part))
    return Reading(
        max(1, len(words)),
        max(1, sentences),
        max(1, sum(map(count_syllables, words))),
        sum(character.isalnum() for word in words for character in word),
    )


def readable(text: str) -> str:
    """A text of the catalogue as it is read: without markup, with a plain word for what is filled in."""
    plain = _ITEM.sub("", unmarked(text))
    return _COMMAND.sub("this", _FILLED.sub(_STAND_IN, plain))


def count_syllables(word: str) -> int:
    """How many syllables a word has: groups of vowels, without a silent e; exceptions are listed.

    A number has as many as it has digits.
    """
    word = word.casefold().replace("’", "'")
    if "-" in word:
        return sum(map(count_syllables, word.split("-")))
    if word.isdigit():
        return len(word)
    stem, _, end = word.partition("'")
    if end == "t":
        return count_syllables(stem.removesuffix("n")) + stem.endswith(("sn", "dn"))  # is·n't, did·n't; but don't
    return _count(stem) + (end == "ll" and stem[-1:] in "td")  # it'll, that'll


def _count(stem: str) -> int:
    """The syllables of a word without an apostrophe; one made of two words has those of both."""
    if stem in _SYLLABLES:
        return _SYLLABLES[stem]
    for part in _PARTS:
        if stem.endswith(part) and len(stem) > len(part) + 2:
            return _count(stem.removesuffix(part)) + _groups(part)
    return max(1, _groups(stem))


def _groups(stem: str) -> int:
    """The groups of vowels that are heard."""
    count = len(re.findall(r"[aeiouy]+", stem)) + len(_HIATUS.findall(stem))
    if re.search(r"[^aeiouylr]le[sd]?$", stem):
        return count  # table, tables, settled
    if re.search(r"[^aeiouy]e$|gue$|[^aeiouydt]ed$|[^aeiouycsxzgh]es$|thes$", stem):
        count -= 1  # hope, hoped and hopes, but not wanted and wishes
    return count - len(re.findall(r"[tcs]ia(?=[ln])", stem))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them doesn't exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]
