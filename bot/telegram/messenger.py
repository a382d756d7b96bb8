"""The messenger: Telegram as a channel, with its errors in the channel's words."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channel import Doubtful, Gone, Refused, Wait
from bot.papers.content import content_of
from bot.pictures.painter import told
from bot.telegram.animations import Animations
from bot.telegram.inbound import CHANNEL
from bot.telegram.outbound import call
from bot.telegram.request import AiohttpRequest
from bot.turn import Outcome

log = logging.getLogger(__name__)

_REVOKED_SECONDS = 60  # a revoked token is put right by the operator: keep what is waiting, and look again


class Messenger:
    """Sends through one bot."""

    name = CHANNEL

    def __init__(self, bot: Bot, request: AiohttpRequest) -> None:
        self.bot = bot
        self.request = request
        self.animations = Animations(bot)

    async def send(self, chat: str, payload: Mapping[str, Any]) -> int | None:
        """See `Channel.send`."""
        try:
            return await self._send(chat, payload)
        except RetryAfter as error:
            after = error.retry_after
            raise Wait(after if isinstance(after, int | float) else after.total_seconds()) from None
        except Forbidden as error:
            raise Gone(error.message) from None
        except InvalidToken:
            log.error("Telegram does not know the token any more; messages wait. Is TELEGRAM_BOT_TOKEN still right?")
            raise Wait(_REVOKED_SECONDS) from None
        except BadRequest as error:
            if payload["kind"] in ("redraw", "remove"):
                return None  # deleted, too old or already so: both are a courtesy
            if payload.get("inside") is not None:
                if "not modified" in error.message.casefold():  # sent twice, where the network left doubt
                    return int(payload["inside"])
                return await self.send(chat, {**payload, "inside": None})  # too old to be changed: as a new one
            if "chat not found" in error.message.casefold():
                raise Gone(error.message) from None
            if payload["kind"] == "animation":  # then its words
                return await self.send(chat, {"kind": "message", "text": payload["caption"]})
            if payload["kind"] == "picture":  # one that can't be shown here is told
                return await self.send(chat, told(payload))
            raise Refused(error.message) from None
        except NetworkError as error:
            raise Doubtful(error.message) from None
        except TelegramError as error:
            raise Refused(f"{type(error).__name__}: {error.message}") from None

    async def _send(self, chat: str, payload: Mapping[str, Any]) -> int | None:
        if payload["kind"] == "file":
            sent = await self.bot.send_document(
                int(chat.partition(":")[2]),
                await content_of(payload),
                caption=payload["caption"],
                parse_mode="HTML",
                filename=payload["name"],
            )
            return sent.message_id
        if payload["kind"] == "animation":
            return await self.animations.send(int(chat.partition(":")[2]), payload)
        if payload["kind"] == "picture":
            sent = await self.bot.send_photo(
                int(chat.partition(":")[2]),
                payload["png"],
                caption=payload["caption"],
                parse_mode="HTML",
                filename=f"{payload['picture']}.png",
            )
            return sent.message_id
        if (wanted := call(chat, payload)) is None:
            return None
        result = await self.request.call(self.bot.base_url, *wanted)
        return int(result["message_id"]) if isinstance(result, dict) and "message_id" in result else None

    async def notice(self, outcome: Outcome) -> None:
        """See `Channel.notice`. A tap is answered always: until then the button of the person's phone spins."""
        arrival = outcome.arrival
        try:
            if arrival.callback is not None:
                text = next((notice.text for notice in outcome.notices if notice.text), None)
                await self.request.call(
                    self.bot.base_url,
                    "answerCallbackQuery",
                    {"callback_query_id": arrival.callback, **({"text": text[:200]} if text else {})},
                )
            if any(notice.busy for notice in outcome.notices):
                await self.request.call(
                    self.bot.base_url, "sendChatAction", {"chat_id": arrival.chat.partition(":")[2], "action": "typing"}
                )
        except TelegramError as error:
            log.debug("a notice did not get through: %s", type(error).__name__)
