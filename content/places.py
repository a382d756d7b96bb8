"""Places: the names of cities, countries and regions, each with its IANA time zone; read from TOML, checked, frozen."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from content.tables import ContentError, read_table

_PATH = Path(__file__).parent / "en" / "places" / "zones.toml"


@lru_cache(maxsize=1)
def load(path: Path = _PATH) -> Mapping[str, str]:
    """Every folded name → its zone.

    Raises:
        ContentError: the file is no TOML, or a name stands under two zones.
    """
    table = read_table(path)
    places: dict[str, str] = {}
    for zone, names in table.items():
        for name in names:
            known = places.setdefault(fold(name), zone)
            if known != zone:
                raise ContentError(f"{path.name}: {name!r} stands under {known} and {zone}; keep one")
    return MappingProxyType(places)


def fold(name: str) -> str:
    """A name without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name)
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.casefold().split())
