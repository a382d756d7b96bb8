"""Golden conversations, each played as it stands. Re-record with `halfway replay --record`, and read the diff."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.coach import DIALOGS, build
from dialogs.script import ScriptError, compare, parse, record

SCRIPTS = sorted((Path(__file__).resolve().parents[1] / "scripts").glob("*.script"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_conversation_goes_as_recorded(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    difference = compare(build(), text)
    assert difference is None, f"{path.name} {difference}"
    assert record(build(), text) == text, "the layout of the script differs; record it anew"


def test_every_dialog_has_a_conversation() -> None:
    lines = [line for path in SCRIPTS for line in parse(path.read_text(encoding="utf-8"))]
    met = {line.text.split(".")[0] for line in lines if line.kind == "state"}
    unseen = {dialog.name for dialog in DIALOGS} - met
    # home waits only for those who declined; export and the seven minutes never wait
    assert unseen <= {"home", "export", "seven_minutes"}


def test_every_outcome_of_the_role_questions_has_a_conversation() -> None:
    names = {path.stem for path in SCRIPTS}
    outcomes = ("neither", "depends", "pursuer", "distancer", "leaning_pursuer", "leaning_distancer", "mixed")
    assert {f"role_{outcome}" for outcome in (*outcomes, "mixed_mild", "not_enough")} <= names


def test_a_difference_is_shown() -> None:
    difference = compare(build(), "user: hi\nbot: Something else\n")
    assert difference is not None
    assert "Something else" in str(difference)


@pytest.mark.parametrize("text", ["hello", "user: hi\ntap: No such button", "user: hi\nwait: soon"])
def test_a_script_that_cannot_be_played_says_why(text: str) -> None:
    with pytest.raises(ScriptError):
        record(build(), text)
