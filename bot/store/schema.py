"""The schema's history: where a database stands, and how to bring it to this release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0003"
"""The revision this release works with; a test holds it against the migrations."""
UNSEALED = "0001"  # the last one in which what people wrote stood open

_MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaError(Exception):
    """The database can't be used by this release; the message says what to do."""


def revision(connection: Connection) -> str | None:
    """The revision a database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def upgrade(connection: Connection, to: str = "head") -> str | None:
    """Bring a database to a revision; returns the one it stood at. Does nothing where it already stands there.

    Raises:
        SchemaError: the database was written by a newer release.
    """
    stands = revision(connection)
    if to == "head" and stands == HEAD:
        return stands
    from alembic import command  # only here: it takes 0.1 s to import, and most starts don't need it

    config = config_for(connection)
    if stands is not None and stands not in revisions():
        raise _newer(stands)
    command.upgrade(config, to)
    return stands


def expect_head(connection: Connection) -> None:
    """See that a database stands where this release works.

    Raises:
        SchemaError: it does not.
    """
    stands = revision(connection)
    if stands == HEAD:
        return
    if stands is None or stands in revisions():
        raise SchemaError(
            f"the database is at schema {stands or 'empty'}, this release works with {HEAD}. Run once: halfway migrate"
        )
    raise _newer(stands)


def migrate(connection: Connection, to: str = "head") -> str | None:
    """Bring a database to a revision, later or earlier (``base`` for none); returns the one it stood at.

    Raises:
        SchemaError: the revision is unknown, or the database was written by a newer release.
    """
    stands, known = revision(connection), revisions()
    if to not in {"head", "base", *known}:
        raise SchemaError(f"there is no revision {to!r}; there are base, {', '.join(reversed(known))} and head")
    if stands is not None and (to == "base" or (to != "head" and to < stands)):
        if stands not in known:
            raise _newer(stands)
        downgrade(connection, to)
        return stands
    return stands if to == "base" else upgrade(connection, to)


def _newer(stands: str) -> SchemaError:
    return SchemaError(
        f"the database is at schema {stands}, this release knows up to {HEAD}; upgrade Halfway, or "
        f"restore a backup from before the newer release was run"
    )


def downgrade(connection: Connection, to: str) -> None:
    """Take a database back to an earlier revision, ``base`` for none."""
    from alembic import command

    command.downgrade(config_for(connection), to)


def revisions() -> list[str]:
    """All revisions this release knows, newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()]


def config_for(connection: Connection) -> Config:
    """Alembic's configuration, which lives in code: there is nothing for an operator to edit."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
