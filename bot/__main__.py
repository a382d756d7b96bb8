"""The command line. Each command imports what it needs, so that `chat` greets within a second."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False,
                  help="Halfway: a coach for couples caught in the pursuer–distancer loop.")


@app.command()
def chat() -> None:
    """Talk to the coach in this terminal. Needs no token and no network."""
    from bot.local.terminal import main as talk
    from bot.store.lock import AlreadyRunning
    from bot.store.schema import SchemaError
    from dialogs.coach import build

    settings = _settings()
    _log("WARNING")
    try:
        talk(settings, build())
    except (AlreadyRunning, SchemaError) as error:
        _fail(error)


@app.command()
def run() -> None:
    """Run the Telegram bot (TELEGRAM_BOT_TOKEN must be set) until Ctrl-C or SIGTERM."""
    from telegram.error import InvalidToken

    from bot.app import run_telegram
    from bot.settings import SettingsError
    from bot.store.lock import AlreadyRunning
    from bot.store.schema import SchemaError
    from dialogs.coach import build

    settings = _settings()
    _log(settings.log_level)

    async def until_signal() -> None:
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, stopped.set)
        await run_telegram(settings, build(), stopped)

    try:
        _ = settings.token
        asyncio.run(until_signal())
    except InvalidToken:
        _fail("the Bot API server does not know this TELEGRAM_BOT_TOKEN. Copy it from @BotFather again, and check "
              "TELEGRAM_API_BASE_URL.")
    except (SettingsError, AlreadyRunning, SchemaError) as error:
        _fail(error)


@app.command()
def migrate(to: Annotated[str, typer.Option(help="revision to go to; 'base' empties the schema")] = "head") -> None:
    """Bring the database's schema to this release (`run` and `chat` do so by themselves)."""
    from bot.store import schema
    from bot.store.database import sqlite_engine

    path = _settings().database_path
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite_engine(path).begin() as connection:
        before = schema.revision(connection)
        try:
            if to != "head" and (to == "base" or to in schema.revisions()) and before is not None and to < before:
                schema.downgrade(connection, to)
            else:
                schema.upgrade(connection, to)
        except schema.SchemaError as error:
            _fail(error)
        typer.echo(f"{path}: schema {before or 'empty'} -> {schema.revision(connection) or 'empty'}")


def _settings() -> Settings:
    from bot.settings import SettingsError, read

    try:
        return read()
    except SettingsError as error:
        _fail(error)


def _log(level: str) -> None:
    """Log to standard error. Other people's loggers stay quiet: at debug they print addresses that hold the token."""
    logging.basicConfig(level=level.upper(), stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in ("aiohttp", "httpx", "httpcore", "telegram", "transitions", "alembic", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _fail(reason: object) -> NoReturn:
    typer.echo(f"halfway: {reason}", err=True)
    raise typer.Exit(1)


def main() -> None:
    """Entry point of the console script."""
    app()


if __name__ == "__main__":
    main()
