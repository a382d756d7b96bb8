"""Backup and restore: a copy keeps the promise of /forget, and what comes back can be talked to and bothers nobody."""

from __future__ import annotations

import os
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from bot.operation.backup import back_up
from bot.operation.reading import OperationError
from bot.operation.restore import restore
from bot.settings import Settings
from bot.store import schema
from bot.store.database import sqlite_engine
from bot.store.keyring import MasterKeyError
from bot.store.lock import AlreadyRunning, hold_channel
from bot.store.schema import SchemaError
from bot.store.tables import Chat, Fact, Posted, Posting, Timer, Transition, table
from dialogs.coach import build
from tests.operation.log import settings_of
from tests.operation.people import WELCOMED, Coach, coach_on

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
SAM, ALEX = "telegram:1", "telegram:2"
CANARY = "Zanzibarquux"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(tmp_path / "data")


async def two_people(settings: Settings) -> None:
    """Sam is asked for a wish, Alex has just said a name."""
    async with coach_on(settings, NOW) as coach:
        for chat, name in ((SAM, "Sam"), (ALEX, CANARY)):
            await coach.hears(chat, *WELCOMED, name)


async def forget(coach: Coach, chat: str) -> None:
    await coach.hears(chat, "/forget", "Erase everything")
    assert [row["chat"] for row in await coach.rows(Chat) if row["chat"] == chat] == []


def take_away(settings: Settings) -> None:
    """The disk lost the database, not the keys."""
    for ending in ("", "-wal", "-shm"):
        settings.database_path.with_name(settings.database_path.name + ending).unlink(missing_ok=True)


def said(settings: Settings, backup: Path, keys: Path | None = None, now: datetime = NOW) -> str:
    return "\n".join(restore(settings, backup, keys, build(), now))


async def test_a_backup_is_made_while_the_bot_runs_and_brings_everybody_back(
    settings: Settings, tmp_path: Path
) -> None:
    backup = tmp_path / "a.db"
    await two_people(settings)
    async with coach_on(settings, NOW) as coach:
        with hold_channel(settings.database_path, "telegram"):
            lines = list(back_up(settings, backup, None, NOW))
        assert "without the keys" in lines[0]
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600
        await coach.hears(SAM, "/menu")  # it goes on
    take_away(settings)
    assert "2 chats are back\n0 were forgotten" in said(settings, backup)
    async with coach_on(settings, NOW) as coach:
        assert {row["chat"] for row in await coach.rows(Chat)} == {SAM, ALEX}
        await coach.hears(ALEX, "/menu")  # takes a step
        assert any(CANARY in row["payload"] for row in await coach.rows(Posting))


async def test_who_was_forgotten_since_is_in_no_byte_and_does_not_come_back(settings: Settings, tmp_path: Path) -> None:
    backup, keys = tmp_path / "a.db", tmp_path / "elsewhere.keys"
    await two_people(settings)
    list(back_up(settings, backup, keys, NOW))
    async with coach_on(settings, NOW) as coach:
        await forget(coach, ALEX)
    for file in (backup, *settings.data_dir.iterdir()):
        assert CANARY.encode() not in file.read_bytes(), file
    take_away(settings)
    told = said(settings, backup)
    assert "1 chats are back\n1 were forgotten since the backup and stay so" in told
    assert CANARY not in told
    async with coach_on(settings, NOW) as coach:
        for row_class in (Chat, Fact, Timer, Transition, Posting):
            assert all(row["chat"] == SAM for row in await coach.rows(row_class)), row_class
        await coach.hears(ALEX, "/start")
        chats = {row["chat"]: row["session"] for row in await coach.rows(Chat)}
    assert CANARY not in chats[ALEX]


async def test_the_old_copy_of_the_keys_is_why_there_is_only_one(settings: Settings, tmp_path: Path) -> None:
    """With the keys lost too a copy brings everybody back who is in it; so it is overwritten, never kept beside."""
    backup, keys = tmp_path / "a.db", tmp_path / "elsewhere.keys"
    await two_people(settings)
    list(back_up(settings, backup, keys, NOW))
    async with coach_on(settings, NOW) as coach:
        await forget(coach, ALEX)
    list(back_up(settings, tmp_path / "b.db", keys, NOW))  # the next night
    take_away(settings)
    settings.database_path.with_suffix(".keys").unlink()
    assert "1 chats are back\n1 were forgotten" in said(settings, backup, keys)


