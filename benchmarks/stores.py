"""Where a measured bot keeps its data: SQLite in a file, and PostgreSQL where there is one."""

from __future__ import annotations

import base64
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.settings import Settings
from tests.postgres import Cluster, Postgres, find_programs

Place = dict[str, str]
"""An empty database, as the variables of the environment that a bot finds it by."""

SYNCED = "-c synchronous_commit=on -c shared_buffers=256MB"


@dataclass(frozen=True, slots=True)
class Store:
    """A kind of database. ``server`` is None for SQLite."""

    title: str
    server: Postgres | None = None

    @contextmanager
    def fresh(self) -> Iterator[Place]:
        """An empty database and a folder, gone afterwards."""
        with tempfile.TemporaryDirectory() as folder:
            place = {"HALFWAY_DATA_DIR": folder, "DATABASE_URL": "", "HALFWAY_MASTER_KEY": ""}
            if self.server is None:
                yield place
                return
            name = self.server.create()
            master = base64.b64encode(secrets.token_bytes(32)).decode()
            try:
                yield place | {"DATABASE_URL": self.server.database(name), "HALFWAY_MASTER_KEY": master}
            finally:
                self.server.drop(name)


SQLITE = Store("SQLite")


@contextmanager
def stores(url: str | None = None) -> Iterator[list[Store]]:
    """SQLite, and PostgreSQL if an address is given or a server can be started; that one syncs every commit.

    On a server that is given, databases of our own are made and dropped: its user has to be allowed to. The database
    that the address names is not touched.
    """
    if url is not None:
        server = Postgres(re.sub(r"^postgres\w*(\+asyncpg)?://", "postgresql://", url))
        server.execute("SELECT 1")
        yield [SQLITE, Store("PostgreSQL", server)]
    elif (programs := find_programs()) is None:
        print("no PostgreSQL is measured: its programs are not installed, and there is no DATABASE_URL", flush=True)
        yield [SQLITE]
    else:
        cluster = Cluster(programs, options=SYNCED)
        try:
            yield [SQLITE, Store("PostgreSQL", cluster)]
        finally:
            cluster.remove()


def settings_of(place: Place) -> Settings:
    """The settings that a process started with this environment has."""
    return Settings.model_validate({name.lower(): value for name, value in place.items() if value})
