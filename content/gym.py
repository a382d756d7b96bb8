"""The gym's bank: situations to write about, sentences with one slip to spot, sentences to repair; read from TOML.

``slips.toml``
    For each code of the failure catalogue the level it is practised from, and the codes offered beside it.
``situations/<topic>.toml``
    Moments by role: whose side of the loop they speak to.
``spots.toml``
    ``[CODE.name]`` with a ``text`` of pieces between bars. The words in ``[ ]`` carry the slip; where a part is
    missing there are neither bars nor brackets. ``better`` is the same without the slip.
``repairs.toml``
    ``[topic.name]`` with the ``slips`` to mend, the worst first, and one ``better`` way to say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from content.tables import ContentError, read_table

Level = Literal[1, 2, 3]
Side = Literal["pursuer", "distancer", "both"]

LONGEST_SITUATION = 40  # words
LONGEST_SENTENCE = 45  # words of a sentence and of the better one: what an "I" statement may have
LONGEST_PIECE = 60  # characters that fit on a button
PIECES = (3, 4)  # how many pieces a sentence may be parted into
_FOLDER = Path(__file__).parent / "en" / "gym"
_CODE = re.compile(r"[A-Z]+(?:_[A-Z]+)*")
_NAME = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_EDGES = " ,.;:!?"
_MISSING = "NO_"  # codes of a part that is not there


@dataclass(frozen=True, slots=True)
class Slip:
    """A code of the failure catalogue: practised from ``level`` on, with ``beside`` offered as other answers."""

    code: str
    level: Level
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """A moment to write about; ``side`` says whose side of the loop it speaks to."""

    name: str  # "chores.dishes_overnight": kept in people's data, so never renamed
    topic: str
    side: Side
    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence with one slip.

    ``pieces`` are what can be tapped, ``at`` the number of the one that carries the slip, and ``start`` to ``end`` its
    words in ``text``. Where a part is missing there are no pieces, and the span is the whole text.
    """

    name: str
    code: str
    text: str
    start: int
    end: int
    pieces: tuple[str, ...]
    at: int
    better: str

    @property
    def quote(self) -> str:
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Repair:
    """A sentence that blames, and one way to say it without."""

    name: str
    topic: str
    slips: tuple[str, ...]
    text: str
    better: str


@dataclass(frozen=True, slots=True)
class Bank:
    """Everything there is to practise on, by name; immutable."""

    slips: Mapping[str, Slip]
    situations: Mapping[str, Situation]
    spots: Mapping[str, Spot]
    repairs: Mapping[str, Repair]


@lru_cache(maxsize=4)
def load(folder: Path = _FOLDER) -> Bank:
    """Read, check and freeze the bank, once.

    Raises:
        ContentError: a file is no TOML, or a row can't be used; the message names the file and the row.
    """
    slips = {slip.code: slip for slip in _slips(folder / "slips.toml")}
    situations = [row for path in sorted((folder / "situations").glob("*.toml")) for row in _situations(path)]
    spots = list(_spots(folder / "spots.toml", slips))
    repairs = list(_repairs(folder / "repairs.toml", slips))
    if not situations:
        raise ContentError(f"{folder.name}/situations holds no situation; put its files back")
    for code in slips.keys() - {spot.code for spot in spots}:
        raise ContentError(f"spots.toml has no sentence with {code}; add one, or nobody can learn to see it")
    return Bank(
        MappingProxyType(slips),
        MappingProxyType({row.name: row for row in situations}),
        MappingProxyType({row.name: row for row in spots}),
        MappingProxyType({row.name: row for row in repairs}),
    )


def _slips(path: Path) -> Iterator[Slip]:
    table = read_table(path)
    for code, row in table.items():
        where = f"{path.name} [{code}]"
        if not _CODE.fullmatch(code) or not isinstance(row, dict) or row.keys() != {"level", "beside"}:
            raise ContentError(f"{where} is {row!r}; write a code with level and beside")
        if row["level"] not in get_args(Level):
            raise ContentError(f"{where} level is {row['level']!r}; write 1, 2 or 3")
        beside = row["beside"]
        if not isinstance(beside, list) or len(set(beside)) < PIECES[0] or code in beside:
            raise ContentError(f"{where} beside is {beside!r}; write at least three other codes")
        if unknown := [name for name in beside if name not in table]:
            raise ContentError(f"{where} beside names {unknown}, which are no codes of this file; correct them")
        yield Slip(code, row["level"], tuple(beside))


