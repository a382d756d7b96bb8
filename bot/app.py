"""The composition root: what a running Halfway consists of, and in which order it starts and stops."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bot.channel import Channel
from bot.endpoint import Endpoint
from bot.observer import NOBODY, Observer
from bot.pictures.painter import Painter
from bot.settings import Settings
from bot.store.database import Database
from bot.store.instants import now as wall_clock
from bot.store.opening import ready_database
from bot.throttle import Throttle
from bot.turn import Turns
from bot.workers.cleaner import clean
from bot.workers.heartbeat import beat, heartbeat_path
from bot.workers.mailbag import OutboxBag
from bot.workers.memory import give_back
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

log = logging.getLogger(__name__)

Commands = Sequence[tuple[str, str]]
"""Names of commands with the content keys of their descriptions, in the order of the menu."""


@dataclass(frozen=True, slots=True)
class House:
    """Everything that runs for one channel."""

    database: Database
    turns: Turns
    sender: Sender
    timekeeper: Timekeeper
    rewriter: Rewriter | None = None
    workers: Mapping[str, asyncio.Task[None]] = field(default_factory=dict)


@contextlib.asynccontextmanager
async def open_house(
    settings: Settings,
    book: Book,
    channel: Channel,
    *,
    clock: Callable[[], datetime] = wall_clock,
    draw: Draw | None = None,
    alone: bool = False,
    observer: Observer = NOBODY,
) -> AsyncIterator[House]:
    """Database, turns and workers, running until the block is left; then stopped in good order.

    The database goes last: whatever was committed is settled before. ``draw`` is as for `Sender`. On PostgreSQL any
    number of processes may serve a channel, unless one is to be ``alone``; on SQLite one may.

    Raises:
        AlreadyRunning: another process serves this channel.
        SchemaError: the database is of a newer release or, on PostgreSQL, of an older one.
        MasterKeyError: the key that the data is sealed with is missing.
        MissingLibrary: a language model is configured, and httpx is not installed.
        DatabaseUnreachable, DatabaseRefused: there is no PostgreSQL, or it does not let us in.
    """
    async with (
        ready_database(settings, channel.name, alone=alone) as database,
        _running(database, settings, book, channel, clock, draw, observer) as house,
    ):
        yield house


@contextlib.asynccontextmanager
async def _running(
    database: Database,
    settings: Settings,
    book: Book,
    channel: Channel,
    clock: Callable[[], datetime],
    draw: Draw | None,
    observer: Observer,
) -> AsyncIterator[House]:
    pace = Pace(
        settings.send_per_second, settings.send_per_chat_per_second, settings.send_per_chat_burst, time.monotonic
    )
    sender = Sender(OutboxBag(database, channel.name, pace), channel, pace, clock, draw, observer)
    timekeeper = Timekeeper(database, book, channel.name, clock, sender.wake, observer=observer)
    replanner = Replanner(database, book, channel.name, clock, timekeeper.wake)
    timekeeper.turned_back = replanner.wake
    turns = Turns(database, book, clock, posted=sender.wake, timed=timekeeper.wake, observer=observer)
    rewriter = _rewriter(settings, turns)
    work = {
        "sender": sender.run(),
        "timekeeper": timekeeper.run(),
        "replanner": replanner.run(),
        "cleaner": clean(database, clock),
        "heartbeat": beat(database, heartbeat_path(settings.data_dir, channel.name)),
        "memory": give_back(),
    }
    workers = {name: asyncio.create_task(each) for name, each in work.items()}
    try:
        yield House(database, turns, sender, timekeeper, rewriter, workers)
    finally:
        if rewriter is not None:
            await rewriter.close()
        for worker in workers.values():
            worker.cancel()
        await asyncio.gather(*workers.values(), return_exceptions=True)
        await sender.drain(settings.stop_seconds)


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
    """Run the Telegram bot until ``stopped`` is set: by webhook where WEBHOOK_URL is set, else by long polling.

    ``commands`` are those of its menu. ``opened`` is given the house once it runs: whoever moves its ``clock`` has to
    wake its timekeeper. Of several processes on one PostgreSQL database one polls, and another takes over when it ends;
    all of them send, and see to timers.

    Raises:
        SettingsError: there is no token, nothing can listen where it should, or Telegram refuses WEBHOOK_URL.
        InvalidToken: the server does not know the token.
    """
    from telegram import Bot

    from bot.telegram.inline import Inline
    from bot.telegram.intake import WATCHFUL_SECONDS, Intake
    from bot.telegram.messenger import Messenger
    from bot.telegram.request import AiohttpRequest
    from bot.telegram.taking import observing, taking, until

    base, hook = settings.telegram_api_base_url, settings.hook
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
        async with observing(settings, Messenger.name, clock) as ops:
            menu = [(name, book.catalogue.text(key)) for name, key in commands]
            await _introduce(bot, menu, stopped, polling=hook is None)
            if stopped.is_set():
                return
            messenger = Messenger(bot, request)
            observer = ops.observer if ops else NOBODY
            statements.prepare()
            safety.prepare()
            # What is loaded by now stays: going through it again and again would hold up everybody for 60 ms each time.
            # Not so the house, of which nothing must be left where the bot is started again in this process.
            gc.collect()
            gc.freeze()
            async with open_house(
                settings, book, messenger, clock=clock, draw=painter.draw, observer=observer
            ) as house:
                opened(house)
                intake = Intake(
                    bot.id,
                    house.turns,
                    _throttle(settings, book),
                    messenger,
                    Inline(bot.base_url, request, house.database, book.catalogue),
                    watchful_seconds=0.0 if hook is None else WATCHFUL_SECONDS,
                    observer=observer,
                )
                log.info("answering as @%s", bot.username)
                if ops:
                    ops.health.open(house.database, house.workers)
                async with taking(settings, bot.base_url, request, house.database, intake, ops) as work:
                    await until(stopped, work)
                    if ops:
                        ops.health.stop()
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


async def _introduce(bot: Bot, menu: list[tuple[str, str]], stopped: asyncio.Event, *, polling: bool) -> None:
    """Learn who we are, and put up the command menu. Waits for a server that can't be reached, until ``stopped``."""
    from telegram.error import InvalidToken, TelegramError

    pause = 0.5
    while not stopped.is_set():
        try:
            await bot.get_me()
            break
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("Telegram can't be reached (%s), trying again in %g s", error.message, pause)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await stopped.wait()
            pause = min(30.0, pause * 2)
    if stopped.is_set():
        return
    courtesies = [bot.set_my_commands(menu), *([bot.delete_webhook()] if polling else [])]
    for courtesy in courtesies:
        try:
            await courtesy
        except TelegramError as error:  # the coach works without; a server for tests may not have the method
            log.warning("going on although Telegram refused: %s", error.message)
