"""A PostgreSQL for the tests: the one named in the environment, or a cluster of our own that is gone afterwards.

HALFWAY_TEST_POSTGRES=postgresql://user:password@host/postgres names a database whose user may create others. Otherwise
the server's programs are looked for, and a cluster is started on a socket in a folder of its own.
"""

from __future__ import annotations

import asyncio
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import asyncpg

T = TypeVar("T")

VARIABLE = "HALFWAY_TEST_POSTGRES"
MISSING = (
    f"no PostgreSQL: install the server's programs (Debian: apt-get install postgresql), or set {VARIABLE} to "
    f"postgresql://user:password@host/postgres"
)
CAREFREE = "-c fsync=off -c full_page_writes=off"  # nobody needs it after a power cut
OPTIONS = "-c listen_addresses='' -c shared_buffers=64MB -c max_connections=100 -c autovacuum_naptime=5s"


class Postgres:
    """A server, reached as somebody who may create databases."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._names = (f"halfway_test_{os.getpid()}_{number}" for number in count(1))

    def database(self, name: str) -> str:
        """The address of one of its databases."""
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def create(self, template: str | None = None) -> str:
        """The name of a new database, empty or like another that nobody is connected to."""
        name = next(self._names)
        self.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return name

    def drop(self, name: str) -> None:
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def execute(self, statement: str, *values: Any, database: str = "postgres") -> list[Any]:
        """Run one statement in a database, on a connection of its own; whoever runs an event loop waits as well."""
        return run_apart(self._execute(statement, *values, database=database))

    async def _execute(self, statement: str, *values: Any, database: str) -> list[Any]:
        connection = await asyncpg.connect(self.database(database))
        try:
            return list(await connection.fetch(statement, *values))
        finally:
            await connection.close()


class Cluster(Postgres):
    """A server of our own, which may be stopped and started."""

    def __init__(self, programs: Path, options: str = CAREFREE) -> None:
        self.programs = programs
        self.options = f"{OPTIONS} {options}"
        self.folder = Path(tempfile.mkdtemp(prefix="halfway-pg-", dir="/tmp"))  # a socket's path must be short
        self.user = _unprivileged()
        super().__init__(f"postgresql://postgres@/postgres?host={quote(str(self.folder))}")
        if self.user is not None:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        self.start()

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        options = f"{self.options} -k {self.folder}"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """``fast`` ends every connection; ``immediate`` is what a crash does."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    @property
    def running(self) -> bool:
        """Whether it takes connections, or will in a moment."""
        return Path(self.data, "postmaster.pid").exists()

    async def restart(self, mode: str = "fast") -> None:
        await asyncio.to_thread(self.stop, mode)
        await asyncio.to_thread(self.start)

    def remove(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        if self.user is not None:
            command = [
                "setpriv", f"--reuid={self.user.pw_uid}", f"--regid={self.user.pw_gid}", "--clear-groups", *command,
            ]  # fmt: skip
        # To a file and not a pipe: the server would keep it open.
        with (self.folder / "output").open("ab") as output:
            ran = subprocess.run(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/", timeout=120)
        if ran.returncode != 0:
            raise RuntimeError(f"{program} failed:\n{(self.folder / 'output').read_text()[-2000:]}")


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Run it to its end on an event loop of its own, also from inside another."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def open_server() -> Postgres | None:
    """The server for the tests; None where there is none."""
    if url := os.environ.get(VARIABLE):
        return Postgres(re.sub(r"^postgres\w*(\+asyncpg)?://", "postgresql://", url))
    programs = find_programs()
    return None if programs is None else Cluster(programs)


def find_programs() -> Path | None:
    """The folder of the server's programs; None where they are not installed."""
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if (found := shutil.which("initdb")) is not None:
        folders.append(Path(found).parent)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _unprivileged() -> pwd.struct_passwd | None:
    """Who the server runs as where the tests run as root, which PostgreSQL refuses; None for ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None
