"""The rules for words: what they read, and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.lint import load
from content.tables import ContentError

RULE = """
[[rule]]
code = "H403"
name = "labels somebody"
fix = "tell what happened"
words = ["needy", "insecur*", "control freak"]
unless = ["not needy"]
spoken = false
[rule.allow]
"toy" = "a reason for this"
[long]
"toy.list" = "looked up and not read"
"""


def write(folder: Path, text: str) -> Path:
    (folder / "words.toml").write_text(text, encoding="utf-8")
    return folder


def test_words_are_whole_and_a_star_opens_them(tmp_path: Path) -> None:
    (rule,) = load(write(tmp_path, RULE)).rules
    assert rule.find("Needy, insecurity and a control freak; Needy") == ["needy", "insecurity", "control freak"]
    assert rule.find("needyish, unneedy, not needy") == []


def test_what_somebody_says_is_not_looked_at(tmp_path: Path) -> None:
    (rule,) = load(write(tmp_path, RULE)).rules
    assert rule.find('They said “needy”, "needy" and <i>needy</i>.') == []
    assert rule.find('"Fine", they said, and were needy, and "glad".') == ["needy"]


def test_an_exception_is_for_a_text_or_a_table(tmp_path: Path) -> None:
    lint = load(write(tmp_path, RULE))
    assert lint.rules[0].exception("toy.text") == "toy"
    assert lint.rules[0].exception("toys.text") is None
    assert dict(lint.long) == {"toy.list": "looked up and not read"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('code = "H403"', 'code = "X1"', "has the code 'X1'"),
        ('fix = "tell what happened"\n', "", "is no rule"),
        ("spoken = false", "spokn = false", "is no rule"),
        ('words = ["needy", "insecur*", "control freak"]', "words = []", "words of 'labels somebody'"),
        ('unless = ["not needy"]', 'unless = "not needy"', "unless of 'labels somebody'"),
        ('"toy" = "a reason for this"', '"toy" = "because"', "'toy' of 'labels somebody' has no reason"),
        ('"toy.list" = "looked up and not read"', '"toy.list" = true', "'toy.list' of 'long' has no reason"),
        ("[[rule]]", "[[rule]", "not valid TOML"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in RULE
    with pytest.raises(ContentError, match=told):
        load(write(tmp_path, RULE.replace(old, new, 1)))


def test_without_rules_nothing_is_checked_and_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no rules"):
        load(write(tmp_path, "[long]"))
