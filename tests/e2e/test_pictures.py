"""Pictures through the real process: a PNG arrives with its caption, whatever happens on the way."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import aiohttp
import pytest

from bot.local.sandbox.botapi import Client, MessageView
from bot.local.sandbox.botapi.uploads import picture_size
from tests.e2e.conftest import needs_book
from tests.e2e.person import PATIENCE, Person, settle_in
from tests.e2e.process import TOKEN, BotProcess

pytestmark = needs_book

CHAT = 7
TITLE = "1 of the last 14 days"


async def practise(person: Person) -> None:
    """One practice with its ratings, so that there is a day to draw."""
    await settle_in(person, "Sam")
    await person.write("/practice")
    await person.tap("Long sighs (5 min)")
    for label in ("Let's do it", "7", "That's enough", "4", "Skip", "Enough for now"):
        await person.tap(label)


async def see(person: Person) -> None:
    """Ask for the only picture there is, without waiting for it."""
    await person.write("/progress")
    await person.telegram.tap(person.chat, "See pictures")


async def said_of_it(person: Person) -> list[MessageView]:
    """Every message with the picture's title: it, or its caption alone."""
    return [message for message in await person.said() if TITLE in message["text"] and "See" not in message["text"]]


async def arrives(person: Person) -> MessageView:
    """Wait for it, and for the question behind it."""
    end = time.monotonic() + PATIENCE
    while not (found := await said_of_it(person)) or "your pictures so far" not in (await person.said())[-1]["text"]:
        assert time.monotonic() < end, "no picture came"
        await asyncio.sleep(0.05)
    return found[0]


async def photo(telegram: Client, message: MessageView) -> bytes:
    """The file of a photo, as Telegram hands it out."""
    number = str(message["file_id"]).rpartition("-")[2]
    async with aiohttp.ClientSession() as client:
        address = f"{telegram.address}/file/bot{TOKEN}/photos/file_{number}.png"
        async with client.get(address) as response:
            assert response.status == 200
            return await response.read()


async def test_a_picture_arrives_with_its_caption(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, CHAT)
    async with BotProcess(telegram.address, tmp_path) as bot:
        await practise(person)
        await see(person)
        message = await arrives(person)
        assert message["kind"] == "photo"
        assert message["text"].startswith(f"{TITLE}\nSome practice on: ")
        assert [entity["type"] for entity in message["entities"]] == ["bold"]
        assert picture_size(await photo(telegram, message)) == (1080, 600)
        assert len(await said_of_it(person)) == 1
        assert await bot.stop() == 0
    assert "WARNING" not in bot.logged()


async def test_a_kill_between_commit_and_send_still_delivers(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, CHAT)
    async with BotProcess(telegram.address, tmp_path) as bot:
        await practise(person)
        await telegram.add_fault("500", method="sendPhoto", times=None)
        await see(person)
        await telegram.wait_for(lambda call: call["method"] == "sendPhoto", PATIENCE)
        await bot.kill()
        assert await said_of_it(person) == []
        await telegram.clear_faults()
        await bot.start()
        assert (await arrives(person))["kind"] == "photo"
        assert len(await said_of_it(person)) == 1


async def test_a_kill_while_it_is_drawn_still_delivers(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, CHAT)
    async with BotProcess(telegram.address, tmp_path) as bot:
        await practise(person)
        await see(person)
        await telegram.wait_confirmed(PATIENCE)  # the turn is on disk; starting the worker takes longer
        await bot.kill()
        await bot.start()
        assert (await arrives(person))["kind"] == "photo"


@pytest.mark.parametrize(
    "refusal", ["Bad Request: IMAGE_PROCESS_FAILED", "Bad Request: not enough rights to send photos"]
)
async def test_where_no_photo_is_taken_the_words_are(telegram: Client, tmp_path: Path, refusal: str) -> None:
    person = Person(telegram, CHAT)
    async with BotProcess(telegram.address, tmp_path):
        await practise(person)
        await telegram.add_fault("error", method="sendPhoto", description=refusal)
        await see(person)
        message = await arrives(person)
        assert message["kind"] == "text"
        assert [entity["type"] for entity in message["entities"]] == ["bold"]
