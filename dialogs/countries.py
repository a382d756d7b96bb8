"""Countries: found by the name somebody types, or by their time zone, after the tables of the time zone database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from content import places
from content.places import fold

# What people call a country besides its name in the table (ISO 3166-1 alpha-2).
_ALSO = {
    "GB": ("uk", "united kingdom", "great britain", "england", "scotland", "wales", "northern ireland"),
    "US": ("usa", "us", "america", "the states", "united states of america"),
    "AE": ("uae", "emirates", "dubai"),
    "KR": ("korea", "south korea"),
    "CZ": ("czechia", "czech republic"),
    "NL": ("holland", "the netherlands"),
    "HK": ("hong kong",),
    "TR": ("turkey", "turkiye"),
    "RU": ("russia",),
    "IE": ("ireland", "republic of ireland", "eire"),
    "PH": ("the philippines",),
    "ZA": ("south africa",),
    "NZ": ("new zealand", "aotearoa"),
}


def find_country(text: str) -> str | None:
    """The country that somebody's words name, as ISO code; None where they name none."""
    words = fold(text).split()
    names = _by_name()
    for size in range(min(4, len(words)), 0, -1):  # "I'm in the United States": the longest name, wherever it stands
        for first in range(len(words) - size + 1):
            if (found := names.get(" ".join(words[first : first + size]))) is not None and _is_meant(
                words, first, size
            ):
                return found
    zone = places.load().get(" ".join(words)) or places.load().get(words[-1] if words else "")
    return country_of(zone)  # "Dublin", "near Cork"


def country_of(zone: str | None) -> str | None:
    """The country of a time zone; None for one of no country, or of none that is known."""
    return _by_zone().get(zone or "")


def name_of(country: str) -> str:
    """A country's name as people write it."""
    return _names().get(country, country)


def _is_meant(words: list[str], first: int, size: int) -> bool:
    """Short names are words of other things, too ("us"): they count behind "in", or where little else is said."""
    return size > 1 or len(words) <= 4 or (first > 0 and words[first - 1] in ("in", "from"))


def _rows(table: str) -> Iterator[list[str]]:
    for line in files("tzdata").joinpath("zoneinfo", table).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def _names() -> Mapping[str, str]:
    names = {row[0]: row[1].split(" (")[0] for row in _rows("iso3166.tab")}
    return MappingProxyType({**names, "GB": "the United Kingdom", "US": "the United States", "KR": "South Korea"})


@cache
def _by_name() -> Mapping[str, str]:
    found = {fold(row[1].split(" (")[0]): row[0] for row in _rows("iso3166.tab")}
    for country, names in _ALSO.items():
        found |= dict.fromkeys(names, country)
    return MappingProxyType(found)


@cache
def _by_zone() -> Mapping[str, str]:
    return MappingProxyType({row[2]: row[0] for row in _rows("zone.tab")})
