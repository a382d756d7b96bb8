"""Spelling: slips of the fingers put right, where one known word is a letter away: "recrod", "choclate".

What fingers do by themselves (Damerau, 1964): a letter too few, two letters swapped, one typed twice, in a long word
another vowel. And what ears do: a word that sounds like a common one (Philips, 1990), "agenst", "secund". Any other
word may be dialect or a name, so it stays, as does what has a capital.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from string import ascii_lowercase

from content.statements import load
from content.words import load_words
from dialogs.statements.vocabulary import all_lists, known_verbs

_WORD = re.compile(r"(?<![\w'’*@.#])[a-z]{5,24}(?![\w'’*@]|\.\w)")
_SMALL = re.compile(r"(?<![\w'’*@.#-])[a-z]{3,24}(?![\w'’*@-]|\.\w)")
_STRETCHED = re.compile(r"(.)\1\1")
_ENDINGS = ("", "s", "es", "ly")
_VOWELS = "aeiou"
_LONG, _LONGER = 8, 9  # letters from which on a vowel may be another one, and so beside another slip
_SPELLED = 4  # letters of a word that may be meant by ear
_ALIKE = 0.72  # from this likeness of the letters on, of words that sound the same
_MUTE = re.compile(r"[aeiouyhw]")
_SOUNDS = tuple(
    (re.compile(spelled), sound)
    for spelled, sound in (
        (r"^[kgp]n", "n"),
        (r"^wr", "r"),
        (r"^wh", "w"),
        (r"ph", "f"),
        (r"[cst]ion|shun", "Sn"),
        (r"sh|[cst]i(?=[aou])", "S"),
        (r"t?ch", "C"),
        (r"dge?(?=[aeiouy]|$)|(?<!^)ge(?=$|[dsr])", "J"),
        (r"c(?=[eiy])|z", "s"),
        (r"ck|c|q|kh", "k"),
        (r"x", "ks"),
        (r"gh", ""),
        (r"(.)\1", r"\1"),
    )
)
_KEPT = 512  # words that were looked up


def correct(text: str) -> str:
    """The text with such slips put right. Pure; any text will do."""
    return _WORD.sub(lambda found: _corrected(found.group()), text)


@lru_cache(maxsize=_KEPT)
def _corrected(word: str) -> str:
    """What the tables say is meant, or the commonest word one slip away; itself if it is known or none is."""
    ranks = _ranks()
    meant = load().spellings.get(word, "")
    used = word in ranks or word in load_words().rare  # what people use is no slip: "telly"
    if meant and " " not in meant and not used:
        return meant
    if _is_known(word) or _STRETCHED.search(word):
        return word
    for guesses in (swapped, missing, _doubled, _voiced, _missing_and_voiced):
        likely = [guess for guess in guesses(word) if guess in ranks and guess != f"{word}s"]
        if likely:
            return min(likely, key=lambda guess: ranks[guess])
    return _sounded(word) or word


def has_slips(text: str) -> bool:
    """Whether a word of small letters is left that nobody knows: a slip, or a word that few would understand."""
    return any(not _is_known(found.group()) for found in _SMALL.finditer(text))


def _is_known(word: str) -> bool:
    """Whether a word stands in the tables or the examples, or is a form of one that does."""
    return any(word.removesuffix(ending) in _known() for ending in _ENDINGS if word.endswith(ending)) or any(
        word.endswith(ending) and _takes(word.removesuffix(ending)) for ending in ("ed", "ing", "er")
    )


def _takes(stem: str) -> bool:
    """Whether a known word takes "ing" as it is: "clean", "help", and not "shop", which doubles its last letter."""
    return stem in _known() and (stem[-2:-1] not in _VOWELS or stem[-3:-2] in _VOWELS or stem[-1] in "wxy")


def swapped(word: str) -> Iterator[str]:
    """What a word may stand for in which two letters were swapped."""
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def missing(word: str) -> Iterator[str]:
    """What a word may stand for that lacks a letter, but for its first."""
    for at in range(1, len(word) + 1):
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at:]


def _doubled(word: str) -> Iterator[str]:
    for at in range(1, len(word)):
        if word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]


def _voiced(word: str) -> Iterator[str]:
    if len(word) >= _LONG:
        for at in range(1, len(word)):
            if word[at] in _VOWELS:
                for vowel in _VOWELS:
                    yield word[:at] + vowel + word[at + 1 :]


def _missing_and_voiced(word: str) -> Iterator[str]:
    if len(word) >= _LONGER:
        for guess in _voiced(word):
            yield from missing(guess)


def _sounded(word: str) -> str | None:
    """The common word that sounds the same and is written most alike; None where none is much alike."""
    guesses = _heard().get(sound_of(word), ())
    likeness = ((SequenceMatcher(None, word, guess).ratio(), -_ranks()[guess], guess) for guess in guesses)
    alike, _, guess = max(likeness, default=(0.0, 0, ""))
    return guess if alike >= _ALIKE and guess[0] == word[0] else None


def sound_of(word: str) -> str:
    """A rough key to how a word sounds: its first letter and its consonants, each sound by one letter."""
    for spelled, sound in _SOUNDS:
        word = spelled.sub(sound, word)
    return word[:1] + _MUTE.sub("", word[1:])


@cache
def _heard() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in _ranks():
        if len(word) >= _SPELLED:
            found[sound_of(word)].append(word)
    return found


@cache
def _ranks() -> Mapping[str, int]:
    return {word: rank for rank, word in enumerate(load_words().common)}


@cache
def _known() -> frozenset[str]:
    """Everything the tables or the examples have: what is rare is no slip."""
    tables = load()
    return frozenset(
        {*_ranks(), *known_verbs(), *tables.forms, *tables.spellings, *load_words().rare}.union(*all_lists().values())
    )
