"""Rendering: effects into what a channel sends, worded in the person's locale.

Texts of one turn that follow each other become one message, so that a person gets a paragraph and a question in one
piece and Telegram's pace of a message a second is seldom felt.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from content.catalogue import TAGS, Catalogue, Phrase, Value
from dialogs.engine.effects import Ack, Answered, Busy, Button, ClearMessages, Effect, SendFile, Show

LONGEST = 3500  # size a joined message may have; Telegram takes 4096
LABEL = 60  # characters of a label that come from a person's own words


@dataclass(frozen=True, slots=True)
class Message:
    """A message to send: text with ``<b>`` and ``<i>``, the rest escaped, and labels with their button data.

    ``inside`` is the channel's id of the message that becomes this one, where there is one.
    """

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    token: str | None = None
    inside: int | None = None


@dataclass(frozen=True, slots=True)
class Redraw:
    """A message already sent, found by ``message`` or ``token``, loses its buttons and may get a new ``text``."""

    token: str
    message: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file to make of ``data`` and send."""

    name: str
    caption: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Removal:
    """All messages sent before this one are taken back."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something for the moment, best effort: an answer to a tap, or ``busy``."""

    text: str | None = None
    busy: bool = False


Post = Message | Redraw | File | Removal | Notice


def render(effects: Iterable[Effect], catalogue: Catalogue, locale: str) -> Iterator[Post]:
    """What to send, in order.

    Raises:
        MissingText, MissingValue: the catalogue lacks what a dialog shows; `halfway check` finds it first.
    """
    texts: list[str] = []

    def flush() -> Iterator[Message]:
        if texts:
            yield Message("\n\n".join(texts))
            texts.clear()

    for effect in effects:
        match effect:
            case Show():
                text = catalogue.text(effect.key, locale, effect.values, effect.pick)
                if effect.heard and texts:
                    text = texts.pop()
                if effect.apart or sum(map(_size, texts)) + _size(text) > LONGEST:
                    yield from flush()
                texts.append(text)
                if effect.buttons:
                    buttons = tuple(_buttons(effect, catalogue, locale))
                    yield Message("\n\n".join(texts), buttons, effect.token, effect.inside)
                    texts.clear()
                elif effect.apart:
                    yield from flush()
            case Answered():
                yield Redraw(effect.token, effect.message, _chosen(effect, catalogue, locale))
            case SendFile():
                yield from flush()
                data = {name: _worded(value, catalogue, locale) for name, value in effect.data.items()}
                yield File(effect.name, catalogue.text(effect.caption, locale), data)
            case ClearMessages():
                yield from flush()
                yield Removal()
            case Ack():
                yield Notice(catalogue.text(effect.key, locale) if effect.key else None)
            case Busy():
                yield Notice(busy=True)
            case _:
                pass  # timers, records and erasure are the store's
    yield from flush()


def _size(text: str) -> int:
    """How long Telegram takes a text to be: in UTF-16, where an emoji counts twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _buttons(show: Show, catalogue: Catalogue, locale: str) -> Iterator[tuple[str, str]]:
    for index, button in enumerate(show.buttons):
        yield label(button, show.key, catalogue, locale), f"{show.token}:{index}"


def label(button: Button, key: str, catalogue: Catalogue, locale: str) -> str:
    """A button's label as plain text."""
    if button.label is None:
        return catalogue.label(key, button.choice, locale)
    return _plain(button.label, catalogue, locale)[:LABEL]


def _plain(value: Value, catalogue: Catalogue, locale: str) -> str:
    if isinstance(value, str | int):
        return str(value)
    return catalogue.text(value.key, locale, value.values)


def _worded(value: Any, catalogue: Catalogue, locale: str) -> Any:
    """A part of a file in the reader's language, without markup; what is no phrase stays."""
    if not isinstance(value, Phrase):
        return value
    return html.unescape(TAGS.sub("", catalogue.text(value.key, locale, value.values)))


def _chosen(effect: Answered, catalogue: Catalogue, locale: str) -> str | None:
    """The tapped message's text with the choice below it, where both are known."""
    if effect.shown is None:
        return None
    if not effect.choice:
        return effect.shown
    chosen = label(Button(effect.choice, effect.label), effect.screen, catalogue, locale)
    redrawn = effect.shown + "\n\n" + catalogue.text("engine.chosen", locale, {"label": chosen})
    return redrawn if _size(redrawn) <= LONGEST else None  # then it only loses its buttons
