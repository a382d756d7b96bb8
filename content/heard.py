"""Heard: kinds of things that people say, each as expressions with what they must and must not find; read from TOML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from content.tables import ContentError, read_table

_FOLDER = Path(__file__).parent / "en" / "heard"
_PART = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Saying:
    """A kind of thing said: the expression it is known by, and what it must and must not find."""

    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@lru_cache(maxsize=4)
def load(name: str) -> Mapping[str, Saying]:
    """The kinds in one file of the folder, in the order in which they are looked for.

    Raises:
        ContentError: see `read`.
    """
    return read(_FOLDER / f"{name}.toml")


def read(path: Path) -> Mapping[str, Saying]:
    """The kinds in a file.

    Raises:
        ContentError: the file is no TOML, a kind lacks something, or a pattern is no expression.
    """
    table = read_table(path)
    parts: dict[str, str] = {}
    for name, source in table.pop("parts", {}).items():  # a part may name those before it
        parts[name] = _filled(path, "parts", source, parts)
    kinds: dict[str, Saying] = {}
    for name, row in table.items():
        if not all(row.get(field) for field in ("patterns", "examples", "counter_examples")):
            raise ContentError(f"{path.name}: {name} needs patterns, examples and counter_examples; write each as list")
        sources = [_filled(path, name, source, parts) for source in row["patterns"]]
        try:
            pattern = re.compile("|".join(f"(?:{source})" for source in sources), re.IGNORECASE)
        except re.error as error:
            raise ContentError(f"{path.name}: {name} has a pattern that is none ({error}); correct it") from None
        kinds[name] = Saying(pattern, tuple(row["examples"]), tuple(row["counter_examples"]))
    return MappingProxyType(kinds)


def _filled(path: Path, name: str, source: str, parts: Mapping[str, str]) -> str:
    try:
        return _PART.sub(lambda part: parts[part[1]], source)
    except KeyError as error:
        raise ContentError(f"{path.name}: {name} names {{{error.args[0]}}}; write it under [parts]") from None
