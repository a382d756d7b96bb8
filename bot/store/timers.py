"""Timers as rows: promises to come back, one a chat and name."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from bot.store import locks
from bot.store.seals import Seals
from bot.store.tables import Chat, Timer, table
from bot.store.vault import SealError

log = logging.getLogger(__name__)

_CHATS = table(Chat)
_TIMERS = table(Timer)
_DUE = (
    select(_TIMERS.c.chat, _TIMERS.c.name, _TIMERS.c.due_ms, _TIMERS.c.token, _TIMERS.c.data)
    .where(
        _TIMERS.c.due_ms <= bindparam("now"), _TIMERS.c.chat.startswith(bindparam("prefix", type_=_TIMERS.c.chat.type))
    )
    .order_by(_TIMERS.c.due_ms)
    .limit(bindparam("limit"))
)
# Where others fire, too: first the chats that nobody else is at, then what is due there, seen anew under their locks.
_FREE = (
    select(_CHATS.c.chat)
    .join(_TIMERS, _TIMERS.c.chat == _CHATS.c.chat)
    .where(_DUE.whereclause)  # type: ignore[arg-type]  # a select with conditions has a clause
    .order_by(_TIMERS.c.due_ms)
    .limit(bindparam("limit"))
    .with_for_update(of=_CHATS, skip_locked=True)
)
_DUE_OF = _DUE.where(_TIMERS.c.chat.in_(bindparam("chats", expanding=True)))
_REMOVE = delete(_TIMERS).where(_TIMERS.c.chat == bindparam("this"), _TIMERS.c.name == bindparam("named"))


@dataclass(frozen=True, slots=True)
class Due:
    """A timer whose time has come."""

    chat: str
    name: str
    due_ms: int
    token: str | None
    data: Mapping[str, Any]


def start(
    connection: Connection, seals: Seals, chat: str, name: str, due_ms: int, token: str | None, data: Mapping[str, Any]
) -> None:
    """Set a timer, in place of one of the same name."""
    remove(connection, chat, name)
    connection.execute(
        insert(_TIMERS),
        {
            "chat": chat,
            "name": name,
            "due_ms": due_ms,
            "token": token,
            "data": seals.seal(chat, "data", json.dumps(dict(data), ensure_ascii=False)),
        },
    )


def remove(connection: Connection, chat: str, name: str) -> None:
    """Forget a timer, if there is one."""
    connection.execute(_REMOVE, {"this": chat, "named": name})


def remove_all(connection: Connection, chat: str) -> None:
    """Forget all timers of a chat."""
    connection.execute(delete(_TIMERS).where(_TIMERS.c.chat == chat))


def claim(connection: Connection, seals: Seals, channel: str, now_ms: int, limit: int) -> list[Due]:
    """Take due timers out of the table, the longest overdue first, for the turns written in the same transaction.

    Chats that another process is at are passed over.
    """
    wanted: dict[str, Any] = {"now": now_ms, "prefix": f"{channel}:", "limit": limit}
    if locks.is_shared(connection):
        wanted["chats"] = list(dict.fromkeys(connection.execute(_FREE, wanted).scalars()))
        if not wanted["chats"]:
            return []
    found: list[Due] = []
    rows = connection.execute(_DUE_OF if "chats" in wanted else _DUE, wanted).all()
    seals.vault.prepare(row.data for row in rows)
    for chat, name, due_ms, token, data in rows:
        try:
            found.append(Due(chat, name, due_ms, token, json.loads(seals.unseal(chat, "data", data))))
        except SealError as error:  # of a chat that was forgotten, back out of a backup
            log.error("a timer can't be opened and is removed: %s", error)
            remove(connection, chat, name)
    if found:
        connection.execute(_REMOVE, [{"this": each.chat, "named": each.name} for each in found])
    return found


def chats_after(connection: Connection, channel: str, last: str, limit: int) -> list[str]:
    """The next chats of a channel that have timers, by name, after one."""
    return list(
        connection.execute(
            select(_TIMERS.c.chat)
            .where(_TIMERS.c.chat.startswith(f"{channel}:"), _TIMERS.c.chat > last)
            .distinct()
            .order_by(_TIMERS.c.chat)
            .limit(limit)
        ).scalars()
    )


def next_due(connection: Connection, channel: str) -> int | None:
    """When the next timer of a channel is due."""
    found: int | None = connection.execute(
        select(func.min(_TIMERS.c.due_ms)).where(_TIMERS.c.chat.startswith(f"{channel}:"))
    ).scalar()
    return found
