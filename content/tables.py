"""Tables: reading one content file, with an error that names it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


class ContentError(Exception):
    """A content file can't be used; the message names the file, the key and what to change."""


def read_table(path: Path) -> dict[str, Any]:
    """The table in a TOML file.

    Raises:
        ContentError: the file is missing or no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ContentError(f"{path.name} is missing from {path.parent.name}; put it back") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: not valid TOML ({error}); correct that line") from error
