"""The key file: data keys beside a SQLite database and not in it, each overwritten when it is destroyed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from bot.store.folder import make_file
from bot.store.vault import Kept

_TABLE = "CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, chat TEXT NOT NULL, wrapped BLOB NOT NULL)"
_INDEX = "CREATE INDEX IF NOT EXISTS keys_of_chat ON keys (chat)"
_AT_ONCE = 500  # keys that one statement asks for


class KeyFile:
    """See `bot.store.vault.Keys`. Used by one thread at a time; several processes may share the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        make_file(path)
        self._file = sqlite3.connect(path, check_same_thread=False, timeout=30, isolation_level=None)
        for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL", "secure_delete=ON"):
            self._file.execute(f"PRAGMA {pragma}")
        self._file.execute(_TABLE)
        self._file.execute(_INDEX)
        path.chmod(0o600)

    def any(self) -> Kept | None:
        row = self._file.execute("SELECT id, chat, wrapped FROM keys LIMIT 1").fetchone()
        return None if row is None else Kept(*row)

    def find(self, names: Collection[str]) -> list[Kept]:
        wanted = list(names)
        found: list[Kept] = []
        for first in range(0, len(wanted), _AT_ONCE):
            part = wanted[first : first + _AT_ONCE]
            marks = ",".join("?" * len(part))
            rows = self._file.execute(f"SELECT id, chat, wrapped FROM keys WHERE id IN ({marks})", part)  # noqa: S608  (question marks)
            found += [Kept(*row) for row in rows.fetchall()]
        return found

    def names_of(self, chat: str) -> list[str]:
        return [name for (name,) in self._file.execute("SELECT id FROM keys WHERE chat = ?", (chat,))]

    def add(self, keys: Iterable[Kept]) -> None:
        with self._file:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany(
                "INSERT INTO keys VALUES (?, ?, ?)", [(key.name, key.chat, key.wrapped) for key in keys]
            )

    def destroy(self, names: Collection[str]) -> None:
        with self._file:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany("DELETE FROM keys WHERE id = ?", [(name,) for name in names])

    def change(self, rewrap: Callable[[Kept], bytes | None]) -> int:
        with self._file:
            self._file.execute("BEGIN IMMEDIATE")
            rows = self._file.execute("SELECT id, chat, wrapped FROM keys").fetchall()
            changed = [(new, row[0]) for row in rows if (new := rewrap(Kept(*row))) is not None]
            self._file.executemany("UPDATE keys SET wrapped = ? WHERE id = ?", changed)
        return len(changed)

    def close(self) -> None:
        self._file.close()
