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
from bot.workers.claiming import Following, claim
from bot.workers.pace import Pace


@dataclass(frozen=True, slots=True)
class Landed:
    """A row that the channel has taken, and the number it gave it."""

    row: Claimed
    message: int | None
    at_ms: int


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

    def __init__(self, database: Database, channel: str, pace: Pace) -> None:
        """``pace`` is what the channel allows all senders together."""
        self.database = database
        self.channel = channel
        self.pace = pace

    async def open(self) -> None:
        await self.database.do(partial(outbox.release_all, channel=self.channel))

    async def exchange(
        self, landed: Sequence[Landed], now_ms: int, room: int, soft: bool
    ) -> tuple[list[Claimed], Following]:
        seals = Seals(self.database.vault)
        return await self.database.do(
            lambda connection: _settle_and_claim(connection, seals, landed, self.channel, now_ms, room, soft, self.pace)
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
    connection: Connection,
    seals: Seals,
    landed: Sequence[Landed],
    channel: str,
    now_ms: int,
    room: int,
    soft: bool,
    pace: Pace,
) -> tuple[list[Claimed], Following]:
    for each in landed:
        outbox.settle(connection, each.row, each.message, each.at_ms)
    if room <= 0:
        return [], Following()
    return claim(connection, seals, channel, now_ms, room, soft, pace)
