"""Rotation: a new master key takes over, in the file or in the variable, and never while a bot is running."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.store import schema
from bot.store.database import SqliteDatabase, open_vault
from bot.store.keyring import Keyring, MasterKeyError
from bot.store.lock import AlreadyRunning, hold_channel
from bot.store.opening import open_database, ready_database
from bot.store.postgres import PostgresDatabase
from bot.store.rotation import rotate, rotate_shared
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


async def test_on_postgresql_a_key_takes_over_while_others_are_at_work(empty_database: str) -> None:
    old = PostgresDatabase(empty_database, Keyring((OLD,)))
    await old.make_ready()
    await turns_on(old).take([Arrival(CHAT, Text("k1", "hello"))])
    both = f"{base64.b64encode(NEW).decode()},{base64.b64encode(OLD).decode()}"
    settings = Settings.model_validate({"database_url": empty_database, "halfway_master_key": both})
    assert "wrapped 1 keys" in await rotate_shared(settings)
    assert await session_of(old) is not None, "one that was started before goes on with the keys it holds"
    await turns_on(old).take([Arrival("toy:2", Text("k2", "hello"))])  # wrapped with the old one still
    assert "wrapped 1 keys" in await rotate_shared(settings)
    assert "wrapped 0 keys" in await rotate_shared(settings)
    await old.close()
    with pytest.raises(MasterKeyError, match="another master key"):
        async with ready_database(settings.model_copy(update={"halfway_master_key": given(OLD)}), "toy"):
            pass
    async with ready_database(settings.model_copy(update={"halfway_master_key": given(NEW)}), "toy") as new:
        assert await session_of(new) is not None


async def test_on_postgresql_the_master_key_has_to_be_given(empty_database: str) -> None:
    settings = Settings.model_validate({"database_url": empty_database})
    with pytest.raises(MasterKeyError, match="HALFWAY_MASTER_KEY, the same for every process"):
        open_database(settings)
    with pytest.raises(MasterKeyError, match="holds one key"):
        await rotate_shared(settings.model_copy(update={"halfway_master_key": given(OLD)}))


def given(key: bytes) -> SecretStr:
    return SecretStr(base64.b64encode(key).decode())
