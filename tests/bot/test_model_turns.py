"""The language model between turns: asked after the commit, answered in a turn of its own, never after /forget."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import open_house
from bot.local.terminal import chat
from bot.settings import Settings
from bot.store import outbox
from bot.store.database import Database
from bot.store.tables import OF_CHAT, Chat, Posting, Received, Timer, table
from bot.turn import Arrival, Outcome, Turns, fire_due
from dialogs.coach import build
from dialogs.engine import ModelTerms, dump, load
from dialogs.engine.effects import GUARD, AskModel
from dialogs.engine.events import Blocked, Command, RewriteReady, Tap, Text
from tests.bot.model_server import GOOD, SENTENCE, says, serve_model
from tests.bot.opened import rows
from tests.bot.test_turn import NOW
from tests.dialogs.conversation import CONSENTED

CHAT = "toy:1"
TERMS = ModelTerms("127.0.0.1", False, timedelta(seconds=12))


class Asked:
    """A stand-in for the rewriter: keeps what it is handed."""

    def __init__(self, database: Database) -> None:
        self.questions: list[tuple[str, AskModel]] = []
        self.erased: list[str] = []
        self.turns = Turns(
            database,
            build(TERMS),
            lambda: NOW,
            asked=lambda chat, question: self.questions.append((chat, question)),
            erased=self.erased.append,
        )


async def meet(turns: Turns, chat: str = CHAT) -> None:
    """Somebody who agreed to everything."""
    await turns.take([Arrival(chat, Command(f"{chat}-start", "start"))])

    chats = table(Chat)

    def agree(connection: Any) -> None:
        stored = connection.execute(select(chats.c.session).where(chats.c.chat == chat)).scalar_one()
        opened = turns.database.vault.unseal(chat, "session", stored)
        session = replace(load(opened), person=replace(CONSENTED, model=TERMS.host), stack=())
        connection.execute(chats.update().where(chats.c.chat == chat).values(session=dump(session)))

    await turns.database.do(agree)
    await turns.take([Arrival(chat, Command(f"{chat}-menu", "menu"))])


async def state(database: Database) -> str:
    session = load((await rows(database, Chat))[0]["session"])
    assert session.top is not None
    return f"{session.top.dialog}.{session.top.state}"


async def texts(database: Database) -> list[str]:
    return [json.loads(row["payload"]).get("text") or "" for row in await rows(database, Posting)]


async def test_it_is_handed_on_after_the_commit_and_once(database: Database) -> None:
    asked = Asked(database)
    await meet(asked.turns)
    arrival = Arrival(CHAT, Command("k", "rewrite", SENTENCE))
    await asked.turns.take([arrival])
    await asked.turns.take([arrival])
    ((chat, question),) = asked.questions
    assert (chat, question.statement) == (CHAT, SENTENCE)
    (timer,) = await rows(database, Timer)
    assert (timer["name"], json.loads(timer["data"])) == (GUARD, {"request": question.request})
    assert SENTENCE not in timer["data"]


async def test_an_answer_is_taken_in_once_and_stops_the_guard(database: Database) -> None:
    asked = Asked(database)
    await meet(asked.turns)
    await asked.turns.take([Arrival(CHAT, Command("k", "rewrite", SENTENCE))])
    request = asked.questions[0][1].request
    answer = Arrival(CHAT, RewriteReady(f"model:{request}", request, GOOD))
    results = [outcome.result for outcome in await asked.turns.take([answer, answer])]
    assert results == ["answered", "seen"]
    assert await rows(database, Timer) == []
    assert sum("A language model helped" in text for text in await texts(database)) == 1
    assert not [row for row in await rows(database, Received) if CHAT in row["key"] and "model" in row["key"]]


async def fire(database: Database, at: datetime) -> list[Outcome]:
    return await database.do(lambda connection: fire_due(connection, database.vault, build(TERMS), "toy", at, 10))


async def test_after_a_crash_the_guard_leads_on(database: Database) -> None:
    asked = Asked(database)
    await meet(asked.turns)
    await asked.turns.take([Arrival(CHAT, Command("k", "rewrite", SENTENCE))])
    reopened = Asked(database)  # what was handed to the first rewriter died with it
    assert await fire(database, NOW + timedelta(seconds=11)) == []
    assert await state(database) == "rephrase.waiting"
    assert len(await fire(database, NOW + timedelta(seconds=12))) == 1
    assert await state(database) == "rephrase.choices"
    assert await rows(database, Timer) == []
    assert reopened.questions == []


async def test_an_answer_after_forgetting_brings_nothing_back(database: Database) -> None:
    asked = Asked(database)
    await meet(asked.turns)
    await asked.turns.take([Arrival(CHAT, Command("k", "rewrite", SENTENCE))])
    request = asked.questions[0][1].request
    await asked.turns.take([Arrival(CHAT, Command("k2", "forget"))])
    session = load((await rows(database, Chat))[0]["session"])
    await asked.turns.take([Arrival(CHAT, Tap("k3", session.token, 0, 1, "shown"))])
    assert asked.erased == [CHAT]
    (outcome,) = await asked.turns.take([Arrival(CHAT, RewriteReady(f"model:{request}", request, GOOD))])
    assert outcome.result == "seen"
    for kind in OF_CHAT:
        assert not [row for row in await rows(database, kind) if row["chat"] == CHAT and not row.get("passing")]
    assert await database.do(lambda connection: outbox.next_available(connection, "toy")) is not None  # the goodbye


async def test_what_is_forgotten_in_the_same_batch_is_not_asked(database: Database) -> None:
    asked = Asked(database)
    await meet(asked.turns)
    await meet(asked.turns, "toy:2")
    await asked.turns.take(
        [
            Arrival(CHAT, Command("k", "rewrite", SENTENCE)),
            Arrival("toy:2", Command("k-2", "rewrite", SENTENCE)),
            Arrival(CHAT, Command("k2", "forget")),
            Arrival(CHAT, Text("k3", "Erase everything")),
        ]
    )
    assert asked.erased == [CHAT]
    assert [chat for chat, _ in asked.questions] == ["toy:2"]


async def test_an_answer_to_somebody_who_left_stays_here(database: Database) -> None:
    asked = Asked(database)
    await meet(asked.turns)
    await asked.turns.take([Arrival(CHAT, Command("k", "rewrite", SENTENCE))])
    request = asked.questions[0][1].request
    await asked.turns.take([Arrival(CHAT, Blocked("k2"))])
    before = len(await rows(database, Posting))
    await asked.turns.take([Arrival(CHAT, RewriteReady(f"model:{request}", request, GOOD))])
    assert len(await rows(database, Posting)) == before
    assert (await rows(database, Chat))[0]["blocked_ms"] is not None


class Silent:
    """A channel that takes everything."""

    name = "toy"

    async def send(self, chat: str, payload: Any) -> int | None:
        return 1

    async def notice(self, outcome: Outcome) -> None:
        pass


async def test_a_whole_house_asks_and_answers(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with serve_model(says(GOOD)) as server:
        settings = Settings(
            halfway_data_dir=tmp_path,
            llm_base_url=server.address,
            llm_model="small",
            _env_file=None,  # type: ignore[call-arg]
        )
        assert settings.model_terms == TERMS
        async with open_house(settings, build(settings.model_terms), Silent(), clock=lambda: NOW) as house:
            await meet(house.turns)
            await house.turns.take([Arrival(CHAT, Command("k", "rewrite", SENTENCE))])
            assert house.rewriter is not None
            while house.rewriter.busy:  # noqa: ASYNC110  (it tells nobody when it is done)
                await asyncio.sleep(0.01)
            assert await state(house.database) == "rephrase.rewritten"
    assert len(server.asked) == 1
    assert "leaves this machine" not in caplog.text


async def test_in_the_terminal_it_is_waited_for(tmp_path: Path) -> None:
    lines = ["1", "1", "1", "Sam", "/settings", "Language model", "It may help", f"/rewrite {SENTENCE}", "Keep it"]
    target = io.StringIO()
    with serve_model(says(GOOD, pause=0.2)) as server:
        settings = Settings(
            halfway_data_dir=tmp_path,
            llm_base_url=server.address,
            llm_model="small",
            _env_file=None,  # type: ignore[call-arg]
        )
        source = io.StringIO("".join(f"{line}\n" for line in lines))
        await chat(settings, build(settings.model_terms), source, target, tmp_path)
    shown = target.getvalue()
    assert "I feel tense when we paint the fence." in shown
    assert shown.index("One moment") < shown.index("A language model helped") < shown.index("Kept")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"llm_base_url": "https://llm.example.com/v1", "llm_model": "m"}, "llm.example.com: what people write leaves"),
        ({"llm_base_url": "http://192.168.1.5:8080/v1", "llm_model": "m"}, "leaves this machine, and unencrypted"),
        ({"llm_base_url": "http://localhost:8080/v1"}, "set both LLM_BASE_URL and LLM_MODEL"),
        ({"llm_model": "m"}, "set both LLM_BASE_URL and LLM_MODEL"),
        ({"llm_base_url": "http://[::1]:8080/v1", "llm_model": "m"}, ""),
        ({}, ""),
    ],
)
async def test_it_says_at_the_start_where_sentences_go(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, changes: dict[str, str], words: str
) -> None:
    caplog.set_level(logging.WARNING)
    settings = Settings(halfway_data_dir=tmp_path, llm_api_key="sk-canary", _env_file=None, **changes)  # type: ignore[arg-type,call-arg]
    async with open_house(settings, build(), Silent()) as house:
        assert (house.rewriter is not None) == (len(changes) == 2)
    assert words in caplog.text
    assert bool(words) == bool(caplog.text)
    assert "sk-canary" not in caplog.text
