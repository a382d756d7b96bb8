"""Patterns: the small language the frames are written in, and matching it word by word.

A pattern is a row of elements: ``word``, ``one|another``, ``word?``, ``*`` (up to four words), ``@list``, ``#slot`` (a
word that fills ``{slot}``) and a last ``...`` (anything may follow). Light words of the text are stepped over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from content.statements import load
from dialogs.statements.words import Word, named

_GAP = 4  # words a ``*`` may stand for
_LIGHT = 3  # light words stepped over between two elements
_SUBJECT = re.compile(r"^(\w+): ")


@dataclass(frozen=True, slots=True)
class Element:
    """What may stand at one place; a ``gap`` is any few words. ``fills``: word → what fills the slot."""

    words: frozenset[str] = frozenset()
    optional: bool = False
    gap: bool = False
    fills: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; ``subject`` is who it is about ("" is the partner), ``open`` ends in ``...``."""

    subject: str
    elements: tuple[Element, ...]
    open: bool
    weight: int  # how much it says: plain elements count most


@dataclass(frozen=True, slots=True)
class Match:
    """Where a match ends (the word after it), and what fills its slot."""

    end: int
    slot: str | None = None


@cache
def compile_pattern(source: str) -> Pattern:
    """Read a pattern; the tables were checked when they were loaded."""
    about = _SUBJECT.match(source)
    parts = (source[about.end() :] if about else source).split()
    open_end = parts[-1] == "..."
    elements = tuple(_element(part) for part in (parts[:-1] if open_end else parts))
    weight = sum(0 if element.gap else 1 if element.optional else 2 for element in elements)
    return Pattern(about.group(1) if about else "", elements, open_end, weight)


def first_words(pattern: Pattern) -> Iterator[str]:
    """The words that a match may begin with, as an index by first word needs them."""
    for element in pattern.elements:
        yield from sorted(element.words)
        if not element.optional:
            return


def match(pattern: Pattern, words: Sequence[Word], start: int) -> Match | None:
    """Match from this word on, or None. The first word may be any form of the pattern's; so may the others."""
    return _match(pattern.elements, 0, words, start, None)


def _element(part: str) -> Element:
    if part == "*":
        return Element(gap=True)
    optional = part.endswith("?")
    words: set[str] = set()
    fills: dict[str, str] = {}
    for choice in part.removesuffix("?").split("|"):
        if choice.startswith("@"):
            words.update(named(choice[1:]) if choice[1:] in load().readings["words"] else load().slots[choice[1:]])
        elif choice.startswith("#"):
            fills.update(load().slots[choice[1:]])
            words.update(load().slots[choice[1:]])
        else:
            words.add(choice)
    return Element(frozenset(words), optional, fills=fills or None)


def _match(
    elements: Sequence[Element], place: int, words: Sequence[Word], at: int, slot: str | None, skipped: int = 0
) -> Match | None:
    if place == len(elements):
        return Match(at, slot)
    element = elements[place]
    if element.gap:
        for size in range(1, _GAP + 1):
            if at + size > len(words) or (at + size - 1 > 0 and words[at + size - 1].pause == "."):
                return None
            if (found := _match(elements, place + 1, words, at + size, slot)) is not None:
                return found
        return None
    if at < len(words) and not (place and words[at].pause == "."):
        word = words[at]
        if hit := word.bases & element.words:
            filled = slot
            if element.fills is not None:
                fillers = element.fills
                filled = next((fillers[one] for one in (word.text, *sorted(hit)) if one in fillers), slot)
            if (found := _match(elements, place + 1, words, at + 1, filled)) is not None:
                return found
        if place and word.light and skipped < _LIGHT:  # never before the first element: the caller chose that word
            found = _match(elements, place, words, at + 1, slot, skipped + 1)
            if found is not None:
                return found
    return _match(elements, place + 1, words, at, slot) if element.optional else None
