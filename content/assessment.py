"""The rules of the assessment: what each failure looks like in somebody's own attempt; read from TOML, checked, frozen.

Every file of ``content/en/assessment/`` may hold word classes, spellings and rules::

    [words]
    absolute = "always never | all the time"    # words apart by spaces; phrases apart by "|"

    [[rule]]
    code = "THREAT"
    match = ["or [we are done]"]                # one of these must be found ...
    unless = ["over_and_done"]                  # ... none of these touching it ...
    beside = ["if we both"]                     # ... and none of these in its sentence
    examples = ["Answer me or we're done."]     # must be found
    traps = ["Are we done with dinner?"]        # must not

A pattern is a row of elements separated by spaces, matched word by word against the text as it was meant ("u don't"
reads "you do not", and he, she or "my wife", where that is the partner, reads "you"):

=============  =======================================================================================
``word``       this word; ``all_day`` is two words in a row; ``be*`` begins so, ``*ing`` ends so
``a|b|@c``     one of these; ``@c`` is a word class
``a|b?``       the same, or nothing; ``a|b~3`` up to three of them in a row
``..3``        up to three words of any kind, over no pause; ``,,3`` over commas, too; ``--3`` over no joining word and
               no new subject
``...``        all words to the next pause; ``>>`` to the end of the sentence; ``--`` to the next joining word
``^`` ``$``    the beginning and the end of a clause between pauses; ``%`` an end or a joining word
``!a|b``       not before one of these; ``<!a|b`` not after one of these
``[ … ]``      the part that is quoted to the person; without it, all
=============  =======================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from content.tables import ContentError, read_table

_FOLDER = Path(__file__).parent / "en" / "assessment"
_STATEMENTS = Path(__file__).parent / "en" / "statements"  # its feelings and faux feelings are classes here, too
_PARTS = {"words", "spellings", "rule"}
_RULE_KEYS = {"code", "match", "unless", "beside", "even", "examples", "traps"}
_CODE = re.compile(r"[A-Z_]+|has\.[a-z_]+")
_CLASS = re.compile(r"@([a-z_0-9]+)")
_ELEMENT = re.compile(r"\[|\]|\^|\$|%|\.\.\.|>>|--|(?:\.\.|,,|--)[1-9][0-9]?|(?!\.\.|,,|--|>>)<?!?[^\s<>\[\]]+")
_MARKS = {"reported", "hedged"}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule: the code it gives, or the part of a statement it finds (``has.need``). ``even``: marks it ignores."""

    code: str
    where: str  # file and number, for errors and tests
    match: tuple[str, ...]
    unless: tuple[str, ...]
    beside: tuple[str, ...]
    even: frozenset[str]
    examples: tuple[str, ...]
    traps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssessmentTables:
    """All rules, word classes and spellings; immutable."""

    rules: tuple[RuleRow, ...]
    words: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, tuple[str, ...]]  # "dont" → ("do", "not")


@lru_cache(maxsize=4)
def load(folder: Path = _FOLDER) -> AssessmentTables:
    """Read, validate and freeze the tables of a folder, once.

    Raises:
        ContentError: a file is no TOML, a rule lacks a part, or a pattern can't be read; it names file and key.
    """
    rules: list[RuleRow] = []
    words: dict[str, tuple[str, ...]] = _lexicon()
    spellings: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.toml")):
        table = read_table(path)
        if not table.keys() <= _PARTS:
            raise ContentError(f"{path.name} has {sorted(table.keys() - _PARTS)}; it may hold {sorted(_PARTS)}")
        for name, source in _texts(table.get("words", {}), f"{path.name} [words]"):
            if name in words:
                raise ContentError(f"{path.name} [words] {name} stands in another file, too; rename one")
            words[name] = _phrases(source)
        for name, source in _texts(table.get("spellings", {}), f"{path.name} [spellings]"):
            spellings[name] = tuple(source.split())
        rules += [_rule(row, f"{path.name} rule {at}") for at, row in enumerate(table.get("rule", ()), 1)]
    for lexicon, other in (("lexicon_faux", "unpleasant"), ("lexicon_unpleasant", "faux")):  # a word is one of them
        words[lexicon] = tuple(word for word in words[lexicon] if word not in words.get(other, ()))
    if not rules:
        raise ContentError(f"{folder.name} holds no rules; put its files back")
    frozen = {name: _flat(name, words, ()) for name in words}
    for rule in rules:
        _check(rule, frozen)
    return AssessmentTables(tuple(rules), MappingProxyType(frozen), MappingProxyType(spellings))


