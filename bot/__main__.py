"""The command line. Each command imports what it needs, so that `chat` greets within a second."""

from __future__ import annotations

import asyncio
import sys
import zoneinfo
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from bot.operation.commands import COMMANDS as FOR_OPERATORS

if TYPE_CHECKING:
    from bot.local.answers import Task
    from bot.settings import Settings

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Halfway: a coach for couples caught in the pursuer–distancer loop.",
)

_Text = Annotated[str | None, typer.Argument(help="the text; without it, standard input is read")]
_Jsonl = Annotated[bool, typer.Option("--jsonl", help="JSON lines in and out, thousands in one process")]
_Level = Annotated[int, typer.Option(min=1, max=3, help="how much is asked of a statement: 1, 2 or 3")]


@app.command()
def chat(
    at: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%dT%H:%M"], help="rehearse from this wall-clock time on; /tick lets time pass"),
    ] = None,
    zone: Annotated[str | None, typer.Option(help="the time zone you are in, like Europe/Berlin")] = None,
) -> None:
    """Talk to the coach in this terminal. Needs no token and no network."""
    from bot.endpoint import MissingLibrary
    from bot.local.terminal import main as talk
    from bot.logs import start_logging
    from bot.store.database import DatabaseRefused, DatabaseUnreachable
    from bot.store.keyring import MasterKeyError
    from bot.store.lock import AlreadyRunning
    from bot.store.schema import SchemaError
    from dialogs.coach import build

    if zone is not None and zone not in zoneinfo.available_timezones():
        _fail(f"no time zone {zone!r}; write one like Europe/Berlin or Asia/Kolkata")
    settings = _settings()
    start_logging("WARNING", settings.log_format)
    try:
        talk(settings, build(settings.model_terms), at, zone)
    except (AlreadyRunning, MasterKeyError, SchemaError, MissingLibrary, DatabaseRefused, DatabaseUnreachable) as error:
        _fail(error)


@app.command()
def run() -> None:
    """Run the Telegram bot (TELEGRAM_BOT_TOKEN must be set) until Ctrl-C or SIGTERM; a second one ends it at once."""
    from telegram.error import InvalidToken

    from bot.app import run_telegram
    from bot.endpoint import MissingLibrary
    from bot.logs import start_logging
    from bot.settings import SettingsError
    from bot.stopping import on_signal
    from bot.store.database import DatabaseRefused, DatabaseUnreachable
    from bot.store.keyring import MasterKeyError
    from bot.store.lock import AlreadyRunning
    from bot.store.schema import SchemaError
    from dialogs.coach import COMMANDS, build

    settings = _settings()
    start_logging(settings.log_level, settings.log_format)

    async def until_signal() -> None:
        await run_telegram(settings, build(settings.model_terms), COMMANDS, on_signal())

    try:
        _ = settings.token, settings.hook
        asyncio.run(until_signal())
    except InvalidToken:
        _fail(
            "the Bot API server does not know this TELEGRAM_BOT_TOKEN. Copy it from @BotFather again, and check "
            "TELEGRAM_API_BASE_URL."
        )
    except (SettingsError, AlreadyRunning, MasterKeyError, SchemaError, MissingLibrary) as error:
        _fail(error)
    except (DatabaseRefused, DatabaseUnreachable) as error:
        _fail(error)


_Expose = Annotated[bool, typer.Option("--expose", help="let other machines in; without it only this one is")]


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one")] = 8765,
    host: Annotated[str, typer.Option(help="the address to listen on")] = "127.0.0.1",
    data: Annotated[
        Path | None, typer.Option(help="a folder to keep everything in; without it nothing is kept")
    ] = None,
    browse: Annotated[
        bool | None,
        typer.Option("--open/--no-open", help="open the page in a browser; by itself where there is a screen"),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="words edited on the page go into content/en; else they stay in memory")
    ] = False,
    expose: _Expose = False,
) -> None:
    """See and try the whole bot in a browser, with no token: a chat on the left, what goes on inside on the right."""
    from bot.local.guard import ExposedError, check_bind

    try:
        check_bind(host, expose)  # before the rest is loaded, which takes a while
    except ExposedError as error:
        _fail(error)

    from bot.local.sandbox.demo import PortTaken
    from bot.local.sandbox.demo import run as show
    from bot.local.sandbox.keeping import UnreadableChats
    from bot.logs import start_logging
    from bot.store.keyring import MasterKeyError
    from bot.store.lock import AlreadyRunning
    from bot.store.schema import SchemaError

    start_logging("WARNING", "text")

    def announce(address: str) -> None:
        kept = f"Everything is kept in {data}." if data else "Nothing is kept; --data FOLDER keeps it."
        edits = " Edited words go into content/en." if write else ""
        typer.echo(f"Halfway is at {address}\nOpen it in a browser. {kept}{edits} Ctrl-C ends it.")

    try:
        asyncio.run(show(host, port, data, expose=expose, writing=write, browse=browse, announce=announce))
    except (PortTaken, UnreadableChats, AlreadyRunning, MasterKeyError, SchemaError) as error:
        _fail(error)


