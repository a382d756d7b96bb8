"""The catalogue: all screens of all locales, compiled once from TOML and frozen.

A file ``content/<locale>/<dialog>.toml`` holds the screens of one dialog; folders beside the files hold tables with
loaders of their own. A *screen* is a table with a ``text`` and, where it asks something, ``buttons``; a plain string
is a screen with a text alone::

    saved = "I've kept it."          # key: rephrase.saved

    [feeling]                        # key: rephrase.feeling
    text = "What did you feel when {situation}?"
    [feeling.buttons]
    skip = "I'm not sure"

Buttons that several screens share stand in the table around them: ``[pick.buttons]`` serves ``pick.first`` and
``pick.second``, and those of ``common.toml`` serve everyone. A table ``[feeling.typed]`` lists what people type instead
of a label: ``skip = ["don't know", "no idea"]``. A text may be a list of wordings; which one is used is
the caller's ``pick``. Texts may contain ``<b>`` and ``<i>``;
whatever is filled in is escaped, so nothing a person types is ever read as markup.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from content.tables import ContentError, read_table

BASE_LOCALE = "en"
TAGS = re.compile(r"</?(b|i)>")
_PARTS = ("text", "buttons", "typed", "source")  # of a screen; other names in its table are screens of their own
_SOURCE = re.compile(r"[A-Z][^;]*?(?:, (?:19|20)\d\d| \([a-z][^)]*\))")  # "Balban et al., 2023"; "X (practice guides)"
_ROOT = Path(__file__).parent


class MissingText(ContentError):
    """No locale of the chain has this key."""

    def __init__(self, key: str, locale: str) -> None:
        file = f"content/{BASE_LOCALE}/{key.split('.')[0]}.toml"
        super().__init__(f"no text {key!r} for locale {locale!r}; add it to {file}")
        self.key = key
        self.locale = locale


class MissingValue(ContentError):
    """A text names a placeholder that the dialog did not fill."""

    def __init__(self, key: str, name: str) -> None:
        super().__init__(f"text {key!r} needs a value for {{{name}}}, which the dialog did not give")
        self.key = key
        self.name = name


@dataclass(frozen=True, slots=True)
class Phrase:
    """A value that is itself a text of the catalogue, so that it is worded in the reader's own locale."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


Value = str | int | Phrase


def unmarked(text: str) -> str:
    """A finished text without its markup, and with nothing escaped."""
    return html.unescape(TAGS.sub("", text))


@dataclass(frozen=True, slots=True)
class Wording:
    """One text, split once into literal parts and placeholder names."""

    parts: tuple[tuple[str, str | None], ...]

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset(name for _, name in self.parts if name is not None)

    @property
    def source(self) -> str:
        return "".join(literal + (f"{{{name}}}" if name else "") for literal, name in self.parts)


@dataclass(frozen=True, slots=True)
class Screen:
    """What one key stands for: its wordings, its buttons by choice, and the source of what it claims."""

    key: str
    wordings: tuple[Wording, ...]
    buttons: Mapping[str, Wording]
    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = ""


class Catalogue:
    """All screens of all locales.

    A locale falls back to its language and then to the base: ``pt-BR`` → ``pt`` → ``en``.
    """

    def __init__(self, locales: Mapping[str, Mapping[str, Screen]]) -> None:
        self._locales = {name.casefold(): MappingProxyType(dict(screens)) for name, screens in locales.items()}
        self._chains: dict[str, tuple[Mapping[str, Screen], ...]] = {}

    @property
    def locales(self) -> tuple[str, ...]:
        return tuple(self._locales)

    def screens(self, locale: str = BASE_LOCALE) -> Mapping[str, Screen]:
        """The screens a locale holds itself, without those it falls back to."""
        return self._locales[locale.casefold()]

    def screen(self, key: str, locale: str = BASE_LOCALE) -> Screen:
        """The screen a reader of this locale gets.

        Raises:
            MissingText: no locale of the chain has the key.
        """
        for screens in self._chain(locale):
            if (found := screens.get(key)) is not None:
                return found
        raise MissingText(key, locale)

    def has(self, key: str, locale: str = BASE_LOCALE) -> bool:
        return any(key in screens for screens in self._chain(locale))

    def text(
        self, key: str, locale: str = BASE_LOCALE, values: Mapping[str, Value] = MappingProxyType({}), pick: int = 0
    ) -> str:
        """The finished text, with markup, values escaped. Raises MissingText, MissingValue."""
        wordings = self.screen(key, locale).wordings
        return self._fill(key, wordings[pick % len(wordings)], locale, values, pick)

    def plain(self, value: Value, locale: str = BASE_LOCALE) -> str:
        """A value as text without markup, with nothing escaped: for a button, a file or a picture."""
        if not isinstance(value, Phrase):
            return str(value)
        return unmarked(self.text(value.key, locale, value.values))

    def below(self, table: str, locale: str = BASE_LOCALE) -> dict[str, str]:
        """All finished texts of a table by their names in it; none of them may need a value."""
        names = {key for screens in self._chain(locale) for key in screens if key.startswith(f"{table}.")}
        return {key.removeprefix(f"{table}."): self.text(key, locale) for key in sorted(names)}

    def label(
        self, key: str, choice: str, locale: str = BASE_LOCALE, values: Mapping[str, Value] = MappingProxyType({})
    ) -> str:
        """A button's label as plain text: the screen's own, else of a table around it, else of ``common``."""
        for screen in self._around(key, locale):
            if (wording := screen.buttons.get(choice)) is not None:
                return html.unescape(self._fill(screen.key, wording, locale, values))
        raise MissingText(f"{key}.buttons.{choice}", locale)

    def typed(self, key: str, choice: str, locale: str = BASE_LOCALE) -> tuple[str, ...]:
        """What people type for a choice besides its label: of the screen itself and of the tables around it."""
        return tuple(words for screen in self._around(key, locale) for words in screen.typed.get(choice, ()))

    def source(self, key: str, locale: str = BASE_LOCALE) -> str:
        """Where the claim of a text comes from: its own source, or that of the table it stands in; empty if none."""
        return next((screen.source for screen in self._around(key, locale) if screen.source), "")

    def _around(self, key: str, locale: str) -> Iterator[Screen]:
        """The screen, the tables it stands in, and ``common``."""
        parts = key.split(".")
        for name in (*(".".join(parts[:length]) for length in range(len(parts), 0, -1)), "common"):
            if self.has(name, locale):
                yield self.screen(name, locale)

    def _fill(self, key: str, wording: Wording, locale: str, values: Mapping[str, Value], pick: int = 0) -> str:
        pieces: list[str] = []
        for literal, name in wording.parts:
            pieces.append(literal)
            if name is None:
                continue
            if name not in values:
                raise MissingValue(key, name)
            value = values[name]
            if isinstance(value, Phrase):
                pieces.append(self.text(value.key, locale, value.values, pick))
            else:
                pieces.append(html.escape(str(value), quote=False))
        return "".join(pieces)

    def _chain(self, locale: str) -> tuple[Mapping[str, Screen], ...]:
        chain = self._chains.get(locale)
        if chain is None:
            names = dict.fromkeys([locale.casefold(), locale.casefold().split("-")[0], BASE_LOCALE])
            chain = tuple(self._locales[name] for name in names if name in self._locales)
            if len(self._chains) < 256:  # locales come from people: never let them grow a table without bound
                self._chains[locale] = chain
        return chain


