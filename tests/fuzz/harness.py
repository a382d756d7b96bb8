"""The harness: the poller that runs in production, a database, and in place of the network a judge of what is sent."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Connection, select

from bot.local.sandbox.botapi import limits
from bot.local.sandbox.botapi.entities import parse_html
from bot.local.sandbox.botapi.errors import Refusal
from bot.store import outbox, schema
from bot.store.database import SqliteDatabase
from bot.store.seals import Seals
from bot.store.tables import Chat, table
from bot.telegram.inline import Inline
from bot.telegram.intake import Intake
from bot.telegram.messenger import Messenger
from bot.telegram.outbound import call
from bot.throttle import Throttle
from bot.turn import Turns
from dialogs.coach import build
from dialogs.engine import begin, load, step
from dialogs.engine.effects import Show
from dialogs.engine.events import Command
from tests.fuzz.updates import Updates

BATCH = 100  # updates of one poll, as many as Telegram delivers
BASE = "http://127.0.0.1/bot1:x"
_UPLOADS = {"file": "sendDocument", "animation": "sendAnimation"}


@dataclass
class Findings(logging.Handler):
    """What went wrong: errors logged, calls that Telegram would refuse, people who could not get out."""

    updates: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if "can't be read at all" not in message:  # what is no update is left out with a word in the log
            self.wrong[f"logged: {message}"] += 1

    def __hash__(self) -> int:
        return id(self)


class Judge:
    """Stands in for the HTTP request: checks each call against the limits of the Bot API and remembers the buttons."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.buttons: dict[int, list[str]] = {}
        self._messages = count(1)

    async def call(self, base: str, method: str, parameters: Mapping[str, str], **_: Any) -> Any:
        return self.judge(method, parameters)

    def judge(self, method: str, parameters: Mapping[str, str]) -> dict[str, Any]:
        self.findings.calls[method] += 1
        try:
            self._check(method, parameters)
        except (Refusal, ValueError, KeyError) as error:
            self.findings.wrong[f"{method}: {type(error).__name__} {error}"] += 1
        return {"message_id": next(self._messages)}

    def _check(self, method: str, parameters: Mapping[str, str]) -> None:
        match method:
            case "sendMessage" | "editMessageText":
                text, _ = parse_html(parameters["text"])
                limits.check_text(text.strip())
                if "reply_markup" in parameters:
                    markup = json.loads(parameters["reply_markup"])
                    limits.check_markup(markup)
                    shown = [button["callback_data"] for row in markup["inline_keyboard"] for button in row]
                    self.buttons[int(parameters["chat_id"])] = shown
            case "answerCallbackQuery":
                limits.check_answer(parameters.get("text", ""))
            case "answerInlineQuery":
                results = json.loads(parameters["results"])
                assert len(results) <= limits.INLINE_RESULTS
                for result in results:
                    limits.check_text(result["input_message_content"]["message_text"])
            case "deleteMessages":
                assert 1 <= len(json.loads(parameters["message_ids"])) <= 100
            case _:
                int(parameters.get("chat_id", "0"))


async def fuzz(folder: Path, count: int, seed: int, chats: int) -> Findings:
    """Put ``count`` updates through the handler."""
    findings = Findings()
    logging.getLogger("bot").addHandler(findings)
    logging.getLogger("bot").propagate = False
    judge = Judge(findings)
    book = build()
    database = SqliteDatabase(folder / "fuzz.db")
    await database.do(schema.upgrade)
    turns = Turns(database, book, lambda: datetime(2026, 11, 26, 12, tzinfo=UTC))
    bot = cast(Any, SimpleNamespace(id=1, base_url=BASE))
    request = cast(Any, judge)
    throttle = Throttle(1e9, 10**9, lambda: 0.0, lambda words: False)
    inline = Inline(BASE, request, database, book.catalogue)
    intake = Intake(bot.id, turns, throttle, Messenger(bot, request), inline)
    stream = iter(Updates(seed, chats, judge.buttons))
    try:
        while findings.updates < count:
            batch = [next(stream) for _ in range(min(BATCH, count - findings.updates))]
            findings.updates += len(batch)
            await intake.answer(batch)
            await intake.close()
            await _send(database, judge)
        await database.do(lambda connection: _find_the_way_out(connection, database, findings))
    finally:
        await database.close()
        logging.getLogger("bot").removeHandler(findings)
        logging.getLogger("bot").propagate = True
    return findings


async def _send(database: SqliteDatabase, judge: Judge) -> None:
    """Send what is promised, as the sender would, without its pace."""
    while rows := await database.do(
        lambda connection: outbox.claim(connection, Seals(database.vault), "telegram", 10**14, 2 * 10**14, 1000)
    ):
        for row in rows:
            upload = _UPLOADS.get(row.payload["kind"])
            wanted = call(row.chat, row.payload) if upload is None else (upload, {})
            message = judge.judge(*wanted)["message_id"] if wanted is not None else None
            await database.do(partial(outbox.settle, claimed=row, message=message, at_ms=1))
        await asyncio.sleep(0)


def _find_the_way_out(connection: Connection, database: SqliteDatabase, findings: Findings) -> None:
    """Everybody gets a question with buttons when they ask for the menu, wherever they are."""
    book = build()
    rows = connection.execute(select(table(Chat).c.chat, table(Chat).c.session)).all()
    for chat, stored in rows:
        session = load(database.vault.unseal(chat, "session", stored)) if stored else begin("x")
        done = step(book, session, Command("way out", "menu"), datetime(2026, 11, 26, 12, tzinfo=UTC))
        if not any(isinstance(effect, Show) and effect.buttons for effect in done.effects):
            top = session.top
            findings.wrong[f"no way out of {top.dialog}.{top.state}" if top else "no way out of nowhere"] += 1
