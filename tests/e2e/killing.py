"""Killing: many people talk, the process is killed at random moments, and afterwards the books are balanced.

What each chat should have been told is known exactly: the same inputs, rehearsed in memory under the same update ids.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.local.sandbox.botapi import Client
from content.catalogue import unmarked
from dialogs.engine import Book, begin
from dialogs.engine.rendering import Animation, Message
from dialogs.rehearsal import Rehearsal
from tests.e2e.process import BOT, BotProcess

REST = 4.0  # seconds without a message after which no more is expected: a killed process may take that long to start
LEASED_REST = 66.0  # the same on PostgreSQL, where what a killed process had under way waits for the end of its lease


@dataclass(frozen=True)
class Balance:
    """What was found after the last restart."""

    kills: int
    updates: int
    expected: int
    lost: int
    out_of_step: int
    doubled: int

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.updates} updates, {self.expected} replies expected: {self.lost} lost, "
            f"{self.out_of_step} chats out of step, {self.doubled} doubled"
        )


async def send(telegram: Client, chat: int, text: str, number: int) -> int:
    """One message from one person; its update id."""
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text.startswith("/") else []
    update = await telegram.inject(
        {
            "message": {
                "message_id": 1_000_000 + number,
                "date": int(time.time()),
                "chat": {"id": chat, "type": "private", "first_name": "P"},
                "from": {"id": chat, "is_bot": False, "first_name": "P"},
                "text": text,
                "entities": entities,
            }
        }
    )
    assert update is not None
    return update


async def balance(telegram: Client, book: Book, sent: dict[int, list[tuple[int, str]]], kills: int) -> Balance:
    """Compare what every chat got with what it should have got."""
    expected = lost = doubled = out_of_step = 0
    for chat, inputs in sent.items():
        wanted = rehearsed(book, inputs)
        got = [message["text"] for message in (await telegram.view(chat))["messages"] if message["sender"] == "bot"]
        expected += len(wanted)
        at = 0
        for index, text in enumerate(wanted):
            if at >= len(got) or got[at] != text:
                lost += 1
                continue
            at += 1
            following = wanted[index + 1] if index + 1 < len(wanted) else None
            while at < len(got) and got[at] == text != following:
                doubled += 1
                at += 1
        out_of_step += at != len(got)
    return Balance(kills, sum(map(len, sent.values())), expected, lost, out_of_step, doubled)


def rehearsed(book: Book, inputs: Sequence[tuple[int, str]]) -> list[str]:
    """The messages that these updates lead to."""
    rehearsal = Rehearsal(book, begin(f"telegram:{BOT}:{inputs[0][0]}"))
    texts = []
    for _, text in inputs:
        rehearsal.say(text)
        for post in rehearsal.posts:
            if isinstance(post, Message):
                texts.append(re.sub(r"^✓ ", "✓ ", unmarked(post.text)))
            elif isinstance(post, Animation):
                texts.append(unmarked(post.caption))
    return texts


async def under_backlog(
    telegram: Client,
    bot: BotProcess,
    book: Book,
    words: Sequence[str],
    *,
    chats: int,
    kills: int,
    seed: int,
    first: int = 1000,
    rest: float = REST,
) -> Balance:
    """All updates wait before the start; the process is killed while it works them off."""
    generator = random.Random(seed)
    sent: dict[int, list[tuple[int, str]]] = {}
    for number, text in enumerate(words):
        for chat in range(first, first + chats):
            sent.setdefault(chat, []).append((await send(telegram, chat, text, number), text))
    done = 0
    await bot.start()
    for _ in range(kills):
        await _some_work(telegram)
        await asyncio.sleep(generator.uniform(0, 0.15))
        await bot.kill()
        done += 1
        await bot.start()
    await _quiet(telegram, rest)
    return await balance(telegram, book, sent, done)


async def at_light_load(
    telegram: Client,
    bot: BotProcess,
    book: Book,
    words: Sequence[str],
    *,
    chats: int,
    kills: int,
    seed: int,
    first: int = 5000,
    rest: float = REST,
) -> Balance:
    """People write now and then, each after the last answer or not; the process is killed meanwhile."""
    generator = random.Random(seed)
    sent: dict[int, list[tuple[int, str]]] = {}
    writing = True

    async def write(chat: int) -> None:
        for number, text in enumerate(words):
            sent.setdefault(chat, []).append((await send(telegram, chat, text, number), text))
            await asyncio.sleep(random.Random(chat * 1000 + number).uniform(0.02, 0.6))

    await bot.start()
    writers = asyncio.gather(*(write(chat) for chat in range(first, first + chats)))
    done = 0
    while writing and done < kills:
        await asyncio.sleep(generator.uniform(0.7, 1.6))
        await bot.kill()
        done += 1
        await bot.start()
        writing = not writers.done()
    await writers
    await _quiet(telegram, rest)
    return await balance(telegram, book, sent, done)


async def _some_work(telegram: Client) -> None:
    """Wait until the new process has sent something, so that kills hit it at work."""
    before = (await telegram.counts())["messages_sent"]
    end = time.monotonic() + 20
    while (await telegram.counts())["messages_sent"] <= before:
        if time.monotonic() > end or (await telegram.counts())["pending"] == 0:
            return
        await asyncio.sleep(0.01)


async def _quiet(telegram: Client, rest: float) -> None:
    """Wait until no update is pending and nothing has been sent for ``rest`` seconds."""
    end = time.monotonic() + 90 + rest
    last, since = -1, time.monotonic()
    while time.monotonic() < end:
        counts = await telegram.counts()
        if counts["messages_sent"] != last or counts["pending"]:
            last, since = counts["messages_sent"], time.monotonic()
        elif time.monotonic() - since > rest:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"the bot did not come to rest: {await telegram.counts()}")


async def run(folder: Path, telegram: Client, book: Book, words: Sequence[str], *command: str) -> list[Balance]:
    """Both forms, on fresh databases."""
    results = []
    for name, form in (("backlog", under_backlog), ("light", at_light_load)):
        (folder / name).mkdir()
        bot = BotProcess(telegram.address, folder / name, *command)
        try:
            results.append(await form(telegram, bot, book, words, chats=40, kills=12, seed=7))
        finally:
            await bot.kill()
    return results
