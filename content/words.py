"""Words: those that people use in everyday texts, for putting slips of the fingers right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.tables import ContentError

_FILE = Path(__file__).parent / "en" / "statements" / "words.txt"


@dataclass(frozen=True, slots=True)
class Words:
    """``common``: the commonest first; ``rare``: those that are no slips either."""

    common: tuple[str, ...]
    rare: frozenset[str]


@cache
def load_words() -> Words:
    """Read the file once; an empty line divides the common from the rare.

    Raises:
        ContentError: the file can't be read.
    """
    try:
        common, _, rare = _FILE.read_text(encoding="utf-8").partition("\n\n")
    except OSError as error:
        raise ContentError(f"{_FILE.name} can't be read ({error}); run: make models") from error
    return Words(tuple(common.split()), frozenset(rare.split()))
