"""PostgreSQL at the edges: the first start, an old schema, what it refuses, one poller at a time, forgotten keys."""

from __future__ import annotations

import asyncio
import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.settings import Settings
from bot.store import schema
from bot.store.database import DatabaseRefused, DatabaseUnreachable
from bot.store.keyring import MasterKeyError
from bot.store.keytable import KeyTable
from bot.store.lock import AlreadyRunning
from bot.store.opening import ready_database
from bot.store.postgres import PostgresDatabase
from bot.store.server import address
from bot.turn import Arrival
from dialogs.engine.events import Text
from tests.bot.stores import RING
from tests.bot.test_replicas import Replicas, turns_on
from tests.bot.test_sender import until
from tests.postgres import Cluster, Postgres

ROOT = Path(__file__).parents[2]
MASTER = base64.b64encode(RING.keys[0]).decode()


def halfway(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url, "HALFWAY_MASTER_KEY": MASTER}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60)


async def test_several_first_starts_at_once_set_one_database_up(empty_database: str) -> None:
    databases = [PostgresDatabase(empty_database, RING) for _ in range(4)]
    await asyncio.gather(*(database.make_ready() for database in databases))
    await turns_on(databases[0]).take([Arrival("toy:1", Text("k1", "hello"))])
    for database in databases:
        await database.close()


async def test_an_old_schema_is_left_alone_until_the_operator_migrates(empty_database: str) -> None:
    """By the commands, as an operator would."""
    database = PostgresDatabase(empty_database, RING)
    await database.migrate("0002")
    refused = halfway(empty_database, "chat")
    assert refused.returncode == 1
    assert "is at schema 0002, this release works with" in refused.stderr
    assert "halfway migrate" in refused.stderr
    assert halfway(empty_database, "migrate").stdout.endswith(f"schema 0002 -> {schema.HEAD}\n")
    await database.make_ready()
    await database.close()


async def test_two_that_migrate_at_once_do_so_one_after_the_other(empty_database: str) -> None:
    databases = [PostgresDatabase(empty_database, RING) for _ in range(2)]
    await databases[0].migrate("0001")
    done = await asyncio.gather(*(database.migrate() for database in databases))
    assert {(each.before, each.after) for each in done} == {("0001", schema.HEAD), (schema.HEAD, schema.HEAD)}
    for database in databases:
        await database.close()


def test_a_conversation_in_the_terminal(empty_database: str) -> None:
    talked = halfway(empty_database, "chat")
    assert talked.returncode == 0, talked.stderr
    assert len(talked.stdout) > 200


async def test_a_missing_master_key_and_a_wrong_one_are_named(empty_database: str) -> None:
    right = PostgresDatabase(empty_database, RING)
    await right.make_ready()
    await turns_on(right).take([Arrival("toy:1", Text("k", "hello"))])
    await right.close()
    for ring, named in ((None, "HALFWAY_MASTER_KEY, the same for every process"), (b"x" * 32, "another master key")):
        master = ring and base64.b64encode(ring).decode()
        settings = Settings.model_validate({"database_url": empty_database, "halfway_master_key": master})
        with pytest.raises(MasterKeyError, match=named):
            async with ready_database(settings, "toy"):
                pass


async def test_a_database_that_is_not_there_is_refused_at_once(postgres: Postgres) -> None:
    database = PostgresDatabase(postgres.database("no_such_thing"), RING)
    with pytest.raises(DatabaseRefused, match=r'"no_such_thing" does not exist. Look at DATABASE_URL'):
        await database.make_ready()
    await database.close()


async def test_a_server_that_is_not_there_is_waited_for_and_then_named_without_its_password() -> None:
    database = PostgresDatabase("postgresql://somebody:CANARY@127.0.0.1:9/halfway", RING, patience=0.3)
    with pytest.raises(DatabaseUnreachable, match=r"127\.0\.0\.1:9/halfway can't be reached") as raised:
        await database.make_ready()
    assert "CANARY" not in str(raised.value)
    await database.close()


def test_an_address_for_postgresqls_own_library_is_understood() -> None:
    url = address("postgres://me:it@host/db?sslmode=require&channel_binding=require")
    assert (url.drivername, url.query["ssl"]) == ("postgresql+asyncpg", "require")
    assert "channel_binding" not in url.query
    assert (
        address("postgresql://me@host/db?prepared_statement_cache_size=0").query["prepared_statement_cache_size"] == "0"
    )
    with pytest.raises(DatabaseRefused, match="options that are not known: colour"):
        address("postgresql://me@host/db?colour=blue")


