"""Opening: which database the settings mean. Everything that opens one comes here; nothing else asks which it is."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from bot.settings import Settings
from bot.store.database import Database, SqliteDatabase
from bot.store.keyring import Keyring, MasterKeyError
from bot.store.lock import hold_channel
from bot.store.seals import Migrated


def open_database(settings: Settings) -> Database:
    """The database of the settings, not yet looked at: `Database.make_ready` does that.

    Raises:
        MasterKeyError: the key that the data is sealed with is missing, or on PostgreSQL not given.
        DatabaseRefused: the address has options that are not known.
    """
    if settings.postgres_url is None:
        return SqliteDatabase(settings.database_path, settings.keyring)
    from bot.store.postgres import PostgresDatabase  # only here: its driver takes its time to load

    return PostgresDatabase(
        settings.postgres_url, needed(settings), connections=settings.database_pool, keys_url=settings.postgres_keys_url
    )


@contextlib.asynccontextmanager
async def ready_database(settings: Settings, channel: str, *, alone: bool = False) -> AsyncIterator[Database]:
    """The database, ready for a process that serves a channel; closed in the end.

    On SQLite no other process may serve it meanwhile; on PostgreSQL others may, unless ``alone``.

    Raises:
        AlreadyRunning: another process does.
        MasterKeyError, SchemaError, DatabaseUnreachable, DatabaseRefused: as for `Database.make_ready`.
    """
    async with contextlib.AsyncExitStack() as stack:
        if settings.postgres_url is None:  # before it is opened: two first starts would make two master keys
            stack.enter_context(hold_channel(settings.database_path, channel))
        database = open_database(settings)
        stack.push_async_callback(database.close)
        await database.make_ready()
        if settings.postgres_url is not None and alone:
            from bot.store.server import address
            from bot.store.standby import hold_alone

            await stack.enter_async_context(hold_alone(address(settings.postgres_url), channel))
        yield database


async def migrate(settings: Settings, to: str = "head") -> Migrated:
    """Bring the schema of the database to a revision, whatever stands there. Raises as `ready_database` does."""
    database = open_database(settings)
    try:
        return await database.migrate(to)
    finally:
        await database.close()


def needed(settings: Settings) -> Keyring:
    """The master keys, which lie in no file where several processes share them.

    Raises:
        MasterKeyError: HALFWAY_MASTER_KEY is not set.
    """
    if (ring := settings.keyring) is None:
        raise MasterKeyError(
            "on PostgreSQL the master key comes from HALFWAY_MASTER_KEY, the same for every process. Make one by: "
            "python -c 'import base64, os; print(base64.b64encode(os.urandom(32)).decode())' and keep a copy where "
            "the database's backups are not"
        )
    return ring
