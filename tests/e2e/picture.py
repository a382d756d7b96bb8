"""The picture of a terminal in the docs: a real `halfway chat` on a pseudo-terminal, drawn by rich.

python -m tests.e2e.picture        # writes docs/chat.svg
"""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tests.e2e.process import ROOT

PICTURE = ROOT / "docs" / "chat.svg"
WIDTH = 80
PROMPT = "› "
BEFORE = ("1", "1", "1", "Sam", "2", "3")
"""The welcome, which is not in the picture: go on, an adult, agreed, a name, no screening, not now."""
TYPED = ("/rewrite You never listen to me", "3", "you were tired from work", "1")
_FONT = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)


def record(folder: Path, before: tuple[str, ...] = BEFORE, typed: tuple[str, ...] = TYPED) -> str:
    """What the terminal shows when somebody types these lines, with its escape sequences; from ``typed`` on."""
    screen, keyboard = pty.openpty()
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "HALFWAY_DATA_DIR": str(folder), "TERM": "xterm-256color",
        "COLUMNS": str(WIDTH), "COLORTERM": "truecolor",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        cwd=folder,
        env=environment,
        stdin=keyboard,
        stdout=keyboard,
        stderr=keyboard,
    ) as process:
        os.close(keyboard)
        shown = _read(screen, PROMPT)
        for number, line in enumerate((*before, *typed)):
            if number == len(before):
                shown = shown[shown.rindex("\n") + 1 :]  # the prompt alone
            os.write(screen, f"{line}\n".encode())
            shown += _read(screen, PROMPT)
        os.write(screen, b"\x04")
        shown += _read(screen, None)
        process.wait(20)
    os.close(screen)
    return shown.replace("\r\n", "\n")


def _read(screen: int, until: str | None) -> str:
    """What is shown up to a prompt, or to the end of the process."""
    found = b""
    while until is None or not re.sub(rb"\x1b\[[\d;]*m", b"", found).endswith(until.encode()):
        try:
            piece = os.read(screen, 4096)
        except OSError:  # Linux's end of a pseudo-terminal
            break
        if not piece:
            break
        found += piece
    return found.decode()


def draw(shown: str) -> str:
    """The same as an SVG, which asks for no font from anywhere."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(shown.strip("\n")))
    return _FONT.sub("", console.export_svg(title="halfway chat", unique_id="chat"))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        PICTURE.write_text(draw(record(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
