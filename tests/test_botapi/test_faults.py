"""What goes wrong on order: refusals, delays, lost answers, and an enforced pace."""

from __future__ import annotations

import time

import httpx
import pytest

from bot.local.sandbox.botapi import ControlError, World, serve
from tests.test_botapi.conftest import SAM, Caller


@pytest.mark.parametrize("kind", ["500", "502"])
async def test_a_server_error_hits_as_often_as_ordered(bot: Caller, world: World, kind: str) -> None:
    await world.add_fault(kind, times=2)
    for _ in range(2):
        await bot.refused(int(kind), "sendMessage", chat_id=SAM, text="hello")
    await bot.do("sendMessage", chat_id=SAM, text="hello")
    assert len((await world.view(SAM))["messages"]) == 1


async def test_429_says_how_long_to_wait(bot: Caller, world: World) -> None:
    await world.add_fault("429", seconds=3)
    body = await bot.refused(429, "sendMessage", chat_id=SAM, text="hello")
    assert body["parameters"] == {"retry_after": 3}
    assert body["description"] == "Too Many Requests: retry after 3"


async def test_a_fault_hits_only_its_method_and_chat(bot: Caller, world: World) -> None:
    await world.open_chat(1002)
    await world.add_fault("500", method="sendMessage", chat=1002, times=None)
    await bot.do("sendMessage", chat_id=SAM, text="hello")
    await bot.do("sendChatAction", chat_id=1002, action="typing")
    await bot.refused(500, "sendMessage", chat_id=1002, text="hello")


async def test_a_fault_can_let_some_calls_through_first(bot: Caller, world: World) -> None:
    await world.add_fault("500", skip=1)
    await bot.do("sendMessage", chat_id=SAM, text="one")
    await bot.refused(500, "sendMessage", chat_id=SAM, text="two")
    assert [fault["hits"] for fault in await world.faults()] == [1]


async def test_a_fault_without_method_spares_polling_and_get_me(bot: Caller, world: World) -> None:
    await world.add_fault("500", times=None)
    await bot.do("getMe")
    await bot.do("getUpdates")
    await world.clear_faults()
    await bot.do("sendMessage", chat_id=SAM, text="hello")


async def test_polling_can_be_hit_too(bot: Caller, world: World) -> None:
    await world.send_text(SAM, "hello")
    await world.add_fault("502", method="getUpdates")
    await bot.refused(502, "getUpdates")
    assert len(await bot.do("getUpdates")) == 1


async def test_any_refusal_can_be_ordered(bot: Caller, world: World) -> None:
    await world.add_fault("error", code=403, description="Forbidden: user is deactivated")
    body = await bot.refused(403, "sendMessage", chat_id=SAM, text="hello")
    assert body["description"] == "Forbidden: user is deactivated"


async def test_a_slow_answer_comes_late(bot: Caller, world: World) -> None:
    await world.add_fault("slow", seconds=0.4)
    began = time.monotonic()
    await bot.do("sendMessage", chat_id=SAM, text="hello")
    assert time.monotonic() - began >= 0.4


async def test_accept_then_drop_does_the_work_and_loses_the_answer(bot: Caller, world: World) -> None:
    await world.add_fault("close_after")
    with pytest.raises(httpx.TransportError):
        await bot.ask("sendMessage", chat_id=SAM, text="hello")
    assert [message["text"] for message in (await world.view(SAM))["messages"]] == ["hello"]
    (call,) = await world.transcript()
    assert (call["status"], call["answered"]) == (200, False)
    await bot.do("sendMessage", chat_id=SAM, text="the connection is made anew")


async def test_a_drop_before_leaves_nothing_done(bot: Caller, world: World) -> None:
    await world.add_fault("close_before")
    with pytest.raises(httpx.TransportError):
        await bot.ask("sendMessage", chat_id=SAM, text="hello")
    assert (await world.view(SAM))["messages"] == []
    assert [call["status"] for call in await world.transcript()] == [0]


async def test_an_unknown_fault_is_an_error_of_the_test(world: World) -> None:
    with pytest.raises(ControlError, match="use one of"):
        await world.add_fault("earthquake")


async def test_a_pace_in_one_chat_is_enforced() -> None:
    world = World(per_chat_per_second=1)
    for chat in (SAM, 1002):
        await world.open_chat(chat)
    async with serve(world) as address, httpx.AsyncClient(base_url=address) as http:
        bot = Caller(http)
        await bot.do("sendMessage", chat_id=SAM, text="one")
        body = await bot.refused(429, "sendMessage", chat_id=SAM, text="two")
        assert body["parameters"] == {"retry_after": 1}
        await bot.do("sendMessage", chat_id=1002, text="another chat")


async def test_a_pace_over_all_chats_is_enforced() -> None:
    world = World(overall_per_second=2)
    for chat in (1, 2, 3):
        await world.open_chat(chat)
    async with serve(world) as address, httpx.AsyncClient(base_url=address) as http:
        bot = Caller(http)
        for chat in (1, 2):
            await bot.do("sendMessage", chat_id=chat, text="hello")
        body = await bot.refused(429, "sendMessage", chat_id=3, text="hello")
        assert body["parameters"]["retry_after"] == 1
        assert (await world.view(3))["messages"] == []