async def test_nothing_stale_is_sent_after_a_restore(settings: Settings, tmp_path: Path) -> None:
    """What waited is not sent, a nudge that was due is set to its next time, a promise that still holds stays."""
    backup = tmp_path / "a.db"
    await two_people(settings)
    async with coach_on(settings, NOW) as coach:
        await coach.hears(SAM, "Skip them", "Not now", "Not now")
        await coach.hears(SAM, "/zone Lisbon", "/nudges", "20:00")
        waiting = [row for row in await coach.rows(Posting) if row["state"] == Posted.WAITING]
        assert waiting
        nudge = next(row for row in await coach.rows(Timer) if row["name"] == "nudge")
    list(back_up(settings, backup, None, NOW))
    take_away(settings)
    later = NOW + timedelta(days=3)
    assert f"{len(waiting)} messages that waited are not sent" in said(settings, backup, now=later)
    async with coach_on(settings, later) as coach:
        assert [row for row in await coach.rows(Posting) if row["state"] == Posted.WAITING] == []
        assert all(row["payload"] == "" for row in await coach.rows(Posting))
        timers = {row["name"]: row["due_ms"] for row in await coach.rows(Timer)}
    assert timers["nudge"] > later.timestamp() * 1000 > nudge["due_ms"]


async def test_nothing_that_is_there_is_written_over(settings: Settings, tmp_path: Path) -> None:
    backup = tmp_path / "a.db"
    await two_people(settings)
    list(back_up(settings, backup, None, NOW))
    before = backup.read_bytes()
    with pytest.raises(OperationError, match="nothing is written over it"):
        list(back_up(settings, backup, None, NOW))
    with pytest.raises(OperationError, match=r"there is a database at .* Move it away first"):
        said(settings, backup)
    with hold_channel(settings.database_path, "telegram"), pytest.raises(AlreadyRunning):
        said(settings, backup)
    assert backup.read_bytes() == before


async def test_the_keys_in_place_are_never_replaced_by_a_copy(settings: Settings, tmp_path: Path) -> None:
    backup, keys = tmp_path / "a.db", tmp_path / "elsewhere.keys"
    await two_people(settings)
    list(back_up(settings, backup, keys, NOW))
    take_away(settings)
    with pytest.raises(OperationError, match="leave --keys away"):
        said(settings, backup, keys)


async def test_the_keys_are_copied_over_nothing_but_a_copy_of_keys(settings: Settings, tmp_path: Path) -> None:
    """Not over the keys in use, which the bot would go on writing to without anybody seeing it, nor the master key."""
    await two_people(settings)
    keys = settings.database_path.with_suffix(".keys")
    for wrong in (keys, settings.data_dir / "master.key", settings.data_dir / "copy.keys", tmp_path / "diary.txt"):
        if not wrong.exists() and wrong.parent == tmp_path:
            wrong.write_text("Dear diary")
        before = wrong.read_bytes() if wrong.exists() else None
        with pytest.raises(OperationError, match=r"beside the data|no file of keys"):
            list(back_up(settings, tmp_path / "a.db", wrong, NOW))
        assert (wrong.read_bytes() if wrong.exists() else None) == before
    assert not (tmp_path / "a.db").exists()


async def test_a_restore_that_was_killed_is_begun_anew(settings: Settings, tmp_path: Path) -> None:
    backup = tmp_path / "a.db"
    await two_people(settings)
    list(back_up(settings, backup, None, NOW))
    take_away(settings)
    for ending in ("", "-wal", "-shm"):
        (settings.data_dir / f"halfway.db.coming{ending}").write_bytes(os.urandom(9000))
    assert "2 chats are back" in said(settings, backup)
    assert [file.name for file in settings.data_dir.glob("*coming*")] == []


async def test_without_keys_nothing_is_restored_and_nothing_made(settings: Settings, tmp_path: Path) -> None:
    backup = tmp_path / "a.db"
    await two_people(settings)
    list(back_up(settings, backup, None, NOW))
    take_away(settings)
    settings.database_path.with_suffix(".keys").unlink()
    with pytest.raises(OperationError, match="there are no keys"):
        said(settings, backup)
    assert not settings.database_path.exists()
    assert not settings.database_path.with_suffix(".keys").exists()


async def test_the_keys_of_another_database_drop_nobody(settings: Settings, tmp_path: Path) -> None:
    backup, other = tmp_path / "a.db", settings_of(tmp_path / "other")
    await two_people(settings)
    list(back_up(settings, backup, None, NOW))
    async with coach_on(other, NOW) as coach:
        await coach.hears(SAM, *WELCOMED)
    take_away(other)
    with pytest.raises(OperationError, match="none of the 2 chats in this backup can be opened"):
        said(other, backup)
    assert not other.database_path.exists()
    assert [file.name for file in other.data_dir.glob("*coming*")] == []


async def test_a_lost_master_key_is_named(settings: Settings, tmp_path: Path) -> None:
    backup = tmp_path / "a.db"
    await two_people(settings)
    list(back_up(settings, backup, None, NOW))
    take_away(settings)
    (settings.data_dir / "master.key").unlink()
    with pytest.raises(MasterKeyError, match=r"master\.key is missing"):
        said(settings, backup)


