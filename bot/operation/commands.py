"""The operator's commands. Each imports what it needs; `bot.__main__` puts them on the command line."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

_Json = Annotated[bool, typer.Option("--json", help="JSON, for machines")]
_DAYS = 30


def stats(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help=f"from this day on (UTC); else the last {_DAYS} days")
    ] = None,
    as_json: _Json = False,
) -> None:
    """How the coach is used: people, nudges, how far they come in each dialog. Counts only, none below five."""
    from bot.operation.activity import midnight
    from bot.operation.reading import read
    from bot.operation.stats import as_json as to_json
    from bot.operation.stats import as_text, read_stats
    from bot.store.instants import now
    from dialogs.coach import build

    at = now()
    begin = midnight(since.date() if since is not None else (at - timedelta(days=_DAYS)).date())
    with _settings() as settings:
        found = read(settings, lambda connection: read_stats(connection, build(), begin, at))
    if as_json:
        typer.echo(json.dumps(to_json(found)))
        return
    for line in as_text(found):
        typer.echo(line)


def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="ask nobody: no Telegram, no language model")] = False,
    as_json: _Json = False,
) -> None:
    """Look at all that a running coach needs, and say what to do. Ends with 1 where something is an error."""
    import asyncio

    from bot.operation.doctor import examine
    from bot.operation.findings import Finding, as_lines, as_objects
    from bot.settings import SettingsError, read
    from bot.store.instants import now

    try:
        found = asyncio.run(examine(read(), now, offline=offline))
    except SettingsError as error:
        found = [Finding("settings", "error", str(error), ".env.example explains each")]
    if as_json:
        typer.echo(json.dumps(as_objects(found)))
    else:
        for line in as_lines(found):
            typer.echo(line)
    raise typer.Exit(1 if any(finding.level == "error" for finding in found) else 0)


def backup(
    file: Annotated[Path, typer.Argument(help="the file to write; it must not be there yet")],
    keys: Annotated[
        Path | None, typer.Option(help="copy the keys too, over the copy before; keep it elsewhere")
    ] = None,
) -> None:
    """Copy the data while the bot runs, without the keys: who is forgotten later is unreadable in the copy as well."""
    from bot.operation.backup import back_up
    from bot.store.instants import now

    with _settings() as settings:
        for line in back_up(settings, file, keys, now()):
            typer.echo(line)


def restore(
    file: Annotated[Path, typer.Argument(help="a file that `halfway backup` wrote")],
    keys: Annotated[Path | None, typer.Option(help="a copy of the keys, only where they were lost")] = None,
) -> None:
    """Bring back a backup, without whoever was forgotten since. Stop the bot first."""
    from bot.operation.restore import restore as bring_back
    from bot.store.instants import now
    from dialogs.coach import build

    with _settings() as settings:
        for line in bring_back(settings, file, keys, build(settings.model_terms), now()):
            typer.echo(line)


def rehearse(as_json: _Json = False) -> None:
    """Take every session through this release without writing anything. Ends with 1 where one would fail."""
    from bot.operation.reading import read_sealed
    from bot.operation.rehearsing import as_lines, as_object
    from bot.operation.rehearsing import rehearse as take
    from bot.store.instants import now
    from dialogs.coach import build

    with _settings() as settings:
        book = build(settings.model_terms)
        found = read_sealed(settings, lambda connection, vault: take(connection, vault, book, now()))
    if as_json:
        typer.echo(json.dumps(as_object(found)))
    else:
        for line in as_lines(found):
            typer.echo(line)
    raise typer.Exit(1 if found.failed else 0)


def health() -> None:
    """Whether the bot of this data folder is well: its loop turns and its database answers. For health checks."""
    from bot.operation.health import look

    with _settings() as settings:
        well, said = look(settings)
    typer.echo(said, err=not well)
    raise typer.Exit(0 if well else 1)


COMMANDS = (stats, doctor, backup, restore, rehearse, health)


@contextlib.contextmanager
def _settings() -> Iterator[Settings]:
    """The settings, for work whose known errors end the command with one line."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.operation.reading import OperationError
    from bot.settings import SettingsError, read
    from bot.store.keyring import MasterKeyError
    from bot.store.lock import AlreadyRunning
    from bot.store.schema import SchemaError

    try:
        yield read()
    except (OperationError, SettingsError, MasterKeyError, AlreadyRunning, SchemaError) as error:
        reason = str(error)
    except SQLAlchemyError as error:  # its text quotes the statement
        reason = f"the database gave up: {getattr(error, 'orig', None) or type(error).__name__}"
    except OSError as error:
        reason = str(error)
    else:
        return
    typer.echo(f"halfway: {reason}", err=True)
    raise typer.Exit(1)
