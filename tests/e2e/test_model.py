"""A language model behind the running bot: with consent only, one sentence only, and never the end of the talk."""

from __future__ import annotations

import json
from pathlib import Path

from bot.local.sandbox.botapi import Client
from tests.bot.model_server import GOOD, SENTENCE, ModelServer, says, serve_model
from tests.e2e.conftest import needs_book
from tests.e2e.person import PATIENCE, Person, settle_in
from tests.e2e.process import BotProcess
from tests.e2e.test_privacy import files_with

pytestmark = needs_book

CHAT = 918_273_647
NAME = "Wugglethorpe"
KEY = "sk-canary-51d2"


def bot_with(telegram: Client, folder: Path, model: ModelServer, **settings: str) -> BotProcess:
    return BotProcess(
        telegram.address,
        folder,
        LOG_LEVEL="DEBUG",
        LLM_BASE_URL=model.address,
        LLM_MODEL="small",
        LLM_API_KEY=KEY,
        **settings,
    )


async def allow(person: Person) -> None:
    await person.write("/settings")
    told = (await person.tap("Language model"))[-1]
    assert "Only that sentence is sent" in told["text"]
    assert "may help" in (await person.tap("It may help"))[-1]["text"]


async def until_said(person: Person, words: str) -> str:
    """Wait until the bot has said these words; the message."""

    def said(view: object) -> list[str]:
        messages = view["messages"]  # type: ignore[index]
        return [each["text"] for each in messages if each["sender"] == "bot" and words in each["text"]]

    view = await person.telegram.wait_chat(person.chat, lambda chat: bool(said(chat)), PATIENCE)
    return said(view)[-1]


async def test_a_model_helps_whoever_allows_it(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, CHAT)
    with serve_model(says(GOOD)) as model:
        async with bot_with(telegram, tmp_path, model) as bot:
            await settle_in(person, NAME)
            without = (await person.write(f"/rewrite {SENTENCE}"))[-1]
            assert "Which of these" in without["text"]
            assert model.asked == []
            await allow(person)
            waiting = (await person.write(f"/rewrite {SENTENCE} with {NAME}"))[0]
            assert "One moment" in waiting["text"]
            shown = await until_said(person, "A language model helped with this one.")
            assert "I feel tense when we paint the fence. I need calm." in shown
            assert (await person.message(waiting["message_id"]))["keyboard"] == []
            assert "Kept" in (await person.tap("Keep it"))[-1]["text"]
            refused = (await person.write(f"/rewrite he hits me, {SENTENCE}"))[-1]
            assert "One moment" not in refused["text"]
            assert await bot.stop() == 0
        (body,) = model.asked
    assert json.loads(body["messages"][1]["content"]) == {"sentence": f"{SENTENCE} with me"}
    assert NAME.lower() not in json.dumps(body).lower()
    assert model.headers[0]["authorization"] == f"Bearer {KEY}"
    logged = bot.logged()
    for secret in (KEY, NAME, "fence", str(CHAT)):
        assert secret not in logged
    assert files_with(tmp_path, KEY) == []


async def test_whatever_the_model_does_the_talk_goes_on(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, CHAT)
    with serve_model(says({**GOOD, "situation": "you are so bossy"})) as model:
        async with bot_with(telegram, tmp_path, model):
            await settle_in(person, NAME)
            await allow(person)
            await person.write(f"/rewrite {SENTENCE}")
            await until_said(person, "Which of these")
    assert len(model.asked) == 2


async def test_a_kill_while_the_model_thinks_leaves_nobody_waiting(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, CHAT)
    with serve_model(says(GOOD, pause=3)) as model:
        bot = bot_with(telegram, tmp_path, model, LLM_TOTAL_SECONDS="2")
        async with bot:
            await settle_in(person, NAME)
            await allow(person)
            await person.write(f"/rewrite {SENTENCE}")
            await bot.kill()
            await bot.start()
            await until_said(person, "Which of these")
            assert not any("helped with this one" in message["text"] for message in await person.said())
            assert await bot.stop() == 0
        assert len(model.asked) <= 1, "it is not asked again after a crash"
