"""Inspection: the checks of `halfway check` on this installation's own dialogs, words and released charts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import dialogs
from bot.store.instants import now
from content import helplines, lint
from dialogs.checks.charts import fingerprint, mermaid, overview, read_fingerprints, write_fingerprints
from dialogs.checks.diagnostics import Diagnostic, diagnose, failing
from dialogs.checks.explorer import Exploration, explore
from dialogs.checks.helplines import check_helplines
from dialogs.checks.words import Ages, check_words, claims_page, read_ages, texts
from dialogs.coach import build
from dialogs.engine import Book, ModelTerms, dump

ROOT = Path(dialogs.__file__).resolve().parent.parent
FINGERPRINTS = ROOT / "dialogs" / "fingerprints.toml"
SNAPSHOTS = ROOT / "tests" / "snapshots"


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found."""

    findings: list[Diagnostic]
    exploration: Exploration
    dialogs: int
    ages: Ages

    @property
    def failed(self) -> bool:
        return bool(failing(self.findings))

    @property
    def summary(self) -> str:
        errors = len(failing(self.findings))
        found = self.exploration
        return (
            f"{self.dialogs} dialogs, {len(found.states)} waiting states and {len(found.moves)} moves reached in "
            f"{found.steps} steps: {errors} errors, {len(self.findings) - errors} warnings"
        )


def whole_book() -> Book:
    """The coach's own book with everything an operator may turn on, so that the checks see all of it."""
    return build(ModelTerms("localhost", False, timedelta(seconds=12)))


@lru_cache(maxsize=1)
def exploration() -> Exploration:
    """The exploration of the coach's own book, made once a process."""
    return explore(whole_book())


def inspect() -> Report:
    """Run all checks."""
    book = whole_book()
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("dialogs", "bot", "content")
        for path in sorted((ROOT / folder).rglob("*.py"))
    )
    accepted = read_fingerprints(FINGERPRINTS.read_text(encoding="utf-8")) if FINGERPRINTS.exists() else {}
    found = exploration()
    read = list(texts(book.catalogue))
    findings = [
        *diagnose(book, found, sources, accepted),
        *sorted(set(check_words(read, lint.load()))),
        *check_helplines(helplines.load(), now().date()),
    ]
    return Report(findings, found, len(book.dialogs), read_ages(read))


def claims() -> str:
    """The page of all claims and their sources."""
    return claims_page(list(texts(whole_book().catalogue)), lint.load())


def accept_charts() -> Iterator[str]:
    """Take today's charts as released: fingerprints, and for each new version a snapshot of sessions in every state.

    A chart that changed under a version that has a snapshot is not taken: that is what H205 is about.
    """
    book = whole_book()
    released = read_fingerprints(FINGERPRINTS.read_text(encoding="utf-8")) if FINGERPRINTS.exists() else {}
    SNAPSHOTS.mkdir(parents=True, exist_ok=True)
    for name, dialog in book.dialogs.items():
        path = SNAPSHOTS / f"{name}@{dialog.version}.json"
        row = released.get(name)
        if row and row["version"] == dialog.version and row["fingerprint"] != fingerprint(dialog) and path.exists():
            yield f"{name}: the chart changed, version {dialog.version} did not; raise the version first"
            return
    found = exploration()
    for name, dialog in book.dialogs.items():
        path = SNAPSHOTS / f"{name}@{dialog.version}.json"
        if path.exists():
            continue
        sessions = {
            state: json.loads(dump(session))
            for (owner, state), session in sorted(found.sessions.items())
            if owner == name
        }
        path.write_text(json.dumps(sessions, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        yield f"wrote {path.relative_to(ROOT)} ({len(sessions)} states)"
    FINGERPRINTS.write_text(write_fingerprints(book), encoding="utf-8")
    yield f"wrote {FINGERPRINTS.relative_to(ROOT)}"


def diagrams(book: Book) -> str:
    """The page of all diagrams."""
    parts = [
        "# The dialogs",
        "",
        "Drawn from the code by `halfway diagram`; a test keeps this page current. Diamonds are gone through at "
        "once, `▸` runs another dialog, words in brackets are guards.",
        "",
        "## How they hang together",
        "",
        "```mermaid",
        overview(book),
        "```",
    ]
    for name, dialog in book.dialogs.items():
        parts += ["", f"## {name}", "", f"Version {dialog.version}.", "", "```mermaid", mermaid(dialog), "```"]
    return "\n".join(parts) + "\n"
