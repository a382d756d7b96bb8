"""What all tests share: a PostgreSQL server, started when the first test asks for it; and patience."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import MISSING, VARIABLE, Cluster, Postgres, open_server

# A busy machine may take seconds for what takes milliseconds.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


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
def cluster(postgres: Postgres) -> Iterator[Cluster]:
    """A server that may be stopped and started; a test that fails in between leaves it to no other as it is."""
    if not isinstance(postgres, Cluster):
        pytest.skip(f"{VARIABLE} names a server that is not ours to restart")
    yield postgres
    if not postgres.running:
        postgres.start()


@pytest.fixture
def empty_database(postgres: Postgres) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = postgres.create()
    yield postgres.database(name)
    postgres.drop(name)
