"""Peer: aiogram's FSM on a small SQLite storage, each write its own synced commit."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StorageKey

from benchmarks.peers.aiogram_five import run
from benchmarks.peers.five import FOLDER


class SqliteStorage(BaseStorage):
    """State and data a chat in one row. The driver is called in the loop: a thread a call would cost more."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS fsm (chat INTEGER PRIMARY KEY, state TEXT, data TEXT)")

    async def set_state(self, key: StorageKey, state: str | State | None = None) -> None:
        self._set("state", key, state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        return self._get("state", key)

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        self._set("data", key, json.dumps(dict(data)))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return json.loads(self._get("data", key) or "{}")

    async def close(self) -> None:
        self.connection.close()

    def _set(self, column: str, key: StorageKey, value: str | None) -> None:
        self.connection.execute(
            f"INSERT INTO fsm (chat, {column}) VALUES (?, ?) "
            f"ON CONFLICT (chat) DO UPDATE SET {column} = excluded.{column}",
            (key.chat_id, value),
        )

    def _get(self, column: str, key: StorageKey) -> str | None:
        row = self.connection.execute(f"SELECT {column} FROM fsm WHERE chat = ?", (key.chat_id,)).fetchone()
        return row and row[0]


if __name__ == "__main__":
    asyncio.run(run(SqliteStorage(sqlite3.connect(FOLDER / "aiogram.db", isolation_level=None))))
