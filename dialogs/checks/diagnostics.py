"""Diagnostics: what is wrong with dialogs or words, each with a stable code and a paragraph in docs/checks.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from content.catalogue import BASE_LOCALE, Catalogue, Screen
from dialogs.checks.charts import fingerprint
from dialogs.checks.explorer import Exploration, Path, unreached, untaken
from dialogs.engine import Book, Dialog, End, Wait

CODES: Mapping[str, str] = {
    "H101": "missing text",
    "H102": "missing translation",
    "H103": "placeholder mismatch",
    "H104": "unused text",
    "H105": "over a Telegram limit",
    "H106": "long message",
    "H107": "undeclared text",
    "H201": "unreachable state",
    "H202": "move never taken",
    "H203": "no way to an exit",
    "H204": "a path fails",
    "H205": "chart changed without a version bump",
    "H206": "chart not accepted yet",
    "H301": "helpline not verified",
    "H302": "helpline verified long ago",
    "H303": "helpline not known",
    "H401": "hard to read",
    "H402": "texts too hard as a whole",
    "H403": "blames, labels or diagnoses",
    "H404": "takes sex or orientation for granted",
    "H405": "exclamation mark",
    "H406": "nags or belittles",
    "H407": "jargon",
    "H408": "claim without a source",
    "H409": "far too long",
    "H410": "exception that nothing needs",
}

LONGEST_TEXT = 4096  # characters of a message (Telegram)
LONGEST_LABEL = 64  # characters of a label that any phone shows in part


@dataclass(frozen=True, order=True, slots=True)
class Diagnostic:
    """One finding. Warnings don't fail the check."""

    code: str
    where: str
    text: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.code} {self.where}: {self.text}"


def diagnose(
    book: Book, found: Exploration, sources: str, accepted: Mapping[str, Mapping[str, Any]]
) -> list[Diagnostic]:
    """All findings, sorted.

    ``sources`` is the text of the modules, in which content keys are looked for; ``accepted`` the fingerprints of the
    last release.
    """
    return sorted(
        {
            *_texts(book, found),
            *_translations(book.catalogue),
            *_wordings(book.catalogue),
            *_unused(book, found, sources),
            *_limits(book.catalogue),
            *_reach(book, found),
            *_exits(book),
            *_failures(found),
            *_versions(book, accepted),
        }
    )


def declared(dialog: Dialog) -> set[str]:
    """Every content key that a dialog says it may show."""
    keys = set(dialog.says)
    for state in dialog.states:
        if not isinstance(state, Wait):
            continue
        if isinstance(state.screen, str):
            keys.add(state.screen)
        elif state.screen is None:
            keys.add(f"{dialog.name}.{state.name}")
        keys.update(state.screens)
    return keys


def _texts(book: Book, found: Exploration) -> Iterator[Diagnostic]:
    known = {key for dialog in book.dialogs.values() for key in declared(dialog)}
    for dialog in book.dialogs.values():
        for key in declared(dialog):
            if not book.catalogue.has(key):
                yield Diagnostic("H101", key, f"dialog {dialog.name} shows it; add it to content/{BASE_LOCALE}")
    for key in found.shown - known:
        if not key.startswith("engine."):
            yield Diagnostic("H107", key, "shown, but in no dialog's `says` or `screens`; declare it there")


def _translations(catalogue: Catalogue) -> Iterator[Diagnostic]:
    base = catalogue.screens()
    for locale in catalogue.locales:
        if locale == BASE_LOCALE:
            continue
        for key, screen in base.items():
            own = catalogue.screens(locale).get(key)
            if own is None:
                yield Diagnostic("H102", f"{locale}/{key}", "falls back to English; translate it", warning=True)
            elif _placeholders(own) != _placeholders(screen) or set(own.buttons) != set(screen.buttons):
                yield Diagnostic("H103", f"{locale}/{key}", "placeholders or buttons differ from the English ones")


