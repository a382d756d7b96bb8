"""A transition log as real conversations leave it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert

from bot.settings import Settings
from bot.store import schema
from bot.store.database import sqlite_engine
from bot.store.instants import to_ms
from bot.store.tables import Transition, table

Row = tuple[str, datetime, str, str, str, str]  # chat, at, dialog, event, source, dest


def settings_of(folder: Path, **others: object) -> Settings:
    """Settings whose data lie in a folder, whatever the environment says."""
    return Settings.model_validate({"halfway_data_dir": folder, **others})


def write_log(folder: Path, rows: Iterable[Row]) -> Settings:
    """A fresh database with nothing but this log."""
    settings = settings_of(folder)
    folder.mkdir(parents=True, exist_ok=True)
    names = ("chat", "at_ms", "dialog", "event", "source", "dest")
    written = [dict(zip(names, (row[0], to_ms(row[1]), *row[2:]), strict=True)) for row in rows]
    engine = sqlite_engine(settings.database_path)
    with engine.begin() as connection:
        schema.upgrade(connection)
        if written:
            connection.execute(insert(table(Transition)), written)
    engine.dispose()
    return settings
