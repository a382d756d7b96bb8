"""What all tests share: a PostgreSQL server, started when the first test asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import MISSING, Cluster, Postgres, open_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server; each process of the test run has its own."""
    server = open_server()
    if server is None:
        pytest.skip(MISSING)
    yield server
    if isinstance(server, Cluster):
        server.remove()


@pytest.fixture
def empty_database(postgres: Postgres) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = postgres.create()
    yield postgres.database(name)
    postgres.drop(name)
