"""The composition root: what a running Halfway consists of, and in which order it starts and stops."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.channel import Channel
from bot.endpoint import Endpoint
from bot.pictures.painter import Painter
from bot.settings import Settings
from bot.store import seals
from bot.store.database import SqliteDatabase
from bot.store.instants import now as wall_clock
from bot.store.lock import hold_channel
from bot.throttle import Throttle
from bot.turn import Turns
from bot.workers.cleaner import clean
from bot.workers.heartbeat import beat, heartbeat_path
from bot.workers.pace import Pace
from bot.workers.replanner import Replanner
from bot.workers.rewriter import Rewriter
from bot.workers.sender import Draw, Sender
from bot.workers.timekeeper import Timekeeper
from dialogs import safety, statements
from dialogs.engine import Book
from dialogs.statements import model

if TYPE_CHECKING:
    from telegram import Bot

    from bot.telegram.request import AiohttpRequest

log = logging.getLogger(__name__)

Commands = Sequence[tuple[str, str]]
"""Names of commands with the content keys of their descriptions, in the order of the menu."""

DRAIN_SECONDS = 10.0  # how long a stop waits for messages in flight


@dataclass(frozen=True, slots=True)
class House:
    """Everything that runs for one channel."""

    database: SqliteDatabase
    turns: Turns
    sender: Sender
    timekeeper: Timekeeper
    rewriter: Rewriter | None = None


@contextlib.asynccontextmanager
async def open_house(
    settings: Settings,
    book: Book,
    channel: Channel,
    *,
    clock: Callable[[], datetime] = wall_clock,
    draw: Draw | None = None,
) -> AsyncIterator[House]:
    """Database, turns and workers, running until the block is left; then stopped in good order.

    The writer goes last: whatever was committed is settled before. ``draw`` is as for `Sender`.

    Raises:
        AlreadyRunning: another process uses this channel and database.
        SchemaError: the database is of a newer release.
        MasterKeyError: the key that the data is sealed with is missing.
        MissingLibrary: a language model is configured, and httpx is not installed.
    """
    with hold_channel(settings.database_path, channel.name):
        async with _opened(SqliteDatabase(settings.database_path, settings.keyring)) as database:
            await database.do(partial(seals.upgrade, vault=database.vault))
            async with _running(database, settings, book, channel, clock, draw) as house:
                yield house


@contextlib.asynccontextmanager
async def _opened(database: SqliteDatabase) -> AsyncIterator[SqliteDatabase]:
    try:
        yield database
    finally:
        await database.close()


@contextlib.asynccontextmanager
async def _running(
    database: SqliteDatabase,
    settings: Settings,
    book: Book,
    channel: Channel,
    clock: Callable[[], datetime],
    draw: Draw | None,
) -> AsyncIterator[House]:
    pace = Pace(
        settings.send_per_second, settings.send_per_chat_per_second, settings.send_per_chat_burst, time.monotonic
    )
    sender = Sender(database, channel, pace, clock, draw)
    timekeeper = Timekeeper(database, book, channel.name, clock, sender.wake)
    replanner = Replanner(database, book, channel.name, clock, timekeeper.wake)
    timekeeper.turned_back = replanner.wake
    turns = Turns(database, book, clock, posted=sender.wake, timed=timekeeper.wake)
    rewriter = _rewriter(settings, turns)
    workers = [
        asyncio.create_task(work)
        for work in (
            sender.run(),
            timekeeper.run(),
            replanner.run(),
            clean(database, clock),
            beat(database, heartbeat_path(settings.data_dir, channel.name)),
        )
    ]
    try:
        yield House(database, turns, sender, timekeeper, rewriter)
    finally:
        if rewriter is not None:
            await rewriter.close()
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        await sender.drain(DRAIN_SECONDS)


def _rewriter(settings: Settings, turns: Turns) -> Rewriter | None:
    """The worker that asks the language model, if one is configured; says at once where sentences go."""
    address, terms = settings.llm_address, settings.model_terms
    if address is None or terms is None:
        if settings.llm_base_url is not None or settings.llm_model is not None:
            log.warning("no language model is asked: set both LLM_BASE_URL and LLM_MODEL, or neither")
        return None
    if terms.away:
        plain = ", and unencrypted" if address.base_url.startswith("http:") else ""
        log.warning("LLM_BASE_URL is at %s: what people write leaves this machine%s", terms.host, plain)
    rewriter = Rewriter(Endpoint(address), turns.take)
    turns.asked, turns.erased = rewriter.ask, rewriter.forget
    model.vocabulary()  # half a second's work, done before anybody waits for it
    return rewriter


async def run_telegram(
    settings: Settings,
    book: Book,
    commands: Commands,
    stopped: asyncio.Event,
    *,
    clock: Callable[[], datetime] = wall_clock,
    opened: Callable[[House], None] = lambda house: None,
) -> None:
    """Run the Telegram bot by long polling until ``stopped`` is set. ``commands`` are those of its menu.

    ``opened`` is given the house once it runs: whoever moves its ``clock`` has to wake its timekeeper.

    Raises:
        SettingsError: there is no token.
        InvalidToken: the server does not know the token.
    """
    from telegram import Bot

    from bot.telegram.inline import Inline
    from bot.telegram.messenger import Messenger
    from bot.telegram.polling import Poller
    from bot.telegram.request import AiohttpRequest

    base = settings.telegram_api_base_url
    request = AiohttpRequest()
    bot = Bot(
        settings.token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request,
        get_updates_request=request,
    )
    painter = Painter()
    await request.initialize()
    try:
        await _introduce(bot, request, [(name, book.catalogue.text(key)) for name, key in commands])
        messenger = Messenger(bot, request)
        statements.prepare()
        safety.prepare()
        # What is loaded by now stays: going through it again and again would hold up everybody for 60 ms each time.
        # Not so the house, of which nothing must be left where the bot is started again in this process.
        gc.collect()
        gc.freeze()
        async with open_house(settings, book, messenger, clock=clock, draw=painter.draw) as house:
            opened(house)
            inline = Inline(bot.base_url, request, house.database, book.catalogue)
            poller = Poller(
                bot, request, house.turns, _throttle(settings, book), messenger, inline, settings.poll_seconds
            )
            log.info("answering as @%s", bot.username)
            polling = asyncio.create_task(poller.run())
            stopping = asyncio.create_task(stopped.wait())
            try:
                await asyncio.wait((polling, stopping), return_when=asyncio.FIRST_COMPLETED)
                if polling.done():
                    polling.result()
            finally:
                for task in (polling, stopping):
                    task.cancel()
                await asyncio.gather(polling, stopping, return_exceptions=True)
                await poller.close()
    finally:
        await painter.close()
        await request.shutdown()


def _throttle(settings: Settings, book: Book) -> Throttle:
    """Nobody waits who writes of danger, however fast they write."""

    def urgent(words: str) -> bool:
        concern = book.detect(words) if words else None
        return concern is not None and concern.tier != "C"

    per_second, burst = settings.receive_per_chat_per_second, settings.receive_per_chat_burst
    return Throttle(per_second, burst, time.monotonic, urgent)


async def _introduce(bot: Bot, request: AiohttpRequest, menu: list[tuple[str, str]]) -> None:
    """Learn who we are, and put up the command menu. Waits for a server that can't be reached yet."""
    from telegram.error import InvalidToken, TelegramError

    pause = 0.5
    while True:
        try:
            await bot.get_me()
            break
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("Telegram can't be reached (%s), trying again in %g s", error.message, pause)
            await asyncio.sleep(pause)
            pause = min(30.0, pause * 2)
    for courtesy in (bot.delete_webhook(), bot.set_my_commands(menu)):
        try:
            await courtesy
        except TelegramError as error:  # the coach works without; a server for tests may not have the method
            log.warning("going on although Telegram refused: %s", error.message)
