"""The commands on the command line: what they print, how they end, and one line where something can't be done."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from tests.operation.log import settings_of, write_log
from tests.operation.sessions import fill


def run(folder: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words), env={"HALFWAY_DATA_DIR": str(folder), "DATABASE_URL": ""})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize(
    "words", [("stats",), ("rehearse",), ("backup", "a.db"), ("restore", "nowhere.db"), ("health",)]
)
def test_where_there_is_no_database_one_line_says_so(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, said = run(tmp_path / "data", *words)
    assert code == 1
    assert len(said.strip().splitlines()) == 1, said
    assert "no " in said


def test_stats_are_told_in_words_and_in_json(tmp_path: Path) -> None:
    at = datetime(2026, 1, 15, tzinfo=UTC)
    write_log(tmp_path, [(f"telegram:{number}", at, "pause", "next", "a", "b") for number in range(12)])
    code, said = run(tmp_path, "stats", "--since", "2026-01-01")
    assert code == 0
    assert "pause                  10       10" in said
    code, said = run(tmp_path, "stats", "--since", "2026-01-01", "--json")
    assert json.loads(said)["dialogs"]["pause"]["entered"] == 10
    assert "pause" not in run(tmp_path, "stats", "--since", "2026-01-16")[1]


def test_a_release_is_rehearsed(tmp_path: Path) -> None:
    total = fill(settings_of(tmp_path))
    code, said = run(tmp_path, "rehearse")
    assert code == 0
    assert said.startswith(f"{total} sessions: ")
    assert "rephrase@1.ask" in said
    assert sum(json.loads(run(tmp_path, "rehearse", "--json")[1])["sessions"].values()) == total


def test_a_backup_comes_back(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "data")
    total = fill(settings)
    assert run(settings.data_dir, "backup", str(tmp_path / "a.db"))[0] == 0
    settings.database_path.rename(tmp_path / "aside.db")
    code, said = run(settings.data_dir, "restore", str(tmp_path / "a.db"))
    assert (code, f"{total} chats are back" in said) == (0, True)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_named(tmp_path: Path) -> None:
    fill(settings_of(tmp_path / "data"))
    (tmp_path / "closed").mkdir(mode=0o500)
    code, said = run(tmp_path / "data", "backup", str(tmp_path / "closed" / "a.db"))
    assert (code, "ermission" in said) == (1, True)
