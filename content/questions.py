"""Questions: what people ask of the coach itself, as patterns by kind; read from TOML, checked, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from content.heard import Saying, read

_PATH = Path(__file__).parent / "en" / "questions" / "patterns.toml"


@lru_cache(maxsize=1)
def load(path: Path = _PATH) -> Mapping[str, Saying]:
    """The kinds, in the order in which they are looked for.

    Raises:
        ContentError: the file is no TOML, a kind lacks something, or a pattern is no expression.
    """
    return read(path)
