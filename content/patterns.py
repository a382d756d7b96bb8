"""The pattern data of the safety detectors: read from TOML, checked, compiled to plain frozen values.

A *pattern* is a row of elements separated by spaces, matched word by word against normalised text:

=============  ========================================================================================
``word``       this word
``a|b|c``      one of these words
``@class``     one of the words of a class under ``[words]``; may stand among alternatives
``kill*``      a word that begins so; ``*ing`` a word that ends so
``word?``      the same, or nothing
``..3``        up to three words of any kind, but never a negation (class ``not``) and never the end of a sentence
``^``  ``$``   the beginning of a sentence; the end of a clause (a comma, a full stop or the end of the message);
               ``$`` may stand among alternatives
=============  ========================================================================================

A *rule* fires where one of its ``match`` patterns is found and none of its ``unless`` patterns overlaps it. A
*context* found beside it then changes its tier: a negation silences it, "tonight" makes it imminent.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar, get_args

from content.tables import ContentError, read_table

Tier = Literal["A", "B", "C"]
Kind = Literal[
    "self_harm",
    "other_self_harm",  # the partner's danger to themselves, told apart from the reader's own
    "partner_violence",
    "coercive_control",
    "child_harm",
    "harm_to_other",
    "medical_emergency",
]
Outcome = Literal["A", "C", "none"]
Side = Literal["touching", "before", "around"]

_FILE = Path(__file__).parent / "en" / "safety" / "patterns.toml"
_RULE_KEYS = {"id", "tier", "kind", "match", "unless", "despite", "examples", "traps"}
_CONTEXT_KEYS = {"id", "to", "kinds", "side", "words", "across", "match"}
_T = TypeVar("_T", bound=str)


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: a word of these or (also) an edge, or a gap of up to ``gap`` words."""

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0
    edge: Literal["", "^", "$"] = ""

    def takes(self, word: str) -> bool:
        if word in self.words:
            return True
        return bool(self.stems or self.endings) and (word.startswith(self.stems) or word.endswith(self.endings))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled row. ``pivot`` is the element whose words are rarest among all patterns: without one, no match."""

    source: str
    elements: tuple[Element, ...]
    pivot: Element


@dataclass(frozen=True, slots=True)
class Context:
    """Words near a match that change what it means: within ``reach`` words of it, on this side of it."""

    id: str
    to: Outcome
    kinds: frozenset[str]
    side: Side
    reach: int
    across: bool  # whether it reaches over the end of a sentence
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a detector looks for, with the messages that prove it."""

    id: str
    tier: Tier
    kind: Kind
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    despite: frozenset[str]  # contexts that don't change this rule
    examples: tuple[str, ...]
    traps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PatternBook:
    """All rules, contexts and spellings."""

    rules: tuple[Rule, ...]
    contexts: tuple[Context, ...]
    spellings: Mapping[str, tuple[str, ...]]  # "dont" → ("do", "not")
    endings: Mapping[str, str]  # "'ll" → "will"
    leet: Mapping[str, str]  # "3" → "e"
    barriers: frozenset[str]  # words no gap crosses
    vocabulary: frozenset[str]


