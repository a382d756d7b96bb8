"""The mailbag: what a sender takes out of the outbox and brings back, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from sqlalchemy import Connection

from bot.store import outbox, sessions, timers
from bot.store.database import Database
from bot.store.outbox import Claimed
from bot.store.seals import Seals
from bot.store.tables import Urgency

LEASE_MS = 60_000  # after this another sender may take a row over


@dataclass(frozen=True, slots=True)
class Landed:
    """A row that the channel has taken, and the number it gave it."""

    row: Claimed
    message: int | None
    at_ms: int


@dataclass(frozen=True, slots=True)
class Following:
    """When the next answer and the next nudge may be claimed, in milliseconds since 1970."""

    answer: int | None = None
    soft: int | None = None


class Mailbag(Protocol):
    """What a sender needs of wherever messages wait. Instants are in milliseconds since 1970."""

    async def open(self) -> None:
        """Take up what a process that died had claimed."""
        ...

    async def exchange(
        self, landed: Sequence[Landed], now_ms: int, room: int, soft: bool
    ) -> tuple[list[Claimed], Following]:
        """Settle what has landed and claim what may be sent now; when the next is due in case there was room for all.

        Of nudges one at most, if it is their turn (``soft``), and only where no answer takes the place.
        """
        ...

    async def hold(self, row: Claimed, until_ms: int) -> None:
        """Nothing goes to this row's chat before an instant."""
        ...

    async def postpone(self, row: Claimed, until_ms: int) -> None:
        """The same, and this was a try."""
        ...

    async def release(self, row: Claimed) -> None:
        """Give back what was claimed of this row's chat and not tried."""
        ...

    async def bury(self, row: Claimed, why: str, at_ms: int) -> None:
        """The channel won't ever take this row."""
        ...

    async def lose(self, chat: str, why: str, at_ms: int) -> None:
        """This person has shut the bot out: nothing is sent to them, and nothing comes back to them by itself."""
        ...

    async def scrub(self) -> None:
        """See `Database.scrub`."""
        ...


class OutboxBag:
    """The mailbag of a channel in a database."""

    def __init__(self, database: Database, channel: str) -> None:
        self.database = database
        self.channel = channel

    async def open(self) -> None:
        await self.database.do(partial(outbox.release_all, channel=self.channel))

    async def exchange(
        self, landed: Sequence[Landed], now_ms: int, room: int, soft: bool
    ) -> tuple[list[Claimed], Following]:
        seals = Seals(self.database.vault)
        return await self.database.do(
            lambda connection: _settle_and_claim(connection, seals, landed, self.channel, now_ms, room, soft)
        )

    async def hold(self, row: Claimed, until_ms: int) -> None:
        await self.database.do(partial(outbox.hold, claimed=row, until_ms=until_ms))

    async def postpone(self, row: Claimed, until_ms: int) -> None:
        await self.database.do(partial(outbox.postpone, claimed=row, until_ms=until_ms))

    async def release(self, row: Claimed) -> None:
        await self.database.do(partial(outbox.release, claimed=row))

    async def bury(self, row: Claimed, why: str, at_ms: int) -> None:
        def work(connection: Connection) -> None:
            outbox.bury(connection, row, why, at_ms)
            outbox.release(connection, row)

        await self.database.do(work)

    async def lose(self, chat: str, why: str, at_ms: int) -> None:
        def work(connection: Connection) -> None:
            sessions.hold(connection, chat)  # before its rows, as a turn does
            outbox.bury_chat(connection, chat, why, at_ms)
            timers.remove_all(connection, chat)
            sessions.block(connection, chat, at_ms)

        await self.database.do(work)

    async def scrub(self) -> None:
        await self.database.scrub()


def _settle_and_claim(
    connection: Connection, seals: Seals, landed: Sequence[Landed], channel: str, now_ms: int, room: int, soft: bool
) -> tuple[list[Claimed], Following]:
    for each in landed:
        outbox.settle(connection, each.row, each.message, each.at_ms)
    if room <= 0:
        return [], Following()
    until_ms = now_ms + LEASE_MS
    rows = outbox.claim(connection, seals, channel, now_ms, until_ms, room)
    if len(rows) == room:
        return rows, Following()
    nudges: list[Claimed] = []
    soft_ms = now_ms if outbox.soft_waits(connection, channel) else None
    if soft_ms is not None and soft:
        nudges = outbox.claim(connection, seals, channel, now_ms, until_ms, 1, Urgency.SOFT)
        if not nudges:
            soft_ms = outbox.next_available(connection, channel, Urgency.SOFT)
    return [*rows, *nudges], Following(outbox.next_available(connection, channel, Urgency.ANSWER), soft_ms)
