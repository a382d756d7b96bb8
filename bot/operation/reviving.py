"""Reviving: what a restored database has to lose before anybody talks to it again.

Who was forgotten since the backup has no key any more: their rows go. What waited to be sent was sent, or is stale.
What recurs and was due meanwhile is reckoned anew from today; a single promise stays, and its own grace decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from bot.store.instants import to_ms
from bot.store.tables import OF_CHAT, Chat, Fact, Posted, Posting, Suspect, Timer, table
from bot.store.vault import SealError, Vault, key_of
from bot.turn import Arrival, take_turns
from dialogs.engine import Book
from dialogs.engine.events import Replan

RESTORED = "restored from a backup"  # the trouble of what was waiting
_BATCH = 500
_NAME = 64  # letters of a sealed value that hold the name of its key
_CHATS, _OUTBOX, _TIMERS, _FACTS = (table(row) for row in (Chat, Posting, Timer, Fact))


@dataclass(slots=True)
class Revived:
    """What came back and what did not."""

    chats: int = 0
    forgotten: int = 0  # chats whose key is gone
    dropped: int = 0  # rows that went with them
    unsent: int = 0  # messages that waited
    replanned: int = 0  # chats with something recurring that was due meanwhile


def revive(connection: Connection, vault: Vault, book: Book, now: datetime) -> Revived:
    """Make a database that comes out of a backup one that can be talked to. Run once, before anybody uses it."""
    revived = Revived()
    keys: dict[str, str | None] = {}
    gone: list[str] = []
    for page in _sessions(connection):
        vault.prepare(session for _, session in page)
        for chat, session in page:
            if _opens(vault, chat, session):
                keys[chat] = key_of(session)
            else:
                gone.append(chat)
    revived.chats, revived.forgotten = len(keys), len(gone)
    for first in range(0, len(gone), _BATCH):
        for row_class in OF_CHAT:
            of_chat = table(row_class).c.chat
            revived.dropped += _delete(connection, row_class, of_chat.in_(gone[first : first + _BATCH]))
    revived.dropped += _drop_strays(connection, keys)
    connection.execute(delete(table(Suspect)))  # of a process that died elsewhere
    revived.replanned = _replan(connection, vault, book, now)
    revived.unsent = _silence(connection, to_ms(now))
    return revived


def _sessions(connection: Connection) -> Iterator[list[tuple[str, str]]]:
    last = ""
    while True:
        rows = connection.execute(
            select(_CHATS.c.chat, _CHATS.c.session).where(_CHATS.c.chat > last).order_by(_CHATS.c.chat).limit(_BATCH)
        ).all()
        if not rows:
            return
        yield [(row.chat, row.session) for row in rows]
        last = rows[-1].chat


def _opens(vault: Vault, chat: str, session: str) -> bool:
    try:
        vault.unseal(chat, "session", session)
    except SealError:
        return False
    return True


def _drop_strays(connection: Connection, keys: dict[str, str | None]) -> int:
    """Rows of nobody, and rows of an earlier life of a chat: sealed with another key than its session."""
    dropped = 0
    for row_class in OF_CHAT[1:]:
        dropped += _delete(connection, row_class, table(row_class).c.chat.not_in(select(_CHATS.c.chat)))
    for source, which in ((_FACTS, _FACTS.c.id), (_TIMERS, _TIMERS.c.name)):
        begin = func.substr(source.c.data, 1, _NAME)
        rows = connection.execute(select(source.c.chat, which, begin)).all()
        for chat, name, start in rows:
            if start and key_of(start) != keys[chat]:
                connection.execute(delete(source).where(source.c.chat == chat, which == name))
                dropped += 1
    return dropped


def _delete(connection: Connection, row_class: type, where: ColumnElement[bool]) -> int:
    return connection.execute(delete(table(row_class)).where(where)).rowcount


def _replan(connection: Connection, vault: Vault, book: Book, now: datetime) -> int:
    """Take away what recurs and was due meanwhile, and let its dialogs reckon its next time from now."""
    due = connection.execute(select(_TIMERS.c.chat, _TIMERS.c.name).where(_TIMERS.c.due_ms <= to_ms(now))).all()
    chats: dict[str, None] = {}
    for chat, name in due:
        alarm = book.alarm(name)
        if alarm is None or alarm.renew is not None:
            connection.execute(delete(_TIMERS).where(_TIMERS.c.chat == chat, _TIMERS.c.name == name))
            chats[chat] = None
    arrivals = [Arrival(chat, Replan(_key(chat, now))) for chat in chats]
    for first in range(0, len(arrivals), _BATCH):
        take_turns(connection, vault, book, arrivals[first : first + _BATCH], now)
    return len(arrivals)


def _silence(connection: Connection, now_ms: int) -> int:
    """Nothing that waited is sent. Whoever is in the middle of something sees its question at their next word."""
    connection.execute(delete(_OUTBOX).where(_OUTBOX.c.passing))
    waiting = _OUTBOX.c.state == int(Posted.WAITING)
    unread = {"state": int(Posted.DEAD), "sent_ms": now_ms, "trouble": RESTORED, "payload": ""}
    return connection.execute(update(_OUTBOX).where(waiting).values(unread)).rowcount


def _key(chat: str, now: datetime) -> str:
    """The inbox key of a replanning; a digest, since the inbox names no chat."""
    return "restore:" + blake2b(f"{chat}:{to_ms(now)}".encode(), digest_size=12).hexdigest()
