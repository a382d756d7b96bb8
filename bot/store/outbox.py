"""The outbox: what was promised to a chat, from the turn that promised it to the channel that took it.

A row is claimed with a lease before it is sent and settled after. Rows of one chat are claimed in their order, and not
before all earlier ones are settled: order inside a chat holds, whatever fails in between. Several senders may share a
channel: whoever locks the first row that waits for a chat has the chat, and the end of a lease tells whose it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from bot.store import locks
from bot.store.seals import Seals
from bot.store.tables import Posted, Posting, Urgency, table
from bot.store.vault import SealError

_OUTBOX = table(Posting)
# To the letter, and not as a parameter: only so the indexes of waiting rows are used.
_WAITS: ColumnElement[int] = literal_column("0")
OVERTAKEN = "overtaken"  # the trouble of a nudge whose person came by themselves before it was sent
TOO_LATE = "too late"  # the trouble of a row whose time was over before it could be sent
_SWEPT = 500  # rows that are looked through for those whose time is over, in one transaction
_REMOVED = 90  # messages that are removed at once: Telegram takes a hundred, and a few may come after
_EARLIER = _OUTBOX.alias("earlier")
_ASKED = _OUTBOX.alias("asked")


def _later(one: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[int]:
    """The later of two instants, in words that every dialect knows."""
    return case((one > other, one), else_=other)


_POST = insert(_OUTBOX)
_FREE = (
    _OUTBOX.c.channel == bindparam("channel"),
    _OUTBOX.c.state == _WAITS,
    _OUTBOX.c.priority == bindparam("priority"),
    _OUTBOX.c.available_ms <= bindparam("now"),
    _OUTBOX.c.leased_ms < bindparam("now"),
)


def _none_earlier(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """That no row of the chat waits before this one, of those that go before it and are as the conditions say."""
    before = (
        _EARLIER.c.chat == _OUTBOX.c.chat,
        _EARLIER.c.state == _WAITS,
        _EARLIER.c.id < _OUTBOX.c.id,
        _EARLIER.c.priority <= _OUTBOX.c.priority,
    )
    return ~exists(select(1).select_from(_EARLIER).where(*before, *conditions))


_CLAIM = (
    select(_OUTBOX.c.id, _OUTBOX.c.chat, _OUTBOX.c.payload, _OUTBOX.c.attempts, _OUTBOX.c.passing, _OUTBOX.c.expires_ms)
    .where(
        *_FREE,
        _none_earlier(or_(_EARLIER.c.available_ms > bindparam("now"), _EARLIER.c.leased_ms >= bindparam("now"))),
    )
    .order_by(_OUTBOX.c.id)
    .limit(bindparam("limit"))
)
# Where there are other senders, this comes first. A chat has one first row at any time, and what is seen of it is seen
# once its lock is held (PostgreSQL looks at the row again), so two senders never have one chat.
_FIRST = (
    select(_OUTBOX.c.chat)
    .where(*_FREE, _none_earlier())
    .order_by(_OUTBOX.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=_OUTBOX)
)
# And then this, which sees what was committed until then. Rows are locked: one may be taken back at this very moment.
_CLAIM_OF = _CLAIM.where(_OUTBOX.c.chat.in_(bindparam("chats", expanding=True))).with_for_update(of=_OUTBOX)
_LEASE = update(_OUTBOX).where(_OUTBOX.c.id.in_(bindparam("ids", expanding=True))).values(leased_ms=bindparam("until"))
_MESSAGE = (
    select(_ASKED.c.message)
    .where(_ASKED.c.chat == bindparam("this"), _ASKED.c.token == bindparam("asked"), _ASKED.c.message.is_not(None))
    .order_by(_ASKED.c.id.desc())
    .limit(1)
)
_NUMBERS = (
    select(_OUTBOX.c.message)
    .where(_OUTBOX.c.chat == bindparam("this"), _OUTBOX.c.state == 1, _OUTBOX.c.message.is_not(None))
    .distinct()
    .order_by(_OUTBOX.c.message)
)
_NUMBERS_SINCE = _NUMBERS.where(_OUTBOX.c.id < bindparam("row"), _OUTBOX.c.message > bindparam("last"))
# A row is known by its number and its lease: SQLite gives the number of an erased row to the next one.
_OURS = and_(_OUTBOX.c.id == bindparam("this"), _OUTBOX.c.leased_ms == bindparam("lease"))
_SENT = (
    update(_OUTBOX)
    .where(_OURS)
    .values(state=int(Posted.SENT), sent_ms=bindparam("at"), message=bindparam("sent_as"), payload="")
)
_DROP = delete(_OUTBOX).where(_OURS)
_BURY = (
    update(_OUTBOX)
    .where(_OURS)
    .values(state=int(Posted.DEAD), sent_ms=bindparam("at"), trouble=bindparam("why"), payload="")
)
_HEAD = (  # of the queue: what comes later may wait
    select(_OUTBOX.c.id, _OUTBOX.c.expires_ms)
    .where(*_FREE)
    .order_by(_OUTBOX.c.id)
    .limit(_SWEPT)
    .with_for_update(skip_locked=True)
    .subquery()
)
_OVER = select(_HEAD.c.id).where(_HEAD.c.expires_ms < bindparam("now"))
_SWEEP = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=int(Posted.DEAD), sent_ms=bindparam("at"), trouble=TOO_LATE, payload="")
)
_TRIED = update(_OUTBOX).where(_OURS).values(attempts=_OUTBOX.c.attempts + 1)
# What another sender has of this chat stays its own.
_GIVE_BACK = {"leased_ms": case((_OUTBOX.c.leased_ms == bindparam("lease"), 0), else_=_OUTBOX.c.leased_ms)}
_POSTPONE = (
    update(_OUTBOX)
    .where(_OUTBOX.c.chat == bindparam("this"), _OUTBOX.c.state == _WAITS)
    .values(available_ms=_later(_OUTBOX.c.available_ms, bindparam("until", type_=BigInteger)), **_GIVE_BACK)
)
_PUT_OFF = _POSTPONE.where(_OUTBOX.c.id >= bindparam("first"))
_RELEASE = (
    update(_OUTBOX)
    .where(_OUTBOX.c.chat == bindparam("this"), _OUTBOX.c.state == _WAITS, _OUTBOX.c.leased_ms == bindparam("lease"))
    .values(leased_ms=0)
)
_BURY_CHAT = (
    update(_OUTBOX)
    .where(_OUTBOX.c.chat == bindparam("this"), _OUTBOX.c.state == _WAITS)
    .values(state=int(Posted.DEAD), sent_ms=bindparam("at"), trouble=bindparam("why"), payload="")
)
_NEXT = select(func.min(_later(_OUTBOX.c.available_ms, _OUTBOX.c.leased_ms))).where(
    _OUTBOX.c.channel == bindparam("channel"), _OUTBOX.c.state == _WAITS
)
_NEXT_OF = _NEXT.where(_OUTBOX.c.priority == bindparam("priority"))
_SOFT_WAITS = (
    select(1)
    .where(
        _OUTBOX.c.channel == bindparam("channel"), _OUTBOX.c.state == _WAITS, _OUTBOX.c.priority == int(Urgency.SOFT)
    )
    .limit(1)
)
_WITHDRAW = (
    update(_OUTBOX)
    .where(
        _OUTBOX.c.chat.in_(bindparam("chats", expanding=True)),
        _OUTBOX.c.state == _WAITS,
        _OUTBOX.c.priority == int(Urgency.SOFT),
        _OUTBOX.c.leased_ms < bindparam("now"),
    )
    .values(state=int(Posted.DEAD), sent_ms=bindparam("now"), trouble=OVERTAKEN, payload="")
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is ours to send until its lease ends, at ``lease_ms``."""

    id: int
    chat: str
    payload: Mapping[str, Any]
    attempts: int
    passing: bool
    lease_ms: int
    soft: bool = False
    paced: bool = False  # counted in the pace of all senders when it was claimed


