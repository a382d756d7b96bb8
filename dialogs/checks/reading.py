"""Reading age: how old somebody is who reads a text with ease, by two formulas that look at different things.

Flesch-Kincaid (Kincaid, Fishburne, Rogers and Chissom, 1975) counts syllables a word and words a sentence;
Coleman-Liau (Coleman and Liau, 1975) counts letters, and so knows nothing of our rule for syllables. Both give a US
school grade; a reader is about five years older than their grade. They were made for passages, so short texts swing:
what is agreed on is the whole, and a single text has to be far above it to be an error.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.catalogue import TAGS

SCHOOL = 5  # years somebody is old in grade 0
FEWEST = 12  # words from which the formulas say something about a text
_STAND_IN = "Sunday"  # for what is filled in: people's own words and short names
_FILLED = re.compile(r"\{\w+\}")
_COMMAND = re.compile(r"(?<!\w)/\w+|\b[\w-]+\.(?:com|org|net|help)\b(?:/\S*)?")  # tapped, not read
_END = re.compile(r"[.!?…:;]+(?=[\s\"”’')]|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")

# Words that the rule below counts wrongly.
_SYLLABLES = {
    "being": 2, "area": 3, "idea": 3, "ideas": 3, "real": 1, "really": 2, "create": 2, "quiet": 2, "quietly": 3,
    "diary": 3, "diaries": 3, "science": 2, "trial": 2, "lion": 2, "poem": 2, "poet": 2, "seeing": 2, "doing": 2,
    "going": 2, "saying": 2, "trying": 2, "anyone": 3, "everyone": 3, "someone": 2, "something": 2, "sometimes": 2,
    "somewhere": 2, "everything": 3, "every": 2, "evening": 2, "evenings": 2, "different": 3, "business": 2,
    "people": 2, "hour": 1, "hours": 1, "our": 1, "ours": 1, "fire": 1, "tired": 1, "science's": 3, "radio": 3,
    "video": 3, "videos": 3, "period": 3, "museum": 3, "situation": 4, "usual": 3, "usually": 4, "actual": 3,
    "actually": 4, "mutual": 3, "gradual": 3, "violence": 3, "violent": 3, "reassure": 3, "reassurance": 4,
    "react": 2, "reaction": 3, "theatre": 3, "naive": 2, "social": 2, "special": 2, "patient": 2, "ancient": 2,
    "therefore": 2, "wherever": 3, "whatever": 3, "whenever": 3, "forever": 3, "lonely": 2, "safely": 2, "safety": 2,
    "movement": 2, "moment": 2, "statement": 2, "lately": 2, "nearly": 2, "homework": 2, "likely": 2, "closely": 2,
    "closeness": 2, "useful": 2, "hopeful": 2, "careful": 2, "carefully": 3, "noticed": 2, "one's": 1, "it'll": 2,
    "that'll": 2, "there'd": 1, "cruel": 2, "fuel": 2, "diet": 2, "client": 2, "giant": 2, "variety": 4, "society": 4,
    "experience": 4, "audience": 3, "obvious": 3, "serious": 3, "curious": 3, "previous": 3, "various": 3, "piano": 3,
    "maybe": 2, "somebody": 3, "safeguard": 2, "grateful": 2, "forehead": 2, "sideways": 2, "something's": 2,
    "someone's": 2, "comfortable": 4, "recipe": 3, "cafe": 2, "coincidence": 4, "biology": 4, "reality": 4, "ninety": 2,
    "homes": 1, "whereabouts": 3, "priority": 4, "reopen": 3, "cooperate": 4, "rhythm": 2, "rhythms": 2,
}  # fmt: skip


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
    plain = html.unescape(TAGS.sub("", text))
    return _COMMAND.sub("this", _FILLED.sub(_STAND_IN, plain))


def count_syllables(word: str) -> int:
    """How many syllables a word has: groups of vowels, without a silent e; exceptions are listed. Numbers count as one
    for each digit."""
    word = word.casefold().replace("’", "'")
    if "-" in word:
        return sum(map(count_syllables, word.split("-")))
    if word.isdigit():
        return len(word)
    if word in _SYLLABLES:
        return _SYLLABLES[word]
    stem, _, end = word.partition("'")
    if stem in _SYLLABLES and end:
        return _SYLLABLES[stem]
    spoken_t = int(end == "t" and stem.endswith(("sn", "dn", "stn")))  # is·n't and did·n't, but don't and aren't
    stem = stem.removesuffix("n") if end == "t" and stem not in ("can",) else stem
    return max(1, _groups(stem)) + spoken_t


def _groups(stem: str) -> int:
    """The groups of vowels that are heard."""
    count = len(re.findall(r"[aeiouy]+", stem))
    if re.search(r"[^aeiouy]e$", stem) and not re.search(r"[^aeiouylr]le$", stem):
        count -= 1  # hope, but not table
    elif re.search(r"[^aeiouydt]ed$", stem) or re.search(r"[^aeiouycsxzgh]es$|thes$", stem):
        count -= 1  # hoped and hopes, but not wanted and wishes
    if re.search(r"[^aeiouylr]les$|[^aeiouylr]led$", stem):
        count += 1  # tables
    count += len(re.findall(r"i(?:a[^aeiou]|o(?!u|n))|(?<![tcsg])io(?=n)|eo(?!u)|ua(?=t)|[^q]ui(?=n[^aeiou])|yi", stem))
    count -= len(re.findall(r"[tcs]ia(?=[ln])", stem))
    return count


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them doesn't exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]
