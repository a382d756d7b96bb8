"""The state of one bot's corner of Telegram, and the few steps everything else is made of."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.local.sandbox.botapi.chats import Chat, StoredMessage, chat_identity, person
from bot.local.sandbox.botapi.errors import Refusal, bad_request
from bot.local.sandbox.botapi.faults import FaultBook
from bot.local.sandbox.botapi.limits import Pace
from bot.local.sandbox.botapi.parameters import Parameters
from bot.local.sandbox.botapi.transcript import Transcript
from bot.local.sandbox.botapi.updates import FIRST_UPDATE_ID, Updates
from bot.local.sandbox.botapi.uploads import Uploads
from bot.local.sandbox.botapi.webhook import Webhook

TOKEN = "12345:TEST"  # noqa: S105  (known to this server alone)
_LEAN_HISTORY = 8  # messages a chat keeps where the transcript is off: enough to tap and edit


@dataclass(slots=True)
class Tap:
    """A tapped button waiting for answerCallbackQuery; `time` is monotonic seconds."""

    chat: Chat
    time: float
    answered: bool = False


@dataclass(slots=True)
class InlineQuery:
    """What somebody typed behind the bot's name in another chat; `answer` is that of answerInlineQuery, once there."""

    user: int
    query: str
    time: float
    answer: dict[str, Any] | None = None


Listener = Callable[[str, int, dict[str, Any]], None]
"""Is told of each thing that changes in a chat: its kind, the chat's id, and what belongs to it."""


class Scene:
    """One bot's state: chats, updates, files, faults, transcript.

    token: what the bot must call itself. overall_per_second, per_chat_per_second: an enforced sending pace, None for
    none. lean: keep counts, the last text and the last few messages of each chat, not the calls (for benchmarks).
    any_chat: let the bot write to chats nobody has opened. query_lifetime: seconds a tap may wait for its answer.
    clock: the seconds since 1970 that messages are dated with. first_update_id: where the numbers of updates begin; a
    bot that remembers earlier ones must not meet them again. first_message_id: the same for messages.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        username: str = "halfway_test_bot",
        name: str = "Halfway test bot",
        overall_per_second: float | None = None,
        per_chat_per_second: float | None = None,
        lean: bool = False,
        any_chat: bool = False,
        query_lifetime: float = 15.0,
        seed: int = 0,
        clock: Callable[[], float] = time.time,
        first_update_id: int = FIRST_UPDATE_ID,
        first_message_id: int = 1,
    ) -> None:
        self.token = token
        self.me: dict[str, Any] = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        self.lean = lean
        self.any_chat = any_chat
        self.query_lifetime = query_lifetime
        self.clock = clock
        self.listener: Listener | None = None
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, dict[str, Any]] = {}
        self.updates = Updates(self.touch, first_update_id)
        self.webhook: Webhook | None = None
        self.uploads = Uploads()
        self.fault_book = FaultBook(seed)
        self.calls = Transcript(keep=not lean)
        self.pace = Pace(overall_per_second, per_chat_per_second)
        self.taps: dict[str, Tap] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.commands: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.missing: Counter[str] = Counter()
        self.revision = 0
        self._watchers: list[asyncio.Future[None]] = []
        self._last_message_id = first_message_id - 1

    def tell(self, kind: str, chat: int, **detail: Any) -> None:
        """Tell the listener, if there is one, that something changed in a chat."""
        if self.listener is not None:
            self.listener(kind, chat, detail)

    def touch(self) -> None:
        """Count a change and wake whoever waits for one."""
        self.revision += 1
        if self._watchers:
            watchers, self._watchers = self._watchers, []
            for watcher in watchers:
                if not watcher.done():
                    watcher.set_result(None)

    async def next_change(self, within: float) -> None:
        """Wait for the next change, at most `within` seconds."""
        watcher: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watchers.append(watcher)
        try:
            await asyncio.wait_for(watcher, within)
        except TimeoutError:
            self._watchers = [other for other in self._watchers if other is not watcher]

    def open(self, chat_id: int, kind: str | None = None, title: str | None = None) -> Chat:
        """The chat of this id, opened if it is new; negative ids are groups, those below -10**12 supergroups."""
        chat = self.chats.get(chat_id)
        if chat is None:
            guessed = "private" if chat_id > 0 else "supergroup" if chat_id < -(10**12) else "group"
            kind = kind or guessed
            identity = chat_identity(chat_id, kind, title or ("Sam" if kind == "private" else "A group"))
            chat = self.chats[chat_id] = Chat(chat_id, kind, identity, _LEAN_HISTORY if self.lean else None)
        return chat

    def somebody(self, user: int) -> dict[str, Any]:
        """The User object of a person, who is made up if nobody has met them yet."""
        known = self.people.get(user)
        if known is None:
            known = self.people[user] = person(user, "Sam", "en")
        return known

    def next_message_id(self) -> int:
        """Message ids rise over all of the bot's chats, as in private chats at Telegram."""
        self._last_message_id += 1
        return self._last_message_id

    def addressed(self, parameters: Parameters) -> Chat:
        """The chat a call names and may write to.

        Raises Refusal: 400 where it is unknown, 403 where the person blocked the bot or the group removed it.
        """
        raw = parameters.values.get("chat_id")
        if raw is None or raw == "":
            raise bad_request("chat_id is empty")
        try:
            chat_id = int(raw)
        except (TypeError, ValueError):
            raise bad_request("chat not found") from None
        chat = self.chats.get(chat_id)
        if chat is None:
            if not self.any_chat:
                raise bad_request("chat not found")
            chat = self.open(chat_id)
        if chat.standing == "kicked" or chat.standing == "left":
            if chat.kind == "private":
                raise Refusal(403, "Forbidden: bot was blocked by the user")
            verb = "was kicked from" if chat.standing == "kicked" else "is not a member of"
            raise Refusal(403, f"Forbidden: bot {verb} the {chat.kind} chat")
        return chat

    def post(
        self, chat: Chat, content: dict[str, Any], markup: dict[str, Any] | None, reply_to: StoredMessage | None
    ) -> dict[str, Any]:
        """Put the bot's message into a chat; its JSON."""
        message: dict[str, Any] = {
            "message_id": self.next_message_id(),
            "from": self.me,
            "chat": chat.identity,
            "date": int(self.clock()),
        }
        if reply_to is not None:
            message["reply_to_message"] = {k: v for k, v in reply_to.content.items() if k != "reply_to_message"}
        message.update(content)
        if markup is not None:
            self._place_markup(chat, message, markup)
        chat.keep(stored := StoredMessage(message, outgoing=True))
        chat.sent += 1
        chat.last_text = content.get("text", content.get("caption", ""))
        chat.action = None
        self.tell("message", chat.chat_id, message=stored)
        return message

    def _place_markup(self, chat: Chat, message: dict[str, Any], markup: dict[str, Any]) -> None:
        if markup.get("inline_keyboard"):
            message["reply_markup"] = {"inline_keyboard": markup["inline_keyboard"]}
        elif "keyboard" in markup or markup.get("remove_keyboard"):
            rows = markup.get("keyboard", [])
            chat.reply_keyboard = [[b if isinstance(b, str) else b["text"] for b in row] for row in rows]
            self.tell("keyboard", chat.chat_id, rows=chat.reply_keyboard)

    async def close(self) -> None:
        """Stop a webhook's deliveries."""
        if self.webhook is not None:
            await self.webhook.stop()
            self.webhook = None
