"""The engines for other programs: a line of JSON in, a line of JSON out, and nothing kept."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.local.answers import Task, answer
from bot.local.lines import BadLine, answer_lines, read_line

ROOT = Path(__file__).parents[2]
BLAME = "You never listen to me"


def ask(task: Task, *lines: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in answer_lines(task, lines)]


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], input=given, capture_output=True, text=True, cwd=ROOT, timeout=60
    )


def test_a_rewrite_comes_with_its_alternatives_and_what_was_wrong() -> None:
    found = answer("rewrite", BLAME)
    assert found["outcome"] == "rewrite"
    assert str(found["text"]).startswith("I feel ")
    assert "you never" not in str(found["text"]).lower()
    assert found["alternatives"]
    assert "ABSOLUTE" in [issue["code"] for issue in found["issues"]]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("You're so selfish", "choices"),
        ("I feel sad when we don't eat together. Could we cook on Friday?", "already_good"),
        ("Thank you for making dinner", "praise"),
        ("The train leaves at six", "not_a_statement"),
        ("Du hörst mir nie zu", "other_language"),
        ("asdfgh qwrtp", "nonsense"),
        ("He hit me last night", "safety"),
    ],
)
def test_every_outcome_has_its_name(text: str, outcome: str) -> None:
    found = answer("rewrite", text)
    assert found["outcome"] == outcome
    if outcome == "safety":
        assert (found["text"], found["choices"], found["alternatives"]) == (None, [], [])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("she took all her tablets tonight", "call 112"),
        ("I want to kill myself", "your life may be in danger"),
        ("My husband is having a stroke right now", "medical emergency"),
        ("He hit me last night", "softer words"),
    ],
)
def test_where_there_is_no_sentence_it_says_why_and_in_an_emergency_whom_to_call(text: str, says: str) -> None:
    found = answer("rewrite", text)
    assert found["outcome"] == "safety"
    assert says in found["question"]


def test_where_danger_can_not_be_ruled_out_it_is_asked_about() -> None:
    found = answer("rewrite", "You throw your coat across the room when you come home")
    assert found["outcome"] == "ask"
    assert "afraid" in found["question"]


def test_choices_hold_a_situation_and_a_sentence_each() -> None:
    choices = answer("rewrite", "You're so selfish")["choices"]
    assert 2 <= len(choices) <= 3
    for choice in choices:
        assert choice["situation"]
        assert choice["text"].startswith("I feel ")


def test_an_attempt_gets_a_score_a_strength_and_a_question() -> None:
    found = answer("assess", "I feel lonely when you never call")
    assert not found["good"]
    assert [issue["code"] for issue in found["issues"]] == ["ABSOLUTE"]
    assert found["question"]
    assert answer("assess", "I feel lonely when we don't spend time together")["good"]


def test_danger_is_screened_with_its_tier_and_ordinary_words_with_none() -> None:
    assert answer("screen", "I'm going to kill myself tonight")["tier"] == "A"
    assert answer("screen", BLAME) == {"tier": None, "kind": None}


def test_a_role_comes_with_how_sure_it_is_and_why() -> None:
    found = answer("role", "I keep texting until he answers, and he goes quiet")
    assert found["role"] == "pursuer"
    assert 0 < found["confidence"] <= 1
    assert found["because"]


def test_lines_keep_their_ids_and_bad_ones_stop_nobody() -> None:
    first, second, third, fourth = ask("screen", '"Hello"', '{"id": "x7", "text": "Hello"}', "Hello", "", "{}")
    assert first["id"] == 1
    assert second["id"] == "x7"
    assert "line 3 is no JSON" in str(third["error"])
    assert "line 5 has no text" in str(fourth["error"])


def test_a_bad_line_says_what_to_write() -> None:
    with pytest.raises(BadLine, match='write "a text"'):
        read_line("[1, 2]", 4)


def test_the_commands_answer_on_standard_output() -> None:
    done = run("rewrite", BLAME)
    assert done.returncode == 0
    assert "I feel " in done.stdout
    assert done.stderr == ""


def test_lines_go_in_and_out_of_a_command() -> None:
    rows: Sequence[str] = ["You never call", "Thank you for the tea"]
    done = run("rewrite", "--jsonl", given="".join(json.dumps(row) + "\n" for row in rows))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in found] == [1, 2]
    assert [row["outcome"] for row in found] == ["rewrite", "praise"]


def test_an_empty_text_is_asked_for() -> None:
    done = run("assess", given=" \n")
    assert done.returncode == 2
    assert "there is no text" in done.stderr
