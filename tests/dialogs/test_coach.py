"""The coach's own book: it passes its checks, its charts are accepted, its pictures current, its codes explained."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot import inspection
from dialogs.checks.charts import fingerprint, read_fingerprints
from dialogs.checks.diagnostics import CODES
from dialogs.coach import COMMANDS, DIALOGS, build
from dialogs.engine import Session, dump, load
from dialogs.rehearsal import Rehearsal

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOTS = [
    (path.stem, state, session)
    for path in sorted(inspection.SNAPSHOTS.glob("*.json"))
    for state, session in json.loads(path.read_text(encoding="utf-8")).items()
]


@pytest.mark.parametrize(
    ("chart", "state", "stored"), SNAPSHOTS, ids=[f"{chart}.{state}" for chart, state, _ in SNAPSHOTS]
)
def test_a_released_session_goes_on(chart: str, state: str, stored: dict[str, Any]) -> None:
    """Whatever is in the field loads, shows a question, and takes every choice it offers."""
    session = load(json.dumps(stored))
    for index in range(len(session.offered)):
        rehearsal = Rehearsal(build(), session)
        rehearsal.choose(index)
        assert rehearsal.posts
    rehearsal = Rehearsal(build(), session)
    rehearsal.say("/start")
    assert rehearsal.labels


def test_released_charts_are_those_of_the_code() -> None:
    released = read_fingerprints(inspection.FINGERPRINTS.read_text(encoding="utf-8"))
    assert {name: row["fingerprint"] for name, row in released.items()} == {
        dialog.name: fingerprint(dialog) for dialog in DIALOGS
    }


def test_the_diagrams_are_current() -> None:
    page = (ROOT / "docs" / "dialogs.md").read_text(encoding="utf-8")
    assert page == inspection.diagrams(build()), "run `halfway diagram` and commit docs/dialogs.md"


def test_every_code_of_the_checks_is_explained() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## (H\d+)", page, re.MULTILINE)) == set(CODES)


def test_every_command_of_the_menu_does_something() -> None:
    names = [name for name, _ in COMMANDS]
    assert set(build().commands) <= set(names)
    for name in names:
        rehearsal = Rehearsal(build())
        rehearsal.say("/start")
        rehearsal.say(f"/{name}")
        assert rehearsal.messages
        assert "unknown" not in rehearsal.state
        assert not any("I don't know" in message.text for message in rehearsal.messages)


def test_a_session_stays_small() -> None:
    """One value a chat, read and written every turn: a kilobyte or two, however long somebody stays."""
    longest = max((len(dump(session)) for session in inspection.exploration().sessions.values()), default=0)
    assert longest < 4000


def test_the_book_begins_with_a_hello() -> None:
    rehearsal = Rehearsal(build(), Session(seed=1))
    rehearsal.say("hi")
    assert rehearsal.state == "welcome.what"
