"""The tables of the statement engine: frames, feelings, needs, labels, verb forms; read from TOML, checked, frozen.

Nothing here is inflected or guessed: every situation is written in both tenses, every verb form stands in the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, cast

from content.tables import ContentError, read_table

_FOLDER = Path(__file__).parent / "en" / "statements"
_SLOT = "{slot}"
_YOU = re.compile(r"(?<![-\w])you(?:'\w+)?\b(?=.*\w)|(?<![-\w])you'", re.IGNORECASE)  # only the last word may be "you"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeelingRow:
    """A feeling: ``adjective`` follows "I feel"; ``intensity`` is 1 to 3; ``words`` are other ways to say it."""

    id: str
    adjective: str
    intensity: int
    pleasant: bool
    words: tuple[str, ...]
    example: str
    counter_example: str
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    only_after_feel: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FauxRow:
    """A word that judges another's deed in the dress of a feeling, with what may be under it."""

    id: str
    words: tuple[str, ...]
    may_hide: tuple[str, ...]
    needs: tuple[str, ...]
    example: str
    counter_example: str
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """A need: ``phrase`` follows "I need"."""

    id: str
    phrase: str
    words: tuple[str, ...]
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """Words for what somebody is; ``strict`` ones count only after an intensifier."""

    id: str
    words: tuple[str, ...]
    feelings: tuple[str, ...]
    needs: tuple[str, ...]
    example: str
    counter_example: str
    strict: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRow:
    """What a complaint may say (``does``, ``lacks``: patterns), and how the same event reads without blame."""

    id: str
    present: str
    past: str
    feelings: tuple[str, ...]
    needs: tuple[str, ...]
    requests: tuple[str, ...]
    example: str
    counter_example: str
    does: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    often: bool = False  # fires only on what is said to happen again and again
    default_slot: str = ""


@dataclass(frozen=True, slots=True)
class StatementTables:
    """Everything the statement engine knows; all of it immutable."""

    frames: tuple[FrameRow, ...]
    feelings: Mapping[str, FeelingRow]
    faux: Mapping[str, FauxRow]
    needs: Mapping[str, NeedRow]
    labels: Mapping[str, LabelRow]
    slots: Mapping[str, Mapping[str, str]]
    forms: Mapping[str, tuple[str, ...]]  # base → he/she form, past, participle, -ing form
    variants: Mapping[str, str]
    readings: Mapping[str, Mapping[str, tuple[str, ...]]]
    spellings: Mapping[str, str]
    shown: Mapping[str, str]
    refusals: Mapping[str, tuple[str, ...]]
    grave: Mapping[str, tuple[str, ...]]  # death, birth, loss, illness: patterns
    reproaches: Mapping[str, tuple[str, ...]]  # what hurts and has no frame: patterns, words
    blame: Mapping[str, tuple[str, ...]]  # code → patterns
    sentences: Mapping[str, str]  # "join.situation" → template


_Row = TypeVar("_Row", FeelingRow, FauxRow, NeedRow, LabelRow, FrameRow)


@lru_cache(maxsize=4)
def load(folder: Path = _FOLDER) -> StatementTables:
    """Read, validate and freeze the tables of a folder, once.

    Raises:
        ContentError: a file is missing or no TOML, a row lacks a part, or a row names what no table has.
    """
    readings = read_table(folder / "readings.toml")
    verbs = read_table(folder / "verbs.toml")
    framed = [row for path in sorted(folder.glob("frames_*.toml")) for row in _rows(FrameRow, path)]
    tables = StatementTables(
        frames=tuple(framed),
        feelings=_by_id(_rows(FeelingRow, folder / "feelings.toml")),
        faux=_by_id(_rows(FauxRow, folder / "faux.toml")),
        needs=_by_id(_rows(NeedRow, folder / "needs.toml")),
        labels=_by_id(_rows(LabelRow, folder / "labels.toml")),
        slots=MappingProxyType(
            {name: _words_of(table, "slots.toml") for name, table in read_table(folder / "slots.toml").items()}
        ),
        forms=_lists(verbs.get("forms"), "verbs.toml forms"),
        variants=_words_of(verbs.get("variants"), "verbs.toml variants"),
        readings=MappingProxyType(
            {
                name: _lists(readings.get(name), f"readings.toml {name}")
                for name in ("words", "catenatives", "leads", "times")
            }
        ),
        spellings=_words_of(readings.get("spellings"), "readings.toml spellings"),
        shown=_words_of(readings.get("shown"), "readings.toml shown"),
        refusals=_lists(read_table(folder / "refusals.toml"), "refusals.toml"),
        grave=_lists(read_table(folder / "grave.toml"), "grave.toml"),
        reproaches=_lists(read_table(folder / "reproaches.toml"), "reproaches.toml"),
        blame=_lists(read_table(folder / "blame.toml"), "blame.toml"),
        sentences=MappingProxyType(
            {
                f"{group}.{name}": text
                for group, table in read_table(folder / "sentences.toml").items()
                for name, text in _words_of(table, "sentences.toml").items()
            }
        ),
    )
    _check(tables)
    return tables


