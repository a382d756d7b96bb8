"""Inline mode: what people type behind the bot's name in other chats, what it offers, and what they send of that."""

from __future__ import annotations

import time
from typing import Any

from bot.local.sandbox.botapi.errors import ControlError
from bot.local.sandbox.botapi.scene import InlineQuery, Scene
from bot.local.sandbox.botapi.verbs import verb


class Drafts(Scene):
    """The acts of people in chats that are not the bot's."""

    @verb
    async def inline_query(self, user: int, query: str) -> str:
        """Somebody types the bot's name and `query` in any chat; the query's id."""
        query_id = str(7_000_000 + len(self.inline_queries))
        self.inline_queries[query_id] = InlineQuery(user, query, time.monotonic())
        content = {"id": query_id, "from": self.somebody(user), "query": query, "offset": "", "chat_type": "private"}
        self.updates.add("inline_query", content, user)
        return query_id

    @verb
    async def inline_answer(self, query_id: str) -> dict[str, Any] | None:
        """What the bot offers for an inline query: `results` and `button` as it sent them; None before its answer."""
        return self._asked(query_id).answer

    @verb
    async def choose_inline(self, query_id: str, result_id: str) -> str:
        """Somebody sends one of the results into the chat where they asked; the text that stands there then."""
        asked = self._asked(query_id)
        results: list[dict[str, Any]] = asked.answer["results"] if asked.answer else []
        result = next((each for each in results if str(each.get("id")) == result_id), None)
        if result is None:
            ids = ", ".join(str(each.get("id")) for each in results) or "none"
            raise ControlError(f"no result {result_id!r} was offered for inline query {query_id}; there are: {ids}")
        content = {"result_id": result_id, "from": self.somebody(asked.user), "query": asked.query}
        self.updates.add("chosen_inline_result", content, asked.user)
        sent = result.get("input_message_content") or {}
        return str(sent.get("message_text") or result.get("caption") or result.get("title") or "")

    def _asked(self, query_id: str) -> InlineQuery:
        asked = self.inline_queries.get(query_id)
        if asked is None:
            raise ControlError(f"no inline query {query_id!r}; inline_query makes one and returns its id")
        return asked
