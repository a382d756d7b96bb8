"""Inline mode: a draft typed in any chat gets up to three sentences to send oneself.

Telegram delivers a draft while it is still being typed, in the middle of a private talk: it is never logged and never
stored, and each answer is for the person who asked alone. Where couple exercises are set aside, nothing is offered.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection
from telegram.error import TelegramError

from bot.store import sessions
from bot.store.database import Database
from bot.store.seals import Seals
from bot.store.vault import Vault
from bot.telegram.inbound import chat_name
from bot.telegram.request import AiohttpRequest
from content.catalogue import Catalogue
from dialogs import engine, statements
from dialogs.statements import AlreadyGood, Choices, Rewrite

log = logging.getLogger(__name__)

OFFERED = 3
LONGEST = 256  # characters: Telegram cuts inline queries there
_START = "inline"  # what /start gets when somebody comes from here


class Inline:
    """Answers inline queries, best effort: one that failed is typed again with the next letter."""

    def __init__(self, base: str, request: AiohttpRequest, database: Database, catalogue: Catalogue) -> None:
        self.base = base
        self.request = request
        self.database = database
        self.catalogue = catalogue

    async def answer(self, query: dict[str, Any]) -> None:
        """Answer one query, as Telegram delivers it. Never raises: there is nobody to tell."""
        try:
            person = int(query["from"]["id"])
            aside = await self.database.do(partial(_is_set_aside, vault=self.database.vault, chat=chat_name(person)))
            offered = [] if aside else list(offers(str(query.get("query", ""))[:LONGEST]))
            await self.request.call(self.base, "answerInlineQuery", self._parameters(str(query["id"]), offered))
        except TelegramError as error:  # its message is Telegram's own and holds nothing of the query
            log.info("an inline query was not answered: %s", error.message)
        except Exception as error:
            log.warning("an inline query was not answered: %s", type(error).__name__)

    def _parameters(self, query: str, offered: list[tuple[str, str]]) -> dict[str, str]:
        results = [
            {
                "type": "article",
                "id": str(at),
                "title": title,
                "description": sentence,
                "input_message_content": {"message_text": sentence},
            }
            for at, (title, sentence) in enumerate(offered)
        ]
        button = {"text": self.catalogue.text("inline.button"), "start_parameter": _START}
        return {
            "inline_query_id": query,
            "results": json.dumps(results, ensure_ascii=False),
            "is_personal": "true",
            "cache_time": "0",
            "button": json.dumps(button, ensure_ascii=False),
        }


def offers(draft: str) -> Iterator[tuple[str, str]]:
    """Up to three pairs of a title and a sentence for a draft; none where it is no complaint, or danger."""
    outcome = statements.rewrite(draft)
    if isinstance(outcome, Rewrite):
        for sentence in (outcome.sentence, *outcome.alternatives)[:OFFERED]:
            yield sentence.partition(". ")[0] + ".", sentence
    elif isinstance(outcome, Choices):
        for offer in outcome.offers[:OFFERED]:
            yield offer.situation[:1].upper() + offer.situation[1:], offer.sentence
    elif isinstance(outcome, AlreadyGood):
        yield outcome.sentence, outcome.sentence


def _is_set_aside(connection: Connection, vault: Vault, chat: str) -> bool:
    stored = sessions.load(connection, Seals(vault), [chat]).get(chat)
    return stored is not None and engine.load(stored.session).person.careful is not None
