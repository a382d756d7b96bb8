"""Backup: a copy of the data while the bot runs, without the keys, so that /forget reaches into every copy.

Keys are copied only where that is asked for, into a file of their own that takes the place of the copy before: a key
that was destroyed is to be in no copy for long.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect

from bot.operation.copying import check_keys_file, copy_database
from bot.operation.dumping import dump_data, dump_keys
from bot.operation.reading import OperationError, check_owner, on_server, read
from bot.operation.storage import BACKUP_MARK
from bot.settings import Settings
from bot.store import marks, schema
from bot.store.database import sqlite_engine
from bot.store.instants import to_ms


def back_up(settings: Settings, file: Path, keys: Path | None, now: datetime) -> Iterator[str]:
    """Copy the data into a file that is not there yet, and the keys if a file for them is named; say what was done.

    Raises:
        OperationError: it can't be done; the message says why.
    """
    check_sealed(read(settings, schema.revision))
    if keys is not None and keys.resolve() == file.resolve():
        raise OperationError("data and keys go into two files, best kept in two places")
    if settings.postgres_url is not None:
        yield from _of_server(settings, file, keys, now)
        return
    check_owner(settings.database_path)
    if keys is not None:
        _check_keys(settings.database_path, keys)
    copy_database(settings.database_path, file)
    engine = sqlite_engine(settings.database_path)
    with engine.begin() as connection:
        _note(connection, now)
    engine.dispose()
    yield f"{file}: the data, {file.stat().st_size / 1e6:.1f} MB, without the keys"
    if keys is not None:
        # After the data, so that each key of the copy is in it.
        copy_database(settings.database_path.with_suffix(".keys"), keys, replace=True)
        yield f"{keys}: the keys, wrapped by the master key; keep this one copy, and not where the data is"


def _check_keys(database: Path, keys: Path) -> None:
    if keys.resolve().parent == database.resolve().parent:
        raise OperationError(f"a copy of the keys is no use beside the data: choose another folder than {keys.parent}")
    if keys.exists():
        check_keys_file(keys)


def check_sealed(revision: str | None) -> None:
    """Refuse what no key protects.

    Raises:
        OperationError: it is no database of Halfway, or one from before values were sealed.
    """
    if revision is None:
        raise OperationError("this is no database of Halfway: it has no schema")
    if revision == schema.UNSEALED:
        raise OperationError(
            f"the database is at schema {revision}, in which what people wrote stands open. A copy of it could not be "
            f"made to forget anybody. Run: halfway migrate"
        )


def _of_server(settings: Settings, file: Path, keys: Path | None, now: datetime) -> Iterator[str]:
    dump_data(settings, file)
    asyncio.run(on_server(settings, lambda connection, vault: _note(connection, now), reading=False))
    yield f"{file}: the data as pg_dump wrote it, without the keys"
    if keys is not None:
        dump_keys(settings, keys)
        yield f"{keys}: the keys, wrapped by the master key; keep this one copy, and not where the data is"


def _note(connection: Connection, now: datetime) -> None:
    """Leave for the doctor when the last backup was made; an old schema, about to be migrated, has no place for it."""
    if inspect(connection).has_table("marks"):
        marks.leave(connection, BACKUP_MARK, str(to_ms(now)))
