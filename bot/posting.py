"""Posting: what a step shows, as rows of the outbox. What takes long to make (a picture, the PDF) is for the sender."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.calendar import calendar_file
from bot.papers.markdown import markdown
from bot.store import outbox, records
from bot.store.instants import to_ms
from bot.store.seals import Seals
from bot.store.tables import Urgency
from dialogs.engine import Manner
from dialogs.engine.rendering import Animation, File, Message, Notice, Picture, Post, Redraw, Removal
from dialogs.therapy.dialog import PDF, TEXT

EXPORT, CALENDAR = "export", "check-in"  # the file of everything that is kept, and that of a calendar

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Posting:
    """The posts of one chat's step.

    ``origin`` is the key of the event that led to them: it goes with each row, so that a log can follow it to its
    delivery. ``passing``: the chat is erased in the same turn, and each row once it is sent.
    """

    connection: Connection
    seals: Seals
    chat: str
    origin: str
    now: datetime
    manner: Manner
    passing: bool

    def rows(self, posts: Iterable[Post], session: str) -> tuple[list[Row], list[Notice]]:
        """The rows in their order, and the notices, which wait in no outbox. ``session`` is what an export shows."""
        rows: list[Row] = []
        notices: list[Notice] = []
        for post in posts:
            match post:
                case Notice():
                    notices.append(post)
                case Message():
                    rows.append(self._message(post))
                case _:
                    rows += [self._row(payload) for payload in self._payloads(post, session)]
        return rows, notices

    def _message(self, post: Message) -> Row:
        payload: dict[str, Any] = {"kind": "message", "text": post.text, "buttons": post.buttons}
        if post.inside is not None:
            payload["inside"] = post.inside
        if self.manner.silent:
            payload["silent"] = True
        return outbox.row(
            self.chat,
            {**payload, "origin": self.origin},
            to_ms(self.now),
            token=post.token,
            passing=self.passing,
            urgency=Urgency.SOFT if self.manner.soft else Urgency.ANSWER,
            expires_ms=to_ms(self.manner.until) if self.manner.until else None,
        )

    def _row(self, payload: Mapping[str, Any]) -> Row:
        return outbox.row(self.chat, {**payload, "origin": self.origin}, to_ms(self.now), passing=self.passing)

    def _payloads(self, post: Redraw | File | Animation | Picture | Removal, session: str) -> Iterator[dict[str, Any]]:
        match post:
            case Redraw():
                message = post.message
                if message is None and self.passing:  # the row that knows it is about to be erased
                    message = outbox.message_of(self.connection, self.chat, post.token)
                    if message is None:
                        return
                yield {"kind": "redraw", "token": post.token, "message": message, "text": post.text}
            case File():
                yield {"kind": "file", "caption": post.caption, **self._file(post, session)}
            case Animation():
                told = {"name": post.name, "caption": post.caption}
                yield {"kind": "animation", **told, "seconds": post.seconds, "locale": post.locale}
            case Picture():
                told = {"picture": post.picture, "caption": post.caption}
                yield {"kind": "picture", **told, "data": post.data, "words": post.words}
            case Removal():
                yield from outbox.removals(self.connection, self.chat)

    def _file(self, post: File, session: str) -> dict[str, Any]:
        """A file's name and content; of a PDF its page, which the sender draws: that takes a fifth of a second."""
        if post.name == EXPORT:
            everything = records.everything(self.connection, self.seals, self.chat, session)
            return {"name": "halfway-export.json", "content": json.dumps(everything, ensure_ascii=False, indent=2)}
        if post.name == CALENDAR:
            return {"name": "halfway-check-in.ics", "content": calendar_file(post.data, self.now)}
        if post.name == PDF:
            return {"name": "halfway-page.pdf", "page": post.data}
        if post.name == TEXT:
            return {"name": "halfway-page.md", "content": markdown(post.data)}
        raise ValueError(f"no file is made under the name {post.name!r}")
