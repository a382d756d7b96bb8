"""Restore: a backup becomes the database again, minus everybody who was forgotten since.

The keys in place say who that is, so they are never replaced by a copy. Nothing in use is written over.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select

from bot.operation.backup import check_sealed
from bot.operation.copying import check_keys_file, copy_database
from bot.operation.dumping import load_dump
from bot.operation.reading import OperationError, on_server, read
from bot.operation.reviving import Revived, revive
from bot.settings import Settings
from bot.store import schema, seals
from bot.store.database import open_vault, sqlite_engine
from bot.store.folder import make_folder
from bot.store.lock import hold_channel
from bot.store.tables import Chat, table
from bot.store.vault import Vault
from dialogs.engine import Book

_CHANNELS = ("telegram", "terminal")


def restore(settings: Settings, file: Path, keys: Path | None, book: Book, now: datetime) -> Iterator[str]:
    """Bring back a backup, and say what came back. ``keys``: a copy of the keys, for where they were lost too.

    Raises:
        OperationError: it can't be done; nothing was changed.
        AlreadyRunning: a bot uses the database.
        MasterKeyError: the master key does not open the keys.
        SchemaError: the backup is of a newer release.
    """
    if not file.is_file():
        raise OperationError(f"there is no file {file}")
    if settings.postgres_url is not None:
        yield from _to_server(settings, file, keys, book, now)
        return
    path = settings.database_path
    make_folder(path.parent)
    with _held(path):
        _check_place(path)
        brought = _bring_keys(path.with_suffix(".keys"), keys)
        coming = path.with_name(path.name + ".coming")
        for left in _beside(coming):  # of a restore that was killed
            left.unlink(missing_ok=True)
        try:
            copy_database(file, coming, replace=True)
            revived = _revive_file(settings, coming, book, now)
            coming.rename(path)
        except BaseException:
            for left in (coming, *_beside(coming), *([path.with_suffix(".keys")] if brought else [])):
                left.unlink(missing_ok=True)
            raise
    yield from _told(revived, str(path))


@contextlib.contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold every channel: nobody talks to a database that is being put together."""
    locks = {
        lock.name.removeprefix(f"{path.name}.").removesuffix(".lock")
        for lock in path.parent.glob(f"{path.name}.*.lock")
    }
    with contextlib.ExitStack() as held:
        for channel in sorted(locks | set(_CHANNELS)):
            held.enter_context(hold_channel(path, channel))
        yield


def _check_place(path: Path) -> None:
    there = [each for each in (path, *_beside(path)) if each.exists()]
    if there:
        raise OperationError(
            f"there is a database at {path}, and nothing is written over it. Move it away first, with what belongs to "
            f"it, but leave the keys where they are: mkdir -m 700 aside && mv {' '.join(map(str, there))} aside/"
        )


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")]


def _bring_keys(place: Path, keys: Path | None) -> bool:
    """Put a copy of the keys in place where there are none; whether that was done."""
    if place.exists():
        if keys is not None:
            raise OperationError(
                f"{place} is there. It knows who was forgotten since the backup, and a copy of the keys does not: "
                f"leave --keys away"
            )
        return False
    if keys is None:
        raise OperationError(
            f"there are no keys at {place}, and without them nothing in a backup can be read. Put the file back, or "
            f"give a copy made by `halfway backup --keys` with --keys"
        )
    check_keys_file(keys)
    copy_database(keys, place)
    return True


def _revive_file(settings: Settings, coming: Path, book: Book, now: datetime) -> Revived:
    vault = open_vault(settings.database_path, settings.keyring)
    engine = sqlite_engine(coming)
    try:
        with engine.begin() as connection:
            return _revive(connection, vault, book, now)
    finally:
        engine.dispose()
        vault.close()


def _revive(connection: Connection, vault: Vault, book: Book, now: datetime) -> Revived:
    check_sealed(schema.revision(connection))
    seals.upgrade(connection, vault)
    before = connection.execute(select(func.count()).select_from(table(Chat))).scalar()
    revived = revive(connection, vault, book, now)
    if before and not revived.chats:
        raise OperationError(
            f"none of the {before} chats in this backup can be opened with the keys in place. Are they of another "
            f"database? Nothing was changed"
        )
    return revived


def _to_server(settings: Settings, file: Path, keys: Path | None, book: Book, now: datetime) -> Iterator[str]:
    if keys is not None:
        raise OperationError("on PostgreSQL the keys are brought back by pg_restore alone; docs/operating.md says how")
    if read(settings, lambda connection: inspect(connection).has_table("chats")):
        raise OperationError(
            "the database of DATABASE_URL holds Halfway's tables already, and nothing is written over them. Restore "
            "into an empty one that has the keys; docs/operating.md says how"
        )
    load_dump(settings, file)
    revived = asyncio.run(on_server(settings, partial(_revive, book=book, now=now), reading=False))
    yield from _told(revived, "the database")


def _told(revived: Revived, where: str) -> Iterator[str]:
    yield f"{where}: {revived.chats} chats are back"
    yield f"{revived.forgotten} were forgotten since the backup and stay so; {revived.dropped} rows went with them"
    yield f"{revived.unsent} messages that waited are not sent"
    yield f"what recurs and was due meanwhile was reckoned anew for {revived.replanned} chats"
