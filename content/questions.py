"""Questions: what people ask of the coach itself, as patterns by kind; read from TOML, checked, frozen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from content.tables import ContentError, read_table

_PATH = Path(__file__).parent / "en" / "questions" / "patterns.toml"
_PART = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of question: the expression it is known by, and what it must and must not find."""

    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@lru_cache(maxsize=1)
def load(path: Path = _PATH) -> Mapping[str, Question]:
    """The kinds, in the order in which they are looked for.

    Raises:
        ContentError: the file is no TOML, a kind lacks something, or a pattern is no expression.
    """
    table = read_table(path)
    parts: dict[str, str] = table.pop("parts", {})
    kinds: dict[str, Question] = {}
    for name, row in table.items():
        if not all(row.get(field) for field in ("patterns", "examples", "counter_examples")):
            raise ContentError(f"{path.name}: {name} needs patterns, examples and counter_examples; write each as list")
        try:
            sources = [_PART.sub(lambda part: parts[part[1]], source) for source in row["patterns"]]
            pattern = re.compile("|".join(f"(?:{source})" for source in sources), re.IGNORECASE)
        except KeyError as error:
            raise ContentError(f"{path.name}: {name} names {{{error.args[0]}}}; write it under [parts]") from None
        except re.error as error:
            raise ContentError(f"{path.name}: {name} has a pattern that is none ({error}); correct it") from None
        kinds[name] = Question(pattern, tuple(row["examples"]), tuple(row["counter_examples"]))
    return MappingProxyType(kinds)