def row(
    chat: str,
    payload: Mapping[str, Any],
    at_ms: int,
    *,
    token: str | None = None,
    passing: bool = False,
    urgency: Urgency = Urgency.ANSWER,
    expires_ms: int | None = None,
) -> dict[str, Any]:
    """A row to post."""
    return {
        "chat": chat,
        "channel": chat.partition(":")[0],
        "payload": json.dumps(payload, ensure_ascii=False),
        "priority": int(urgency),
        "passing": passing,
        "token": token,
        "state": int(Posted.WAITING),
        "attempts": 0,
        "available_ms": at_ms,
        "expires_ms": expires_ms,
        "leased_ms": 0,
    }


def post(connection: Connection, seals: Seals, rows: list[dict[str, Any]]) -> None:
    """Promise these, in their order."""
    if rows:
        # A farewell outlives the key of its chat, and holds our words alone.
        sealed = iter(seals.rows([row for row in rows if not row["passing"]], "payload"))
        connection.execute(_POST, [row if row["passing"] else next(sealed) for row in rows])


def claim(
    connection: Connection,
    seals: Seals,
    channel: str,
    now_ms: int,
    until_ms: int,
    limit: int,
    urgency: Urgency = Urgency.ANSWER,
) -> list[Claimed]:
    """Up to ``limit`` rows of an urgency to send, each chat's in order, leased until an instant.

    A redraw whose message is not known yet is given the one that its question was sent as, a removal the messages that
    were on their way when it was decided: their numbers are known now. Where the time of one is
    over, so is that of others, which are taken away with it.
    """
    wanted: dict[str, Any] = {"channel": channel, "now": now_ms, "limit": limit, "priority": int(urgency)}
    if locks.is_shared(connection):
        wanted["chats"] = list(connection.execute(_FIRST, wanted).scalars())
        if not wanted["chats"]:
            return []
    found = connection.execute(_CLAIM_OF if "chats" in wanted else _CLAIM, wanted).all()
    if not found:
        return []
    connection.execute(_LEASE, {"ids": [each.id for each in found], "until": until_ms})
    claimed = []
    over = {each.id for each in found if each.expires_ms is not None and each.expires_ms < now_ms}
    if over:
        connection.execute(_SWEEP, {"ids": [*over, *connection.execute(_OVER, wanted).scalars()], "at": now_ms})
    for each in found:
        if each.id in over:
            continue
        try:
            payload = json.loads(seals.unseal(each.chat, "payload", each.payload))
        except SealError as error:  # of a chat that was forgotten, back out of a backup
            connection.execute(_BURY, {"this": each.id, "lease": until_ms, "why": str(error), "at": now_ms})
            continue
        if payload.get("kind") == "redraw" and payload.get("message") is None:
            payload["message"] = message_of(connection, each.chat, payload["token"])
        if payload.get("since") is not None:
            late = {"this": each.chat, "row": each.id, "last": payload["since"]}
            payload["messages"] += connection.execute(_NUMBERS_SINCE, late).scalars()
        soft = urgency is Urgency.SOFT
        claimed.append(Claimed(each.id, each.chat, payload, each.attempts, each.passing, until_ms, soft))
    return claimed


