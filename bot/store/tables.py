"""The tables. Rows are dumb: they declare the schema and serve migrations, exports and tests.

The turn itself uses core statements on these tables: an ORM session costs 2–3 ms a turn where the disk needs 0.2.
Every instant is in milliseconds since 1970 (`bot.store.instants`). A chat is named ``<channel>:<id>``. What
people wrote is sealed (`bot.store.vault`): ``session``, ``payload`` and ``data``.
"""

from __future__ import annotations

from enum import IntEnum

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, text
from sqlmodel import Field, SQLModel


class Posted(IntEnum):
    """Where an outbox row stands."""

    WAITING = 0
    SENT = 1
    DEAD = 2


class Urgency(IntEnum):
    """How soon an outbox row goes: an answer before all that nobody waits for."""

    ANSWER = 0
    SOFT = 1


def _key() -> Column[int]:
    # SQLite numbers rows by itself only in a column that is INTEGER to the letter
    return Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


class Chat(SQLModel, table=True):
    """One conversation: its session as JSON, and whether the person has shut the bot out."""

    __tablename__ = "chats"

    chat: str = Field(primary_key=True)
    revision: int = 0
    session: str = Field(sa_type=Text)
    created_ms: int = Field(sa_type=BigInteger)
    updated_ms: int = Field(sa_type=BigInteger)
    blocked_ms: int | None = Field(default=None, sa_type=BigInteger)


class Received(SQLModel, table=True):
    """The inbox: keys of the updates already answered. Names no chat and holds no word, and is cleared in time."""

    __tablename__ = "inbox"

    key: str = Field(primary_key=True)
    received_ms: int = Field(sa_type=BigInteger, index=True)


class Suspect(SQLModel, table=True):
    """Updates that were being answered when the process died, with how often."""

    __tablename__ = "suspects"

    key: str = Field(primary_key=True)
    attempts: int = 0


class Posting(SQLModel, table=True):
    """The outbox: what was promised to a chat. The payload is emptied once it is sent.

    ``priority`` is an `Urgency`; a nudge after ``expires_ms`` is not sent any more. ``token`` is the wait token
    of a question, by which its message is found. ``passing`` rows are deleted once sent: they outlive the chat they
    belong to.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "outbox_waiting",
            "channel",
            "priority",
            "id",
            sqlite_where=text("state = 0"),
            postgresql_where=text("state = 0"),
        ),
        Index("outbox_of_chat", "chat", "id", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")),
        Index(
            "outbox_by_token",
            "chat",
            "token",
            sqlite_where=text("token IS NOT NULL"),
            postgresql_where=text("token IS NOT NULL"),
        ),
        Index("outbox_sent", "sent_ms", sqlite_where=text("state = 1"), postgresql_where=text("state = 1")),
    )

    id: int | None = Field(default=None, sa_column=_key())
    chat: str
    channel: str
    payload: str = Field(sa_type=Text)
    priority: int = Urgency.ANSWER
    passing: bool = False
    token: str | None = None
    state: int = Posted.WAITING
    attempts: int = 0
    available_ms: int = Field(sa_type=BigInteger)
    expires_ms: int | None = Field(default=None, sa_type=BigInteger)
    leased_ms: int = Field(default=0, sa_type=BigInteger)
    sent_ms: int | None = Field(default=None, sa_type=BigInteger)
    message: int | None = Field(default=None, sa_type=BigInteger)
    trouble: str | None = None


class Timer(SQLModel, table=True):
    """A promise to come back: one row a chat and name."""

    __tablename__ = "timers"

    chat: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    due_ms: int = Field(sa_type=BigInteger, index=True)
    token: str | None = None
    data: str = Field(default="{}", sa_type=Text)


class Fact(SQLModel, table=True):
    """A fact kept for good: an answer set, a pair of ratings, a statement. ``data`` is JSON."""

    __tablename__ = "records"

    id: int | None = Field(default=None, sa_column=_key())
    chat: str = Field(index=True)
    kind: str
    at_ms: int = Field(sa_type=BigInteger)
    data: str = Field(sa_type=Text)


class Transition(SQLModel, table=True):
    """The transition log: which way each dialog went. Names only, no words."""

    __tablename__ = "transitions"

    id: int | None = Field(default=None, sa_column=_key())
    chat: str = Field(index=True)
    at_ms: int = Field(sa_type=BigInteger)
    dialog: str
    event: str
    source: str
    dest: str


class Shred(SQLModel, table=True):
    """Data keys of forgotten chats, from the commit that erased them until the keys are destroyed."""

    __tablename__ = "shreds"

    key: str = Field(primary_key=True)


class Mark(SQLModel, table=True):
    """What a process leaves for the next one: the clock it saw, the zone rules it reckoned by."""

    __tablename__ = "marks"

    name: str = Field(primary_key=True)
    value: str


def table(row: type[SQLModel]) -> Table:
    """The core table of a row class."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


OF_CHAT: tuple[type[SQLModel], ...] = (Chat, Posting, Timer, Fact, Transition)
"""Every table with rows of a chat: what /export reads and /forget empties."""
