"""Animations: moving pictures with words in them, made by ``python -m bot.animations`` and kept beside the texts."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from content.catalogue import BASE_LOCALE

ROOT = Path(__file__).parent


def path_of(name: str, locale: str = BASE_LOCALE) -> Path:
    """Where the animation of this name lies for a locale."""
    return ROOT / locale / "animations" / f"{name}.gif"


@lru_cache(maxsize=32)
def read(name: str, locale: str = BASE_LOCALE) -> bytes:
    """The file, in this locale or else in the base one.

    Raises:
        FileNotFoundError: there is no animation of this name.
    """
    own = path_of(name, locale)
    return (own if own.exists() else path_of(name)).read_bytes()
