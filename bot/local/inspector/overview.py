"""Overview: where a person stands, what is kept of them, what is next, and their latest turns, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias

from bot.local.inspector import turns
from bot.local.inspector.local_time import lasting, shown
from bot.local.inspector.looking import Held
from bot.local.inspector.turn_log import Seen
from bot.store.instants import to_ms
from dialogs.engine import Book

Shown: TypeAlias = dict[str, Any]


def describe(book: Book, held: Held, latest: Sequence[Seen], now: datetime, zone: str) -> Shown:
    """All that is shown of somebody; times on the clock of ``zone``."""
    return {
        "known": True,
        "blocked": held.blocked,
        "stack": [
            {"dialog": frame.dialog, "version": frame.version, "state": frame.state, "facts": dict(frame.facts)}
            for frame in held.session.stack
        ],
        "person": held.session.person.to_json(),
        "timers": timers(book, held, now, zone),
        "records": [{"kind": each.kind, "at": shown(each.at, zone), "data": each.data} for each in held.records],
        "turns": [turns.describe(book, seen, zone) for seen in latest],
    }


def timers(book: Book, held: Held, now: datetime, zone: str) -> list[Shown]:
    """What is set, the soonest first, and the dialog that it leads to."""
    return [
        {
            "name": each.name,
            "leads": alarm.dialog if (alarm := book.alarm(each.name)) else None,
            "due": shown(each.due, zone),
            "ms": to_ms(each.due),
            "in": lasting(each.due - now),
        }
        for each in held.timers
    ]