def _rows(kind: type[_Row], path: Path) -> list[_Row]:
    known = {field.name for field in fields(kind)}
    build: Callable[..., _Row] = kind  # the parts are checked here, at run time, and not by their types
    rows = []
    for name, table in read_table(path).items():
        if not isinstance(table, dict) or not table.keys() <= known:
            raise ContentError(f"{path.name}: [{name}] may have {sorted(known)}; correct {table!r}")
        values = {
            key: _strings(value, f"{path.name} [{name}] {key}") if isinstance(value, list) else value
            for key, value in table.items()
        }
        try:
            rows.append(build(**{"id": name, **values}))
        except TypeError as error:
            raise ContentError(f"{path.name}: [{name}] is incomplete ({error}); add what is missing") from error
    return rows


def _by_id(rows: list[_Row]) -> Mapping[str, _Row]:
    return MappingProxyType({row.id: row for row in rows})


def _strings(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ContentError(f"{where} is {value!r}; write a list of texts")
    return tuple(value)


def _lists(table: object, where: str) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise ContentError(f"{where} is {table!r}; write a table of lists")
    return MappingProxyType({name: _strings(value, f"{where} {name}") for name, value in table.items()})


def _words_of(table: object, where: str) -> Mapping[str, str]:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise ContentError(f"{where} is {table!r}; write a table of texts")
    return MappingProxyType(cast("dict[str, str]", dict(table)))


def _check(tables: StatementTables) -> None:
    seen: set[str] = set()
    for frame in tables.frames:
        if frame.id in seen:
            raise ContentError(f"two frames are called {frame.id!r}; rename one")
        seen.add(frame.id)
        for tense, situation in (("present", frame.present), ("past", frame.past)):
            if situation != situation.strip() or situation.endswith((".", ",")) or _YOU.search(situation):
                raise ContentError(f'frame {frame.id}: {tense} is {situation!r}; write a bare clause without "you"')
        if not (frame.does or frame.lacks) or not 2 <= len(frame.feelings) <= 3 or not frame.requests:
            raise ContentError(f"frame {frame.id}: give it patterns, two or three feelings and a request")
        if any(not request.endswith("?") for request in frame.requests):
            raise ContentError(f"frame {frame.id}: a request is no question in {frame.requests!r}; ask it")
        if (_SLOT in frame.present) != (_SLOT in frame.past):
            raise ContentError(f"frame {frame.id}: only one tense has {_SLOT}; give it to both")
        for pattern in (*frame.does, *frame.lacks):
            _check_pattern(pattern, tables, f"frame {frame.id}")
            if _SLOT in frame.present and "#" not in pattern and not frame.default_slot and "inlaw:" not in pattern:
                raise ContentError(f"frame {frame.id}: {pattern!r} fills no {_SLOT}; mark the word with #")
        for name in frame.feelings:
            if name not in tables.feelings or tables.feelings[name].pleasant:
                raise ContentError(f"frame {frame.id}: {name!r} is no unpleasant feeling; choose one of feelings.toml")
    hinting: tuple[FrameRow | LabelRow | FauxRow, ...]
    hinting = (*tables.frames, *tables.labels.values(), *tables.faux.values())
    for row in hinting:
        unknown = [name for name in row.needs if name not in tables.needs]
        felt = row.may_hide if isinstance(row, FauxRow) else row.feelings
        unknown += [name for name in felt if name not in tables.feelings]
        if unknown:
            raise ContentError(f"{row.id}: {unknown} stand in no table; correct or add them")
    for base, shapes in tables.forms.items():
        if len(shapes) != 4:
            raise ContentError(f"verbs.toml: {base} has {len(shapes)} forms; give it four")


def _check_pattern(pattern: str, tables: StatementTables, where: str) -> None:
    for name in re.findall(r"[@#]([a-z_]+)", pattern):
        if name not in tables.readings["words"] and name not in tables.slots:
            raise ContentError(f"{where}: {pattern!r} names {name!r}, which is no list and no slot; correct it")
