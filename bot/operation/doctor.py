"""The doctor: looks at everything a running coach needs, and says what each finding means and what to do."""

from __future__ import annotations

import importlib.metadata
import zoneinfo
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from bot.operation.findings import Finding
from bot.operation.network import check_model, check_telegram
from bot.operation.storage import check_storage
from bot.settings import Settings
from content import helplines, lint
from content.tables import ContentError
from dialogs.checks.helplines import check_helplines
from dialogs.checks.words import check_words, texts
from dialogs.coach import build
from dialogs.engine.errors import BookError

_ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata")


async def examine(settings: Settings, clock: Callable[[], datetime], *, offline: bool = False) -> list[Finding]:
    """All findings; with ``offline`` those that ask nobody outside this machine and its database."""
    found = [Finding("settings", "ok", "all can be used"), *check_storage(settings, clock())]
    if not offline:
        found += [finding async for finding in _outside(settings, clock)]
    today = clock().date()
    return [*found, *check_zones(today), *check_lines(today), check_content(settings)]


async def _outside(settings: Settings, clock: Callable[[], datetime]) -> AsyncIterator[Finding]:
    async for finding in check_telegram(settings, clock):
        yield finding
    async for finding in check_model(settings):
        yield finding


def check_zones(today: date) -> Iterator[Finding]:
    """Look at the rules of time zones: zoneinfo takes the system's rules before those of the package, zone by zone."""
    known = zoneinfo.available_timezones()
    if not known.issuperset(_ZONES):
        yield Finding("time zones", "error", "the rules of time zones are missing", "install the package tzdata")
        return
    system = next((Path(root) for root in zoneinfo.TZPATH if Path(root, _ZONES[0]).is_file()), None)
    packaged = importlib.metadata.version("tzdata")
    version = packaged if system is None else _system_version(system) or "an unknown year"
    said = f"{len(known)} zones, rules of {version} from {'the package' if system is None else system}"
    if version[:4].isdecimal() and int(version[:4]) < today.year - 1:
        advice = "update them: governments change clocks, and nudges come by the person's own"
        yield Finding("time zones", "warning", said, advice)
    else:
        yield Finding("time zones", "ok", said)


def _system_version(folder: Path) -> str | None:
    try:
        with (folder / "tzdata.zi").open(encoding="ascii", errors="replace") as file:
            first = file.readline()
    except OSError:
        return None
    return first.removeprefix("# version ").strip() if first.startswith("# version ") else None


def check_lines(today: date) -> Iterator[Finding]:
    """Look at how many numbers of help somebody has confirmed."""
    countries = helplines.load()
    found = Counter(finding.code for finding in check_helplines(countries, today))
    lines = [line for kinds in countries.values() for line in kinds.values()]
    fresh = sum(line.is_verified(today) for line in lines)
    said = f"{fresh} of {len(lines)} numbers in {len(countries)} countries confirmed within a year"
    if found["H301"] or found["H302"]:
        advice = "confirm those of the countries you serve: docs/operating.md says how, `halfway check` lists them"
        yield Finding("helplines", "warning", said, advice)
    else:
        yield Finding("helplines", "ok", said)


def check_content(settings: Settings) -> Finding:
    """Load all dialogs and words, and read them as `halfway check` does, without walking through them."""
    try:
        book = build(settings.model_terms)
    except (ContentError, BookError) as error:
        return Finding("content", "error", str(error), "undo the last change of the words or dialogs")
    found = set(check_words(list(texts(book.catalogue)), lint.load()))
    errors = sum(not finding.warning for finding in found)
    said = f"{len(book.dialogs)} dialogs; {errors} errors and {len(found) - errors} warnings in their words"
    return Finding("content", "error" if errors else "ok", said, "run: halfway check")
