"""What the tests of the bot share: databases of both kinds at today's schema."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store.database import Database, SqliteDatabase
from bot.store.postgres import PostgresDatabase
from tests.bot.stores import RING, PostgresStore, SqliteStore, Store
from tests.postgres import Postgres, run_apart

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def template(postgres: Postgres) -> Iterator[str]:
    """The name of a PostgreSQL database at today's schema, to be copied: that is quicker than to migrate each time."""

    async def make_ready(url: str) -> None:
        database = PostgresDatabase(url, RING)
        await database.make_ready()
        await database.close()

    name = postgres.create()
    run_apart(make_ready(postgres.database(name)))
    yield name
    postgres.drop(name)


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A fresh database of either kind, that any number of processes may open."""
    if request.param == "sqlite":
        yield SqliteStore(tmp_path / "test.db")
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create(request.getfixturevalue("template"))
    yield PostgresStore(server.database(name))
    server.drop(name)


@pytest.fixture
async def database(store: Store) -> AsyncIterator[Database]:
    """A fresh database at today's schema, of either kind."""
    database = store.open()
    await database.make_ready()
    yield database
    await database.close()


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    """One in a file, for what is about files."""
    database = SqliteDatabase(tmp_path / "test.db")
    await database.make_ready()
    yield database
    await database.close()


@pytest.fixture
async def replicas(postgres: Postgres, template: str) -> AsyncIterator[tuple[PostgresDatabase, PostgresDatabase]]:
    """Two processes' views of one PostgreSQL database."""
    name = postgres.create(template)
    both = PostgresDatabase(postgres.database(name), RING), PostgresDatabase(postgres.database(name), RING)
    yield both
    for database in both:
        await database.close()
    postgres.drop(name)