@pytest.mark.parametrize("url", ["postgres://{}", "postgresql://{}", "postgresql+asyncpg://{}"])
def test_an_address_is_understood_however_it_is_written(url: str) -> None:
    settings = Settings.model_validate({"database_url": url.format("me:CANARY@host:5432/db")})
    assert settings.postgres_url == "postgresql+asyncpg://me:CANARY@host:5432/db"
    assert "CANARY" not in repr(settings) + settings.database_name


class Work:
    """Goes on until it is cancelled, and notes from when to when."""

    def __init__(self, database: PostgresDatabase) -> None:
        self.begun = self.ended = 0
        self.task = asyncio.create_task(database.do_alone("telegram", self.go_on))

    @property
    def goes_on(self) -> bool:
        return self.begun > self.ended

    async def go_on(self) -> None:
        self.begun += 1
        try:
            await asyncio.Event().wait()
        finally:
            self.ended += 1

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def test_one_polls_and_another_takes_over_when_it_ends(
    replicas: Replicas, caplog: pytest.LogCaptureFixture
) -> None:
    one = Work(replicas[0])
    await until(lambda: one.goes_on)
    other = Work(replicas[1])
    await until(lambda: "standing by" in caplog.text)
    await asyncio.sleep(1.5)
    assert not other.begun, "it waits"
    await one.stop()
    assert not one.goes_on
    await until(lambda: other.goes_on)
    await other.stop()


async def test_whoever_loses_the_lock_stops_until_it_is_held_again(
    replicas: Replicas, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    works = [Work(replica) for replica in replicas]
    await until(lambda: any(work.goes_on for work in works))
    (first,) = [work for work in works if work.goes_on]
    postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
    await until(lambda: first.ended == 1, 10)
    assert "is lost with its connection" in caplog.text
    await until(lambda: sum(work.begun for work in works) == 2, 10)
    assert sum(work.goes_on for work in works) == 1
    for work in works:
        await work.stop()


async def test_a_poller_that_fails_says_so(replicas: Replicas) -> None:
    async def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await replicas[0].do_alone("telegram", work)


async def test_a_terminal_is_alone_and_replicas_are_not(empty_database: str) -> None:
    settings = Settings.model_validate({"database_url": empty_database, "halfway_master_key": MASTER})
    async with ready_database(settings, "terminal", alone=True):
        with pytest.raises(AlreadyRunning, match="End it first"):
            async with ready_database(settings, "terminal", alone=True):
                pass
        async with ready_database(settings, "telegram"), ready_database(settings, "telegram"):
            pass


async def test_a_forgotten_key_is_in_no_file_of_the_tables(replicas: Replicas, cluster: Cluster) -> None:
    database, turns = replicas[0], turns_on(replicas[0])
    await turns.take([Arrival(f"toy:{number}", Text(f"k{number}", "hello")) for number in range(20)])
    everything = text(f"SELECT chat, wrapped FROM {KeyTable.NAME}")
    rows = await database.keys.do(lambda connection: connection.execute(everything).all())
    kept = {row.chat: row.wrapped for row in rows}
    cluster.execute("CHECKPOINT")
    assert kept["toy:7"] in _files(cluster), "the test looks where it lies"
    await turns.take([Arrival("toy:7", Text("f", "Forget"))])
    cluster.execute("CHECKPOINT")
    raw = _files(cluster)
    assert kept["toy:7"] not in raw
    assert kept["toy:8"] in raw


def _files(cluster: Cluster) -> bytes:
    return b"".join(path.read_bytes() for path in Path(cluster.data, "base").rglob("*") if path.is_file())


async def test_keys_may_lie_in_another_database(empty_database: str, postgres: Postgres) -> None:
    other = postgres.create()
    url = postgres.database(other)
    values = {"database_url": empty_database, "keys_database_url": url, "halfway_master_key": MASTER}
    async with ready_database(Settings.model_validate(values), "toy") as database:
        await turns_on(database).take([Arrival("toy:1", Text("k", "hello"))])
        await turns_on(database).take([Arrival("toy:1", Text("l", "More"))])
        here = await database.do(
            lambda connection: connection.execute(text("SELECT to_regclass('halfway_keys.keys')")).scalar()
        )
    assert here is None
    assert [row["chat"] for row in postgres.execute(f"SELECT chat FROM {KeyTable.NAME}", database=other)] == ["toy:1"]
    postgres.drop(other)
