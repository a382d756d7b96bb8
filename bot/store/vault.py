"""The vault: what people write is sealed at rest, with a data key of its own for each chat.

Data keys lie wrapped by the master key in a place of their own, not among the data: a file beside a SQLite database, a
schema or database of their own on PostgreSQL. A backup of the data therefore holds no key, and a chat whose key was
destroyed can be read by nobody, in no backup (crypto-shredding). Sealing is AES-256-GCM, bound to the chat and the
column, so that no value can be moved to another place.
"""

from __future__ import annotations

import base64
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.store.keyring import KEY_BYTES, Keyring

PREFIX = "h1."
_NONCE = 12
_OPEN = 4096  # data keys held open in memory
HELD_SECONDS = 300  # how long: another process may have destroyed one meanwhile


class SealError(Exception):
    """A sealed value can't be opened: its key was destroyed, or somebody changed it. Names the place, no content."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A data key as it is kept: its name, its chat, and itself wrapped by the master key."""

    name: str
    chat: str
    wrapped: bytes


class Keys(Protocol):
    """Where data keys are kept, shared by all processes of a database. Each call is on disk when it returns."""

    def any(self) -> Kept | None:
        """Any one of them; None where there are none."""
        ...

    def find(self, names: Collection[str]) -> list[Kept]:
        """Those of these names that are there."""
        ...

    def names_of(self, chat: str) -> list[str]:
        """The names of all keys of a chat."""
        ...

    def add(self, keys: Iterable[Kept]) -> None: ...

    def destroy(self, names: Collection[str]) -> None:
        """Delete them for good. What is not there is passed over; nothing brings a destroyed key back."""
        ...

    def change(self, rewrap: Callable[[Kept], bytes | None]) -> int:
        """Replace each by what ``rewrap`` gives for it, None for no change; how many were replaced."""
        ...

    def close(self) -> None: ...


class Vault:
    """Data keys, and sealing with them. Used inside the work of one database."""

    def __init__(self, keys: Keys, ring: Keyring, clock: Callable[[], float] = time.monotonic) -> None:
        self.keys = keys
        self._ring = ring
        self._clock = clock
        self._held: OrderedDict[str, tuple[AESGCM, float]] = OrderedDict()  # with when it was read

    def check(self) -> None:
        """See that the ring opens what is there.

        Raises:
            MasterKeyError: it does not.
        """
        if (key := self.keys.any()) is not None:
            self._ring.unwrap(key.wrapped, _owner(key.name, key.chat))

    @property
    def opened(self) -> int:
        """How many data keys lie open in memory."""
        return len(self._held)

    def mint(self, chats: Iterable[str]) -> dict[str, str]:
        """New data keys for these chats, on disk before anything is sealed with them; their names by chat."""
        made: dict[str, str] = {}
        kept = []
        for chat in chats:
            name, key = secrets.token_urlsafe(9), secrets.token_bytes(KEY_BYTES)
            kept.append(Kept(name, chat, self._ring.wrap(key, _owner(name, chat))))
            self._hold(name, key)
            made[chat] = name
        if kept:
            self.keys.add(kept)
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
        """Open the keys of many stored values at once: one look instead of one for each."""
        names = {name for value in stored if (name := key_of(value)) is not None and self._known(name) is None}
        if names:
            for key in self.keys.find(list(names)[:_OPEN]):
                self._hold(key.name, self._ring.unwrap(key.wrapped, _owner(key.name, key.chat)))

    def names_of(self, chat: str) -> list[str]:
        """All keys of a chat, also those that were made for a turn that was undone."""
        return self.keys.names_of(chat)

    def destroy(self, names: Collection[str]) -> None:
        """Destroy data keys: what was sealed with them is unreadable from now on, wherever it lies."""
        for name in names:
            self._held.pop(name, None)
        self.keys.destroy(names)

    def rewrap(self, ring: Keyring) -> int:
        """Wrap every data key with the first key of another ring, which must still open the old ones; how many
        were not yet.

        Raises:
            MasterKeyError: the ring lacks the key that was in use.
        """

        def anew(key: Kept) -> bytes | None:
            if key.wrapped.startswith(ring.mark):
                return None
            owner = _owner(key.name, key.chat)
            return ring.wrap(ring.unwrap(key.wrapped, owner), owner)

        count = self.keys.change(anew)
        self._ring = ring
        return count

    def close(self) -> None:
        self.keys.close()

    def _known(self, name: str) -> AESGCM | None:
        held = self._held.get(name)
        return held[0] if held is not None and self._clock() < held[1] + HELD_SECONDS else None

    def _key(self, name: str, chat: str) -> AESGCM:
        if (known := self._known(name)) is not None:
            self._held.move_to_end(name)
            return known
        self._held.pop(name, None)
        found = self.keys.find([name])
        if not found:
            raise SealError("the key of this chat was destroyed")
        return self._hold(name, self._ring.unwrap(found[0].wrapped, _owner(name, chat)))

    def _hold(self, name: str, key: bytes) -> AESGCM:
        opened, now = AESGCM(key), self._clock()
        self._held.pop(name, None)
        self._held[name] = opened, now
        # Those that nobody used for as long are in front: so an opened key, which takes 3 kB, is not kept for good.
        while len(self._held) > _OPEN or now >= next(iter(self._held.values()))[1] + HELD_SECONDS:
            self._held.popitem(last=False)
        return opened


def key_of(stored: str) -> str | None:
    """The name of the data key a value was sealed with; None for one that is not sealed."""
    return stored.split(".", 2)[1] if stored.startswith(PREFIX) else None


def _owner(name: str, chat: str) -> str:
    return f"{name}|{chat}"


def _place(chat: str, column: str) -> bytes:
    return f"{chat}|{column}".encode()