def _situations(path: Path) -> Iterator[Situation]:
    for heading, rows in read_table(path).items():
        side: Side | None = next((each for each in get_args(Side) if each == heading), None)
        if side is None:
            raise ContentError(f"{path.name} has [{heading}]; write pursuer, distancer or both")
        for name, text in _rows(rows, f"{path.name} [{side}]"):
            where = f"{path.name} [{side}] {name}"
            yield Situation(f"{path.stem}.{name}", path.stem, side, _text(text, LONGEST_SITUATION, where))


def _spots(path: Path, slips: Mapping[str, Slip]) -> Iterator[Spot]:
    for code, rows in read_table(path).items():
        if code not in slips:
            raise ContentError(f"{path.name} has [{code}], which is no code of slips.toml; correct it")
        for name, row in _rows(rows, f"{path.name} [{code}]"):
            where = f"{path.name} [{code}.{name}]"
            _has(row, {"text", "better"}, where)
            marked = _text(row["text"], LONGEST_SENTENCE + 3, where)
            better = _text(row["better"], LONGEST_SENTENCE, where)
            yield _spot(f"{code}.{name}", code, marked, better, where)


def _spot(name: str, code: str, marked: str, better: str, where: str) -> Spot:
    if code.startswith(_MISSING):
        if any(sign in marked for sign in "[]|"):
            raise ContentError(f"{where} marks words, but {code} is a part that isn't there; take the marks out")
        return Spot(name, code, marked, 0, len(marked), (), 0, better)
    raw = [piece.strip() for piece in marked.split("|")]
    text = " ".join(raw)
    start, end = text.find("["), text.find("]") - 1
    if text.count("[") != 1 or text.count("]") != 1 or end <= start:
        raise ContentError(f"{where} is {marked!r}; put the words that carry the slip into one pair of [ ]")
    if not PIECES[0] <= len(raw) <= PIECES[1]:
        raise ContentError(f"{where} has {len(raw)} pieces; part it by bars into three or four")
    at = next(number for number, piece in enumerate(raw) if "[" in piece)
    if "]" not in raw[at]:
        raise ContentError(f"{where} carries its slip over a bar; keep [ ] within one piece")
    pieces = tuple(_bare(piece).strip(_EDGES) for piece in raw)
    if any(not 0 < len(piece) <= LONGEST_PIECE for piece in pieces) or len(set(pieces)) < len(pieces):
        raise ContentError(f"{where} has a piece that is empty, double or over {LONGEST_PIECE} characters; mend it")
    return Spot(name, code, _bare(text), start, end, pieces, at, better)


def _repairs(path: Path, slips: Mapping[str, Slip]) -> Iterator[Repair]:
    for topic, rows in read_table(path).items():
        for name, row in _rows(rows, f"{path.name} [{topic}]"):
            where = f"{path.name} [{topic}.{name}]"
            _has(row, {"slips", "text", "better"}, where)
            named = row["slips"]
            if not isinstance(named, list) or not named or any(code not in slips for code in named):
                raise ContentError(f"{where} slips is {named!r}; write a list of codes of slips.toml")
            text, better = (_text(row[key], LONGEST_SENTENCE, where) for key in ("text", "better"))
            yield Repair(f"{topic}.{name}", topic, tuple(named), text, better)


def _rows(rows: Any, where: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(rows, dict) or not rows:
        raise ContentError(f"{where} is {rows!r}; write named rows")
    for name, row in rows.items():
        if not _NAME.fullmatch(name):
            raise ContentError(f"{where} names a row {name!r}; write small letters, digits and _")
        yield name, row


def _has(row: Any, keys: set[str], where: str) -> None:
    if not isinstance(row, dict) or row.keys() != keys:
        raise ContentError(f"{where} is {row!r}; it needs {', '.join(sorted(keys))} and nothing else")


def _text(text: Any, longest: int, where: str) -> str:
    if not isinstance(text, str) or not text.strip():
        raise ContentError(f"{where} is {text!r}; write a text")
    if len(text.split()) > longest:
        raise ContentError(f"{where} has {len(text.split())} words; write at most {longest}")
    return " ".join(text.split())


def _bare(text: str) -> str:
    return text.replace("[", "").replace("]", "")
