"""Taps: a button pressed, and its answer."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from bot.local.sandbox.botapi import ControlError, World, serve
from tests.test_botapi.conftest import SAM, Caller

YES_NO = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}]]}


@pytest.fixture
async def asked(bot: Caller) -> Any:
    """The number of a message with two buttons."""
    return (await bot.do("sendMessage", chat_id=SAM, text="Well?", reply_markup=YES_NO))["message_id"]


async def test_a_tap_comes_with_its_data_and_message(bot: Caller, world: World, asked: int) -> None:
    query = await world.tap(SAM, "No")
    (update,) = await bot.do("getUpdates")
    tapped = update["callback_query"]
    assert (tapped["id"], tapped["data"], tapped["message"]["message_id"]) == (query, "n", asked)


async def test_a_tap_waits_until_it_is_answered(bot: Caller, world: World, asked: int) -> None:
    query = await world.tap(SAM, "Yes")
    assert (await world.counts())["unanswered_taps"] == 1
    await bot.do("answerCallbackQuery", callback_query_id=query, text="Noted")
    assert (await world.counts())["unanswered_taps"] == 0
    assert (await world.view(SAM))["toasts"] == ["Noted"]


async def test_an_answer_to_no_tap_is_refused(bot: Caller) -> None:
    body = await bot.refused(400, "answerCallbackQuery", callback_query_id="1")
    assert "query is too old" in body["description"]


async def test_an_answer_holds_200_characters(bot: Caller, world: World, asked: int) -> None:
    query = await world.tap(SAM, "Yes")
    await bot.refused(400, "answerCallbackQuery", callback_query_id=query, text="x" * 201)
    await bot.do("answerCallbackQuery", callback_query_id=query, text="x" * 200)


async def test_a_late_answer_is_refused() -> None:
    world = World(query_lifetime=0)
    await world.open_chat(SAM)
    async with serve(world) as address, httpx.AsyncClient(base_url=address) as http:
        bot = Caller(http)
        await bot.do("sendMessage", chat_id=SAM, text="Well?", reply_markup=YES_NO)
        query = await world.tap(SAM, "Yes")
        await bot.refused(400, "answerCallbackQuery", callback_query_id=query)


async def test_nobody_can_tap_a_button_that_is_not_there(world: World, asked: int) -> None:
    with pytest.raises(ControlError, match="there are: Yes, No"):
        await world.tap(SAM, "Maybe")


async def test_a_stale_tap_comes_through_all_the_same(bot: Caller, world: World, asked: int) -> None:
    await bot.do("editMessageReplyMarkup", chat_id=SAM, message_id=asked)
    with pytest.raises(ControlError):
        await world.tap(SAM, "Yes")
    await world.tap(SAM, "y", message_id=asked, stale=True)
    (update,) = await bot.do("getUpdates")
    assert update["callback_query"]["data"] == "y"
