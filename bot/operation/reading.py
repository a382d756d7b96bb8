"""Reading: the database as it stands, beside a bot that runs. Nothing is written, and no channel's lock is taken."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from bot.settings import Settings
from bot.store.database import DatabaseRefused, DatabaseUnreachable, open_vault
from bot.store.opening import open_database
from bot.store.vault import Vault

T = TypeVar("T")


class OperationError(Exception):
    """What was asked for can't be done; the message says why, and what to do."""


def read(settings: Settings, work: Callable[[Connection], T]) -> T:
    """Do some work in one read-only transaction, which sees one moment of the database.

    Raises:
        OperationError: there is no database, or it can't be reached.
    """
    try:
        if (url := settings.postgres_url) is not None:
            return asyncio.run(_read_server(url, work))
        engine = reading_engine(settings.database_path)
        try:
            with engine.connect() as connection, connection.begin():
                return work(connection)
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError) as error:  # their texts may quote rows or the address with its password
        reason = type(getattr(error, "orig", None) or error).__name__
        raise OperationError(
            f"the database can't be read ({reason}); `halfway doctor` says more. One from before this release is "
            f"brought up to it by `halfway migrate`"
        ) from None


def read_sealed(settings: Settings, work: Callable[[Connection, Vault], T]) -> T:
    """The same with the keys, for work that opens what is sealed.

    Raises:
        OperationError: there is no database, or not its keys.
        MasterKeyError: the master key is missing or another one.
    """
    if settings.postgres_url is not None:
        return asyncio.run(on_server(settings, work, reading=True))
    path = settings.database_path
    if path.is_file() and not path.with_suffix(".keys").is_file():
        raise OperationError(f"{path.with_suffix('.keys')} is missing: without it nothing in {path} can be read")
    return read(settings, lambda connection: _with_vault(connection, settings, work))


def _with_vault(connection: Connection, settings: Settings, work: Callable[[Connection, Vault], T]) -> T:
    vault = open_vault(settings.database_path, settings.keyring)
    try:
        return work(connection, vault)
    finally:
        vault.close()


async def on_server(settings: Settings, work: Callable[[Connection, Vault], T], *, reading: bool) -> T:
    """Do some work on PostgreSQL, in one transaction and with the keys."""
    database = open_database(settings)

    def inside(connection: Connection) -> T:
        if reading:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        return work(connection, database.vault)

    try:
        return await database.do(inside)
    except (DatabaseRefused, DatabaseUnreachable) as error:
        raise OperationError(str(error)) from None
    finally:
        await database.close()


def reading_engine(path: Path) -> Engine:
    """An engine on a SQLite file that can't write to it.

    Raises:
        OperationError: there is no file.
    """
    if not path.is_file():
        raise OperationError(f"there is no database at {path}; it is made by the first start of the bot")
    check_owner(path)
    engine = create_engine(
        f"sqlite+pysqlite:///file:{quote(str(path))}?mode=ro&uri=true",
        poolclass=StaticPool,
        hide_parameters=True,
        connect_args={"timeout": 30},
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own handling begins no transaction for a SELECT
        for pragma in ("mmap_size=1073741824", "cache_size=-65536", "threads=2"):  # a quarter less for a long log
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def check_owner(path: Path) -> None:
    """Refuse to look at somebody else's database as root: SQLite would leave files beside it that the bot can't open.

    Raises:
        OperationError: it belongs to another user.
    """
    owner = path.stat().st_uid
    if os.name == "posix" and os.geteuid() == 0 and owner != 0:
        raise OperationError(
            f"{path} belongs to the user with the id {owner}; run this as that user (sudo -u '#{owner}' halfway ...). "
            f"As root it would leave files there that the bot can't open"
        )


async def _read_server(url: str, work: Callable[[Connection], T]) -> T:
    from sqlalchemy.ext.asyncio import create_async_engine

    engine = create_async_engine(url, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            return await connection.run_sync(work)
    finally:
        await engine.dispose()
