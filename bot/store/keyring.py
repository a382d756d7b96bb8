"""The keyring: the operator's master keys. The first wraps new data keys; the others still open older ones.

From ``HALFWAY_MASTER_KEY``, or else from a file that only its owner can read, made at the first run.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
import secrets
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.store.folder import make_folder

KEY_BYTES = 32  # AES-256
_NONCE = 12
_MARK = 4  # bytes that tell master keys apart


class MasterKeyError(Exception):
    """The master key is missing or unusable; the message says where it was looked for and what to do."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Master keys, the one in use first."""

    keys: tuple[bytes, ...]

    @property
    def mark(self) -> bytes:
        """What tells the key in use from others, and gives nothing of it away."""
        return _mark(self.keys[0])

    def wrap(self, key: bytes, owner: str) -> bytes:
        """A data key as it may be stored, bound to its owner."""
        nonce = secrets.token_bytes(_NONCE)
        return self.mark + nonce + AESGCM(self.keys[0]).encrypt(nonce, key, owner.encode())

    def unwrap(self, wrapped: bytes, owner: str) -> bytes:
        """The data key.

        Raises:
            MasterKeyError: no master key of this ring opens it.
        """
        mark, nonce, sealed = wrapped[:_MARK], wrapped[_MARK : _MARK + _NONCE], wrapped[_MARK + _NONCE :]
        for master in self.keys:
            if _mark(master) == mark:
                with contextlib.suppress(InvalidTag):
                    return AESGCM(master).decrypt(nonce, sealed, owner.encode())
        raise MasterKeyError(
            "the data is sealed with another master key. Put back the key it was sealed with: the file master.key "
            "beside the database, or HALFWAY_MASTER_KEY (several keys are separated by commas)"
        )


def new_key() -> str:
    """A fresh master key, written the way the file and the variable hold it."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def read_keyring(text: str, where: str) -> Keyring:
    """The ring written as base64, keys separated by commas or line ends; ``where`` names the place for errors.

    Raises:
        MasterKeyError: a key is not 32 bytes in base64, or there is none.
    """
    keys: list[bytes] = []
    for number, written in enumerate(text.replace(",", "\n").split(), start=1):
        try:
            key = base64.b64decode(written, validate=True)
        except binascii.Error:
            key = b""
        if len(key) != KEY_BYTES:  # the key itself is quoted nowhere
            raise MasterKeyError(
                f"key {number} in {where} is not {KEY_BYTES} bytes in base64 (44 characters). Copy it again; a new one "
                f"is made by: python -c 'import base64, os; print(base64.b64encode(os.urandom(32)).decode())'"
            )
        keys.append(key)
    if not keys:
        raise MasterKeyError(f"there is no key in {where}. Put it back from where it is kept safe")
    return Keyring(tuple(keys))


def open_keyring(path: Path, *, make: bool) -> Keyring:
    """The ring in a file; with ``make``, a new one if there is no file.

    Raises:
        MasterKeyError: the file is missing although there is data, can be read by others, or holds no key.
    """
    if not path.exists():
        if not make:
            raise MasterKeyError(
                f"there is data, but not the key it was sealed with: {path} is missing. Put the file back, or set "
                f"HALFWAY_MASTER_KEY to the key. Without it nobody can read the data, and that is what it is for"
            )
        write_keyring(path, [new_key()])
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise MasterKeyError(f"{path} can be read by others. Make it yours alone: chmod 600 {path}")
    return read_keyring(path.read_text(encoding="ascii", errors="replace"), str(path))


def write_keyring(path: Path, keys: list[str]) -> None:
    """Write the file of master keys, readable by its owner alone: all of it or nothing."""
    make_folder(path.parent)
    part = path.with_name(path.name + ".part")
    with contextlib.suppress(FileNotFoundError):
        part.unlink()
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("\n".join(keys) + "\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _mark(key: bytes) -> bytes:
    return blake2b(key, digest_size=_MARK, person=b"halfway master").digest()
