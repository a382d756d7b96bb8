"""Animations in Telegram: the file is uploaded once a process, and sent by the id that Telegram gave it after that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Bot
from telegram.error import BadRequest

from content import animations


class Animations:
    """Sends through one bot, whose ids no other bot may use."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self._ids: dict[bytes, str] = {}  # by the content of the file

    async def send(self, chat_id: int, payload: Mapping[str, Any]) -> int:
        """Send what an outbox row holds; the number of the message.

        Raises:
            telegram.error.TelegramError: as `Bot` raises them.
        """
        content = animations.read(payload["name"], payload["locale"])
        if (known := self._ids.get(content)) is not None:
            try:
                return await self._send(chat_id, content, payload, known)
            except BadRequest:
                self._ids.pop(content, None)  # Telegram has let go of it, or has another reason: the upload will tell
        return await self._send(chat_id, content, payload, content)

    async def _send(self, chat_id: int, content: bytes, payload: Mapping[str, Any], what: str | bytes) -> int:
        sent = await self.bot.send_animation(
            chat_id, what, caption=payload["caption"], parse_mode="HTML", filename=f"{payload['name']}.gif"
        )
        if sent.animation is not None:
            self._ids[content] = sent.animation.file_id
        return sent.message_id
