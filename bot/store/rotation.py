"""Rotation of the master key: every data key is wrapped anew; what they sealed stays as it is."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterator
from pathlib import Path

from bot.settings import Settings
from bot.store.database import open_vault
from bot.store.keyring import Keyring, MasterKeyError, new_key, open_keyring, read_keyring, write_keyring
from bot.store.lock import hold_channel
from bot.store.opening import needed, open_database

_ONE_KEY = (
    "HALFWAY_MASTER_KEY holds one key. Write the new one before it, separated by a comma, and run this again; after "
    "that the old one can go"
)


def rotate(database: Path, given: Keyring | None) -> Iterator[str]:
    """Turn a database over to a new master key, and say what was done.

    The file gets a new key by itself. Of ``given`` keys (HALFWAY_MASTER_KEY) the first takes over from the others. Can
    be interrupted at any point and run again: both keys open everything until the end.

    Raises:
        AlreadyRunning: a bot uses the database; it would not know the new key.
        MasterKeyError: the key in use is missing.
    """
    with contextlib.ExitStack() as held:
        for lock in database.parent.glob(f"{database.name}.*.lock"):
            held.enter_context(
                hold_channel(database, lock.name.removeprefix(f"{database.name}.").removesuffix(".lock"))
            )
        if given is not None:
            if len(given.keys) < 2:
                raise MasterKeyError(_ONE_KEY)
            count = _rewrap(database, given, given)
            yield f"wrapped {count} keys with the first of HALFWAY_MASTER_KEY; the others can go"
            return
        path = database.with_name("master.key")
        old = open_keyring(path, make=False)
        written = [new_key(), *(base64.b64encode(key).decode() for key in old.keys)]
        write_keyring(path, written)
        count = _rewrap(database, old, read_keyring("\n".join(written), str(path)))
        write_keyring(path, written[:1])
        yield f"wrapped {count} keys with a new master key in {path}; keep a copy of it, the old one opens nothing more"


async def rotate_shared(settings: Settings) -> str:
    """Turn a PostgreSQL database over to the first of several master keys, while it is in use; what was done.

    Each process has to know the new key before, and may wrap with the old one until it is started anew: the old key
    can go once nothing is left to do here.

    Raises:
        MasterKeyError: there is no other key to take over from, or the key in use is missing.
        DatabaseRefused, DatabaseUnreachable: there is no PostgreSQL, or it does not let us in.
    """
    from bot.store.postgres import PostgresDatabase

    given = needed(settings)
    if len(given.keys) < 2:
        raise MasterKeyError(_ONE_KEY)
    database = open_database(settings)
    assert isinstance(database, PostgresDatabase), "only these are shared"
    try:
        await database.make_ready()
        count = await database.rewrap(given)
    finally:
        await database.close()
    if count:
        return (
            f"wrapped {count} keys with the first of HALFWAY_MASTER_KEY. Once every process has been started with it, "
            f"run this again until it says 0; then the others can go"
        )
    return "wrapped 0 keys: all are wrapped with the first of HALFWAY_MASTER_KEY; the others can go"


def _rewrap(database: Path, old: Keyring, new: Keyring) -> int:
    vault = open_vault(database, old)
    try:
        return vault.rewrap(new)
    finally:
        vault.close()
