"""Rotation of the master key: every data key is wrapped anew; what they sealed stays as it is."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterator
from pathlib import Path

from bot.store.database import open_vault
from bot.store.keyring import Keyring, MasterKeyError, new_key, open_keyring, read_keyring, write_keyring
from bot.store.lock import hold_channel


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
                raise MasterKeyError(
                    "HALFWAY_MASTER_KEY holds one key. Write the new one before it, separated by a comma, and run this "
                    "again; after that the old one can go"
                )
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


def _rewrap(database: Path, old: Keyring, new: Keyring) -> int:
    vault = open_vault(database, old)
    try:
        return vault.rewrap(new)
    finally:
        vault.close()
