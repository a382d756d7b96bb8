"""Alembic's environment: runs the migrations on the connection that `bot.store.schema` hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import bot.store.tables  # noqa: F401  (declares the tables that autogenerate compares with)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite can't alter most columns in place
)
context.run_migrations()
