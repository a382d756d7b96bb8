"""Copying: a database file as it is at one moment, whole, readable by its owner alone, and never over another file."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from bot.operation.reading import OperationError


def copy_database(source: Path, target: Path, *, replace: bool = False) -> None:
    """Copy a SQLite file that others may be writing to (SQLite's online backup); whole and synced, or not at all.

    Raises:
        OperationError: there is no source, it is damaged, or the target is there and not to be replaced.
    """
    if not source.is_file():
        raise OperationError(f"{source} is not there")
    if target.exists() and not replace:
        raise OperationError(f"{target} is there already, and nothing is written over it; choose another name")
    if not target.parent.is_dir():
        raise OperationError(f"there is no folder {target.parent}")
    part = target.with_name(target.name + ".part")
    with contextlib.suppress(FileNotFoundError):
        part.unlink()
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _copy(source, part)
        _sync(part)
        part.replace(target)
        _sync(target.parent)
    except sqlite3.Error as error:
        raise OperationError(f"{source} can't be copied ({error}); `halfway doctor` says more") from None
    finally:
        part.unlink(missing_ok=True)


def check_keys_file(path: Path) -> None:
    """See that a file is one of keys, before it is taken for one or written over.

    Raises:
        OperationError: it is something else.
    """
    try:
        with contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT id, chat, wrapped FROM keys LIMIT 1")
    except sqlite3.Error:
        raise OperationError(f"{path} is no file of keys; choose the one that `halfway backup --keys` wrote") from None


def _copy(source: Path, part: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True, timeout=30)) as reading,
        contextlib.closing(sqlite3.connect(part, isolation_level=None)) as writing,
    ):
        reading.backup(writing)  # in one go: page by page it would begin anew with each write of others
        writing.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        found = writing.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise OperationError(f"{source} is damaged; SQLite finds: {found}")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
