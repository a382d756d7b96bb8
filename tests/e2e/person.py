"""A person in a chat with the bot: says something, taps, and hears what comes back."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from bot.local.sandbox.botapi import ChatView, Client, MessageView

PATIENCE = 30.0  # seconds until an answer must be there; generous, the machine may be busy
QUIET = 0.5  # seconds without a further message after which an answer is taken to be complete


@dataclass(frozen=True, slots=True)
class Person:
    """One person; ``chat`` is both their id and their chat's. They wait ``patience`` seconds for an answer."""

    telegram: Client
    chat: int
    patience: float = PATIENCE

    async def write(self, text: str) -> list[MessageView]:
        """Type words; what the bot answers."""
        return await self.hear(self.telegram.send_text(self.chat, text))

    async def tap(self, label: str) -> list[MessageView]:
        """Tap the newest button of this label (or data); what the bot answers."""
        return await self.hear(self.telegram.tap(self.chat, label))

    async def tap_in_place(self, message_id: int, label: str) -> MessageView:
        """Tap a button of a message that the bot changes in answer; the message as it is then."""
        before = await self.message(message_id)
        await self.telegram.tap(self.chat, label, message_id)

        def changed(chat: ChatView) -> bool:
            return any(each["message_id"] == message_id and each != before for each in chat["messages"])

        await self.telegram.wait_chat(self.chat, changed, self.patience)
        return await self.message(message_id)

    async def hear(self, act: Awaitable[Any], *, out: bool = False) -> list[MessageView]:
        """What the bot says after ``act``: up to the next question, or with ``out`` until it is quiet.

        Raises TimeoutError where it says nothing.
        """
        before = await self._last()
        await act
        new = await self._more(before, 0, self.patience)
        while out or not new[-1]["keyboard"]:
            try:
                new = await self._more(before, len(new), QUIET)
            except TimeoutError:
                break
        return new

    async def message(self, message_id: int) -> MessageView:
        """A message as it stands now."""
        chat = await self.telegram.view(self.chat)
        return next(message for message in chat["messages"] if message["message_id"] == message_id)

    async def said(self) -> list[MessageView]:
        """All that the bot has said in this chat."""
        return _said(await self.telegram.view(self.chat), 0)

    async def _more(self, before: int, count: int, within: float) -> list[MessageView]:
        """What the bot has said since message ``before``, once that is more than ``count`` messages."""
        return _said(
            await self.telegram.wait_chat(self.chat, lambda chat: len(_said(chat, before)) > count, within), before
        )

    async def _last(self) -> int:
        await self.telegram.open_chat(self.chat)
        return max((message["message_id"] for message in await self.said()), default=0)


def labels(message: MessageView) -> list[str]:
    """The labels of a message's buttons, in order."""
    return [button["text"] for row in message["keyboard"] for button in row]


def _said(chat: ChatView, after: int) -> list[MessageView]:
    return [message for message in chat["messages"] if message["sender"] == "bot" and message["message_id"] > after]


async def settle_in(person: Person, name: str) -> None:
    """Through the welcome, to the menu."""
    asked = (await person.write("/start"))[-1]
    for _ in range(6):
        if "call you" in asked["text"]:
            break
        asked = (await person.tap(labels(asked)[0]))[-1]
    await person.write(name)
    await person.write("/menu")
