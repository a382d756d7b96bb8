"""The vault: sealed to a chat and a column, unreadable without its keys, and turned over to a new master key."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.database import SqliteDatabase, open_vault
from bot.store.keyfile import KeyFile
from bot.store.keyring import Keyring, MasterKeyError, new_key, open_keyring, read_keyring, write_keyring
from bot.store.vault import HELD_SECONDS, Keys, SealError, Vault, key_of
from tests.bot.stores import ApartKeys

CHAT = "telegram:1"
OLD, NEW = Keyring((b"o" * 32,)), Keyring((b"n" * 32, b"o" * 32))

Opening = Callable[[Keyring], Vault]


class Hands:
    """A clock that is moved by the test."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture(params=["sqlite", "postgresql"])
def opening(request: pytest.FixtureRequest, tmp_path: Path, clock: Hands) -> Iterator[Opening]:
    """Opens one more vault on the same keys, as another process would."""
    opened: list[Keys] = []

    def open_one(ring: Keyring) -> Vault:
        keys: Keys
        if request.param == "sqlite":
            keys = KeyFile(tmp_path / "test.keys")
        else:
            keys = ApartKeys(request.getfixturevalue("empty_database"))
        opened.append(keys)
        vault = Vault(keys, ring, clock)
        vault.check()
        return vault

    if request.param == "postgresql":
        request.getfixturevalue("empty_database")
    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def vault(opening: Opening) -> Vault:
    return opening(OLD)


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


def test_a_destroyed_key_is_gone_from_memory_and_from_where_it_was_kept(vault: Vault) -> None:
    key = vault.mint([CHAT])[CHAT]
    sealed = vault.seal(key, CHAT, "session", "mine")
    other = vault.mint([CHAT])[CHAT]
    vault.destroy([key])
    with pytest.raises(SealError, match="destroyed"):
        vault.unseal(CHAT, "session", sealed)
    assert vault.keys.find([key]) == []
    if isinstance(vault.keys, KeyFile):
        assert key.encode() not in vault.keys.path.read_bytes()
    assert vault.unseal(CHAT, "session", vault.seal(other, CHAT, "session", "new")) == "new"


def test_keys_outlive_the_process_and_the_file_is_ours_alone(vault: Vault, opening: Opening) -> None:
    sealed = vault.seal(vault.mint([CHAT])[CHAT], CHAT, "session", "mine")
    assert opening(OLD).unseal(CHAT, "session", sealed) == "mine"
    if isinstance(vault.keys, KeyFile):
        assert stat.S_IMODE(vault.keys.path.stat().st_mode) == 0o600


def test_a_key_that_another_process_destroyed_is_soon_forgotten_and_never_comes_back(
    vault: Vault, opening: Opening, clock: Hands
) -> None:
    sealed = vault.seal(key := vault.mint([CHAT])[CHAT], CHAT, "session", "mine")
    other = opening(OLD)
    other.destroy([key])
    clock.now += HELD_SECONDS
    with pytest.raises(SealError, match="destroyed"):
        vault.unseal(CHAT, "session", sealed)
    vault.prepare([sealed])
    vault.mint([CHAT])
    assert vault.rewrap(NEW) == 1, "the new one"
    with pytest.raises(SealError, match="destroyed"):
        vault.seal(key, CHAT, "session", "mine again")


def test_another_master_key_opens_nothing_and_is_refused_at_once(vault: Vault, opening: Opening) -> None:
    vault.mint([CHAT])
    with pytest.raises(MasterKeyError, match="another master key"):
        opening(Keyring((b"x" * 32,)))


def test_a_new_master_key_takes_over_and_the_old_one_can_go(vault: Vault, opening: Opening) -> None:
    chats = [f"telegram:{number}" for number in range(2100)]  # more than one page of them
    keys = vault.mint(chats)
    sealed = vault.seal(keys[CHAT], CHAT, "session", "mine")
    assert vault.rewrap(NEW) == len(chats)
    assert vault.rewrap(NEW) == 0, "all are wrapped with the new one"
    assert opening(Keyring(NEW.keys[:1])).unseal(CHAT, "session", sealed) == "mine"
    with pytest.raises(MasterKeyError):
        opening(OLD)


def test_a_take_over_without_the_old_key_changes_nothing(vault: Vault, opening: Opening) -> None:
    vault.mint([CHAT])
    with pytest.raises(MasterKeyError):
        vault.rewrap(Keyring((b"n" * 32,)))
    opening(OLD)


def test_what_was_never_sealed_is_read_as_it_is(vault: Vault) -> None:
    assert vault.unseal(CHAT, "session", '{"schema":1}') == '{"schema":1}'
    assert key_of('{"schema":1}') is None


def test_the_first_run_makes_a_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    vault = open_vault(tmp_path / "test.db")
    vault.mint([CHAT])
    vault.close()
    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600
    open_vault(tmp_path / "test.db").close()


def test_data_without_its_key_says_so_and_makes_no_new_one(tmp_path: Path) -> None:
    vault = open_vault(tmp_path / "test.db")
    vault.mint([CHAT])
    vault.close()
    (tmp_path / "master.key").unlink()
    with pytest.raises(MasterKeyError, match="is missing"):
        open_vault(tmp_path / "test.db")
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


def test_a_key_that_nobody_uses_does_not_lie_open_for_good(vault: Vault, clock: Hands) -> None:
    names = vault.mint(f"toy:{number}" for number in range(50))
    assert vault.opened == 50
    clock.now += HELD_SECONDS - 1
    sealed = vault.seal(names["toy:7"], "toy:7", "session", "words")
    clock.now += 1
    vault.mint(["toy:new"])
    assert vault.opened <= 2, "the new one, and maybe the one that was used of late"
    assert vault.unseal("toy:7", "session", sealed) == "words"


async def test_what_the_first_start_makes_is_for_its_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "data" / "halfway.db"
    database = SqliteDatabase(place)
    await database.make_ready()
    made = [place.parent, *place.parent.iterdir()]
    open_to_others = [path.name for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077]
    await database.close()
    assert len(made) > 2
    assert open_to_others == []
