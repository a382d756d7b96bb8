"""The made-up partner's tables: scenes to practise in, what the partner says, and what it hears; read from TOML.

``scenes.toml``
    ``[scene]`` with a topic and a title, and both sides of it: ``reach``, where the person reaches for a partner who
    backs off, and ``retreat``, where the partner reaches and so speaks first.
``distancer.toml``, ``pursuer.toml``
    What each kind of partner says: ``[level.direction]`` lines, ``[openers]`` by what did it, ``[ends]``.
``cues.toml``
    What is heard in a line beyond the codes of the assessment, as patterns that prove themselves.
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

Kind = Literal["distancer", "pursuer"]
Direction = Literal["closer", "same", "away"]
Ending = Literal["repair", "open", "closed"]

KINDS: tuple[Kind, ...] = get_args(Kind)
ENDINGS: tuple[Ending, ...] = get_args(Ending)
SIDES: Mapping[str, Kind] = MappingProxyType(
    {"reach": "distancer", "retreat": "pursuer"}
)  # of the person: whom they meet
TOP = 4  # the farthest level
WORDINGS = 6  # lines that each cell has at least, so that none comes twice in one rehearsal
LONGEST = {"setup": 40, "line": 16, "opener": 9, "title": 5}  # words
_FOLDER = Path(__file__).parent / "en" / "partner"
_UNMET = frozenset({(0, "away"), (TOP, "closer")})  # nothing moves away to the nearest level, or closer to the farthest


@dataclass(frozen=True, slots=True)
class Side:
    """A scene from one side: the set-up in the first person, what the partner says first, and their own side of it."""

    setup: str
    opening: str
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment to practise in; ``against`` gives the side on which the person meets each kind of partner."""

    name: str
    topic: str
    title: str
    against: Mapping[Kind, Side]


@dataclass(frozen=True, slots=True)
class Voice:
    """What one kind of partner says, by level and direction, by what did it, and by how it ended."""

    lines: Mapping[tuple[int, Direction], tuple[str, ...]]
    openers: Mapping[str, tuple[str, ...]]
    ends: Mapping[Ending, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Cue:
    """A kind of thing that is heard: its expression, and what it must and must not find."""

    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything a rehearsal needs; immutable."""

    scenes: Mapping[str, Scene]
    voices: Mapping[Kind, Voice]
    cues: Mapping[str, Cue]


@lru_cache(maxsize=4)
def load(folder: Path = _FOLDER) -> Stage:
    """Read, check and freeze the tables, once.

    Raises:
        ContentError: a file is no TOML, or a row can't be used; the message names the file and the row.
    """
    return Stage(
        MappingProxyType({scene.name: scene for scene in _scenes(folder / "scenes.toml")}),
        MappingProxyType({kind: _voice(folder / f"{kind}.toml") for kind in KINDS}),
        MappingProxyType(dict(_cues(folder / "cues.toml"))),
    )


def _scenes(path: Path) -> Iterator[Scene]:
    for name, row in read_table(path).items():
        where = f"{path.name} [{name}]"
        if not isinstance(row, dict) or row.keys() != {"topic", "title", *SIDES}:
            raise ContentError(f"{where} needs topic, title, reach and retreat, and nothing else")
        sides = {kind: _side(row[side], f"{where} {side}", opens=kind == "pursuer") for side, kind in SIDES.items()}
        title = _text(row["title"], "title", where)
        yield Scene(name, _text(row["topic"], "title", where), title, MappingProxyType(sides))


def _side(row: Any, where: str, *, opens: bool) -> Side:
    wanted = {"setup", "theirs", *(["opening"] if opens else [])}
    if not isinstance(row, dict) or row.keys() != wanted:
        raise ContentError(f"{where} needs {', '.join(sorted(wanted))}, and nothing else")
    opening = _text(row["opening"], "setup", where) if opens else ""
    return Side(_text(row["setup"], "setup", where), opening, _texts(row["theirs"], "setup", where, least=2))


def _voice(path: Path) -> Voice:
    table = read_table(path)
    lines: dict[tuple[int, Direction], tuple[str, ...]] = {}
    for level in range(TOP + 1):
        for direction in get_args(Direction):
            if (level, direction) in _UNMET:
                continue
            where = f"{path.name} [{level}.{direction}]"
            row = table.get(str(level), {}).get(direction, {})
            lines[level, direction] = _texts(row.get("lines"), "line", where, least=WORDINGS)
    openers = {
        name: _texts(row, "opener", f"{path.name} [openers] {name}") for name, row in table.get("openers", {}).items()
    }
    ends = {
        ending: _texts(table.get("ends", {}).get(ending), "setup", f"{path.name} [ends] {ending}") for ending in ENDINGS
    }
    return Voice(MappingProxyType(lines), MappingProxyType(openers), MappingProxyType(ends))


def _cues(path: Path) -> Iterator[tuple[str, Cue]]:
    for name, row in read_table(path).items():
        if not isinstance(row, dict) or not all(row.get(part) for part in ("patterns", "examples", "counter_examples")):
            raise ContentError(
                f"{path.name} [{name}] needs patterns, examples and counter_examples; write each as list"
            )
        try:
            pattern = re.compile("|".join(f"(?:{source})" for source in row["patterns"]), re.IGNORECASE)
        except re.error as error:
            raise ContentError(f"{path.name} [{name}] has a pattern that is none ({error}); correct it") from None
        yield name, Cue(pattern, tuple(row["examples"]), tuple(row["counter_examples"]))


def _texts(rows: Any, what: str, where: str, *, least: int = 2) -> tuple[str, ...]:
    if not isinstance(rows, list) or len(set(map(str, rows))) < least or len(set(map(str, rows))) < len(rows):
        raise ContentError(f"{where} is {rows!r}; write a list of at least {least} different texts")
    return tuple(_text(row, what, where) for row in rows)


def _text(text: Any, what: str, where: str) -> str:
    if not isinstance(text, str) or not text.strip():
        raise ContentError(f"{where} is {text!r}; write a text")
    if len(text.split()) > LONGEST[what]:
        raise ContentError(f"{where} has {len(text.split())} words in {text!r}; write at most {LONGEST[what]}")
    return " ".join(text.split())
