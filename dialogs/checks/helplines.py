"""Findings on the helplines: numbers that nobody has confirmed, or not within the last year, and kinds not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from content.helplines import KINDS, NEEDS, Line, Need
from dialogs.checks.diagnostics import Diagnostic


def check_helplines(countries: Mapping[str, Mapping[Need, Line]], today: date) -> Iterator[Diagnostic]:
    """One warning a country and reason: the bot works on, with the directories beside its numbers."""
    for country, lines in countries.items():
        unverified = [need for need in KINDS if need in lines and lines[need].verified_on is None]
        confirmed = [need for need in KINDS if need in lines and need not in unverified]
        expired = [need for need in confirmed if not lines[need].is_verified(today)]
        missing = [need for need in NEEDS if need not in lines]
        if unverified:
            text = f"{', '.join(unverified)} not verified; look at each line's source, then write verified_on"
            yield Diagnostic("H301", country, text, warning=True)
        if expired:
            text = f"{', '.join(expired)} verified more than a year ago; look again, then renew verified_on"
            yield Diagnostic("H302", country, text, warning=True)
        if missing:
            text = f"{', '.join(missing)} not known; add a line, if you can confirm one"
            yield Diagnostic("H303", country, text, warning=True)
