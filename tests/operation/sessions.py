"""A database with a session in every state of every released version: what an upgrade has to go on with."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import insert

from bot.inspection import SNAPSHOTS
from bot.settings import Settings
from bot.store import schema
from bot.store.database import open_vault, sqlite_engine
from bot.store.tables import Chat, table


def released() -> Iterator[tuple[str, str]]:
    """Every released session, as ``dialog@version.state`` and its text."""
    for path in sorted(SNAPSHOTS.glob("*.json")):
        for state, session in json.loads(path.read_text(encoding="utf-8")).items():
            yield f"{path.stem}.{state}", json.dumps(session)


def fill(settings: Settings) -> int:
    """Write a chat for each released session, sealed as they are in the field; how many."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    sessions = [(f"telegram:{number}", text) for number, (_, text) in enumerate(released())]
    vault = open_vault(settings.database_path)
    keys = vault.mint(chat for chat, _ in sessions)
    rows = [
        {
            "chat": chat,
            "revision": 1,
            "session": vault.seal(keys[chat], chat, "session", text),
            "created_ms": 0,
            "updated_ms": 0,
        }
        for chat, text in sessions
    ]
    engine = sqlite_engine(settings.database_path)
    with engine.begin() as connection:
        schema.upgrade(connection)
        connection.execute(insert(table(Chat)), rows)
    engine.dispose()
    vault.close()
    return len(rows)
