"""Helplines: emergency numbers and lines by country, as data that an operator confirms.

No number is taken for verified until somebody has looked at the line's own page and written ``verified_on``; a year
later it has to be looked at again. Until then the directories stand beside it. What is not known is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from content.tables import ContentError, read_table

Need = Literal["emergency", "suicide", "partner_violence", "child", "stopping"]
KINDS: tuple[Need, ...] = get_args(Need)
NEEDS = KINDS[:4]  # what every country should have; a line for people who use violence and want to stop is rare
LASTS = timedelta(days=365)  # how long a verification counts

_PATH = Path(__file__).parent / "helplines.toml"
_NUMBER = re.compile(r"\+?[\d][\d \-]*")
_FIELDS = {"country", "kind", "name", "phone", "text", "web", "hours", "languages", "source", "verified_on"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a country. ``phone`` is as dialled inside it; ``source`` is where an operator can confirm it."""

    country: str
    kind: Need
    name: str
    phone: str
    source: str
    text: str | None = None
    web: str | None = None
    hours: str | None = None
    languages: tuple[str, ...] = ()
    verified_on: date | None = None

    def is_verified(self, today: date) -> bool:
        """Whether somebody has confirmed it within the last year."""
        return self.verified_on is not None and today - self.verified_on <= LASTS


@lru_cache(maxsize=1)
def load(path: Path = _PATH) -> Mapping[str, Mapping[Need, Line]]:
    """The lines of each country (ISO 3166-1 alpha-2), by what they are for.

    Raises:
        ContentError: a line lacks a field, has one that can't be, or stands there twice.
    """
    countries: dict[str, dict[Need, Line]] = {}
    for number, row in enumerate(read_table(path).get("lines", []), start=1):
        line = _line(path.name, number, row)
        if line.kind in countries.setdefault(line.country, {}):
            raise ContentError(f"{path.name}: {line.country} has two lines for {line.kind}; keep one")
        countries[line.country][line.kind] = line
    return MappingProxyType({country: MappingProxyType(lines) for country, lines in countries.items()})


def _line(file: str, number: int, row: Mapping[str, Any]) -> Line:
    where = f"{file}: line {number} ({row.get('country', '?')} {row.get('kind', '?')})"
    if unknown := sorted(set(row) - _FIELDS):
        raise ContentError(f"{where} has a field {unknown[0]!r}; known are {', '.join(sorted(_FIELDS))}")
    for name in ("country", "kind", "name", "phone", "source"):
        if not isinstance(row.get(name), str) or not row[name]:
            raise ContentError(f"{where} lacks {name}; write it as text")
    if row["kind"] not in KINDS:
        raise ContentError(f"{where}: {row['kind']!r} is no kind; write one of {', '.join(KINDS)}")
    for name in ("phone", "text"):
        if name in row and _NUMBER.fullmatch(row[name]) is None:
            raise ContentError(f"{where}: {row[name]!r} is no number for {name}; write digits, spaces, + and -")
    for name in ("web", "source"):
        if name in row and not row[name].startswith("https://"):
            raise ContentError(f"{where}: {name} {row[name]!r} must begin with https://")
    verified_on = row.get("verified_on")
    if verified_on is not None and type(verified_on) is not date:
        raise ContentError(f"{where}: verified_on {verified_on!r} is no date; write it like 2026-11-26, without quotes")
    return Line(**{**row, "languages": tuple(row.get("languages", ()))})
