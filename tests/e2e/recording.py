"""The recording in the README: a golden script played to the real process through the Bot API server.

python -m tests.e2e.recording        # writes it into README.md
"""

from __future__ import annotations

import asyncio
import re
import tempfile
import textwrap
from pathlib import Path

from bot.local.sandbox.botapi import Client, MessageView, World, serve
from content.catalogue import unmarked
from dialogs.script import parse
from tests.e2e.person import Person, labels
from tests.e2e.process import ROOT, BotProcess

SCRIPT = ROOT / "tests" / "scripts" / "first_time.script"
README = ROOT / "README.md"
BEGIN, END = "<!-- recorded by python -m tests.e2e.recording -->", "<!-- end of the recording -->"
WIDTH = 100
_CLOCK = re.compile(r"It's \d\d:\d\d there")
CHAT = 2025


async def record(folder: Path) -> str:
    """Play the script to a bot of its own; the conversation as text."""
    lines: list[str] = []
    async with serve(World()) as address, Client(address) as telegram, BotProcess(address, folder):
        person = Person(telegram, CHAT)
        asked: list[str] = []
        for line in parse(SCRIPT.read_text(encoding="utf-8")):
            if line.kind == "user":
                said, heard = line.text, await person.write(line.text)
            elif line.kind == "tap":
                label = next(label for label in asked if label.casefold().startswith(line.text.casefold()))
                said, heard = f"[{label}]", await person.tap(label)
            else:
                continue
            asked = labels(heard[-1])
            lines += [f"> {said}", "", *(row for message in heard for row in (*_shown(message), ""))]
    return "\n".join(lines).rstrip() + "\n"


def _shown(message: MessageView) -> list[str]:
    text = _CLOCK.sub("It's 20:00 there", unmarked(message["text"]))  # the recording is to be the same at any hour
    rows = [row for part in text.split("\n") for row in textwrap.wrap(part, WIDTH) or [""]]
    buttons = "  ".join(f"[{label}]" for label in labels(message))
    return [*rows, *textwrap.wrap(buttons, WIDTH, break_on_hyphens=False)]


def insert(page: str, conversation: str) -> str:
    """The README with this recording in place of the last one."""
    block = f"{BEGIN}\n\n```text\n{conversation}```\n\n{END}"
    return re.sub(rf"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: block, page, flags=re.DOTALL)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        conversation = asyncio.run(record(Path(folder)))
    README.write_text(insert(README.read_text(encoding="utf-8"), conversation), encoding="utf-8")


if __name__ == "__main__":
    main()