def message_of(connection: Connection, chat: str, token: str) -> int | None:
    """The number under which a question was sent; None where it was not, or is too old to be redrawn."""
    found: int | None = connection.execute(_MESSAGE, {"this": chat, "asked": token}).scalar()
    return found


def removals(connection: Connection, chat: str) -> Iterator[dict[str, Any]]:
    """What removes all messages to a chat that are still known: so many in each call as it takes.

    The last one also removes what was sent ``since`` and is not known yet.
    """
    numbers = list(connection.execute(_NUMBERS, {"this": chat}).scalars())
    chunks = [numbers[first : first + _REMOVED] for first in range(0, len(numbers), _REMOVED)] or [[]]
    *whole, last = chunks
    yield from ({"kind": "remove", "messages": chunk, "since": None} for chunk in whole)
    yield {"kind": "remove", "messages": last, "since": max(numbers, default=0)}


def settle(connection: Connection, claimed: Claimed, message: int | None, at_ms: int) -> None:
    """The channel took it. Its words are dropped; its number is kept, so that it can be redrawn or removed."""
    if claimed.passing:
        connection.execute(_DROP, _key(claimed))
    else:
        connection.execute(_SENT, {**_key(claimed), "at": at_ms, "sent_as": message})


def bury(connection: Connection, claimed: Claimed, why: str, at_ms: int) -> None:
    """The channel will never take it; ``why`` is the channel's word."""
    if claimed.passing:
        connection.execute(_DROP, _key(claimed))
    else:
        connection.execute(_BURY, {**_key(claimed), "why": why[:200], "at": at_ms})


