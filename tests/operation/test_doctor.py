"""The doctor: each trouble is found, named and advised on, by the command as an operator runs it; no secret is told."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.local.sandbox.botapi import Client, World, serve
from bot.operation.doctor import check_lines, check_zones
from bot.operation.findings import Finding
from bot.operation.network import check_model, check_telegram
from bot.operation.storage import BACKUP_MARK, check_storage
from bot.settings import Settings
from bot.store import marks, schema
from bot.store.database import sqlite_engine
from bot.store.instants import now, to_ms
from tests.bot.model_server import says, serve_model
from tests.e2e.process import ROOT, TOKEN
from tests.operation.log import settings_of
from tests.operation.people import WELCOMED, coach_on

SECRET = "s3cr3t"


@dataclass
class Told:
    """What `halfway doctor --json` said, and how it ended."""

    code: int
    text: str

    def of(self, check: str) -> dict[str, str]:
        """The worst finding of a check."""
        found = [each for each in json.loads(self.text) if each["check"] == check]
        assert found, f"nothing on {check} in {self.text}"
        return max(found, key=lambda each: ("ok", "warning", "error").index(each["level"]))


async def doctor(folder: Path, *options: str, **environment: str) -> Told:
    """Run the command on a data folder."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "doctor",
        "--json",
        *options,
        cwd=folder.parent,  # where no .env of a developer is
        env={**os.environ, "PYTHONPATH": str(ROOT), "HALFWAY_DATA_DIR": str(folder), **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode is not None
    return Told(process.returncode, out.decode())


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """The data of a coach that has been used, well kept."""
    settings = settings_of(tmp_path / "data")
    async with coach_on(settings, now()) as coach:
        await coach.hears("telegram:1", *WELCOMED)
    settings.data_dir.chmod(0o700)
    return settings.data_dir


def worst(found: Iterable[Finding]) -> dict[str, Finding]:
    """The worst finding of each check."""
    order = ("ok", "warning", "error")
    return {each.check: each for each in sorted(found, key=lambda each: order.index(each.level))}


def looked(settings: Settings) -> dict[str, Finding]:
    """What is found on the data, without a process of its own."""
    return worst(check_storage(settings, now()))


async def asked(settings: Settings, clock: Callable[[], datetime] = now) -> list[Finding]:
    """What is found by asking the Bot API server."""
    return [finding async for finding in check_telegram(settings, clock)]


async def test_a_well_kept_coach_is_well(folder: Path) -> None:
    async with serve(World()) as address, Client(address):
        told = await doctor(folder, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL=address)
    assert told.code == 0, told.text
    for check in (
        "settings",
        "data folder",
        "disk",
        "database",
        "schema",
        "keys",
        "master key",
        "token",
        "webhook",
        "clock",
    ):
        assert told.of(check)["level"] == "ok", told.of(check)
    assert told.of("helplines")["level"] == "warning"  # nobody has confirmed them
    assert TOKEN not in told.text


async def test_before_the_first_start_nothing_is_wrong_but_the_token(tmp_path: Path) -> None:
    told = await doctor(tmp_path / "data", TELEGRAM_BOT_TOKEN="")
    assert told.code == 1
    assert "@BotFather" in told.of("token")["said"]
    assert {each["check"] for each in json.loads(told.text) if each["level"] == "error"} == {"token"}
    assert not (tmp_path / "data").exists()


async def test_offline_asks_nobody(folder: Path) -> None:
    told = await doctor(folder, "--offline", TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL="http://127.0.0.1:9")
    assert told.code == 0, told.text
    assert "token" not in told.text


async def test_a_wrong_token_is_named_and_not_told(folder: Path) -> None:
    async with serve(World()) as address:
        token = f"12345:{SECRET}"
        found = await asked(settings_of(folder, telegram_bot_token=token, telegram_api_base_url=address))
    assert worst(found)["token"].level == "error"
    assert "does not know this token" in worst(found)["token"].said
    assert SECRET not in str(found)


async def test_a_server_that_is_not_there_is_named_without_the_token(folder: Path) -> None:
    token = f"12345:{SECRET}"
    found = await asked(settings_of(folder, telegram_bot_token=token, telegram_api_base_url="http://127.0.0.1:9"))
    assert "can't be reached" in worst(found)["token"].said
    assert SECRET not in str(found)


async def test_a_setting_that_cannot_be_used_is_named(folder: Path) -> None:
    told = await doctor(folder, POLL_SECONDS="soon")
    assert told.code == 1
    assert "POLL_SECONDS" in told.of("settings")["said"]


def test_a_lost_keys_file_is_an_error_and_none_is_made(folder: Path) -> None:
    (folder / "halfway.keys").unlink()
    found = looked(settings_of(folder))
    assert found["keys"].level == "error"
    assert "--keys" in found["keys"].advice
    assert not (folder / "halfway.keys").exists()


def test_a_lost_or_wrong_master_key_is_an_error(folder: Path) -> None:
    wrong = base64.b64encode(b"x" * 32).decode()
    found = looked(settings_of(folder, halfway_master_key=wrong))
    assert found["master key"].level == "error"
    assert wrong not in str(found)
    (folder / "master.key").chmod(0o644)
    assert "chmod 600" in looked(settings_of(folder))["master key"].said
    (folder / "master.key").replace(folder / "elsewhere")
    assert looked(settings_of(folder))["master key"].level == "error"
    assert [file.name for file in folder.glob("*.key")] == []  # none was made in its place


async def test_the_keys_of_another_database_open_nothing(folder: Path, tmp_path: Path) -> None:
    other = settings_of(tmp_path / "other")
    async with coach_on(other, now()) as coach:
        await coach.hears("telegram:1", *WELCOMED)
    for name in ("halfway.keys", "master.key"):
        (folder / name).write_bytes((other.data_dir / name).read_bytes())
    found = looked(settings_of(folder))
    assert found["keys"].level == "error"
    assert "destroyed" in found["keys"].said


def test_open_folders_and_damaged_files_are_found(folder: Path) -> None:
    folder.chmod(0o755)
    (folder / "halfway.db").chmod(0o644)
    found = looked(settings_of(folder))
    assert "chmod 700" in found["data folder"].advice
    assert "chmod 600" in found["database file"].advice
    content = bytearray((folder / "halfway.db").read_bytes())
    content[4096 * 3 : 4096 * 9] = os.urandom(4096 * 6)
    (folder / "halfway.db").write_bytes(content)
    found = looked(settings_of(folder))
    assert "error" in {found[name].level for name in ("database", "database file") if name in found}


@pytest.mark.parametrize(("stands", "level", "advice"), [("0002", "warning", "migrate"), ("9999", "error", "newer")])
def test_the_schema_of_another_release_is_named(folder: Path, stands: str, level: str, advice: str) -> None:
    engine = sqlite_engine(folder / "halfway.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (stands,))
    engine.dispose()
    finding = looked(settings_of(folder))["schema"]
    assert (finding.level, advice in finding.advice) == (level, True)
    assert schema.HEAD in finding.said


@pytest.mark.parametrize(("days", "level"), [(1, "ok"), (9, "warning")])
def test_the_age_of_the_last_backup_is_told(folder: Path, days: int, level: str) -> None:
    engine = sqlite_engine(folder / "halfway.db")
    with engine.begin() as connection:
        marks.leave(connection, BACKUP_MARK, str(to_ms(now() - timedelta(days=days))))
    engine.dispose()
    finding = looked(settings_of(folder))["backup"]
    assert (finding.level, f"{days} days old" in finding.said) == (level, True)


@asynccontextmanager
async def bot_api(**webhook: object) -> AsyncIterator[str]:
    """A Bot API server that tells of a webhook in trouble."""

    async def answer(request: web.Request) -> web.Response:
        about: dict[str, object] = {"id": 12345, "is_bot": True, "first_name": "H", "username": "halfway_bot"}
        if request.path.endswith("getMe"):
            return web.json_response({"ok": True, "result": {**about, "can_read_all_group_messages": True}})
        return web.json_response({"ok": True, "result": webhook})

    server = web.Application()
    server.router.add_post("/{rest:.*}", answer)
    runner = web.AppRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_a_webhook_that_fails_is_named_without_its_path(folder: Path) -> None:
    async with bot_api(
        url=f"https://coach.example.org/{SECRET}",
        pending_update_count=250,
        last_error_date=int(now().timestamp()) - 120,
        last_error_message=f"Wrong response from https://coach.example.org/{SECRET}: 502 Bad Gateway",
    ) as address:
        settings = settings_of(folder, telegram_bot_token=TOKEN, telegram_api_base_url=address)
        found = await asked(settings)
    said = [each.said for each in found if each.check == "webhook"]
    assert "coach.example.org" in said[0]
    assert "250 updates wait" in said[0]
    assert "2 min ago" in said[1]
    assert "502 Bad Gateway" in said[1]
    assert SECRET not in str(found)
    assert any(each.check == "group privacy" for each in found)


@pytest.mark.parametrize(("off", "level"), [(0, "ok"), (30, "warning"), (-600, "error")])
async def test_a_clock_that_is_wrong_is_named(folder: Path, off: int, level: str) -> None:
    async with bot_api() as address:
        settings = settings_of(folder, telegram_bot_token=TOKEN, telegram_api_base_url=address)
        found = await asked(settings, lambda: now() + timedelta(seconds=off))
    (clock,) = [each for each in found if each.check == "clock"]
    assert clock.level == level


async def test_the_language_model_is_asked_once_with_nobodys_words(folder: Path) -> None:
    with serve_model(says("ok")) as model:
        settings = settings_of(folder, llm_base_url=model.address, llm_model="small", llm_api_key=SECRET)
        found = [finding async for finding in check_model(settings)]
    assert [each.level for each in found] == ["ok"]
    assert [body["messages"][0]["content"] for body in model.asked] == ["Answer with the word: ok"]
    gone = [finding async for finding in check_model(settings)]
    assert [each.level for each in gone] == ["warning"]
    assert SECRET not in str(found + gone)


async def test_a_language_model_elsewhere_is_a_warning_each_time(folder: Path) -> None:
    settings = settings_of(folder, llm_base_url="http://0.0.0.0:9/v1", llm_model="small")  # no loopback by its name
    said = [finding.said async for finding in check_model(settings)]
    assert "leave this machine, to 0.0.0.0, unencrypted" in said[-1]


def test_helplines_are_counted_by_their_date() -> None:
    (finding,) = check_lines(date(2026, 6, 1))
    assert finding.level == "warning"
    assert finding.said.startswith("0 of ")


def test_old_rules_of_time_zones_are_named() -> None:
    assert [each.level for each in check_zones(date(2026, 6, 1))] == ["ok"]
    assert [each.level for each in check_zones(date(2036, 6, 1))] == ["warning"]
