"""Storage, as the doctor looks at it: the folder, the disk, the database, its schema, its keys and its backups."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from bot.operation.findings import Finding, Level
from bot.operation.reading import OperationError, read, read_sealed
from bot.settings import Settings
from bot.store import marks, schema
from bot.store.instants import from_ms
from bot.store.keyring import MasterKeyError
from bot.store.tables import Chat, table
from bot.store.vault import SealError

BACKUP_MARK = "backup"
BACKUP_OLD = timedelta(days=7)
_MB = 1024 * 1024
_FULL, _TIGHT = 100 * _MB, 1024 * _MB


def check_storage(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at where the data lie, from the disk up."""
    embedded = settings.postgres_url is None
    folder = settings.database_path.parent if embedded else settings.data_dir
    yield from _folder(folder)
    yield from _disk(folder)
    try:
        stands, backup, sample = read(settings, _look)
    except OperationError as error:
        fresh = embedded and not settings.database_path.exists()
        yield Finding("database", "warning" if fresh else "error", str(error))
        return
    yield Finding("database", "ok", "a file that can be read" if embedded else "a server that answers")
    yield _schema(stands)
    if embedded:
        yield from _file(settings.database_path)
        yield from _key_files(settings, sample)
    elif settings.halfway_master_key is None:
        advice = "set HALFWAY_MASTER_KEY, the same for all replicas"
        yield Finding("master key", "error", "HALFWAY_MASTER_KEY is not set, and the keys lie in a database", advice)
    elif sample is not None:
        yield _opens(settings, sample)
    yield _backup(backup, now)


def _look(connection: Connection) -> tuple[str | None, str | None, tuple[str, str] | None]:
    stands = schema.revision(connection)
    if stands is None:
        return None, None, None
    chats = table(Chat).c
    found = connection.execute(select(chats.chat, chats.session).where(chats.session != "").limit(1)).first()
    backup = marks.read(connection, BACKUP_MARK) if inspect(connection).has_table("marks") else None
    return stands, backup, (found.chat, found.session) if found else None


def _folder(folder: Path) -> Iterator[Finding]:
    if not folder.is_dir():
        yield Finding(
            "data folder", "warning", f"{folder} is not there yet", "it is made by the first start of the bot"
        )
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding("data folder", "error", f"{folder} can't be written to", "give it to the user the bot runs as")
    elif os.name == "posix" and folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        advice = f"make it yours alone: chmod 700 {folder}"
        yield Finding("data folder", "warning", f"{folder} is open to other users of this machine", advice)
    else:
        yield Finding("data folder", "ok", str(folder))


def _disk(folder: Path) -> Iterator[Finding]:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    said = f"{free // _MB:,} MB free"
    advice = "make room: on a full disk nobody is answered, though nothing that was promised is lost"
    level: Level = "error" if free < _FULL else "warning" if free < _TIGHT else "ok"
    yield Finding("disk", level, said, advice)


def _schema(stands: str | None) -> Finding:
    if stands == schema.HEAD:
        return Finding("schema", "ok", f"revision {stands}, the one of this release")
    if stands is None:
        return Finding("schema", "error", "the database is empty", "run: halfway migrate")
    if stands not in schema.revisions():
        said = f"revision {stands} is of a newer release; this one knows up to {schema.HEAD}"
        return Finding("schema", "error", said, "run the newer release, or go back as docs/operating.md says")
    said = f"revision {stands}, this release works with {schema.HEAD}"
    return Finding("schema", "warning", said, "stop the bot, back up, then run: halfway migrate")


def _file(path: Path) -> Iterator[Finding]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    connection.close()
    if found != "ok":
        advice = "stop the bot, keep a copy of the folder, and restore the last backup"
        yield Finding("database file", "error", "SQLite finds it damaged", advice)
    if os.name == "posix" and path.stat().st_mode & 0o077 and path.parent.stat().st_mode & 0o077:
        yield Finding("database file", "warning", "others can read it", f"chmod 600 {path}")


def _key_files(settings: Settings, sample: tuple[str, str] | None) -> Iterator[Finding]:
    path = settings.database_path.with_suffix(".keys")
    master = path.with_name("master.key")
    if sample is None:
        yield Finding("keys", "ok", "nothing is sealed yet")
        return
    if not path.is_file():
        advice = "put it back, from the folder or from a copy made by `halfway backup --keys`"
        yield Finding("keys", "error", f"{path} is missing: nothing can be read", advice)
        return
    if os.name == "posix" and path.stat().st_mode & 0o077:
        yield Finding("keys", "warning", "others can read the keys file", f"chmod 600 {path}")
    if settings.halfway_master_key is None and not master.exists():
        advice = "put it back from where you keep it safe, or set HALFWAY_MASTER_KEY to it"
        yield Finding("master key", "error", f"{master} is missing: nothing can be read", advice)
        return
    yield _opens(settings, sample)
    if settings.halfway_master_key is None:
        yield Finding("master key", "ok", "in a file beside the data", "keep a copy of it where no backup lies")
    else:
        yield Finding("master key", "ok", "HALFWAY_MASTER_KEY")


def _opens(settings: Settings, sample: tuple[str, str]) -> Finding:
    chat, session = sample
    try:
        read_sealed(settings, lambda connection, vault: vault.unseal(chat, "session", session))
    except MasterKeyError as error:
        return Finding("master key", "error", str(error))
    except (SealError, OperationError) as error:
        advice = "are these the keys of this database? docs/operating.md says how to restore them"
        return Finding("keys", "error", f"a session can't be opened: {error}", advice)
    return Finding("keys", "ok", "they open the data")


def _backup(mark: str | None, now: datetime) -> Finding:
    if mark is None:
        return Finding("backup", "warning", "none is known", "make one: halfway backup FILE")
    age = now - from_ms(int(mark))
    said = f"the last one by `halfway backup` is {max(0, age.days)} days old"
    return Finding("backup", "warning", said, "make one") if age > BACKUP_OLD else Finding("backup", "ok", said)
