"""The reference: as little code as the same promises allow, so that what a product costs can be told from what it must.

python-telegram-bot's types, aiohttp, and SQLite: inbox, state and outbox of a batch in one synced transaction, updates
acknowledged after it. No engine, no pace, no retries, no timers.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from typing import Any

import aiohttp
from telegram import Bot, Update
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from benchmarks.peers.five import ADDRESS, FOLDER, TOKEN, answer

IN_FLIGHT = 40  # as many as Halfway has with its pace lifted
SCHEMA = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
CREATE TABLE IF NOT EXISTS inbox (key INTEGER PRIMARY KEY, at REAL);
CREATE TABLE IF NOT EXISTS chats (chat INTEGER PRIMARY KEY, answers TEXT);
CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY, chat INTEGER, text TEXT, sent INTEGER DEFAULT 0);
CREATE INDEX IF NOT EXISTS waiting ON outbox (id) WHERE sent = 0;
"""


class Request(BaseRequest):
    def __init__(self) -> None:
        self.client: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return 30

    async def initialize(self) -> None:
        self.client = self.client or aiohttp.ClientSession()  # asked twice: for calls and for polls

    async def shutdown(self) -> None:
        await self.client.close()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> Any:
        try:
            data = request_data.json_parameters if request_data else None
            async with self.client.request(method, url, data=data) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None


def take(database: sqlite3.Connection, updates: list[Update]) -> None:
    """Answer a batch in one transaction."""
    database.execute("BEGIN IMMEDIATE")
    for update in updates:
        if database.execute("INSERT OR IGNORE INTO inbox VALUES (?, ?)", (update.update_id, time.time())).rowcount == 0:
            continue
        if update.message is None or update.message.text is None:
            continue
        chat = update.message.chat.id
        row = database.execute("SELECT answers FROM chats WHERE chat = ?", (chat,)).fetchone()
        answers, text = answer(json.loads(row[0]) if row else None, update.message.text)
        database.execute("INSERT OR REPLACE INTO chats VALUES (?, ?)", (chat, json.dumps(answers)))
        database.execute("INSERT INTO outbox (chat, text) VALUES (?, ?)", (chat, text))
    database.execute("COMMIT")


async def send(database: sqlite3.Connection, bot: Bot, posted: asyncio.Event) -> None:
    """Send what waits, a few at a time, each chat in its order; settle each round in one transaction."""
    while True:
        posted.clear()
        rows = database.execute(
            "SELECT min(id), chat, text FROM (SELECT * FROM outbox WHERE sent = 0 ORDER BY id LIMIT 100) GROUP BY chat "
            "ORDER BY 1 LIMIT ?",
            (IN_FLIGHT,),
        ).fetchall()
        if not rows:
            await posted.wait()
            continue
        await asyncio.gather(*(bot.send_message(chat, text) for _, chat, text in rows))
        database.execute("BEGIN IMMEDIATE")
        database.executemany("UPDATE outbox SET sent = 1, text = '' WHERE id = ?", [(number,) for number, *_ in rows])
        database.execute("COMMIT")


async def main() -> None:
    database = sqlite3.connect(FOLDER / "reference.db", isolation_level=None)
    database.executescript(SCHEMA)
    request, posted, offset = Request(), asyncio.Event(), None
    async with Bot(TOKEN, f"{ADDRESS}/bot", request=request, get_updates_request=request) as bot:
        sending = asyncio.create_task(send(database, bot, posted))
        while not sending.done():
            updates = await bot.get_updates(offset=offset, timeout=5, allowed_updates=["message"])
            if updates:
                take(database, list(updates))
                posted.set()
                offset = updates[-1].update_id + 1
        sending.result()


if __name__ == "__main__":
    asyncio.run(main())
