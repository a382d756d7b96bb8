"""The operator's guide tells the truth: its commands, options, settings, files and figures are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from bot.__main__ import app
from bot.operation.commands import COMMANDS
from bot.settings import Settings
from dialogs.checks.diagnostics import CODES
from dialogs.coach import COMMANDS as OF_THE_BOT

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
OF_BOTFATHER = {"newbot", "setprivacy", "setjoingroups", "setinline", "setdescription", "setuserpic", "revoke"}
PATHS = {"healthz", "readyz", "metrics", "backups", "elsewhere", "etc", "opt", "usr", "var"}


def named() -> list[tuple[str, list[str]]]:
    """Each command with the options that stand behind it."""
    found = re.findall(r"(?<![\w/.@=-])halfway ([a-z][a-z-]*)((?: (?:--?[a-z][\w-]*|[^\s`#)]+))*)", GUIDE)
    return [(command, re.findall(r"--[a-z-]+", options)) for command, options in found]


def test_every_command_of_the_guide_is_there_with_its_options() -> None:
    group = get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    assert len(named()) > 20
    for command, options in named():
        assert command in group.commands, f"halfway {command}"
        known = {option for parameter in group.commands[command].params for option in parameter.opts}
        assert set(options) <= known, f"halfway {command} {options}"


def test_every_command_for_operators_is_in_the_guide() -> None:
    assert {command.__name__ for command in COMMANDS} <= {command for command, _ in named()}


def test_every_setting_of_the_guide_is_one() -> None:
    settings = set(re.findall(r"\b(?:HALFWAY|TELEGRAM|LLM|LOG|SEND|DATABASE|WEBHOOK|OPS|KEYS)_[A-Z_]+\b", GUIDE))
    assert {"TELEGRAM_BOT_TOKEN", "HALFWAY_MASTER_KEY"} <= settings
    assert settings <= {name.upper() for name in Settings.model_fields}


def test_every_command_in_the_chat_is_one() -> None:
    words = set(re.findall(r"`/([a-z_]+)`", GUIDE))
    assert words - OF_BOTFATHER - PATHS <= {name for name, _ in OF_THE_BOT}


def test_every_code_and_file_of_the_guide_is_there() -> None:
    assert set(re.findall(r"\bH\d{3}\b", GUIDE)) <= set(CODES)
    for path in re.findall(r"(?:`| )((?:deploy|content|docs)/[\w./]*)", GUIDE):
        assert (ROOT / path).exists(), path


def test_every_heading_that_is_linked_is_there() -> None:
    headings = {
        re.sub(r"[^\w -]", "", line).strip().lower().replace(" ", "-")
        for line in re.findall(r"^#+ (.+)$", GUIDE, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= headings


def test_every_figure_to_watch_is_measured() -> None:
    sources = list((ROOT / "bot" / "serving").glob("*.py"))
    if not sources:
        pytest.skip("the metrics are not in this tree")
    code = "".join(path.read_text(encoding="utf-8") for path in sources)
    figures = set(re.findall(r"^\| `(halfway_[a-z_]+)`", GUIDE, re.MULTILINE))
    assert figures
    for figure in figures:
        assert f'"{figure.removesuffix("_total")}"' in code, figure