@lru_cache(maxsize=4)
def load(root: Path = _ROOT) -> Catalogue:
    """Read, validate and freeze every locale below a folder.

    Raises:
        ContentError: a file is no TOML, a screen is no text, or a text has broken markup or placeholders.
    """
    folders = sorted(path for path in root.iterdir() if path.is_dir() and any(path.glob("*.toml")))
    if not any(folder.name == BASE_LOCALE for folder in folders):
        raise ContentError(f"no folder {BASE_LOCALE!r} with TOML files in {root}; the base locale must exist")
    return Catalogue({folder.name: dict(_read(folder)) for folder in folders})


def _read(folder: Path) -> Iterator[tuple[str, Screen]]:
    for path in sorted(folder.glob("*.toml")):
        yield from _screens(path.stem, read_table(path), path.name)


def _screens(prefix: str, table: Mapping[str, object], where: str) -> Iterator[tuple[str, Screen]]:
    if any(name in table for name in _PARTS):
        yield prefix, read_screen(prefix, table, where)
        table = {name: value for name, value in table.items() if name not in _PARTS}
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict):
            yield from _screens(key, value, where)
        else:
            yield key, read_screen(key, {"text": value}, where)


def read_screen(key: str, table: Mapping[str, object], where: str) -> Screen:
    """The screen that a table says; ``where`` is the file's name, for the error.

    Raises:
        ContentError: it is no text, or one with broken markup or placeholders.
    """
    texts = table.get("text", "")
    buttons = table.get("buttons", {})
    if isinstance(texts, str):
        texts = [texts]
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        raise ContentError(f"{where}: {key}.text is {texts!r}; write a string or a list of strings")
    if not isinstance(buttons, dict) or not all(isinstance(label, str) for label in buttons.values()):
        raise ContentError(f"{where}: {key}.buttons is {buttons!r}; write a table of labels")
    typed = table.get("typed", {})
    if not isinstance(typed, dict) or not all(isinstance(words, list) for words in typed.values()):
        raise ContentError(f"{where}: {key}.typed is {typed!r}; write a table of lists")
    source = table.get("source", "")
    if source != "" and not (isinstance(source, str) and all(map(_SOURCE.fullmatch, source.split("; ")))):
        raise ContentError(f"{where}: {key}.source is {source!r}; write authors and year, like 'Balban et al., 2023'")
    return Screen(
        key,
        tuple(_wording(text, key, where) for text in texts),
        MappingProxyType({name: _wording(label, key, where) for name, label in buttons.items()}),
        MappingProxyType({name: tuple(map(str, words)) for name, words in typed.items()}),
        str(source),
    )


def _wording(text: str, key: str, where: str) -> Wording:
    open_tags: list[str] = []
    for tag in TAGS.finditer(text):
        if not tag.group().startswith("</"):
            open_tags.append(tag[1])
        elif not open_tags or open_tags.pop() != tag[1]:
            raise ContentError(f"{where}: {key} closes <{tag[1]}> which is not open in {text!r}")
    if open_tags or "<" in TAGS.sub("", text):
        raise ContentError(f"{where}: {key} has markup other than closed <b> and <i> in {text!r}")
    try:
        parts = tuple((literal, name) for literal, name, _, _ in string.Formatter().parse(text.rstrip()))
    except ValueError as error:
        raise ContentError(f"{where}: {key} has a stray brace in {text!r} ({error}); write {{name}}") from error
    for _, name in parts:
        if name is not None and not name.isidentifier():
            raise ContentError(f"{where}: {key} has the placeholder {{{name}}}; give it a plain name")
    return Wording(parts)
