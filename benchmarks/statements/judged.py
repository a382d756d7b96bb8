"""Judged: what readers said of complaints, of what was made of them, and of the guesses about them.

Lines of ``judged/*.tsv``, columns parted by tabs; a line that begins with # says what the file holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent / "judged"


def read_judged(files: str) -> Iterator[list[str]]:
    """The columns of each line of these files (a name or a glob pattern), in the order of the files."""
    for path in sorted(_FOLDER.glob(files)):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                yield line.split("\t")
