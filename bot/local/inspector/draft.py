"""The draft: the catalogue of a running coach, whose words can be changed under it.

Everything that holds the catalogue sees a change at once: whole editions are exchanged, none is changed in place, so a
turn under way in another thread reads one or the other.
"""

from __future__ import annotations

from collections.abc import Mapping

from content import lint
from content.catalogue import BASE_LOCALE, Catalogue, Screen
from content.tables import ContentError
from dialogs.checks.words import Text, check_words

LONGEST = 3500  # characters of a text: it may share a message with others (Telegram takes 4096)
LONGEST_LABEL = 64  # characters of a button
_OF_ONE_TEXT = frozenset({"H106", "H401", "H403", "H404", "H405", "H406", "H407", "H408", "H409"})


class Draft(Catalogue):
    """A catalogue that is the latest of its editions."""

    def __init__(self, first: Catalogue) -> None:
        self.edition = first
        self.first = first

    @property
    def locales(self) -> tuple[str, ...]:
        return self.edition.locales

    def screens(self, locale: str = BASE_LOCALE) -> Mapping[str, Screen]:
        return self.edition.screens(locale)

    def _chain(self, locale: str) -> tuple[Mapping[str, Screen], ...]:
        return self.edition._chain(locale)

    def revise(self, screen: Screen, locale: str = BASE_LOCALE) -> None:
        """Put a screen in the place of the one of the same key.

        Raises:
            ContentError: nobody could be shown it; the words stay as they were.
        """
        check(screen, self.first.screen(screen.key, locale))
        screens = {name: self.edition.screens(name) for name in self.edition.locales}
        screens[locale.casefold()] = {**screens[locale.casefold()], screen.key: screen}
        self.edition = Catalogue(screens)

    def take_up(self, edition: Catalogue) -> None:
        """Go on with another edition, as read from files.

        Raises:
            ContentError: it lacks a text that the dialogs use.
        """
        for locale in self.first.locales:
            missing = sorted(set(self.first.screens(locale)) - set(edition.screens(locale)))
            if missing:
                raise ContentError(f"{locale}: no text {', '.join(missing[:5])} any more; put it back, or start anew")
            for key, screen in edition.screens(locale).items():
                if key in self.first.screens(locale):
                    check(screen, self.first.screens(locale)[key])
        self.edition = edition

    @property
    def revised(self) -> list[str]:
        """The keys whose words are not those of the start."""
        return [
            key
            for locale in self.edition.locales
            for key, screen in self.edition.screens(locale).items()
            if screen != self.first.screens(locale).get(key)
        ]


def check(screen: Screen, original: Screen) -> None:
    """Whether a screen can take the place of another: no placeholder that no dialog fills, and nothing too long.

    Raises:
        ContentError: it can't; the message says what to change.
    """
    known = frozenset(name for wording in original.wordings for name in wording.placeholders)
    for wording in screen.wordings:
        if unknown := sorted(wording.placeholders - known):
            filled = ", ".join(f"{{{name}}}" for name in sorted(known)) or "none"
            raise ContentError(f"{screen.key}: nothing is filled in for {{{unknown[0]}}}; this text has {filled}")
        if not wording.source.strip() and any(each.source.strip() for each in original.wordings):
            raise ContentError(f"{screen.key}: a wording is empty; write something, or take it out")
        if len(wording.source) > LONGEST:
            raise ContentError(f"{screen.key}: {len(wording.source)} characters; {LONGEST} are the most")
    if missing := sorted(set(original.buttons) - set(screen.buttons)):
        raise ContentError(f"{screen.key}: the button {missing[0]!r} has no label any more; write one")
    for choice, label in screen.buttons.items():
        had = original.buttons[choice].placeholders if choice in original.buttons else frozenset()
        if unknown := sorted(label.placeholders - had):
            raise ContentError(f"{screen.key}.buttons.{choice}: nothing is filled in for {{{unknown[0]}}}")
        if not label.source.strip() or len(label.source) > LONGEST_LABEL:
            raise ContentError(
                f"{screen.key}.buttons.{choice}: {len(label.source)} characters; write 1 to {LONGEST_LABEL}"
            )


def remarks(screen: Screen, source: str = "") -> list[str]:
    """What `halfway check` would say of the words: tone, jargon, claims, length."""
    texts = [Text(screen.key, wording.source, source) for wording in screen.wordings if wording.source]
    texts += [Text(f"{screen.key}.buttons.{name}", label.source, label=True) for name, label in screen.buttons.items()]
    found = check_words(texts, lint.load())
    return [str(finding) for finding in found if finding.code in _OF_ONE_TEXT and finding.where.startswith(screen.key)]
