"""The operator's commands on PostgreSQL: the same figures, a dump without keys, a restore without the forgotten."""

from __future__ import annotations

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import insert

from bot.operation.backup import back_up
from bot.operation.reading import OperationError, read, read_sealed
from bot.operation.rehearsing import rehearse
from bot.operation.restore import restore
from bot.operation.stats import as_json, read_stats
from bot.operation.storage import check_storage
from bot.settings import Settings
from bot.store.tables import Chat, Transition, table
from bot.turn import Turns
from dialogs.coach import build
from tests.bot.opened import rows
from tests.operation.log import settings_of
from tests.operation.people import WELCOMED, Coach

needs_tools = pytest.mark.skipif(
    shutil.which("pg_dump") is None or shutil.which("pg_restore") is None, reason="pg_dump is not installed"
)

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
SAM, ALEX = "telegram:1", "telegram:2"
CANARY = "Zanzibarquux"
KEY = base64.b64encode(b"m" * 32).decode()


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The settings of an empty database."""
    server: Any = request.getfixturevalue("postgres")
    name = server.create()
    yield settings_of(tmp_path, database_url=server.database(name), halfway_master_key=KEY)
    server.drop(name)


@asynccontextmanager
async def coach_on(settings: Settings) -> AsyncIterator[Coach]:
    database: Any = import_module("bot.store.opening").open_database(settings)
    try:
        await database.make_ready()
        yield Coach(database, Turns(database, build(), lambda: NOW))
    finally:
        await database.close()


async def two_people(settings: Settings) -> None:
    async with coach_on(settings) as coach:
        for chat, name in ((SAM, "Sam"), (ALEX, CANARY)):
            await coach.hears(chat, *WELCOMED, name)


def test_the_figures_are_those_of_sqlite(settings: Settings) -> None:
    async def fill() -> None:
        async with coach_on(settings) as coach:
            log = [
                {"chat": f"telegram:{chat}", "at_ms": int(NOW.timestamp() * 1000) - 3 * 86_400_000, "dialog": "pause",
                 "event": "next", "source": source, "dest": dest}
                for chat in range(11)
                for source, dest in (("a", "b"), ("b", "c"))
            ]  # fmt: skip
            await coach.database.do(lambda connection: connection.execute(insert(table(Transition)), log) and None)

    asyncio.run(fill())
    found = as_json(read(settings, partial(read_stats, book=build(), since=NOW - timedelta(days=30), now=NOW)))
    assert found["dialogs"]["pause"] == {
        "entered": 10, "times": 10, "finished": None, "under_way": None, "left_in": {"c": 10}
    }  # fmt: skip
    assert found["active"]["last_7_days"] == 10
    assert found["active"]["by_day"] == {"2026-06-12": 10}


def test_sessions_are_rehearsed_and_the_doctor_is_content(settings: Settings) -> None:
    asyncio.run(two_people(settings))
    found = read_sealed(settings, lambda connection, vault: rehearse(connection, vault, build(), NOW))
    assert found.fates == {"goes on": 2}
    levels = {finding.check: finding.level for finding in check_storage(settings, NOW)}
    assert (levels["database"], levels["schema"], levels["keys"]) == ("ok", "ok", "ok")
    wrong = settings.model_copy(update={"halfway_master_key": SecretStr(base64.b64encode(b"x" * 32).decode())})
    assert "error" in {finding.level for finding in check_storage(wrong, NOW)}


@needs_tools
def test_a_dump_holds_no_key_and_brings_nobody_back_who_was_forgotten(
    settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server: Any = request.getfixturevalue("postgres")
    backup, keys = tmp_path / "a.dump", tmp_path / "a.keys"
    asyncio.run(two_people(settings))
    told = list(back_up(settings, backup, keys, NOW))
    assert "without the keys" in told[0]
    assert b"halfway_keys" not in backup.read_bytes()
    assert b"halfway_keys" in keys.read_bytes()
    with pytest.raises(OperationError, match="nothing is written over"):
        list(restore(settings, backup, None, build(), NOW))

    async def forget() -> None:
        async with coach_on(settings) as coach:
            await coach.hears(ALEX, "/forget", "Erase everything")

    asyncio.run(forget())
    name = str(getattr(settings, "postgres_url")).partition("?")[0].rpartition("/")[2]  # noqa: B009  (of another tree)
    server.execute("DROP SCHEMA public CASCADE", database=name)
    server.execute("CREATE SCHEMA public", database=name)
    said = "\n".join(restore(settings, backup, None, build(), NOW))
    assert "1 chats are back\n1 were forgotten since the backup" in said

    async def look() -> None:
        async with coach_on(settings) as coach:
            assert {row["chat"] for row in await rows(coach.database, Chat)} == {SAM}
            assert {row["chat"] for row in await rows(coach.database, Transition)} == {SAM}
            await coach.hears(SAM, "/menu")  # takes a step
            await coach.hears(ALEX, "/start")
            assert CANARY not in str(await rows(coach.database, Chat))

    asyncio.run(look())


def test_a_server_that_is_not_there_is_said_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://halfway:s3cr3t@127.0.0.1:9/halfway"
    settings = settings_of(tmp_path, database_url=url, halfway_master_key=KEY)
    findings = list(check_storage(settings, NOW))
    assert "error" in {finding.level for finding in findings}
    assert "s3cr3t" not in str(findings)
