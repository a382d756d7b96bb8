"""Dumping: PostgreSQL's own tools, run so that the keys never come into a dump of the data.

The password goes by the environment: the words of a command can be read by everybody on the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import make_url

from bot.operation.reading import OperationError
from bot.settings import Settings

KEYS_SCHEMA = "halfway_keys"


def dump_data(settings: Settings, file: Path) -> None:
    """Dump everything but the keys.

    Raises:
        OperationError: pg_dump is missing or failed, or the file is there.
    """
    if file.exists():
        raise OperationError(f"{file} is there already, and nothing is written over it; choose another name")
    _dump(_address(settings), file, f"--exclude-schema={KEYS_SCHEMA}")


def dump_keys(settings: Settings, file: Path) -> None:
    """Dump the keys alone, in place of the copy before.

    Raises:
        OperationError: as for `dump_data`.
    """
    if file.exists() and not file.read_bytes().startswith(b"PGDMP"):
        raise OperationError(f"{file} is no dump, and isn't written over; choose another name")
    _dump(settings.postgres_keys_url or _address(settings), file, f"--schema={KEYS_SCHEMA}")


def load_dump(settings: Settings, file: Path) -> None:
    """Load a dump of the data into the database of the settings, all of it or nothing.

    Raises:
        OperationError: pg_restore is missing or failed.
    """
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run("pg_restore", _address(settings), [*options, str(file)])


def _address(settings: Settings) -> str:
    url = settings.postgres_url
    assert url is not None, "asked only on PostgreSQL"
    return url


def _dump(url: str, file: Path, *what: str) -> None:
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _run("pg_dump", url, ["--format=custom", "--no-owner", "--no-privileges", *what, f"--file={part}"])
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _run(tool: str, url: str, options: list[str]) -> None:
    words, password = _connection(url)
    program = shutil.which(tool)
    if program is None:
        said = " ".join([tool, *words, *options])
        raise OperationError(f"{tool} is not installed here (Debian: postgresql-client). Where it is, run: {said}")
    ended = subprocess.run(  # noqa: S603  (a fixed program; the words come from the operator's own settings)
        [program, *words, *options], env={**os.environ, **password}, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["it gives no reason"])[-1]
        raise OperationError(f"{tool} failed: {last[:200]}")


def _connection(url: str) -> tuple[list[str], Mapping[str, str]]:
    """The words that name a database to PostgreSQL's tools, and the password apart."""
    parts = make_url(url)
    host = parts.host or parts.query.get("host")  # a socket's folder is written behind the question mark
    named = {"host": host, "port": parts.port, "username": parts.username, "dbname": parts.database}
    words = ["--no-password", *(f"--{name}={value}" for name, value in named.items() if value)]
    return words, {"PGPASSWORD": parts.password} if parts.password else {}