@app.command()
def botapi(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one")] = 8081,
    host: Annotated[str, typer.Option(help="the address to listen on")] = "127.0.0.1",
    token: Annotated[list[str] | None, typer.Option(help="a bot it knows; repeat for several")] = None,
    any_chat: Annotated[bool, typer.Option("--any-chat", help="let bots write to chats nobody has opened")] = False,
    expose: _Expose = False,
) -> None:
    """Run a local Telegram Bot API server, to try any bot against. What people do there is ordered at /control."""
    from bot.local.guard import cannot_listen
    from bot.local.sandbox.botapi import TOKEN, ExposedError, World
    from bot.local.sandbox.botapi.methods import METHODS
    from bot.local.sandbox.botapi.process import run as serve
    from bot.local.sandbox.botapi.world import ASYNC_METHODS

    for each in token or ():
        if not each.partition(":")[0].isdecimal() or ":" not in each:
            raise typer.BadParameter(f"{each!r} is no token; write a number, a colon and letters, like {TOKEN}")
    worlds = [World(each, any_chat=any_chat) for each in token or [TOKEN]]

    def announce(address: str) -> None:
        typer.echo(f"base URL   {address}/bot      files  {address}/file/bot")
        typer.echo(f"token      {'  '.join(world.token for world in worlds)}")
        typer.echo(f"methods    {len(METHODS) + len(ASYNC_METHODS)}; one it lacks is refused by name (docs/sandbox.md)")

    try:
        asyncio.run(serve(worlds, host, port, announce, expose))
    except ExposedError as error:
        _fail(error)
    except OSError as error:
        _fail(f"{host}:{port} {cannot_listen(error)}")


@app.command()
def migrate(to: Annotated[str, typer.Option(help="revision to go to; 'base' empties the schema")] = "head") -> None:
    """Bring the database's schema to this release (on SQLite, `run` and `chat` do so by themselves)."""
    from bot.store.database import DatabaseRefused, DatabaseUnreachable
    from bot.store.keyring import MasterKeyError
    from bot.store.opening import migrate as bring
    from bot.store.schema import SchemaError

    settings = _settings()
    try:
        done = asyncio.run(bring(settings, to))
    except (SchemaError, MasterKeyError, DatabaseUnreachable, DatabaseRefused) as error:
        _fail(error)
    if done.sealed:
        typer.echo(f"sealed {done.sealed} values")
    typer.echo(f"{settings.database_name}: schema {done.before or 'empty'} -> {done.after or 'empty'}")


@app.command(name="rotate-key")
def rotate_key() -> None:
    """Seal with a new master key from now on. On SQLite stop the bot first; on PostgreSQL give it both keys first."""
    from bot.store.database import DatabaseRefused, DatabaseUnreachable
    from bot.store.keyring import MasterKeyError
    from bot.store.lock import AlreadyRunning
    from bot.store.rotation import rotate, rotate_shared

    settings = _settings()
    try:
        if settings.postgres_url is not None:
            typer.echo(asyncio.run(rotate_shared(settings)))
            return
        for line in rotate(settings.database_path, settings.keyring):
            typer.echo(line)
    except (AlreadyRunning, MasterKeyError, DatabaseRefused, DatabaseUnreachable) as error:
        _fail(error)


for _command in FOR_OPERATORS:
    app.command()(_command)


