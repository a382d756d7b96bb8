"""The conversation at the end of the README is what the real process says today, through the Bot API server."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.recording import README, insert, record


async def test_the_readme_shows_what_the_bot_says_today(tmp_path: Path) -> None:
    page = README.read_text(encoding="utf-8")
    assert insert(page, await record(tmp_path)) == page, "run `make recording` and commit README.md"
