"""Inline queries: a draft in another chat, the bot's offers, and the one that is sent."""

from __future__ import annotations

import pytest

from bot.local.sandbox.botapi import ControlError, World
from tests.test_botapi.conftest import SAM, Caller

OFFERS = [
    {"type": "article", "id": "a", "title": "Short", "input_message_content": {"message_text": "I miss you."}},
    {"type": "article", "id": "b", "title": "Long", "input_message_content": {"message_text": "I miss you. Tonight?"}},
]


async def test_a_draft_is_answered_and_an_offer_chosen(bot: Caller, world: World) -> None:
    query = await world.inline_query(SAM, "you are never home")
    (update,) = await bot.do("getUpdates")
    assert (update["inline_query"]["id"], update["inline_query"]["query"]) == (query, "you are never home")
    assert await world.inline_answer(query) is None
    await bot.do("answerInlineQuery", inline_query_id=query, results=OFFERS, button={"text": "More"})
    assert await world.inline_answer(query) == {"results": OFFERS, "button": {"text": "More"}}
    assert await world.choose_inline(query, "b") == "I miss you. Tonight?"
    (chosen,) = await bot.do("getUpdates", offset=update["update_id"] + 1)
    assert chosen["chosen_inline_result"]["result_id"] == "b"
    assert chosen["chosen_inline_result"]["query"] == "you are never home"


async def test_what_was_not_offered_cannot_be_chosen(bot: Caller, world: World) -> None:
    query = await world.inline_query(SAM, "you are never home")
    with pytest.raises(ControlError, match=r"no result 'a' was offered .* there are: none"):
        await world.choose_inline(query, "a")
    await bot.do("answerInlineQuery", inline_query_id=query, results=OFFERS)
    with pytest.raises(ControlError, match="there are: a, b"):
        await world.choose_inline(query, "c")
    with pytest.raises(ControlError, match="inline_query makes one"):
        await world.inline_answer("nonsense")


async def test_an_answer_that_comes_too_late_is_refused(bot: Caller, world: World) -> None:
    world.query_lifetime = 0.0
    query = await world.inline_query(SAM, "you are never home")
    body = await bot.refused(400, "answerInlineQuery", inline_query_id=query, results=OFFERS)
    assert "query is too old" in body["description"]
