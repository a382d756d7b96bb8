"""Vocabulary: a word of a text, and what the tables know of it: its base verbs, its forms, the lists it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from content.statements import load

Pause: TypeAlias = Literal["", ",", "."]
BE = frozenset("am is are was were be been being 's".split())  # the forms of "be", also where it is joined on


@dataclass(frozen=True, slots=True)
class Word:
    """One word; ``start`` and ``end`` are its place in the text, ``pause`` what stood before it.

    ``light`` words ("really", "the") change nothing a frame looks for. ``bases`` are the word and the verbs it may be
    a form of.
    """

    text: str
    start: int
    end: int
    pause: Pause = ""
    light: bool = False
    bases: frozenset[str] = frozenset()


@cache
def bases_of(word: str) -> frozenset[str]:
    """The word itself and every verb it may be a form of."""
    return frozenset({word, *known_verbs().get(word, ())})


def is_verb(word: str) -> bool:
    """Whether this is the base form of a verb of the tables."""
    return word in load().forms


def is_form(word: Word, which: Literal["present", "past", "participle", "doing"]) -> bool:
    """Whether a word is this form of a verb of the tables."""
    at = ("present", "past", "participle", "doing").index(which)
    forms = load().forms
    return any(base in forms and forms[base][at] == word.text for base in word.bases) or (
        word.text in load().variants and which in ("past", "participle")
    )


def named(name: str) -> frozenset[str]:
    """A list of words of readings.toml."""
    return all_lists()[name]


@cache
def all_lists() -> dict[str, frozenset[str]]:
    """The lists of readings.toml by their names."""
    return {name: frozenset(words) for name, words in load().readings["words"].items()}


@cache
def known_verbs() -> dict[str, tuple[str, ...]]:
    """Every form of a verb → the verbs it may be a form of."""
    tables = load()
    verbs: dict[str, tuple[str, ...]] = {}
    for base, forms in tables.forms.items():
        for form in forms:
            verbs[form] = (*verbs.get(form, ()), base)
    for form, base in tables.variants.items():
        verbs[form] = (*verbs.get(form, ()), base)
    for form in ("am", "are", "were", "'s"):
        verbs[form] = ("be",)
    return verbs
