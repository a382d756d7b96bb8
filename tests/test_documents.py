"""The documents tell the truth: commands, settings and files they name are there."""

from __future__ import annotations

import re
from pathlib import Path

from bot.__main__ import app
from bot.settings import Settings
from dialogs.coach import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme_and_no_other() -> None:
    named = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    assert set(re.findall(r"^\| `halfway ([\w-]+)(?: \[TEXT\])?`", README, re.MULTILINE)) == named


def test_every_command_of_the_bot_is_in_the_readme() -> None:
    assert {name for name, _ in COMMANDS} <= set(re.findall(r"`/(\w+)`", README))


def test_every_setting_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


def test_every_file_the_documents_link_to_exists() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_make_target_named_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in (README, *(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"(?:`|    )make (\w+)", page):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
