"""Numbers in words, as digits."""

from __future__ import annotations

import re

_UNITS = dict(zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True))
_TENS = {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_WORD = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})(?:[ -](?P<ones>{'|'.join(list(_UNITS)[:9])}))?|(?P<unit>{'|'.join(_UNITS)}))\b"
)


def to_digits(said: str) -> str:
    """A text in lower case with its number words as digits: "twenty-five past seven" → "25 past 7"."""
    return _WORD.sub(_digits, said)


def _digits(match: re.Match[str]) -> str:
    if match["unit"]:
        return str(_UNITS[match["unit"]])
    return str(_TENS[match["tens"]] + (_UNITS[match["ones"]] if match["ones"] else 0))
