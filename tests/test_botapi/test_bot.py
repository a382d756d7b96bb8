"""The bot itself: who it is, its command menu, its token."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from telegram import Bot

from bot.local.sandbox.botapi import ExposedError, World, serve
from bot.local.sandbox.botapi.lacking import LACKING
from bot.local.sandbox.botapi.methods import METHODS
from bot.local.sandbox.botapi.world import ASYNC_METHODS
from tests.test_botapi.conftest import SAM, Caller


async def test_get_me_names_the_bot_of_the_token(bot: Caller) -> None:
    me = await bot.do("getMe")
    assert (me["id"], me["is_bot"]) == (12345, True)


async def test_get_works_as_well_as_post(bot: Caller) -> None:
    answer = await bot.http.get(f"/bot{bot.token}/sendMessage", params={"chat_id": SAM, "text": "hello"})
    assert answer.json()["result"]["text"] == "hello"


async def test_a_form_works_as_well_as_json(bot: Caller) -> None:
    answer = await bot.http.post(f"/bot{bot.token}/sendMessage", data={"chat_id": str(SAM), "text": "hello & bye"})
    assert answer.json()["result"]["text"] == "hello & bye"


async def test_methods_are_found_in_any_case(bot: Caller) -> None:
    assert (await bot.do("GETME"))["id"] == 12345


async def test_the_command_menu_is_kept(bot: Caller) -> None:
    menu = [{"command": "menu", "description": "everything I can do"}]
    assert await bot.do("setMyCommands", commands=menu) is True
    assert await bot.do("getMyCommands") == menu
    assert await bot.do("getMyCommands", language_code="de") == []


@pytest.mark.parametrize("name", ["Menu!", "", "x" * 33])
async def test_a_command_with_a_bad_name_is_refused(bot: Caller, name: str) -> None:
    body = await bot.refused(400, "setMyCommands", commands=[{"command": name, "description": "d"}])
    assert "BOT_COMMAND_INVALID" in body["description"]


async def test_a_command_without_description_is_refused(bot: Caller) -> None:
    await bot.refused(400, "setMyCommands", commands=[{"command": "menu", "description": ""}])


async def test_an_unknown_token_is_unauthorized(bot: Caller) -> None:
    body = await replace(bot, token="999:WRONG").refused(401, "getMe")
    assert body["description"] == "Unauthorized"


async def test_what_is_no_token_is_not_found(bot: Caller) -> None:
    await replace(bot, token="nonsense").refused(404, "getMe")


async def test_a_method_it_lacks_is_named_and_counted(bot: Caller, world: World) -> None:
    refused = await bot.refused(400, "sendDice", chat_id=SAM)
    assert "this local Bot API server has no sendDice" in refused["description"]
    assert (await world.counts())["missing"] == {"sendDice": 1}


async def test_what_telegram_has_not_either_is_not_found(bot: Caller) -> None:
    assert (await bot.refused(404, "sendSmell"))["description"] == "Not Found: method not found"


def test_every_method_that_is_known_to_telegram_is_here_or_named_as_lacking() -> None:
    known = {name.lower() for name in dir(Bot) if not name.startswith("_") and not name.islower()}
    here = METHODS.keys() | ASYNC_METHODS
    assert known <= here | LACKING.keys()
    assert not here & LACKING.keys()


async def test_a_body_that_is_no_json_is_refused(bot: Caller) -> None:
    answer = await bot.http.post(
        f"/bot{bot.token}/sendMessage", content=b"{nonsense", headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400


async def test_two_bots_live_beside_each_other() -> None:
    first, second = World("1:A"), World("2:B")
    async with serve(first, second) as address, httpx.AsyncClient(base_url=address) as http:
        ids = [(await Caller(http, token).do("getMe"))["id"] for token in ("1:A", "2:B")]
    assert ids == [1, 2]


async def test_a_server_that_has_closed_frees_its_port(world: World) -> None:
    async with serve(world) as address:
        port = int(address.rpartition(":")[2])
    async with serve(world, port=port) as again, httpx.AsyncClient(base_url=again) as http:
        assert again == address
        assert (await Caller(http).do("getMe"))["id"] == 12345


def test_the_docs_list_every_method_that_is_here_or_lacking() -> None:
    page = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")
    listed = {name.lower() for name in re.findall(r"`([a-zA-Z]+)`", page)}
    assert (METHODS.keys() | ASYNC_METHODS | LACKING.keys()) <= listed


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example"},
        {"Host": "192.168.1.7:8081"},
        {"Origin": "http://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    ],
)
async def test_what_a_page_of_another_site_sends_is_refused(bot: Caller, world: World, headers: dict[str, str]) -> None:
    for path in (f"/bot{bot.token}/sendMessage", "/control/counts"):
        answer = await bot.http.post(path, json={"chat_id": SAM, "text": "hello"}, headers=headers)
        assert (answer.status_code, answer.json()["error_code"]) == (403, 403)
    assert (await world.view(SAM))["messages"] == []


async def test_an_address_that_others_reach_is_meant_to_be() -> None:
    with pytest.raises(ExposedError, match="--expose"):
        async with serve(World(), host="0.0.0.0"):
            pass
    async with serve(World(), host="0.0.0.0", exposed=True) as address, httpx.AsyncClient() as http:
        port = address.rpartition(":")[2]
        asked = await http.get(f"http://127.0.0.1:{port}/bot12345:TEST/getMe", headers={"Host": "my-server"})
        assert asked.status_code == 200
