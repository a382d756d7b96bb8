"""Rotation: a new master key takes over, in the file or in the variable, and never while a bot is running."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import schema
from bot.store.database import SqliteDatabase, open_vault
from bot.store.keyring import Keyring, MasterKeyError
from bot.store.lock import AlreadyRunning, hold_channel
from bot.store.rotation import rotate
from bot.turn import Arrival
from dialogs.engine.events import Text
from tests.bot.test_turn import CHAT, session_of, turns_on

OLD, NEW = b"o" * 32, b"n" * 32


async def fill(path: Path, ring: Keyring | None = None) -> None:
    database = SqliteDatabase(path, ring)
    await database.do(schema.upgrade)
    await turns_on(database).take([Arrival(CHAT, Text("k1", "hello"))])
    await database.close()


async def is_readable(path: Path, ring: Keyring | None = None) -> bool:
    database = SqliteDatabase(path, ring)
    session = await session_of(database)
    await database.close()
    return session is not None


async def test_the_file_gets_a_new_key(tmp_path: Path) -> None:
    path, key = tmp_path / "test.db", tmp_path / "master.key"
    await fill(path)
    before = key.read_text()
    (line,) = rotate(path, None)
    assert "wrapped 1 keys with a new master key" in line
    assert key.read_text() != before
    assert len(key.read_text().split()) == 1
    assert await is_readable(path)
    key.write_text(before)
    with pytest.raises(MasterKeyError, match="another master key"):
        open_vault(path)


async def test_the_first_key_of_the_variable_takes_over(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    await fill(path, Keyring((OLD,)))
    (line,) = rotate(path, Keyring((NEW, OLD)))
    assert "the others can go" in line
    assert await is_readable(path, Keyring((NEW,)))


async def test_one_key_alone_has_nothing_to_take_over(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    await fill(path, Keyring((OLD,)))
    with pytest.raises(MasterKeyError, match="holds one key"):
        list(rotate(path, Keyring((OLD,))))
    assert await is_readable(path, Keyring((OLD,)))


async def test_not_while_a_bot_is_running(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    await fill(path)
    before = (tmp_path / "master.key").read_text()
    with hold_channel(path, "telegram"), pytest.raises(AlreadyRunning):
        list(rotate(path, None))
    assert (tmp_path / "master.key").read_text() == before
    assert await is_readable(path)
