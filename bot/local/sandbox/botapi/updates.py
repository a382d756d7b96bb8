"""The queue between people and the bot: every update is kept until a higher offset confirms it."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from bot.local.sandbox.botapi.errors import Refusal

FIRST_UPDATE_ID = 100_000_001
_OPT_IN_KINDS = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode

OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_POLL = "Conflict: terminated by setWebhook request"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Update(NamedTuple):
    """One update as it goes out; `lane` is the chat (or user) inside which order matters."""

    update_id: int
    lane: int
    body: str


class Updates:
    """One bot's pending updates and its one long poll."""

    def __init__(self, changed: Callable[[], None], first_id: int = FIRST_UPDATE_ID) -> None:
        self.pending: deque[Update] = deque()
        self.confirmed = 0
        self.conflicts = 0
        self.polls = 0
        self.allowed: frozenset[str] | None = None
        self.webhook_active = False
        self.on_arrival: Callable[[Update], None] | None = None
        self._changed = changed
        self._next_id = first_id
        self._poll: asyncio.Future[None] | None = None

    def add(self, kind: str, content: dict[str, Any], lane: int, update_id: int | None = None) -> int | None:
        """Queue one update; its id, or None where the bot's allowed_updates leave this kind out."""
        if (kind in _OPT_IN_KINDS) if self.allowed is None else (kind not in self.allowed):
            return None
        if update_id is None:
            update_id = self._next_id
        self._next_id = max(self._next_id, update_id + 1)
        update = Update(update_id, lane, _encode({"update_id": update_id, kind: content}))
        self.pending.append(update)
        if self.on_arrival is not None:
            self.on_arrival(update)
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        self._changed()
        return update_id

    def allow(self, kinds: list[str] | None) -> None:
        """Keep the bot's allowed_updates: None leaves them as they are, an empty list restores the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def settle(self, update: Update) -> None:
        """Drop one update a webhook has accepted."""
        try:
            self.pending.remove(update)
        except ValueError:
            return  # dropped meanwhile by drop_pending_updates
        self.confirmed += 1
        self._changed()

    def drop_all(self) -> None:
        """Forget what is pending (drop_pending_updates)."""
        self.pending.clear()
        self._changed()

    def interrupt(self, description: str) -> None:
        """End a waiting poll with 409."""
        poll, self._poll = self._poll, None
        if poll is not None and not poll.done():
            self.conflicts += 1
            poll.set_exception(Refusal(409, description))

    async def poll(self, offset: int, limit: int, within: float) -> str:
        """getUpdates: the JSON array of pending updates from `offset` on, waiting up to `within` seconds for one.

        Confirms every update below the offset. A waiting older poll ends with 409, as at Telegram.
        Raises Refusal 409 while a webhook is set or when a newer poll takes over.
        """
        if self.webhook_active:
            self.conflicts += 1
            raise Refusal(409, WEBHOOK_ACTIVE)
        self.polls += 1
        self.interrupt(OTHER_POLL)
        self._confirm(offset)
        limit = limit if 1 <= limit <= 100 else 100
        if not self.pending and within > 0:
            mine = self._poll = asyncio.get_running_loop().create_future()
            try:
                await asyncio.wait_for(mine, within)
            except TimeoutError:
                pass
            finally:
                if self._poll is mine:
                    self._poll = None
        batch = [self.pending[i].body for i in range(min(limit, len(self.pending)))]
        return f"[{','.join(batch)}]"

    def _confirm(self, offset: int) -> None:
        pending = self.pending
        before = len(pending)
        if offset < 0:
            while len(pending) > -offset:
                pending.popleft()
        else:
            while pending and pending[0].update_id < offset:
                pending.popleft()
        if len(pending) != before:
            self.confirmed += before - len(pending)
            self._changed()
