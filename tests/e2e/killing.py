"""Killing: many people talk, the process is killed at random moments, and afterwards the books are balanced.

Other harm than kills, and to several processes, is done in `tests.e2e.faults`, with the same loads.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.local.sandbox.botapi import ChatView, Client
from dialogs.engine import Book
from tests.e2e.balance import Act, Balance, Sent, balance
from tests.e2e.process import BotProcess

REST_SECONDS = 2.0  # without a further message, after which a bot is taken to have said all
LEASED_SECONDS = 66.0  # the same on PostgreSQL, where what a killed process had under way waits for its lease's end


@dataclass(frozen=True)
class Load:
    """People who say all the words, each with a random pause in seconds before the next one.

    With ``pairs`` every two words after the first are said at one moment, or a word while a button is tapped where the
    other is "".
    """

    words: Sequence[str]
    chats: int
    first: int
    pause: tuple[float, float] = (0.0, 0.0)
    pairs: bool = False

    @property
    def everybody(self) -> range:
        return range(self.first, self.first + self.chats)


def message(chat: int, text: str, number: int) -> dict[str, object]:
    """An update: words from a person."""
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text.startswith("/") else []
    return {"message": {**_envelope(chat, number), "from": _person(chat), "text": text, "entities": entities}}


def press(chat: int, data: str, number: int) -> dict[str, object]:
    """An update: a tap on a button of a message whose text is not told."""
    held = {**_envelope(chat, number), "date": 0}
    query = {"id": f"{chat}{number}", "from": _person(chat), "message": held, "chat_instance": "1", "data": data}
    return {"callback_query": query}


def _envelope(chat: int, number: int) -> dict[str, object]:
    return {"message_id": 1_000_000 + number, "date": int(time.time()), "chat": {**_named(chat), "type": "private"}}


def _named(chat: int) -> dict[str, object]:
    return {"id": chat, "first_name": "P"}


def _person(chat: int) -> dict[str, object]:
    return {**_named(chat), "is_bot": False}


async def send(telegram: Client, chat: int, text: str, number: int, lane: int | None = None) -> int:
    """One message from one person; its update id."""
    update = await telegram.inject(message(chat, text, number), lane)
    assert update is not None
    return update


async def write_all(telegram: Client, load: Load) -> Sent:
    """Let everybody of a load say what they have to say."""
    told = await asyncio.gather(*(_write(telegram, load, chat) for chat in load.everybody))
    return dict(zip(load.everybody, told, strict=True))


async def _write(telegram: Client, load: Load, chat: int) -> list[Act]:
    acts: list[Act] = []
    for moment, words in enumerate(_moments(load)):
        if len(words) > 1:
            acts += await _at_once(telegram, chat, words, moment)
        else:
            acts.append(Act(await send(telegram, chat, words[0], len(acts)), words[0]))
        await asyncio.sleep(random.Random(chat * 1000 + moment).uniform(*load.pause))
    return acts


def _moments(load: Load) -> Iterator[Sequence[str]]:
    size = 2 if load.pairs else 1
    yield load.words[:1]
    for at in range(1, len(load.words), size):
        yield load.words[at : at + size]


async def _at_once(telegram: Client, chat: int, words: Sequence[str], moment: int) -> list[Act]:
    """Two connections bring these at the same moment: one lane for each."""
    seen = await telegram.wait_chat(chat, lambda view: any(each["keyboard"] for each in view["messages"]), 60)
    keyboard = [each["keyboard"] for each in seen["messages"] if each["keyboard"]][-1]
    data = str(keyboard[0][0]["callback_data"])

    async def act(at: int, word: str) -> Act:
        number, lane = moment * 10 + at, -(chat * 10 + at)
        update = await telegram.inject(message(chat, word, number) if word else press(chat, data, number), lane)
        assert update is not None
        return Act(update, word or data, moment, tap=not word)

    acts = list(await asyncio.gather(*(act(at, word) for at, word in enumerate(words))))
    # The next moment comes once the words are answered; a tap that is heard later still is stale, and has no answer.
    said = [word for word in words if word]
    await telegram.wait_chat(chat, lambda view: all(_answered(view, word) for word in said), 60)
    return acts


def _answered(view: ChatView, word: str) -> bool:
    return any(word in each["text"] for each in view["messages"] if each["sender"] == "bot")


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
    quiet: float = REST_SECONDS,
) -> Balance:
    """All updates wait before the start; the process is killed while it works them off."""
    generator = random.Random(seed)
    sent: Sent = {chat: [] for chat in range(first, first + chats)}
    for number, text in enumerate(words):
        for chat, acts in sent.items():
            acts.append(Act(await send(telegram, chat, text, number), text))
    await bot.start()
    for _ in range(kills):
        await _some_work(telegram)
        await asyncio.sleep(generator.uniform(0, 0.15))
        await bot.kill()
        await bot.start()
    await rest(telegram, [bot], quiet=quiet)
    return await balance(telegram, book, sent, kills)


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
    quiet: float = REST_SECONDS,
) -> Balance:
    """People write now and then, each after the last answer or not; the process is killed meanwhile."""
    generator = random.Random(seed)
    await bot.start()
    writing = asyncio.create_task(write_all(telegram, Load(words, chats, first, pause=(0.02, 0.6))))
    done = 0
    while not writing.done() and done < kills:
        await asyncio.sleep(generator.uniform(0.7, 1.6))
        await bot.kill()
        done += 1
        await bot.start()
    sent = await writing
    await rest(telegram, [bot], quiet=quiet)
    return await balance(telegram, book, sent, done)


async def _some_work(telegram: Client) -> None:
    """Wait until the new process has sent something, so that kills hit it at work."""
    before = (await telegram.counts())["messages_sent"]
    end = time.monotonic() + 20
    while (await telegram.counts())["messages_sent"] <= before:
        if time.monotonic() > end or (await telegram.counts())["pending"] == 0:
            return
        await asyncio.sleep(0.01)


async def rest(
    telegram: Client, bots: Iterable[BotProcess], seconds: float = 120, *, quiet: float = REST_SECONDS
) -> None:
    """Wait until all processes are at work, no update is pending and nothing more is sent for so long (``quiet``)."""
    for bot in bots:
        await bot.at_work()
    end = time.monotonic() + seconds
    last, since = -1, time.monotonic()
    while time.monotonic() < end:
        counts = await telegram.counts()
        if counts["messages_sent"] != last or counts["pending"]:
            last, since = counts["messages_sent"], time.monotonic()
        elif time.monotonic() - since > quiet:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"the bot did not come to rest: {await telegram.counts()}")
