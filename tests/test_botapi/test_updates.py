"""Updates: kept until confirmed, delivered at once, to one poller."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot.local.sandbox.botapi import World
from tests.test_botapi.conftest import SAM, Caller


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_are_kept_until_a_higher_offset_confirms_them(bot: Caller, world: World) -> None:
    await world.send_text(SAM, "one")
    await world.send_text(SAM, "two")
    first = await bot.do("getUpdates")
    again = await bot.do("getUpdates")
    assert texts(first) == texts(again) == ["one", "two"]

    rest = await bot.do("getUpdates", offset=first[0]["update_id"] + 1)
    assert texts(rest) == ["two"]
    assert await bot.do("getUpdates", offset=first[1]["update_id"] + 1) == []
    counts = await world.counts()
    assert (counts["pending"], counts["confirmed"]) == (0, 2)


async def test_a_negative_offset_keeps_only_the_last(bot: Caller, world: World) -> None:
    for text in ("one", "two", "three"):
        await world.send_text(SAM, text)
    assert texts(await bot.do("getUpdates", offset=-1)) == ["three"]
    assert texts(await bot.do("getUpdates")) == ["three"]


async def test_a_limit_cuts_the_batch(bot: Caller, world: World) -> None:
    for number in range(5):
        await world.send_text(SAM, str(number))
    assert texts(await bot.do("getUpdates", limit=2)) == ["0", "1"]


async def test_no_batch_is_longer_than_a_hundred(bot: Caller, world: World) -> None:
    for number in range(120):
        await world.send_text(SAM, str(number))
    assert len(await bot.do("getUpdates", limit=1000)) == 100


async def test_a_long_poll_wakes_on_arrival(bot: Caller, world: World) -> None:
    began = time.monotonic()
    poll = asyncio.create_task(bot.do("getUpdates", timeout=15))
    await asyncio.sleep(0.1)
    assert not poll.done()
    await world.send_text(SAM, "now")
    assert texts(await poll) == ["now"]
    assert time.monotonic() - began < 5


async def test_a_long_poll_ends_empty_after_its_time(bot: Caller) -> None:
    began = time.monotonic()
    assert await bot.do("getUpdates", timeout=1) == []
    assert 0.9 <= time.monotonic() - began < 5


async def test_a_second_poller_ends_the_first_with_409(bot: Caller, world: World) -> None:
    older = asyncio.create_task(bot.ask("getUpdates", timeout=15))
    await asyncio.sleep(0.1)
    newer = asyncio.create_task(bot.do("getUpdates", timeout=15))
    ended = await older
    assert ended.status_code == 409
    assert ended.json()["description"].startswith("Conflict: terminated by other getUpdates request")
    assert not newer.done()
    await world.send_text(SAM, "for the newer")
    assert texts(await newer) == ["for the newer"]
    assert (await world.counts())["conflicts"] == 1


async def test_polling_beside_a_webhook_is_a_conflict(bot: Caller) -> None:
    await bot.do("setWebhook", url="http://127.0.0.1:9/hook")
    body = await bot.refused(409, "getUpdates")
    assert "webhook is active" in body["description"]
    await bot.do("deleteWebhook")
    assert await bot.do("getUpdates") == []


async def test_kinds_that_are_not_allowed_do_not_come(bot: Caller, world: World) -> None:
    await bot.do("getUpdates", allowed_updates=["callback_query"])
    await world.send_text(SAM, "unheard")
    assert await bot.do("getUpdates") == []


async def test_a_command_is_marked_as_one(bot: Caller, world: World) -> None:
    await world.send_text(SAM, "/start now")
    (update,) = await bot.do("getUpdates")
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_an_edit_comes_as_an_edited_message(bot: Caller, world: World) -> None:
    written = await world.send_text(SAM, "befor")
    await world.edit_text(SAM, written, "before")
    updates = await bot.do("getUpdates")
    assert updates[1]["edited_message"]["text"] == "before"
    assert updates[0]["message"]["text"] == "befor"


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "document"])
async def test_files_of_people_come_with_what_marks_them(bot: Caller, world: World, kind: str) -> None:
    await getattr(world, f"send_{kind}")(SAM)
    (update,) = await bot.do("getUpdates")
    assert kind in update["message"]
    assert "text" not in update["message"]


async def test_a_raw_update_is_given_as_it_is(bot: Caller, world: World) -> None:
    content = {"message_id": 5, "date": 0, "chat": {"id": SAM, "type": "private"}, "from_the_future": {"a": 1}}
    number = await world.inject({"message": content})
    (update,) = await bot.do("getUpdates")
    assert update == {"update_id": number, "message": content}


async def test_a_raw_update_opens_its_chat(bot: Caller, world: World) -> None:
    await world.inject({"message": {"message_id": 5, "date": 0, "chat": {"id": 77, "type": "private"}, "text": "hi"}})
    await bot.do("sendMessage", chat_id=77, text="hello")