async def test_what_is_no_backup_is_refused(settings: Settings, tmp_path: Path) -> None:
    await two_people(settings)
    take_away(settings)
    (tmp_path / "no.db").write_text("hello" * 1000)
    with pytest.raises(OperationError, match="can't be copied"):
        said(settings, tmp_path / "no.db")
    sqlite3.connect(tmp_path / "empty.db").execute("CREATE TABLE one (two)").connection.close()
    with pytest.raises(OperationError, match="no database of Halfway"):
        said(settings, tmp_path / "empty.db")
    with pytest.raises(OperationError, match="no file"):
        said(settings, tmp_path / "nowhere.db")
    assert not settings.database_path.exists()


async def test_a_backup_of_a_newer_release_is_refused(settings: Settings, tmp_path: Path) -> None:
    backup = tmp_path / "a.db"
    await two_people(settings)
    list(back_up(settings, backup, None, NOW))
    with sqlite3.connect(backup) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    take_away(settings)
    with pytest.raises(SchemaError, match="9999"):
        said(settings, backup)
    assert not settings.database_path.exists()


async def test_what_stands_open_is_neither_copied_nor_brought_back(settings: Settings, tmp_path: Path) -> None:
    """A database of before the sealing: nobody could be forgotten in its copy."""
    settings.data_dir.mkdir()
    engine = sqlite_engine(settings.database_path)
    with engine.begin() as connection:
        schema.upgrade(connection, schema.UNSEALED)
    engine.dispose()
    with pytest.raises(OperationError, match=r"stands open.*halfway migrate"):
        list(back_up(settings, tmp_path / "a.db", None, NOW))
    assert not (tmp_path / "a.db").exists()
    other = settings_of(tmp_path / "other")
    await two_people(other)
    take_away(other)
    with pytest.raises(OperationError, match="stands open"):
        said(other, settings.database_path)


async def test_a_backup_of_an_older_release_is_brought_up_to_this_one(settings: Settings, tmp_path: Path) -> None:
    """The order of an upgrade: the new release makes the backup before it migrates."""
    backup = tmp_path / "a.db"
    await two_people(settings)
    async with coach_on(settings, NOW) as coach:
        await coach.database.do(lambda connection: schema.downgrade(connection, "0002"))
    list(back_up(settings, backup, None, NOW))
    take_away(settings)
    assert "2 chats are back" in said(settings, backup)
    async with coach_on(settings, NOW) as coach:
        assert await coach.database.do(schema.revision) == schema.HEAD
        await coach.hears(ALEX, "/menu")


async def test_rows_of_an_earlier_life_go(settings: Settings, tmp_path: Path) -> None:
    """A chat whose key was lost began anew with another; what the old key sealed can be read by nobody."""
    backup = tmp_path / "a.db"
    await two_people(settings)
    async with coach_on(settings, NOW) as coach:
        await coach.hears(SAM, "Skip them", "Not now", "Not now", "/zone Lisbon", "/nudges", "20:00")
        (session,) = [row["session"] for row in await coach.rows(Chat) if row["chat"] == SAM]
        vault = coach.database.vault
        anew = vault.seal(vault.mint([SAM])[SAM], SAM, "session", session)
        chats = table(Chat)
        await coach.database.do(
            lambda connection: connection.execute(update(chats).where(chats.c.chat == SAM).values(session=anew))
        )
        assert await coach.rows(Timer)
    list(back_up(settings, backup, None, NOW))
    take_away(settings)
    said(settings, backup)
    async with coach_on(settings, NOW) as coach:
        assert await coach.rows(Timer) == []
        assert {row["chat"] for row in await coach.rows(Chat)} == {SAM, ALEX}


async def test_a_row_of_nobody_goes(settings: Settings, tmp_path: Path) -> None:
    backup = tmp_path / "a.db"
    await two_people(settings)
    async with coach_on(settings, NOW) as coach:
        await coach.database.do(
            lambda connection: connection.execute(delete(table(Chat)).where(table(Chat).c.chat == SAM))
        )
    list(back_up(settings, backup, None, NOW))
    take_away(settings)
    said(settings, backup)
    async with coach_on(settings, NOW) as coach:
        assert {row["chat"] for row in await coach.rows(Transition)} == {ALEX}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
async def test_what_may_not_be_read_is_said(settings: Settings, tmp_path: Path) -> None:
    await two_people(settings)
    settings.database_path.chmod(0)
    with pytest.raises(OperationError, match="can't be read"):
        list(back_up(settings, tmp_path / "a.db", None, NOW))
