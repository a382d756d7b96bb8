"""Turns as the page shows them: what came in, where the dialogs went, what was sent by which key, what was set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from bot.local.inspector.local_time import lasting, shown
from bot.local.inspector.turn_log import Seen
from content.catalogue import Catalogue, Phrase, Value, unmarked
from content.tables import ContentError
from dialogs.engine import Book, Effect, Event, Session, Wait
from dialogs.engine import effects as asked
from dialogs.engine import events as came
from dialogs.engine.dialog import choices_of
from dialogs.engine.rendering import label
from dialogs.engine.run import Run

Shown: TypeAlias = dict[str, Any]


def describe(book: Book, seen: Seen, zone: str) -> Shown:
    """One turn as plain values; times on the clock of ``zone``."""
    session, step, locale = seen.step.session, seen.step, seen.step.session.person.locale
    top = session.top
    return {
        "number": seen.number,
        "at": seen.at.isoformat(),
        "local": shown(seen.at, zone),
        "event": {"kind": _kind(seen.event), "said": said(book, seen), "heard": words_of(seen.event) is not None},
        "moves": [
            {"dialog": move.dialog, "trigger": move.trigger, "source": move.source, "dest": move.dest}
            for move in step.moves
        ],
        "posts": [post for effect in step.effects if (post := _post(effect, seen.words, locale)) is not None],
        "effects": [_effect(effect, seen, zone) for effect in step.effects],
        "state": f"{top.dialog}.{top.state}" if top else "",
    }


def said(book: Book, seen: Seen) -> str:
    """What came in, in a few words: what was typed or tapped, or what fired."""
    match seen.event:
        case came.Text(text=text):
            return text
        case came.Command(name=name, argument=argument):
            return f"/{name} {argument}".strip()
        case came.Tap(token=token, choice=choice):
            if token != seen.before.token or not 0 <= choice < len(seen.before.offered):
                return "a button that was over"
            return labels(book, seen.before, seen).get(seen.before.offered[choice], seen.before.offered[choice])
        case came.Unreadable(kind=kind, words=words):
            return f"{kind}: {words}" if words else kind
        case came.TimerFired(name=name):
            return name
        case came.Zoned(zone=zone):
            return zone
        case _:
            return ""


def words_of(event: Event) -> str | None:
    """The words that the detectors heard; None where there were none."""
    match event:
        case came.Text(text=words) | came.Command(argument=words) | came.Unreadable(words=words):
            return words or None
        case _:
            return None


def labels(book: Book, session: Session, seen: Seen) -> dict[str, str]:
    """The labels of a question's buttons by their choices."""
    run = Run(book, session, seen.event.key, seen.at)
    state = run.state() if run.stack else None
    if not isinstance(state, Wait):
        return {}
    turn = run.turn()
    return {choice.key: name for choice, name in zip(choices_of(state, turn), run.labels(state, turn), strict=True)}


def _kind(event: Event) -> str:
    return type(event).__name__


def _post(effect: Effect, words: Catalogue, locale: str) -> Shown | None:
    """A text that was sent, with its key; of a question that stood there already, only its buttons."""
    match effect:
        case asked.Show():
            screen = words.screen(effect.key, locale) if words.has(effect.key, locale) else None
            count = len(screen.wordings) if screen else 1
            return {
                "kind": "message",
                "key": effect.key,
                "text": "" if effect.heard else _worded(words, locale, effect.key, effect.values, effect.pick),
                "buttons": [_label(button, effect.key, words, locale) for button in effect.buttons],
                "wording": effect.pick % count + 1,
                "wordings": count,
                "within": sorted(_keys(effect.values.values())),
            }
        case asked.SendPicture(picture=name, caption=key, values=values):
            return _captioned("picture", name, key, _worded(words, locale, key, values))
        case asked.SendAnimation(name=name, caption=key):
            return _captioned("animation", name, key, _worded(words, locale, key, {}))
        case asked.SendFile(name=name, caption=key):
            return _captioned("file", name, key, _worded(words, locale, key, {}))
        case _:
            return None


def _captioned(kind: str, name: str, key: str, text: str) -> Shown:
    one = {"wording": 1, "wordings": 1, "within": []}
    return {"kind": kind, "name": name, "key": key, "text": text, "buttons": [], **one}


def _worded(words: Catalogue, locale: str, key: str, values: Any, pick: int = 0) -> str:
    try:
        return unmarked(words.text(key, locale, values, pick))
    except ContentError as error:
        return f"({error})"


def _label(button: asked.Button, key: str, words: Catalogue, locale: str) -> str:
    try:
        return label(button, key, words, locale)
    except ContentError:
        return button.choice


def _keys(values: Iterable[Value]) -> Iterator[str]:
    """The keys of phrases that are filled into a text."""
    for value in values:
        if isinstance(value, Phrase):
            yield value.key
            yield from _keys(value.values.values())


def _effect(effect: Effect, seen: Seen, zone: str) -> Shown:
    """What the world was asked to do, in a line. ``timer`` marks what is about time."""
    about, timer = "", False
    match effect:
        case asked.Show(key=key, buttons=buttons):
            about = f"{key}, {len(buttons)} buttons" if buttons else key
        case asked.Answered(choice=choice, screen=screen):
            about = f"{screen}: {choice}" if choice else "the question before"
        case asked.Ack(key=key):
            about = key or "the tap"
        case asked.StartTimer(name=name, due=due):
            about, timer = f"{name}, due {shown(due, zone)} (in {lasting(due - seen.at)})", True
        case asked.CancelTimer(name=name):
            about, timer = name or "all of this chat", True
        case asked.Record(kind=kind, data=data):
            about = f"{kind}: {json.dumps(dict(data), ensure_ascii=False, default=str)}"
        case asked.Unrecord(kind=kind):
            about = kind
        case asked.SendPicture(picture=name) | asked.SendAnimation(name=name) | asked.SendFile(name=name):
            about = name
        case asked.AskModel(statement=statement):
            about = statement
        case _:
            pass
    return {"kind": type(effect).__name__, "about": about, "timer": timer}
