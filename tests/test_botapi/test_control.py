"""Orders to a server in another process, and waiting for what it sees."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.local.sandbox.botapi import Client, ControlError, World, spawn
from tests.test_botapi.conftest import SAM, Caller


@pytest.fixture
async def client(address: str) -> AsyncIterator[Client]:
    async with Client(address) as client:
        yield client


async def test_a_client_gives_the_same_orders_over_http(bot: Caller, client: Client, world: World) -> None:
    await client.send_text(SAM, "hello")
    await bot.do("sendMessage", chat_id=SAM, text="hi")
    assert await client.view(SAM) == await world.view(SAM)
    assert await client.counts() == await world.counts()
    assert await client.last_text(SAM) == "hi"


async def test_an_order_nobody_could_give_is_an_error(client: Client) -> None:
    with pytest.raises(ControlError, match="no button 'Yes'"):
        await client.tap(SAM, "Yes")
    with pytest.raises(ControlError, match="chat 77 does not exist"):
        await client.view(77)


async def test_a_missing_verb_names_those_there_are(client: Client) -> None:
    with pytest.raises(ControlError, match="send_text"):
        await client.control("dance", {})


async def test_a_client_that_is_not_open_says_so(address: str) -> None:
    with pytest.raises(ControlError, match="async with"):
        await Client(address).counts()


async def test_waiting_for_a_call_finds_it(bot: Caller, client: Client) -> None:
    await bot.do("sendMessage", chat_id=SAM, text="hi")
    call = await client.wait_for(lambda call: call["method"] == "sendMessage")
    assert (call["chat"], call["params"]["text"], call["status"]) == (SAM, "hi", 200)


async def test_waiting_in_vain_tells_what_there_was_instead(bot: Caller, world: World) -> None:
    await bot.do("sendMessage", chat_id=SAM, text="hi")
    with pytest.raises(TimeoutError, match="sendMessage"):
        await world.wait_for(lambda call: call["method"] == "sendDocument", within=0.2)
    with pytest.raises(TimeoutError, match="hi"):
        await world.wait_chat(SAM, lambda chat: len(chat["messages"]) > 1, within=0.2)


async def test_waiting_for_confirmation(bot: Caller, world: World) -> None:
    await world.send_text(SAM, "hello")
    with pytest.raises(TimeoutError, match="1 updates still pending"):
        await world.wait_confirmed(within=0.1)
    (update,) = await bot.do("getUpdates")
    await bot.do("getUpdates", offset=update["update_id"] + 1)
    assert (await world.wait_confirmed())["confirmed"] == 1


async def test_a_lean_world_counts_and_forgets() -> None:
    world = World(lean=True, any_chat=True)
    for number in range(20):
        await world.send_text(SAM, str(number))
    assert len((await world.view(SAM))["messages"]) == 8
    with pytest.raises(ControlError, match="lean"):
        await world.transcript()


async def test_the_server_runs_as_a_process_of_its_own() -> None:
    async with spawn() as telegram, httpx.AsyncClient(base_url=telegram.address) as http:
        await telegram.send_text(SAM, "hello")
        bot = Caller(http)
        (update,) = await bot.do("getUpdates")
        assert update["message"]["text"] == "hello"
        await bot.do("sendMessage", chat_id=SAM, text="hi")
        assert await telegram.last_text(SAM) == "hi"