def _lexicon() -> dict[str, tuple[str, ...]]:
    """The classes ``lexicon_unpleasant``, ``lexicon_pleasant`` and ``lexicon_faux``, and ``lexicon_said`` for whole
    clauses ("i was in bits"), from the tables of the statements; without comparisons ("like a ghost")."""
    found: dict[str, list[str]] = {"unpleasant": [], "pleasant": [], "said": [], "faux": []}
    rows = [("feelings", row) for row in read_table(_STATEMENTS / "feelings.toml").values()]
    rows += [("faux", row) for row in read_table(_STATEMENTS / "faux.toml").values()]
    for table, row in rows:
        name = "faux" if table == "faux" else "pleasant" if row.get("pleasant") else "unpleasant"
        for text in (*row.get("words", ()), *([row["adjective"]] if "adjective" in row else [])):
            plain = " ".join(re.sub("'(?!s)", "", text.replace("'s", " 's")).replace("-", " ").split())
            if not plain.startswith("like "):
                found["said" if plain.startswith(("i ", "my ")) and table == "feelings" else name].append(plain)
    return {f"lexicon_{name}": tuple(dict.fromkeys(texts)) for name, texts in found.items()}


def elements(pattern: str) -> list[str]:
    """The elements of a pattern, in order."""
    return pattern.split()


def _phrases(source: str) -> tuple[str, ...]:
    """``"always never | all the time"`` → always, never, all the time: with a bar, the parts after it are phrases."""
    first, *phrases = source.split("|")
    words = [word if word[0] == "@" else re.sub("[-_]", " ", word) for word in first.split()]  # read as a space
    return (*words, *(" ".join(phrase.split()) for phrase in phrases))


def _flat(name: str, words: Mapping[str, tuple[str, ...]], above: tuple[str, ...]) -> tuple[str, ...]:
    if name not in words:
        raise ContentError(f"[words] {above[-1] if above else name} names @{name}, which is no class; correct it")
    if name in above:
        raise ContentError(f"[words] {name} contains itself; take it out")
    found: list[str] = []
    for word in words[name]:
        found += _flat(word[1:], words, (*above, name)) if word.startswith("@") else [word]
    return tuple(dict.fromkeys(found))


def _texts(table: object, where: str) -> Iterator[tuple[str, str]]:
    if not isinstance(table, dict):
        raise ContentError(f"{where} is {table!r}; write a table of texts")
    for name, source in table.items():
        if not isinstance(source, str) or not source.strip():
            raise ContentError(f"{where} {name} is {source!r}; write words in one text")
        yield name, source


def _rule(row: Any, where: str) -> RuleRow:
    if not isinstance(row, dict) or not row.keys() <= _RULE_KEYS or not _CODE.fullmatch(str(row.get("code"))):
        raise ContentError(f"{where} is {row!r}; it needs a code and may have {sorted(_RULE_KEYS)}")
    parts: dict[str, tuple[str, ...]] = {}
    for key in sorted(_RULE_KEYS - {"code"}):
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
            raise ContentError(f"{where} {key} is {value!r}; write a list of texts")
        parts[key] = tuple(value)
    for key in ("match", "examples", "traps"):
        if not parts[key]:
            raise ContentError(f"{where} ({row['code']}) has no {key}; a rule proves itself by examples and traps")
    if not set(parts["even"]) <= _MARKS:
        raise ContentError(f"{where} even is {parts['even']}; it may name {sorted(_MARKS)}")
    return RuleRow(
        row["code"],
        where,
        parts["match"],
        parts["unless"],
        parts["beside"],
        frozenset(parts["even"]),
        parts["examples"],
        parts["traps"],
    )


def _check(rule: RuleRow, words: Mapping[str, tuple[str, ...]]) -> None:
    for pattern in (*rule.match, *rule.unless, *rule.beside):
        parts = elements(pattern)
        if not parts or not all(_ELEMENT.fullmatch(part) for part in parts):
            wrong = [part for part in parts if not _ELEMENT.fullmatch(part)]
            raise ContentError(f"{rule.where}: {pattern!r} has {wrong}, which is no element; see content/assessment.py")
        if (parts.count("["), parts.count("]")) not in ((0, 0), (1, 1)):
            raise ContentError(f"{rule.where}: {pattern!r} needs one [ and one ], or none")
        for name in _CLASS.findall(pattern):
            if name not in words:
                raise ContentError(f"{rule.where}: {pattern!r} names @{name}, which is no class; correct it")
