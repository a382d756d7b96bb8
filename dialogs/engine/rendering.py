"""Rendering: effects into what a channel sends, worded in the person's locale.

Texts of one turn that follow each other become one message, so that a person gets a paragraph and a question in one
piece and Telegram's pace of a message a second is seldom felt.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from content.catalogue import Catalogue, Phrase, unmarked
from dialogs.engine.effects import (
    Ack,
    Answered,
    Busy,
    Button,
    ClearMessages,
    Effect,
    SendAnimation,
    SendFile,
    SendPicture,
    Show,
)

LONGEST = 3500  # size a joined message may have; Telegram takes 4096
CAPTION = 1024  # size that a caption may have in Telegram, without its markup
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
class Animation:
    """A moving picture to send, with its caption; ``seconds`` is how long it is followed."""

    name: str
    caption: str
    seconds: int
    locale: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to draw of ``data`` with ``words`` and send; ``caption`` says the same in words."""

    picture: str
    caption: str
    data: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Removal:
    """All messages sent before this one are taken back."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something for the moment, best effort: an answer to a tap, or ``busy``."""

    text: str | None = None
    busy: bool = False


Post = Message | Redraw | File | Animation | Picture | Removal | Notice


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
            case SendAnimation():
                yield from flush()
                yield Animation(effect.name, catalogue.text(effect.caption, locale), effect.seconds, locale)
            case SendPicture():
                yield from flush()
                picture, below = _picture(effect, catalogue, locale)
                yield picture
                texts += below
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
    return catalogue.plain(button.label, locale)[:LABEL]


def _picture(effect: SendPicture, catalogue: Catalogue, locale: str) -> tuple[Picture, list[str]]:
    """The picture with its caption. What is too long for one is the text below it, and the title is the caption."""
    said = catalogue.text(effect.caption, locale, effect.values)
    words = {name: unmarked(text) for name, text in catalogue.below(f"pictures.{effect.picture}.words", locale).items()}
    data = _worded(effect.data, catalogue, locale)
    if _size(unmarked(said)) <= CAPTION:
        return Picture(effect.picture, said, data, words), []
    title = data.get("title") or words.get("title", effect.picture)
    return Picture(effect.picture, html.escape(title, quote=False), data, words), [said]


def _worded(value: Any, catalogue: Catalogue, locale: str) -> Any:
    """A part of a file, and what lies in it, in the reader's language and without markup; what is no phrase stays."""
    if isinstance(value, list | tuple):
        return [_worded(each, catalogue, locale) for each in value]
    if isinstance(value, Mapping):
        return {name: _worded(each, catalogue, locale) for name, each in value.items()}
    return catalogue.plain(value, locale) if isinstance(value, Phrase) else value


def _chosen(effect: Answered, catalogue: Catalogue, locale: str) -> str | None:
    """The tapped message's text with the choice below it, where both are known."""
    if effect.shown is None:
        return None
    if not effect.choice:
        return effect.shown
    chosen = label(Button(effect.choice, effect.label), effect.screen, catalogue, locale)
    redrawn = effect.shown + "\n\n" + catalogue.text("engine.chosen", locale, {"label": chosen})
    return redrawn if _size(redrawn) <= LONGEST else None  # then it only loses its buttons