@app.command()
def check(
    accept: Annotated[
        bool, typer.Option(help="take today's charts as released: write fingerprints and snapshots")
    ] = False,
    quiet: Annotated[bool, typer.Option(help="show errors only, no warnings")] = False,
) -> None:
    """Check dialogs and words: missing texts, tone, reading age, unreachable states, charts without a new version."""
    from bot.inspection import accept_charts, inspect

    if accept:
        for line in accept_charts():
            typer.echo(line)
    report = inspect()
    for finding in report.findings:
        if not (quiet and finding.warning):
            typer.echo(f"{'warning' if finding.warning else 'error'}  {finding}")
    if not quiet:
        for key, age in report.ages.hardest:
            typer.echo(f"hard to read: {key} ({age:.1f} years)")
    typer.echo(report.ages)
    typer.echo(report.summary)
    raise typer.Exit(1 if report.failed else 0)


@app.command()
def diagram(
    folder: Annotated[Path, typer.Option(help="where dialogs.md and claims.md go")] = Path("docs"),
) -> None:
    """Write the pages that come from code and words: the diagrams of all dialogs, and all claims with their sources."""
    from bot.inspection import claims, diagrams
    from dialogs.coach import build

    for name, page in (("dialogs.md", diagrams(build())), ("claims.md", claims())):
        (folder / name).write_text(page, encoding="utf-8")
        typer.echo(f"wrote {folder / name}")


@app.command()
def replay(
    scripts: Annotated[list[Path], typer.Argument(help="conversation scripts (tests/scripts/*.script)", exists=True)],
    record: Annotated[bool, typer.Option(help="write today's answers into the scripts")] = False,
) -> None:
    """Replay recorded conversations and show where the coach now answers differently."""
    from dialogs.coach import build
    from dialogs.script import ScriptError, compare
    from dialogs.script import record as rerecord

    failed = 0
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        try:
            if record:
                path.write_text(rerecord(build(), text), encoding="utf-8")
                typer.echo(f"recorded {path}")
            elif (difference := compare(build(), text)) is not None:
                failed += 1
                typer.echo(f"{path}: {difference}")
            else:
                typer.echo(f"{path}: as recorded")
        except ScriptError as error:
            failed += 1
            typer.echo(f"{path}: {error}", err=True)
    raise typer.Exit(1 if failed else 0)


@app.command()
def rewrite(text: _Text = None, jsonl: _Jsonl = False) -> None:
    """Turn blame into an "I" statement. With --jsonl, one JSON text or object a line in, one answer a line out."""
    _answer("rewrite", text, jsonl)


@app.command()
def assess(text: _Text = None, jsonl: _Jsonl = False, level: _Level = 1) -> None:
    """Score somebody's own "I" statement, with the places of what may be heard as blame."""
    _answer("assess", text, jsonl, level)


@app.command()
def screen(text: _Text = None, jsonl: _Jsonl = False) -> None:
    """Say what the safety detectors find in a text."""
    _answer("screen", text, jsonl)


@app.command()
def role(text: _Text = None, jsonl: _Jsonl = False) -> None:
    """Guess from a story who reaches and who backs off."""
    _answer("role", text, jsonl)


def _answer(task: Task, text: str | None, jsonl: bool, level: int = 1) -> None:
    from bot.local.answers import answer
    from bot.local.lines import answer_lines
    from bot.local.readable import describe

    graded: Literal[1, 2, 3] = 1 if level <= 1 else 2 if level == 2 else 3
    try:
        if jsonl:
            for line in answer_lines(task, [text] if text is not None else sys.stdin, graded):
                sys.stdout.write(line + "\n")
            return
        given = text if text is not None else sys.stdin.read()
        if not given.strip():
            raise typer.BadParameter(f'there is no text; write it behind: halfway {task} "You never listen"')
        typer.echo(describe(task, given, answer(task, given, graded)))
    except BrokenPipeError:  # the reader has seen enough
        sys.stderr.close()


def _settings() -> Settings:
    from bot.settings import SettingsError, read

    try:
        return read()
    except SettingsError as error:
        _fail(error)


def _fail(reason: object) -> NoReturn:
    typer.echo(f"halfway: {reason}", err=True)
    raise typer.Exit(1)


def main() -> None:
    """Entry point of the console script."""
    app()


if __name__ == "__main__":
    main()