def _key(claimed: Claimed) -> dict[str, int]:
    return {"this": claimed.id, "lease": claimed.lease_ms}


def postpone(connection: Connection, claimed: Claimed, until_ms: int) -> None:
    """It was not taken this time; the rest of its chat waits behind it."""
    connection.execute(_TRIED, _key(claimed))
    hold(connection, claimed, until_ms)


def hold(connection: Connection, claimed: Claimed, until_ms: int) -> None:
    """Nothing goes to the chat of this row before an instant; what was claimed of it with the row is given back."""
    connection.execute(_POSTPONE, {"this": claimed.chat, "until": until_ms, "lease": claimed.lease_ms})


def put_off(connection: Connection, claimed: Claimed, until_ms: int) -> None:
    """As `hold`, for this row and what follows it in its chat; what goes before goes."""
    connection.execute(
        _PUT_OFF, {"this": claimed.chat, "until": until_ms, "lease": claimed.lease_ms, "first": claimed.id}
    )


def release(connection: Connection, claimed: Claimed) -> None:
    """Give back this row and what was claimed of its chat together with it, and not tried."""
    connection.execute(_RELEASE, {"this": claimed.chat, "lease": claimed.lease_ms})


def release_all(connection: Connection, channel: str) -> None:
    """Give back what a process that died had claimed.

    Only where a channel has one sender. Where there may be others, what they have is theirs until the lease ends.
    """
    if locks.is_shared(connection):
        return
    connection.execute(
        update(_OUTBOX)
        .where(_OUTBOX.c.channel == channel, _OUTBOX.c.state == _WAITS, _OUTBOX.c.leased_ms > 0)
        .values(leased_ms=0)
    )


def bury_chat(connection: Connection, chat: str, why: str, at_ms: int) -> None:
    """Nothing more reaches this chat."""
    connection.execute(delete(_OUTBOX).where(and_(_OUTBOX.c.chat == chat, _OUTBOX.c.passing)))
    connection.execute(_BURY_CHAT, {"this": chat, "why": why[:200], "at": at_ms})


def withdraw(connection: Connection, chats: Iterable[str], now_ms: int) -> None:
    """Take back the nudges of people who are here by themselves, as far as they are not on their way."""
    connection.execute(_WITHDRAW, {"chats": list(chats), "now": now_ms})


def next_available(connection: Connection, channel: str, urgency: Urgency | None = None) -> int | None:
    """When the next row, of an urgency or any, may be claimed; None where nothing waits."""
    if urgency is None:
        found: int | None = connection.execute(_NEXT, {"channel": channel}).scalar()
    else:
        found = connection.execute(_NEXT_OF, {"channel": channel, "priority": int(urgency)}).scalar()
    return found


def soft_waits(connection: Connection, channel: str) -> bool:
    """Whether a nudge waits to be sent; cheaper than to know when, with fifty thousand of them."""
    return connection.execute(_SOFT_WAITS, {"channel": channel}).scalar() is not None


def forget_before(connection: Connection, at_ms: int) -> int:
    """Clear settled rows of before an instant; returns how many."""
    return connection.execute(delete(_OUTBOX).where(_OUTBOX.c.state != 0, _OUTBOX.c.sent_ms < at_ms)).rowcount
