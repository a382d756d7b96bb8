"""The vault: what people write is sealed at rest, with a data key of its own for each chat.

Data keys lie wrapped by the master key in a file of their own, beside the database and not in it. A backup of the
database therefore holds no key, and a chat whose key was destroyed can be read by nobody, in no backup (crypto-
shredding). Sealing is AES-256-GCM, bound to the chat and the column, so that no value can be moved to another place.
"""

from __future__ import annotations

import base64
import secrets
import sqlite3
from collections import OrderedDict
from collections.abc import Collection, Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.store.keyring import KEY_BYTES, Keyring, open_keyring

PREFIX = "h1."
_NONCE = 12
_OPEN = 4096  # data keys held open in memory
_AT_ONCE = 500  # keys that one statement asks for
_TABLE = "CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, chat TEXT NOT NULL, wrapped BLOB NOT NULL)"


class SealError(Exception):
    """A sealed value can't be opened: its key was destroyed, or somebody changed it. Names the place, no content."""


class Vault:
    """Data keys, and sealing with them.

    Used by one thread at a time (the database's writer). Several processes may share the file.

    Raises:
        MasterKeyError: the ring does not open the keys that are there.
    """

    def __init__(self, path: Path, ring: Keyring | None = None) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, check_same_thread=False, timeout=30, isolation_level=None)
        for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL", "secure_delete=ON"):
            self._file.execute(f"PRAGMA {pragma}")
        self._file.execute(_TABLE)
        path.chmod(0o600)
        first = self._file.execute("SELECT id, chat, wrapped FROM keys LIMIT 1").fetchone()
        self._ring = ring or open_keyring(path.with_name("master.key"), make=first is None)
        self._keys: OrderedDict[str, AESGCM] = OrderedDict()
        if first is not None:
            self._ring.unwrap(first[2], _owner(first[0], first[1]))

    def mint(self, chats: Iterable[str]) -> dict[str, str]:
        """New data keys for these chats, on disk before anything is sealed with them; their names by chat."""
        made: dict[str, str] = {}
        rows = []
        for chat in chats:
            name, key = secrets.token_urlsafe(9), secrets.token_bytes(KEY_BYTES)
            rows.append((name, chat, self._ring.wrap(key, _owner(name, chat))))
            self._hold(name, key)
            made[chat] = name
        if rows:
            with self._file:
                self._file.execute("BEGIN IMMEDIATE")
                self._file.executemany("INSERT INTO keys VALUES (?, ?, ?)", rows)
        return made

    def seal(self, key: str, chat: str, column: str, text: str) -> str:
        """A text as it may be stored. The empty text stays empty.

        Raises:
            SealError: the key was destroyed.
        """
        if not text:
            return text
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._key(key, chat).encrypt(nonce, text.encode(), _place(chat, column))
        return f"{PREFIX}{key}.{base64.b64encode(nonce + sealed).decode()}"

    def unseal(self, chat: str, column: str, stored: str) -> str:
        """The text of a stored value; one from before values were sealed is returned as it is.

        Raises:
            SealError: the key was destroyed, or the value was changed or moved.
        """
        if not stored.startswith(PREFIX):
            return stored
        _, key, value = stored.split(".", 2)
        sealed = base64.b64decode(value)
        try:
            return self._key(key, chat).decrypt(sealed[:_NONCE], sealed[_NONCE:], _place(chat, column)).decode()
        except InvalidTag:
            raise SealError(f"a {column} was changed since it was sealed, or moved from another chat") from None

    def prepare(self, stored: Iterable[str]) -> None:
        """Open the keys of many stored values at once: one look into the file instead of one for each."""
        names = {name for value in stored if (name := key_of(value)) is not None and name not in self._keys}
        wanted = list(names)[:_OPEN]
        for first in range(0, len(wanted), _AT_ONCE):
            part = wanted[first : first + _AT_ONCE]
            marks = ",".join("?" * len(part))
            found = self._file.execute(f"SELECT id, chat, wrapped FROM keys WHERE id IN ({marks})", part)  # noqa: S608  (question marks)
            for name, chat, wrapped in found.fetchall():
                self._hold(name, self._ring.unwrap(wrapped, _owner(name, chat)))

    def destroy(self, names: Collection[str]) -> None:
        """Destroy data keys: what was sealed with them is unreadable from now on, wherever it lies."""
        for name in names:
            self._keys.pop(name, None)
        with self._file:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany("DELETE FROM keys WHERE id = ?", [(name,) for name in names])

    def rewrap(self, ring: Keyring) -> int:
        """Wrap every data key with the first key of another ring, which must still open the old ones; how many.

        Raises:
            MasterKeyError: the ring lacks the key that was in use; nothing was changed.
        """
        with self._file:
            self._file.execute("BEGIN IMMEDIATE")
            rows = self._file.execute("SELECT id, chat, wrapped FROM keys").fetchall()
            self._file.executemany(
                "UPDATE keys SET wrapped = ? WHERE id = ?",
                (
                    (ring.wrap(ring.unwrap(wrapped, _owner(name, chat)), _owner(name, chat)), name)
                    for name, chat, wrapped in rows
                ),
            )
        self._ring = ring
        return len(rows)

    def close(self) -> None:
        self._file.close()

    def _key(self, name: str, chat: str) -> AESGCM:
        if (known := self._keys.get(name)) is not None:
            self._keys.move_to_end(name)
            return known
        row = self._file.execute("SELECT wrapped FROM keys WHERE id = ?", (name,)).fetchone()
        if row is None:
            raise SealError("the key of this chat was destroyed")
        return self._hold(name, self._ring.unwrap(row[0], _owner(name, chat)))

    def _hold(self, name: str, key: bytes) -> AESGCM:
        self._keys[name] = AESGCM(key)
        if len(self._keys) > _OPEN:
            self._keys.popitem(last=False)
        return self._keys[name]


def key_of(stored: str) -> str | None:
    """The name of the data key a value was sealed with; None for one that is not sealed."""
    return stored.split(".", 2)[1] if stored.startswith(PREFIX) else None


def _owner(name: str, chat: str) -> str:
    return f"{name}|{chat}"


def _place(chat: str, column: str) -> bytes:
    return f"{chat}|{column}".encode()
