"""Asking: a small request about the very thing that was said in the person's own words (`asks.toml`).

A request that belongs to the matter is easier to say yes to than one for a talk, which is what is asked for where no
row fits.
"""

from __future__ import annotations

import re
from functools import cache

from content.statements import load

_MISSING = "done"


def requests_about(situation: str) -> tuple[str, ...]:
    """Requests that fit a clause, all of them equally well."""
    for told, unless, requests in _rows():
        found = told.search(situation)
        if found is not None and (unless is None or unless.search(situation) is None):
            missing = found.groupdict().get(_MISSING) or ""
            return tuple(request.format(done=missing) for request in requests)
    return load().open_requests


@cache
def _rows() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, tuple[str, ...]], ...]:
    return tuple(
        (_any_of(row.told), _any_of(row.unless) if row.unless else None, row.requests) for row in load().asks.values()
    )


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)
