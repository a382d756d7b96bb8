"""The documents tell the truth: commands, settings and files they name are there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

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


@pytest.mark.parametrize("command", ["demo", "botapi"])
def test_every_option_of_the_sandbox_is_in_its_page_and_no_other(command: str) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    options = {name for each in group.commands[command].params for name in (*each.opts, *each.secondary_opts)}
    page = (ROOT / "docs" / "sandbox.md").read_text(encoding="utf-8")
    parts = {"demo": page.partition("## ")[0], "botapi": page.partition("## For another bot")[2].partition("\n## ")[0]}
    assert set(re.findall(r"--[a-z][a-z-]+", parts[command])) == options - {"--help"}


def test_every_tab_of_the_inspector_is_in_its_page() -> None:
    module = (ROOT / "bot/local/sandbox/page/inspector/inspector.js").read_text(encoding="utf-8")
    titles = re.search(r"const titles = \{(.*?)\};", module)
    assert titles is not None
    rows = re.findall(r"^\| ([A-Z]\w+) \|", (ROOT / "docs" / "inspector.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.findall(r'"(\w+)"', titles[1]) == rows


def test_every_dependency_is_named_in_the_design() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[\[>=<;~ ]", each)[0].lower() for each in project["dependencies"]]
    said = (ROOT / "docs" / "design.md").read_text(encoding="utf-8").partition("## Dependencies")[2].lower()
    assert [name for name in names if name not in said] == []
