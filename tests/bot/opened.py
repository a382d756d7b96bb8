"""Rows as the bot reads them: what is sealed is opened."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.store.database import Database
from bot.store.tables import table

SEALED = ("session", "payload", "data")


async def rows(database: Database, row: Any) -> list[dict[str, Any]]:
    """All rows of a table, in the order of their keys."""
    source = table(row)
    return await database.do(
        lambda connection: [
            {
                name: database.vault.unseal(found["chat"], name, value) if name in SEALED else value
                for name, value in found.items()
            }
            for found in connection.execute(select(source).order_by(*source.primary_key)).mappings()
        ]
    )
