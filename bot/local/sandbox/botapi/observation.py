"""What a test may order and read: faults, the transcript, chats as they stand, counts, waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol, TypedDict

from bot.local.sandbox.botapi.chats import ChatView
from bot.local.sandbox.botapi.errors import ControlError
from bot.local.sandbox.botapi.faults import Fault
from bot.local.sandbox.botapi.scene import Scene
from bot.local.sandbox.botapi.transcript import Call
from bot.local.sandbox.botapi.verbs import verb


class Counts(TypedDict):
    """Totals since the start. calls: by method, as the bot spelt it; statuses: by HTTP status, 0 for none given.

    conflicts: polls ended with 409; unanswered_calls: done, but the answer was lost; unanswered_taps: taps still
    waiting for answerCallbackQuery; missing: methods this server does not have, with how often they were called.
    """

    pending: int
    confirmed: int
    polls: int
    conflicts: int
    messages_sent: int
    calls: dict[str, int]
    statuses: dict[str, int]
    unanswered_calls: int
    unanswered_taps: int
    missing: dict[str, int]


class Observation(Scene):
    """Orders to the server and readings of it."""

    @verb
    async def add_fault(
        self,
        kind: str,
        method: str | None = None,
        chat: int | None = None,
        times: int | None = 1,
        skip: int = 0,
        chance: float = 1.0,
        seconds: float = 1.0,
        code: int = 400,
        description: str = "Bad Request: injected by the test",
        parameters: dict[str, Any] | None = None,
    ) -> None:
        """Order a fault; see faults.Fault for kinds and fields."""
        self.fault_book.faults.append(
            Fault(kind, method, chat, times, skip, chance, seconds, code, description, parameters)
        )

    @verb
    async def clear_faults(self) -> None:
        """End all faults."""
        self.fault_book.faults.clear()

    @verb
    async def faults(self) -> list[dict[str, Any]]:
        """The faults ordered, each with its `hits`."""
        return self.fault_book.listed()

    @verb
    async def transcript(self, since: int = 0) -> list[Call]:
        """The bot's calls in order, from number `since` on; getUpdates is counted but not listed."""
        if not self.calls.keep:
            raise ControlError("the transcript is off (lean); read counts(), last_text() or view() instead")
        return self.calls.read(since)

    @verb
    async def view(self, chat: int) -> ChatView:
        """The chat as it stands, after edits and deletions (its last few messages where the world is lean)."""
        place = self.chats.get(chat)
        if place is None:
            raise ControlError(f"chat {chat} does not exist; open_chat or send_text makes it")
        return place.view()

    @verb
    async def last_text(self, chat: int) -> str:
        """The text the bot last sent or edited in a chat, "" for none."""
        place = self.chats.get(chat)
        return place.last_text if place else ""

    @verb
    async def sent(self) -> dict[str, int]:
        """How many messages the bot has put into each chat, by chat id as text."""
        return {str(place.chat_id): place.sent for place in self.chats.values()}

    @verb
    async def counts(self) -> Counts:
        """Totals, among them pending and confirmed updates."""
        return Counts(
            pending=len(self.updates.pending),
            confirmed=self.updates.confirmed,
            polls=self.updates.polls,
            conflicts=self.updates.conflicts,
            messages_sent=sum(place.sent for place in self.chats.values()),
            calls=dict(self.calls.by_method),
            statuses={str(status): n for status, n in self.calls.by_status.items()},
            unanswered_calls=self.calls.unanswered,
            unanswered_taps=sum(not tap.answered for tap in self.taps.values()),
            missing=dict(self.missing),
        )

    @verb
    async def file_text(self, file_id: str) -> str:
        """The content of a stored text file, by its file_id."""
        stored = self.uploads.by_id.get(file_id)
        if stored is None:
            raise ControlError(f"no file {file_id!r} is stored; read file_id from a message of view()")
        return stored.upload.content.decode()

    @verb
    async def changed(self, since: int = 0, within: float = 0.0) -> int:
        """The world's revision, once it is above `since` or `within` seconds have gone."""
        deadline = time.monotonic() + within
        while self.revision <= since and (left := deadline - time.monotonic()) > 0:
            await self.next_change(left)
        return self.revision


class Watched(Protocol):
    """What waiting needs of a world or of a client."""

    async def changed(self, since: int = 0, within: float = 0.0) -> int: ...

    async def transcript(self, since: int = 0) -> list[Call]: ...

    async def view(self, chat: int) -> ChatView: ...

    async def counts(self) -> Counts: ...


class Waiting:
    """Waiting for something to be so; the same for a world in-process and a client of a distant one."""

    async def wait_for(self: Watched, predicate: Callable[[Call], bool], within: float = 5.0, since: int = 0) -> Call:
        """The first call from number `since` on that the predicate holds for; or TimeoutError with the last ones."""
        deadline, revision, seen = time.monotonic() + within, -1, since
        while True:
            revision = await self.changed(revision, max(0.0, deadline - time.monotonic()))
            calls = await self.transcript(seen)
            for call in calls:
                if predicate(call):
                    return call
            seen += len(calls)
            if time.monotonic() >= deadline:
                last = [(c["method"], c["chat"], c["status"]) for c in (await self.transcript(since))[-5:]]
                raise TimeoutError(f"no call matched within {within} s; the last since number {since} were {last}")

    async def wait_chat(
        self: Watched, chat: int, predicate: Callable[[ChatView], bool], within: float = 5.0
    ) -> ChatView:
        """The chat, once the predicate holds for it; raises TimeoutError with its last messages."""
        deadline, revision = time.monotonic() + within, -1
        while True:
            revision = await self.changed(revision, max(0.0, deadline - time.monotonic()))
            seen = await self.view(chat)
            if predicate(seen):
                return seen
            if time.monotonic() >= deadline:
                last = [(m["sender"], m["text"][:60]) for m in seen["messages"][-4:]]
                raise TimeoutError(f"chat {chat} did not come to it within {within} s; its last messages: {last}")

    async def wait_confirmed(self: Watched, within: float = 5.0) -> Counts:
        """The counts, once no update is pending; raises TimeoutError."""
        deadline, revision = time.monotonic() + within, -1
        while True:
            revision = await self.changed(revision, max(0.0, deadline - time.monotonic()))
            counts = await self.counts()
            if counts["pending"] == 0:
                return counts
            if time.monotonic() >= deadline:
                raise TimeoutError(f"{counts['pending']} updates still pending after {within} s")
