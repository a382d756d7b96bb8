"""Going back to an older release, as docs/operating.md tells it: what this release does with what a newer one left."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.operation.reading import read_sealed
from bot.operation.rehearsing import rehearse
from bot.settings import Settings
from bot.store import schema
from bot.store.database import sqlite_engine
from bot.store.tables import Chat, Posting, table
from dialogs.coach import build
from tests.e2e.process import ROOT, TOKEN
from tests.operation.log import settings_of
from tests.operation.people import WELCOMED, Coach, coach_on

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
SAM = "telegram:1"
CHATS = table(Chat)


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    """Sam, welcomed and in the middle of a practice."""
    settings = settings_of(tmp_path)
    async with coach_on(settings, NOW) as coach:
        await coach.hears(SAM, *WELCOMED, "Sam", "Skip them", "Not now", "Not now", "/loop")
    return settings


async def session_of(coach: Coach) -> dict[str, Any]:
    (row,) = await coach.rows(Chat)
    session: dict[str, Any] = json.loads(row["session"])
    return session


async def left_by_a_newer_release(coach: Coach, change: Callable[[dict[str, Any]], object]) -> str:
    """Change the stored session as a newer release might have; how it is stored then."""
    session = await session_of(coach)
    change(session)
    vault = coach.database.vault

    def write(connection: Any) -> str:
        key = connection.execute(select(CHATS.c.session)).scalar().split(".")[1]
        sealed = vault.seal(key, SAM, "session", json.dumps(session))
        connection.execute(update(CHATS).values(session=sealed))
        return sealed

    return await coach.database.do(write)


async def said(coach: Coach) -> list[str]:
    return [json.loads(row["payload"]).get("text") or "" for row in await coach.rows(Posting)]


async def test_the_database_of_a_newer_release_is_not_touched(settings: Settings) -> None:
    engine = sqlite_engine(settings.database_path)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    before = settings.database_path.read_bytes()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "chat"),
        cwd=settings.data_dir,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "HALFWAY_DATA_DIR": str(settings.data_dir),
            "TELEGRAM_BOT_TOKEN": TOKEN,
        },
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode == 1
    assert f"schema 9999, this release knows up to {schema.HEAD}" in out.decode()
    assert settings.database_path.read_bytes() == before


async def test_the_newer_release_takes_the_schema_back_and_people_stay_where_they_were(settings: Settings) -> None:
    async with coach_on(settings, NOW) as coach:
        before = await session_of(coach)
        await coach.database.do(lambda connection: schema.downgrade(connection, "0002"))
        assert await coach.database.do(schema.revision) == "0002"
    async with coach_on(settings, NOW) as coach:  # and forward again
        assert await session_of(coach) == before
        await coach.hears(SAM, "/menu")


async def test_a_session_of_a_newer_format_waits_untouched(settings: Settings) -> None:
    """Its person gets an apology; once the newer release is back they go on where they were."""
    async with coach_on(settings, NOW) as coach:
        stored = await left_by_a_newer_release(coach, lambda session: session.update(schema=2))
        words = len(await said(coach))
        await coach.hears(SAM, "hello")
        assert len(await said(coach)) == words + 1
        assert (
            await coach.database.do(lambda connection: connection.execute(select(CHATS.c.session)).scalar()) == stored
        )
        await left_by_a_newer_release(coach, lambda session: session.update(schema=1))
        await coach.hears(SAM, "/help")
        assert (await session_of(coach))["stack"][-1][0] == "loop"


async def test_a_dialog_of_a_newer_version_begins_anew_and_the_person_is_told(settings: Settings) -> None:
    async with coach_on(settings, NOW) as coach:
        await left_by_a_newer_release(coach, lambda session: session["stack"][-1].__setitem__(1, 99))
        await coach.hears(SAM, "/help")
        session = await session_of(coach)
        assert session["stack"][-1][:2] == ["loop", build().dialogs["loop"].version]
        assert session["person"]["name"] == "Sam"
        assert build().catalogue.text("engine.moved")[:20] in "\n".join(await said(coach))


async def test_a_dialog_that_only_the_newer_release_has_is_gone(settings: Settings) -> None:
    async with coach_on(settings, NOW) as coach:
        await left_by_a_newer_release(coach, lambda session: session["stack"].append(["brand_new", 1, "ask", {}]))
        await coach.hears(SAM, "/help")
        assert [frame[0] for frame in (await session_of(coach))["stack"]][-1] == "loop"


async def test_what_only_the_newer_release_knows_of_a_person_is_lost_with_the_first_turn(settings: Settings) -> None:
    async with coach_on(settings, NOW) as coach:
        await left_by_a_newer_release(coach, lambda session: session["person"].update(brand_new=[1]))
        await coach.hears(SAM, "/help")
        person = (await session_of(coach))["person"]
        assert "brand_new" not in person
        assert person["name"] == "Sam"


@pytest.mark.parametrize(
    ("change", "fate"),
    [
        (lambda session: session["stack"][-1].__setitem__(1, 99), "falls back"),
        (lambda session: session.update(schema=2), "can't be read"),
    ],
)
async def test_the_older_release_can_say_beforehand_whom_it_would_not_understand(
    settings: Settings, change: Callable[[dict[str, Any]], object], fate: str
) -> None:
    async with coach_on(settings, NOW) as coach:
        await left_by_a_newer_release(coach, change)
    found = read_sealed(settings, lambda connection, vault: rehearse(connection, vault, build(), NOW))
    assert found.fates == {fate: 1}