def fold(text: str) -> str:
    """Compatibility forms, case and accents folded away: ``ＫÍLL`` → ``kill``. May change the length."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.category(char).startswith("M"))


@lru_cache(maxsize=4)
def load(path: Path = _FILE) -> PatternBook:
    """Read, check and compile the patterns.

    Raises:
        ContentError: the file is no TOML, or a rule, a context or a pattern can't be used; the message names it.
    """
    return _Reader(path.name, read_table(path)).book()


class _Reader:
    """Compiles one file; knows its word classes and how often each word is used."""

    def __init__(self, where: str, table: Mapping[str, object]) -> None:
        self.where = where
        self.table = table
        self.classes: dict[str, str] = {}
        for name, words in self._section("words").items():
            self.classes[name] = "|".join(words.split())
        self.uses: dict[str, int] = {}

    def book(self) -> PatternBook:
        raw_contexts, raw_rules = self._rows("context"), self._rows("rule")
        for row in (*raw_contexts, *raw_rules):
            self._count(row)
        contexts = tuple(self._context(row) for row in raw_contexts)
        rules = tuple(self._rule(row, {context.id for context in contexts}) for row in raw_rules)
        ids = [context.id for context in contexts] + [rule.id for rule in rules]
        if doubles := sorted({name for name in ids if ids.count(name) > 1}):
            raise self._error(f"the ids {doubles} occur twice; give each rule and context its own")
        spellings = {word: tuple(fold(meant).split()) for word, meant in self._section("spelling").items()}
        barriers = frozenset(self.classes["not"].split("|")) if "not" in self.classes else frozenset()
        vocabulary = {word for word in self.uses if word.isalpha()}.union(spellings, *spellings.values())
        return PatternBook(
            rules,
            contexts,
            MappingProxyType(spellings),
            MappingProxyType(self._section("endings")),
            MappingProxyType(self._section("leet")),
            barriers,
            frozenset(vocabulary),
        )

    # -- rows -----------------------------------------------------------------------------------------------------

    def _rule(self, row: Mapping[str, object], contexts: set[str]) -> Rule:
        name = self._id(row, _RULE_KEYS)
        despite = frozenset(self._texts(row, "despite"))
        if unknown := despite - contexts:
            raise self._error(f"rule {name!r} is despite {sorted(unknown)}, which are no contexts")
        if not self._texts(row, "match") or not self._texts(row, "examples"):
            raise self._error(f"rule {name!r} needs at least one match and one example")
        return Rule(
            name,
            self._one(row, "tier", get_args(Tier)),
            self._one(row, "kind", get_args(Kind)),
            self._patterns(row, "match"),
            self._patterns(row, "unless"),
            despite,
            self._texts(row, "examples"),
            self._texts(row, "traps"),
        )

    def _context(self, row: Mapping[str, object]) -> Context:
        name = self._id(row, _CONTEXT_KEYS)
        kinds = frozenset(self._texts(row, "kinds")) or frozenset(get_args(Kind))
        if unknown := kinds - set(get_args(Kind)):
            raise self._error(f"context {name!r} names {sorted(unknown)}, which are no kinds")
        reach = row.get("words", 0)
        if not isinstance(reach, int) or not 0 <= reach <= 20:
            raise self._error(f"context {name!r} reaches {reach!r} words; write a number from 0 to 20")
        return Context(
            name,
            self._one(row, "to", get_args(Outcome)),
            kinds,
            self._one(row, "side", get_args(Side)),
            reach,
            row.get("across") is True,
            self._patterns(row, "match"),
        )

    def _patterns(self, row: Mapping[str, object], key: str) -> tuple[Pattern, ...]:
        return tuple(self._pattern(source) for source in self._texts(row, key))

    def _pattern(self, source: str) -> Pattern:
        elements = tuple(self._element(part, source) for part in source.split())
        solid = [element for element in elements if not (element.optional or element.gap or element.edge)]
        ends = (elements[0], elements[-1]) if elements else ()
        if not solid or any(element.optional or element.gap for element in ends):
            raise self._error(f"pattern {source!r} begins or ends with something optional; begin and end with a word")
        pivot = min(
            solid,
            key=lambda element: (
                bool(element.stems or element.endings),
                sum(self.uses[word] for word in element.words),
            ),
        )
        return Pattern(source, elements, pivot)

    def _element(self, part: str, source: str) -> Element:
        if part == "^":
            return Element(edge="^")
        if part.startswith(".."):
            if not part[2:].isdigit() or not 1 <= int(part[2:]) <= 8:
                raise self._error(f"pattern {source!r} has the gap {part!r}; write ..1 to ..8")
            return Element(gap=int(part[2:]))
        names = list(self._names(part.removesuffix("?"), source))
        edge: Literal["", "$"] = "$" if "$" in names else ""
        return Element(
            frozenset(name for name in names if "*" not in name and name != "$"),
            tuple(name[:-1] for name in names if name.endswith("*")),
            tuple(name[1:] for name in names if name.startswith("*")),
            part.endswith("?"),
            edge=edge,
        )

    def _names(self, part: str, source: str) -> Iterator[str]:
        for name in part.split("|"):
            if name.startswith("@"):
                if name[1:] not in self.classes:
                    raise self._error(f"pattern {source!r} names the class {name!r}; add it under [words]")
                yield from self._names(self.classes[name[1:]], source)
            elif name == "$":
                yield name
            elif name != fold(name) or not name.replace("*", "", 1).isalnum() or "*" in name[1:-1]:
                raise self._error(f"pattern {source!r} has {name!r}; write plain lower-case letters without accents")
            else:
                yield name

    def _count(self, row: Mapping[str, object]) -> None:
        for source in (*self._texts(row, "match"), *self._texts(row, "unless")):
            for part in source.split():
                for word in self._element(part, source).words:
                    self.uses[word] = self.uses.get(word, 0) + 1

    # -- values ---------------------------------------------------------------------------------------------------

    def _section(self, key: str) -> dict[str, str]:
        section = self.table.get(key, {})
        if not isinstance(section, dict) or not all(isinstance(value, str) for value in section.values()):
            raise self._error(f"[{key}] is {section!r}; write a table of strings")
        return section

    def _rows(self, key: str) -> list[Mapping[str, object]]:
        rows = self.table.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._error(f"{key} is {rows!r}; write [[{key}]] tables")
        return rows

    def _id(self, row: Mapping[str, object], keys: set[str]) -> str:
        name = row.get("id")
        if not isinstance(name, str) or not name:
            raise self._error(f"a row has the id {name!r}; give it a name, for example 'self-harm.plan'")
        if unknown := set(row) - keys:
            raise self._error(f"{name!r} has the keys {sorted(unknown)}; it may have {sorted(keys)}")
        return name

    def _one(self, row: Mapping[str, object], key: str, allowed: tuple[_T, ...]) -> _T:
        value = next((name for name in allowed if name == row.get(key)), None)
        if value is None:
            raise self._error(f"{row.get('id')!r} has {key} = {row.get(key)!r}; write one of {', '.join(allowed)}")
        return value

    def _texts(self, row: Mapping[str, object], key: str) -> tuple[str, ...]:
        values = row.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            raise self._error(f"{row.get('id')!r} has {key} = {values!r}; write a list of strings")
        return tuple(values)

    def _error(self, what: str) -> ContentError:
        return ContentError(f"{self.where}: {what}")
