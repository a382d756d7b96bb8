"""Inline mode through the running bot: up to three sentences for a draft, and no trace of it anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.local.sandbox.botapi import Client
from tests.e2e.conftest import needs_book
from tests.e2e.person import PATIENCE, Person
from tests.e2e.process import BotProcess
from tests.e2e.test_privacy import files_with

pytestmark = needs_book

CHAT = 918_273_646
CANARY = "Wugglethorpe"


async def ask(telegram: Client, user: int, draft: str) -> list[dict[str, Any]]:
    """What is offered for a draft."""
    query = await telegram.inline_query(user, draft)
    call = await telegram.wait_for(
        lambda call: call["method"] == "answerInlineQuery" and call["params"]["inline_query_id"] == query, PATIENCE
    )
    assert call["status"] == 200
    assert call["params"]["is_personal"] is True
    assert call["params"]["cache_time"] == 0
    results: list[dict[str, Any]] = call["params"]["results"]
    return results


async def test_a_draft_gets_up_to_three_sentences_to_send(telegram: Client, tmp_path: Path) -> None:
    async with BotProcess(telegram.address, tmp_path):
        offered = await ask(telegram, CHAT, "you never listen to me")
        sentences = [result["input_message_content"]["message_text"] for result in offered]
        assert 1 <= len(sentences) <= 3
        assert len(set(sentences)) == len(sentences)
        assert all(sentence.startswith("I feel ") for sentence in sentences)
        assert await ask(telegram, CHAT, "") == []
        assert await ask(telegram, CHAT, "see you at six") == []
        assert await ask(telegram, CHAT, "he hit me last night") == []


async def test_a_draft_leaves_no_trace(telegram: Client, tmp_path: Path) -> None:
    bot = BotProcess(telegram.address, tmp_path, LOG_LEVEL="DEBUG")
    async with bot:
        await ask(telegram, CHAT, f"you never listen to me, {CANARY}")
        await telegram.add_fault("500", method="answerInlineQuery")
        await telegram.inline_query(CHAT, f"{CANARY} never calls")
        await telegram.wait_for(lambda call: call["method"] == "answerInlineQuery" and call["status"] == 500, PATIENCE)
        await telegram.wait_confirmed(PATIENCE)
        assert await bot.stop() == 0
    assert CANARY.lower() not in bot.logged().lower()
    assert files_with(tmp_path, CANARY) == []


async def test_nothing_is_offered_where_couple_exercises_are_set_aside(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, CHAT)
    async with BotProcess(telegram.address, tmp_path):
        assert await ask(telegram, CHAT, "you never listen to me")
        await person.write("he hit me last week")
        assert await ask(telegram, CHAT, "you never listen to me") == []
