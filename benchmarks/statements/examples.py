"""Examples: the sentences that the models are trained on, one a line under the name of their frame or act."""

from __future__ import annotations

import re
from pathlib import Path

FRAMES = Path(__file__).parent / "examples"
ACTS = Path(__file__).parent / "acts"
DANGERS = Path(__file__).parent / "danger"
SAFETY = Path(__file__).parents[1] / "safety" / "examples"
_SECTION = re.compile(r"\[([\w ]+)\]")


def read_examples(folder: Path, files: str = "*.txt") -> list[tuple[str, str]]:
    """Pairs of a label and a sentence, in the order of the files.

    Raises:
        ValueError: a sentence stands before the first label.
    """
    pairs: list[tuple[str, str]] = []
    for path in sorted(folder.glob(files)):
        label = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            plain = line.strip()
            if (section := _SECTION.fullmatch(plain)) is not None:
                label = section.group(1)
            elif plain and not label:
                raise ValueError(f"{path.name}: {plain!r} stands under no label; write [frame] above it")
            elif plain:
                pairs.append((label, plain))
    return pairs
