"""Privacy of the running process: what people type and the token are in no log, and /forget leaves no byte behind."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from bot.local.sandbox.botapi import Client
from tests.e2e.conftest import needs_book
from tests.e2e.person import PATIENCE, Person, labels, settle_in
from tests.e2e.process import TOKEN, BotProcess

pytestmark = needs_book

CHAT = 918_273_645  # a number that is nowhere by chance
CANARY = "Zyxquill"  # a name and a word that no code and no content has
SENTENCE = f"You never listen to me, {CANARY}"


async def tell_all(person: Person) -> None:
    """The canary is the name, and in all that is said after the welcome, and in a sentence that is kept."""
    await settle_in(person, CANARY)
    await person.write(SENTENCE)
    await person.write(f"/rewrite {SENTENCE}")
    await person.tap("Change the words")
    await person.write(f"I feel lonely when we sit in silence, {CANARY}. Could we talk for ten minutes tonight?")
    await person.tap("Keep it")
    await person.write(f"/{CANARY}")
    await person.write("/role I chase " + CANARY + " and she goes quiet whenever we fight about it")


def files_with(folder: Path, word: str) -> list[str]:
    """Names of the files below a folder that hold a word, in any letter case, as UTF-8 or UTF-16."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes().lower()
        if any(word.lower().encode(code) in content for code in ("utf-8", "utf-16-le")):
            found.append(path.name)
    return found


async def until_gone(folder: Path, word: str) -> None:
    """Wait until no file below a folder holds a word; raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while found := files_with(folder, word):
        if time.monotonic() > end:
            raise TimeoutError(f"{word!r} is still in {', '.join(found)} after {PATIENCE:g} s")
        await asyncio.sleep(0.05)


async def test_neither_words_nor_token_are_logged_whatever_goes_wrong(telegram: Client, tmp_path: Path) -> None:
    person, bot = Person(telegram, CHAT), BotProcess(telegram.address, tmp_path, LOG_LEVEL="DEBUG")
    async with bot:
        await tell_all(person)
        await telegram.add_fault("500", method="sendMessage")
        await telegram.add_fault("429", method="sendMessage")
        await telegram.add_fault("close_after", method="sendMessage")
        await telegram.add_fault("error", method="sendMessage", description="Bad Request: can't parse entities")
        await telegram.add_fault("502", method="getUpdates")
        for number in range(3):
            await telegram.send_text(CHAT, f"{SENTENCE} {number}")
        await telegram.wait_for(lambda call: call["description"].startswith("Bad Request: can't parse"), PATIENCE)
        await bot.kill()
        await telegram.send_text(CHAT, f"{SENTENCE} again")
        await bot.start()
        await telegram.wait_confirmed(PATIENCE)
        assert await bot.stop() == 0
    logged = bot.logged()
    assert logged
    assert CANARY.lower() not in logged.lower()
    assert TOKEN not in logged
    assert TOKEN.partition(":")[2] not in logged
    assert str(CHAT) not in logged


async def test_forgetting_leaves_no_byte(telegram: Client, tmp_path: Path) -> None:
    person, other = Person(telegram, CHAT), Person(telegram, 2)
    bot = BotProcess(telegram.address, tmp_path)
    async with bot:
        await tell_all(person)
        await other.write("/start")
        assert files_with(tmp_path, str(CHAT)), "nothing was kept, so this test would prove nothing"
        assert files_with(tmp_path, CANARY) == [], "what people write is sealed at rest"
        asked = (await person.write("/forget"))[-1]
        erased = (await person.tap(labels(asked)[0]))[-1]
        assert "erased" in erased["text"]
        assert erased["keyboard"] == []
        await until_gone(tmp_path, CANARY)
        await until_gone(tmp_path, str(CHAT))
        await other.write("/help")
        assert await bot.stop() == 0
    for word in (CANARY, str(CHAT), TOKEN):
        assert files_with(tmp_path, word) == []


async def test_somebody_forgotten_begins_anew(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, CHAT)
    async with BotProcess(telegram.address, tmp_path):
        first = (await person.write("/start"))[-1]
        await person.tap(labels(first)[0])
        asked = (await person.write("/forget"))[-1]
        await person.tap(labels(asked)[0])
        again = (await person.write("/start"))[-1]
    assert (again["text"], labels(again)) == (first["text"], labels(first))


async def test_the_confirmation_loses_its_buttons(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, CHAT)
    async with BotProcess(telegram.address, tmp_path) as bot:
        await person.write("/start")
        asked = (await person.write("/forget"))[-1]
        await person.tap(labels(asked)[0])
        assert await bot.stop() == 0
    assert (await person.message(asked["message_id"]))["keyboard"] == []


async def test_an_export_holds_what_was_said(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, CHAT)
    async with BotProcess(telegram.address, tmp_path):
        await tell_all(person)
        await telegram.send_text(person.chat, "/export")
        call = await telegram.wait_for(lambda call: call["method"] == "sendDocument", PATIENCE)
        document = next(message for message in await person.said() if message["kind"] == "document")
        assert call["status"] == 200
        assert document["file_id"] is not None
        content = await telegram.file_text(document["file_id"])
    assert content.count(CANARY) >= 2  # the name, and the sentence
    assert TOKEN not in content


async def test_what_the_bot_wrote_can_be_removed_from_the_chat(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, CHAT)
    async with BotProcess(telegram.address, tmp_path):
        asked = (await person.write("/start"))[-1]
        for choice in (0, 0, 0, 0, 0, 0, 1):  # on, adult, agree, no name, ask me, yes, "If they see my phone"
            asked = (await person.tap(labels(asked)[choice]))[-1]
        before = {message["message_id"] for message in await person.said()}
        asked = (await person.tap(labels(asked)[0]))[-1]
        call = await telegram.wait_for(lambda call: call["method"] == "deleteMessages", PATIENCE)
        assert call["status"] == 200
        assert "removing" in asked["text"]
        left = {message["message_id"] for message in await person.said()}
    assert before & left == set()
    assert asked["message_id"] in left