def _wordings(catalogue: Catalogue) -> Iterator[Diagnostic]:
    for key, screen in catalogue.screens().items():
        if len({wording.placeholders for wording in screen.wordings}) > 1:
            yield Diagnostic("H103", key, "its wordings have different placeholders", warning=True)


def _unused(book: Book, found: Exploration, sources: str) -> Iterator[Diagnostic]:
    used = found.shown | {key for dialog in book.dialogs.values() for key in declared(dialog)}
    named = set(re.findall(r"[\"']([a-z_]+(?:\.\w+)+)[\"']", sources))
    stems = tuple(
        set(re.findall(r"[\"']([a-z_]+\.(?:\w+\.)*)\{", sources))
        | {stem for stem in re.findall(r"[\"']([a-z_]+\.(?:\w+[._])*\w*?)\{", sources) if "." in stem}
    )
    for key, screen in book.catalogue.screens().items():
        if not any(wording.source for wording in screen.wordings):
            continue  # buttons that the screens below it share
        if key not in used and key not in named and not key.startswith(stems):
            yield Diagnostic("H104", key, "nothing shows it; remove it, or show it", warning=True)


def _limits(catalogue: Catalogue) -> Iterator[Diagnostic]:
    for locale in catalogue.locales:
        for key, screen in catalogue.screens(locale).items():
            for wording in screen.wordings:
                text = re.sub(r"</?[bi]>", "", wording.source)
                if len(text) > LONGEST_TEXT:
                    yield Diagnostic("H105", key, f"{len(text)} characters; Telegram takes {LONGEST_TEXT}")
            for name, label in screen.buttons.items():
                if not 0 < len(label.source) <= LONGEST_LABEL:
                    yield Diagnostic("H105", f"{key}.buttons.{name}", f"{len(label.source)} characters; write 1 to 64")


def _reach(book: Book, found: Exploration) -> Iterator[Diagnostic]:
    for dialog, state in unreached(book, found):
        yield Diagnostic("H201", f"{dialog}.{state}", "no input leads here; remove it, or a guard is wrong")
    for move in untaken(book, found):
        yield Diagnostic("H202", f"{move.dialog}.{move.source}", f"{move.trigger} to {move.dest} is never taken")


def _exits(book: Book) -> Iterator[Diagnostic]:
    """Every state of a dialog that can end must have a way to one of its ends."""
    for dialog in book.dialogs.values():
        ends = {state.name for state in dialog.states if isinstance(state, End)}
        if not ends:
            continue
        reaching = set(ends)
        while grown := {source for move in dialog.moves if move.dest in reaching for source in move.sources} - reaching:
            reaching |= grown
        for state in dialog.states:
            if state.name not in reaching:
                yield Diagnostic("H203", f"{dialog.name}.{state.name}", "no moves lead from here to an end")


def _failures(found: Exploration) -> Iterator[Diagnostic]:
    """Each error once, with the shortest way to it."""
    shortest: dict[str, Path] = {}
    for path, error in found.failures:
        text = f"{type(error).__name__}: {error}"
        if text not in shortest or len(path) < len(shortest[text]):
            shortest[text] = path
    for text, path in shortest.items():
        yield Diagnostic("H204", "…" + " > ".join(what for _, what in path[-4:]), text)


def _versions(book: Book, accepted: Mapping[str, Mapping[str, Any]]) -> Iterator[Diagnostic]:
    for name, dialog in book.dialogs.items():
        row = accepted.get(name)
        if row is None or row["version"] != dialog.version:
            yield Diagnostic("H206", name, "new version; run `halfway check --accept` and commit what it writes")
        elif row["fingerprint"] != fingerprint(dialog):
            yield Diagnostic(
                "H205",
                name,
                f"the chart differs from version {dialog.version} as released; raise the "
                f"version and add a migration, or a fallback",
            )


def _placeholders(screen: Screen) -> frozenset[str]:
    return frozenset().union(*(wording.placeholders for wording in screen.wordings))


def failing(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those that fail the check."""
    return [finding for finding in findings if not finding.warning]
