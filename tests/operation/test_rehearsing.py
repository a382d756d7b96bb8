"""Rehearsing: a release that changes dialogs, on a database with sessions in every state that was ever released."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.operation.reading import OperationError, read_sealed
from bot.operation.rehearsing import Rehearsed, as_lines, as_object, rehearse
from bot.settings import Settings
from bot.store import schema
from bot.store.database import open_vault, sqlite_engine
from bot.store.lock import hold_channel
from bot.store.tables import Chat, table
from content.catalogue import Value
from dialogs.coach import build
from dialogs.engine import Book, Dialog, Turn, Wait, load, unchanged
from dialogs.engine.migrate import renew
from tests.operation.log import settings_of
from tests.operation.sessions import fill, released

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
FALLEN = {"rephrase@1"}
"""Charts whose sessions fall back, on purpose: the first of the rephrasing asked other questions in another order."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A database with every released session; no test writes to it."""
    settings = settings_of(tmp_path_factory.mktemp("released"))
    fill(settings)
    return settings


def rehearsed(settings: Settings, book: Book) -> Rehearsed:
    return read_sealed(settings, lambda connection, vault: rehearse(connection, vault, book, NOW))


def with_dialog(changed: Dialog) -> Book:
    book = build()
    return replace(book, dialogs={**book.dialogs, changed.name: changed})


def places(found: Rehearsed) -> set[str]:
    return {place for _, place in found.places}


def test_this_release_goes_on_with_every_session_that_was_ever_released(settings: Settings) -> None:
    found = rehearsed(settings, build())
    assert sum(found.fates.values()) == len(list(released()))
    assert {place.split(".")[0] for place in places(found)} == FALLEN
    assert {fate for fate, _ in found.places} == {"falls back"}
    assert not found.failed


def test_a_session_that_is_released_goes_on_where_it_was() -> None:
    """A snapshot that fell back would still show a question: so it is asked whether it fell."""
    fell = {place for place, text in released() if renew(build(), load(text))[1]}
    assert {place.split(".")[0] for place in fell} == FALLEN


def test_a_release_without_a_migration_is_seen(settings: Settings) -> None:
    """Somebody raised a version and wrote no migration: exactly the sessions in that dialog fall back."""
    pause = build().dialogs["pause"]
    found = rehearsed(settings, with_dialog(replace(pause, version=pause.version + 1, migrations={})))
    fallen = {place for place in places(found) if place.split("@")[0] == "pause"}
    assert fallen == {place for place, _ in released() if place.startswith("pause@")}
    assert not found.failed
    with_one = replace(pause, version=pause.version + 1, migrations=unchanged(pause.version))
    assert not {place for place in places(rehearsed(settings, with_dialog(with_one))) if place.startswith("pause@")}


def test_a_release_that_takes_a_state_away_is_seen_in_that_state_alone(settings: Settings) -> None:
    pause = build().dialogs["pause"]
    gone = "look"
    states = tuple(state for state in pause.states if state.name != gone)
    moves = tuple(
        replace(move, source=sources, dest=move.dest if move.dest != gone else pause.start)
        for move in pause.moves
        if (sources := tuple(source for source in move.sources if source != gone))
    )
    without = replace(pause, states=states, moves=moves)
    found = rehearsed(settings, with_dialog(without))
    assert {place for place in places(found) if place.startswith("pause@")} == {f"pause@{pause.version}.{gone}"}


def test_a_release_in_which_a_session_fails_is_stopped(settings: Settings) -> None:
    def fails(turn: Turn) -> dict[str, Value]:
        raise ZeroDivisionError

    pause = build().dialogs["pause"]
    states = tuple(
        replace(state, values=fails) if isinstance(state, Wait) and state.name == "look" else state
        for state in pause.states
    )
    found = rehearsed(settings, with_dialog(replace(pause, states=states)))
    assert found.failed
    assert [place for fate, place in found.places if fate == "fails"] == [
        f"pause@{pause.version}.look (ZeroDivisionError)"
    ]
    assert any("Don't release this" in line for line in as_lines(found))
    assert {"fate": "fails", "place": f"pause@{pause.version}.look (ZeroDivisionError)", "sessions": 1} in as_object(
        found
    )["places"]


def test_a_session_below_another_is_looked_at_too(settings: Settings) -> None:
    """A digression goes on above a dialog that is gone: whoever is in it loses both."""
    home = build().dialogs["menu"]
    found = rehearsed(settings, with_dialog(replace(home, version=home.version + 1, migrations={})))
    assert found.fates["falls back"] > 300  # nearly everybody has the menu somewhere below


def test_it_writes_nothing_and_needs_no_lock(settings: Settings) -> None:
    def digest() -> dict[str, str]:
        files = (settings.database_path, settings.database_path.with_suffix(".keys"))
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}

    before = digest()
    with hold_channel(settings.database_path, "telegram"):
        rehearsed(settings, build())
    assert digest() == before


def test_a_release_is_rehearsed_before_the_schema_is_migrated(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    total = fill(settings)
    engine = sqlite_engine(settings.database_path)
    with engine.begin() as connection:
        schema.downgrade(connection, "0002")
    engine.dispose()
    assert sum(rehearsed(settings, build()).fates.values()) == total


def test_sessions_of_a_newer_release_and_without_a_key_are_counted(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    total = fill(settings)
    chats, vault = table(Chat), open_vault(settings.database_path)
    engine = sqlite_engine(settings.database_path)
    newer = '{"schema": 99}'
    with engine.begin() as connection:
        sealed = vault.seal(vault.mint(["telegram:0"])["telegram:0"], "telegram:0", "session", newer)
        connection.execute(update(chats).where(chats.c.chat == "telegram:0").values(session=sealed))
        stored = connection.execute(chats.select().where(chats.c.chat == "telegram:1")).one().session
    vault.destroy([stored.split(".")[1]])
    vault.close()
    engine.dispose()
    found = rehearsed(settings, build())
    assert found.fates["can't be read"] == 1
    assert found.fates["has no key"] == 1
    assert sum(found.fates.values()) == total
    assert found.failed


def test_without_its_keys_a_database_is_not_rehearsed(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    fill(settings)
    settings.database_path.with_suffix(".keys").unlink()
    with pytest.raises(OperationError, match="without it nothing"):
        rehearsed(settings, build())
    assert not settings.database_path.with_suffix(".keys").exists()
