"""The page for a counsellor, through the running process: worded by the person, it arrives as two documents."""

from __future__ import annotations

from pathlib import Path

from telegram import Bot

from bot.local.sandbox.botapi import Client
from tests.e2e.conftest import needs_book
from tests.e2e.person import Person, labels, settle_in
from tests.e2e.process import TOKEN, BotProcess
from tests.papers import Document

pytestmark = needs_book

CANARY = "Zyxquill"
NOTE = f"I would like us to pause a fight, {CANARY}, without *anyone* leaving. 🥐"


async def test_two_documents_arrive_in_order_and_nothing_of_them_is_logged(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, 7)
    bot = BotProcess(telegram.address, tmp_path, LOG_LEVEL="DEBUG")
    async with bot:
        await settle_in(person, "Sam")
        await person.write("/therapy")
        await person.write("Go through it")  # a tap would change the message in its place
        asked = (await person.write(NOTE))[-1]
        while "Make it" not in labels(asked):
            asked = (await person.write(labels(asked)[0]))[-1]
        heard = await person.hear(telegram.tap(person.chat, "Make it"))
        assert [message["kind"] for message in heard[:2]] == ["document", "document"]
        assert "delete them" in heard[-1]["text"]
        pdf, text = (message["file_id"] for message in heard[:2])
        assert pdf is not None
        assert text is not None
        written = await telegram.file_text(text)
        async with Bot(TOKEN, base_url=f"{telegram.address}/bot", base_file_url=f"{telegram.address}/file/bot") as api:
            drawn = bytes(await (await api.get_file(pdf)).download_as_bytearray())
        assert await bot.stop() == 0
    assert f"pause a fight, {CANARY}, without \\*anyone\\* leaving. 🥐" in written
    document = Document(drawn)
    assert document.is_whole()
    assert "".join(f"pause a fight, {CANARY}, without *anyone* leaving. □".split()) in "".join(document.text.split())
    assert CANARY.lower() not in bot.logged().lower()
