"""The tables of the statement engine: frames, feelings, needs, labels, verb forms; read from TOML, checked, frozen.

Nothing here is inflected or guessed: every situation is written in both tenses, every verb form stands in the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, cast

from content.statement_checks import check_tables
from content.statement_rows import (
    AskRow,
    FauxRow,
    FeelingRow,
    FrameRow,
    IdiomRow,
    LabelRow,
    NeedRow,
    StatementTables,
    WordingRow,
)
from content.tables import ContentError, read_table

_FOLDER = Path(__file__).parent / "en" / "statements"


_Row = TypeVar("_Row", FeelingRow, FauxRow, NeedRow, LabelRow, IdiomRow, FrameRow, WordingRow, AskRow)


@lru_cache(maxsize=4)
def load(folder: Path = _FOLDER) -> StatementTables:
    """Read, validate and freeze the tables of a folder, once.

    Raises:
        ContentError: a file is missing or no TOML, a row lacks a part, or a row names what no table has.
    """
    readings = read_table(folder / "readings.toml")
    verbs = read_table(folder / "verbs.toml")
    framed = _worded(
        [row for path in sorted(folder.glob("frames_*.toml")) for row in _rows(FrameRow, path)],
        [row for path in sorted(folder.glob("wordings_*.toml")) for row in _rows(WordingRow, path)],
    )
    tables = StatementTables(
        frames=tuple(framed),
        feelings=_by_id(_rows(FeelingRow, folder / "feelings.toml")),
        faux=_by_id(_rows(FauxRow, folder / "faux.toml")),
        needs=_by_id(_rows(NeedRow, folder / "needs.toml")),
        labels=_by_id(_rows(LabelRow, folder / "labels.toml")),
        idioms=_by_id(_rows(IdiomRow, folder / "idioms.toml")),
        families=_lists(read_table(folder / "families.toml").get("families"), "families.toml"),
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
        sentences=MappingProxyType(
            {
                f"{group}.{name}": text
                for group, table in read_table(folder / "sentences.toml").items()
                for name, text in _words_of(table, "sentences.toml").items()
            }
        ),
        strength=_lists(read_table(folder / "strength.toml"), "strength.toml"),
        open_requests=_lists(read_table(folder / "requests.toml").get("requests"), "requests.toml")["open"],
        asks=_by_id(_rows(AskRow, folder / "asks.toml")),
        concepts=_lists(read_table(folder / "concepts.toml").get("concepts"), "concepts.toml"),
    )
    check_tables(tables)
    return tables


@cache
def frames_by_id() -> Mapping[str, FrameRow]:
    """The frames of the tables by their names."""
    return MappingProxyType({frame.id: frame for frame in load().frames})


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


def _worded(frames: list[FrameRow], wordings: list[WordingRow]) -> list[FrameRow]:
    """The frames with their further wordings."""
    more = {row.id: row for row in wordings}
    if unknown := [name for name in more if name not in {frame.id for frame in frames}]:
        raise ContentError(f"wordings: {unknown} are no frames; correct the names")
    return [_reworded(frame, more[frame.id]) if frame.id in more else frame for frame in frames]


def _reworded(frame: FrameRow, row: WordingRow) -> FrameRow:
    def both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*one, *other)))

    return replace(
        frame,
        verbs=both(frame.verbs, row.verbs),
        also_present=both(frame.also_present, row.also_present),
        also_past=both(frame.also_past, row.also_past),
        feelings=both(frame.feelings, row.feelings),
        needs=both(frame.needs, row.needs),
        requests=both(frame.requests, row.requests),
    )


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
