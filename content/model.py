"""The lists by which a language model's answer is checked, and names are found before anything is sent.

What the model is told stands in ``content/en/model.toml``, with the other texts.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from content.tables import ContentError, read_table

_PATH = Path(__file__).parent / "en" / "model" / "words.toml"


@dataclass(frozen=True, slots=True)
class ModelWords:
    """``small`` and ``neutral`` words carry no event; see words.toml for the others."""

    small: frozenset[str]
    neutral: frozenset[str]
    joint: frozenset[str]
    turning: frozenset[str]
    noticing: frozenset[str]
    openings: frozenset[str]
    numbers: frozenset[str]
    roles: frozenset[str]
    names: frozenset[str]
    ambiguous: frozenset[str]


@lru_cache(maxsize=4)
def load(path: Path = _PATH) -> ModelWords:
    """Read and freeze the lists, once.

    Raises:
        ContentError: a list is missing, unknown or no list of words.
    """
    table = read_table(path)
    wanted = {field.name for field in fields(ModelWords)}
    if table.keys() != wanted:
        raise ContentError(f"{path.name} has the lists {sorted(table)}; it needs {sorted(wanted)}")
    lists: dict[str, frozenset[str]] = {}
    for name, words in table.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word == word.lower() for word in words):
            raise ContentError(f"{path.name} {name} is {words!r}; write a list of words in small letters")
        lists[name] = frozenset(words)
    return ModelWords(**lists)
