"""The vault: sealed to a chat and a column, unreadable without its keys, and turned over to a new master key."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.keyring import Keyring, MasterKeyError, new_key, open_keyring, read_keyring, write_keyring
from bot.store.vault import SealError, Vault, key_of

CHAT = "telegram:1"
OLD, NEW = Keyring((b"o" * 32,)), Keyring((b"n" * 32, b"o" * 32))


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    vault = Vault(tmp_path / "test.keys", OLD)
    yield vault
    vault.close()


@given(text=st.text(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # one vault holds any number of keys
def test_what_is_sealed_comes_back_to_the_letter_and_is_not_to_be_seen(vault: Vault, text: str) -> None:
    sealed = vault.seal(vault.mint([CHAT])[CHAT], CHAT, "session", text)
    assert vault.unseal(CHAT, "session", sealed) == text
    assert len(text) < 6 or text not in sealed


def test_the_same_text_is_sealed_differently_each_time(vault: Vault) -> None:
    key = vault.mint([CHAT])[CHAT]
    assert vault.seal(key, CHAT, "data", "same") != vault.seal(key, CHAT, "data", "same")


@pytest.mark.parametrize(("chat", "column"), [("telegram:2", "session"), (CHAT, "data")])
def test_a_value_opens_only_in_its_place(vault: Vault, chat: str, column: str) -> None:
    sealed = vault.seal(vault.mint([CHAT])[CHAT], CHAT, "session", "mine")
    with pytest.raises(SealError, match=f"a {column} was changed"):
        vault.unseal(chat, column, sealed)


def test_a_changed_value_is_noticed(vault: Vault) -> None:
    sealed = vault.seal(vault.mint([CHAT])[CHAT], CHAT, "session", "mine")
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    with pytest.raises(SealError) as raised:
        vault.unseal(CHAT, "session", changed)
    assert "mine" not in str(raised.value)


def test_a_destroyed_key_is_gone_from_memory_and_from_the_file(vault: Vault) -> None:
    key = vault.mint([CHAT])[CHAT]
    sealed = vault.seal(key, CHAT, "session", "mine")
    other = vault.mint([CHAT])[CHAT]
    vault.destroy([key])
    with pytest.raises(SealError, match="destroyed"):
        vault.unseal(CHAT, "session", sealed)
    assert key.encode() not in vault.path.read_bytes()
    assert vault.unseal(CHAT, "session", vault.seal(other, CHAT, "session", "new")) == "new"


def test_keys_outlive_the_process_and_the_file_is_ours_alone(vault: Vault) -> None:
    sealed = vault.seal(vault.mint([CHAT])[CHAT], CHAT, "session", "mine")
    again = Vault(vault.path, OLD)
    assert again.unseal(CHAT, "session", sealed) == "mine"
    assert stat.S_IMODE(vault.path.stat().st_mode) == 0o600
    again.close()


def test_another_master_key_opens_nothing_and_is_refused_at_once(vault: Vault) -> None:
    vault.mint([CHAT])
    with pytest.raises(MasterKeyError, match="another master key"):
        Vault(vault.path, Keyring((b"x" * 32,)))


def test_a_new_master_key_takes_over_and_the_old_one_can_go(vault: Vault) -> None:
    sealed = vault.seal(vault.mint([CHAT])[CHAT], CHAT, "session", "mine")
    assert vault.rewrap(NEW) == 1
    again = Vault(vault.path, Keyring(NEW.keys[:1]))
    assert again.unseal(CHAT, "session", sealed) == "mine"
    again.close()
    with pytest.raises(MasterKeyError):
        Vault(vault.path, OLD)


def test_a_take_over_without_the_old_key_changes_nothing(vault: Vault) -> None:
    vault.mint([CHAT])
    with pytest.raises(MasterKeyError):
        vault.rewrap(Keyring((b"n" * 32,)))
    Vault(vault.path, OLD).close()


def test_what_was_never_sealed_is_read_as_it_is(vault: Vault) -> None:
    assert vault.unseal(CHAT, "session", '{"schema":1}') == '{"schema":1}'
    assert key_of('{"schema":1}') is None


def test_the_first_run_makes_a_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "test.keys")
    vault.mint([CHAT])
    vault.close()
    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600
    Vault(tmp_path / "test.keys").close()


def test_data_without_its_key_says_so_and_makes_no_new_one(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "test.keys")
    vault.mint([CHAT])
    vault.close()
    (tmp_path / "master.key").unlink()
    with pytest.raises(MasterKeyError, match="is missing"):
        Vault(tmp_path / "test.keys")
    assert not (tmp_path / "master.key").exists()


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    write_keyring(path, [new_key()])
    path.chmod(0o644)
    with pytest.raises(MasterKeyError, match="chmod 600"):
        open_keyring(path, make=True)


@pytest.mark.parametrize("text", ["", "too-short", "AAAA", "n0nsense, of-course!"])
def test_a_key_that_is_none_is_named_by_its_place_and_not_quoted(text: str) -> None:
    with pytest.raises(MasterKeyError, match="HALFWAY_MASTER_KEY") as raised:
        read_keyring(text, "HALFWAY_MASTER_KEY")
    assert not text or text.split(",")[0] not in str(raised.value)


def test_several_keys_stand_in_one_variable() -> None:
    first, second = new_key(), new_key()
    ring = read_keyring(f"{first},{second}", "HALFWAY_MASTER_KEY")
    assert len(ring.keys) == 2
    assert ring.unwrap(Keyring(ring.keys[1:]).wrap(b"k" * 32, "me"), "me") == b"k" * 32
