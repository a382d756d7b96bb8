"""The cue table: words in which people tell that they reach for their partner or retreat; read from TOML, compiled.

A *cue* is a row of elements separated by spaces, matched word by word within one clause:

=============  ===============================================================================================
``word``       this word
``a|b|c``      one of these words
``@class``     one of the words of a class under ``[words]``; may stand among alternatives
``word?``      the same, or nothing
``..3``        up to three words of any kind, but none that begins a clause or says no (class ``wall``)
``$``          the end of a clause: a pause, a word of the class ``joint``, or the end of the message; only last, and
               may stand among alternatives
=============  ===============================================================================================

Fillers (class ``filler``: "just", "always") are taken out of the text before, so no cue names one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar, get_args

from content.tables import ContentError, read_table

Move = Literal["reach", "retreat", "swap", "none"]  # "swap": both take turns; "none": only looks like a cue
Who = Literal["subject", "other", "me", "partner"]

_FILE = Path(__file__).parent / "en" / "role" / "cues.toml"
_KEYS = {"move", "who", "me", "partner", "match"}
_NEEDED = (  # the classes that the grammar of dialogs/role/clauses.py reads
    "filler joint wall not seldom me partner mate us third lead drop make wishing before_ing past any_form be".split()
)
_WORD = re.compile(r"[a-z0-9]+")
_T = TypeVar("_T", bound=str)


@dataclass(frozen=True, slots=True)
class Cue:
    """One row. ``shape`` matches from a word on, in words each followed by a space.

    ``who`` tells whose move it is: the subject's, the other one's ("I get the silent treatment"), or always the
    teller's or the partner's. ``me`` and ``partner`` are how much it counts as the move of either.
    """

    source: str
    move: Move
    who: Who
    me: int
    partner: int
    shape: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CueBook:
    """All cues by the word they begin with, the word classes and the spellings."""

    by_word: Mapping[str, tuple[Cue, ...]]
    words: Mapping[str, frozenset[str]]
    spellings: Mapping[str, tuple[str, ...]]

    @property
    def cues(self) -> tuple[Cue, ...]:
        return tuple({cue.source: cue for cues in self.by_word.values() for cue in cues}.values())


@lru_cache(maxsize=4)
def load(path: Path = _FILE) -> CueBook:
    """Read, check and compile the table.

    Raises:
        ContentError: the file is no TOML, or a class, a spelling or a cue can't be used; the message names it.
    """
    return _Reader(path.name, read_table(path)).book()


class _Reader:
    """Compiles one file."""

    def __init__(self, where: str, table: Mapping[str, object]) -> None:
        self.where = where
        self.table = table
        self.words: dict[str, frozenset[str]] = {}

    def book(self) -> CueBook:
        for name, line in self._section("words").items():
            self.words[name] = frozenset(self._expanded(line.split(), f"class {name!r}"))
        if missing := [name for name in _NEEDED if name not in self.words]:
            raise self._error(f"the classes {missing} are missing; add them under [words]")
        by_word: dict[str, list[Cue]] = {}
        sources: set[str] = set()
        for row in self._rows():
            for source in self._sources(row):
                if source in sources:
                    raise self._error(f"the cue {source!r} occurs twice; keep one of them")
                sources.add(source)
                cue = self._cue(row, source)
                for word in self._names(source.split()[0].split("|"), source):
                    by_word.setdefault(word, []).append(cue)
        return CueBook(
            MappingProxyType({word: tuple(cues) for word, cues in by_word.items()}),
            MappingProxyType(self.words),
            MappingProxyType({word: tuple(meant.split()) for word, meant in self._section("spelling").items()}),
        )

    def _cue(self, row: Mapping[str, object], source: str) -> Cue:
        me = self._weight(row, "me", 4)
        return Cue(
            source,
            self._one(row, "move", get_args(Move)),
            self._one({"who": "subject", **row}, "who", get_args(Who)),
            me,
            self._weight(row, "partner", me // 2),
            re.compile("".join(self._elements(source))),
        )

    def _elements(self, source: str) -> Iterator[str]:
        parts = source.split()
        if parts[0].startswith("..") or parts[0].endswith("?") or parts[-1].startswith(".."):
            raise self._error(f"cue {source!r} begins or ends with something optional; begin and end with a word")
        for part in parts:
            if part.startswith(".."):
                if not part[2:].isdigit() or not 1 <= int(part[2:]) <= 8:
                    raise self._error(f"cue {source!r} has the gap {part!r}; write ..1 to ..8")
                yield rf"(?:(?!(?:[,.]|{'|'.join(sorted(self.words['wall']))}) )\S+ ){{0,{part[2:]}}}?"
            else:
                yield self._choice(part.removesuffix("?").split("|"), source) + ("?" if part.endswith("?") else "")

    def _choice(self, names: list[str], source: str) -> str:
        ways = []
        if words := self._names([name for name in names if name != "$"], source):
            ways.append(f"(?:{'|'.join(sorted(words))}) ")
        if "$" in names:
            ways.append(f"(?=[,.] |(?:{'|'.join(sorted(self.words['joint']))}) |$)")
        return f"(?:{'|'.join(ways)})"

    def _names(self, names: list[str], source: str) -> frozenset[str]:
        words = frozenset(self._expanded(names, f"cue {source!r}"))
        if lost := sorted(words & self.words["filler"]):
            raise self._error(f"cue {source!r} names {lost}, which are taken out as fillers; leave them out here too")
        return words

    def _expanded(self, names: list[str], where: str) -> Iterator[str]:
        for name in names:
            if name.startswith("@"):
                if name[1:] not in self.words:
                    raise self._error(f"{where} names the class {name!r}; add it under [words], before it is used")
                yield from self.words[name[1:]]
            elif not _WORD.fullmatch(name):
                raise self._error(f"{where} has {name!r}; write plain lower-case letters")
            else:
                yield name

    # -- values ------------------------------------------------------------------------------------------------------

    def _section(self, key: str) -> dict[str, str]:
        section = self.table.get(key, {})
        if not isinstance(section, dict) or not all(isinstance(value, str) for value in section.values()):
            raise self._error(f"[{key}] is {section!r}; write a table of strings")
        return section

    def _rows(self) -> list[Mapping[str, object]]:
        rows = self.table.get("cue", [])
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            raise self._error(f"cue is {rows!r}; write [[cue]] tables")
        for row in rows:
            if unknown := set(row) - _KEYS:
                raise self._error(f"a cue has the keys {sorted(unknown)}; it may have {sorted(_KEYS)}")
        return rows

    def _sources(self, row: Mapping[str, object]) -> list[str]:
        sources = row.get("match")
        if not isinstance(sources, list) or not all(isinstance(text, str) and text.strip() for text in sources):
            raise self._error(f"a cue has match = {sources!r}; write a list of rows")
        return sources

    def _weight(self, row: Mapping[str, object], key: str, default: int) -> int:
        value = row.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 8:
            raise self._error(f"a cue has {key} = {value!r}; write a whole number from 0 to 8")
        return value

    def _one(self, row: Mapping[str, object], key: str, allowed: tuple[_T, ...]) -> _T:
        value = next((name for name in allowed if name == row.get(key)), None)
        if value is None:
            raise self._error(f"a cue has {key} = {row.get(key)!r}; write one of {', '.join(allowed)}")
        return value

    def _error(self, what: str) -> ContentError:
        return ContentError(f"{self.where}: {what}")
