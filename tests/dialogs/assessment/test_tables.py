"""The loader of the rules: errors name the file and the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.assessment import load
from content.tables import ContentError

GOOD = """
[words]
absolute = "always never | all the time"
[spellings]
u = "you"
[[rule]]
code = "ABSOLUTE"
match = ["you [ @absolute ] ..2"]
examples = ["You never ask"]
traps = ["I never ask"]
"""


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(GOOD, encoding="utf-8")
    tables = load(tmp_path)
    assert tables.words["absolute"] == ("always", "never", "all the time")
    assert tables.spellings["u"] == ("you",)
    assert tables.rules[0].where == "rules.toml rule 1"


def test_the_feelings_of_the_statements_are_classes_here() -> None:
    words = load().words
    assert "lonely" in words["lexicon_unpleasant"]
    assert "i was in bits" in words["lexicon_said"]
    assert "left to fend for myself" in words["faux"]
    assert not set(words["lexicon_faux"]) & set(words["unpleasant"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("@absolute ]", "@absolutes ]", "rules.toml rule 1.*@absolutes.*no class"),
        ("[ @absolute ]", "[ @absolute", r"rules.toml rule 1.*one \["),
        ("..2", "..", "rules.toml rule 1.*no element"),
        ('traps = ["I never ask"]', "", "rules.toml rule 1.*no traps"),
        ('code = "ABSOLUTE"', "", "rules.toml rule 1.*needs a code"),
        ('u = "you"', 'u = ""', r"rules.toml \[spellings\] u"),
        ("always never", "@always never", "absolute names @always"),
        ("[words]", "[wods]", "rules.toml has .*wods"),
        ('match = ["you', 'match = [1, "you', "rules.toml rule 1 match"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    (tmp_path / "rules.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=message):
        load(tmp_path)


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="holds no rules"):
        load(tmp_path)
