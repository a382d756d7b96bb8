"""The pattern data proves itself, and what is wrong in it is said plainly."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.patterns import Rule, fold, load
from content.tables import ContentError
from dialogs.safety import detectors
from dialogs.safety import match as screen

RANK = {"A": 0, "B": 1, "C": 2}
RULES = load().rules

GOOD = """
[words]
not = "not"
him = "him her"
[[rule]]
id = "one"
tier = "B"
kind = "self_harm"
match = ["see ..1 @him|them"]
examples = ["see him"]
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_fire_and_traps_do_not(rule: Rule) -> None:
    for example in rule.examples:
        tiers = [RANK[found.tier] for found in detectors().concerns(example) if found.rule == rule.id]
        assert tiers, f"{rule.id} does not fire on {example!r}"
        assert min(tiers) <= RANK[rule.tier], f"{rule.id} is too soft on {example!r}"
    for trap in rule.traps:
        found = screen(trap)
        assert found is None or RANK[found.tier] > RANK[rule.tier], f"{found} on the trap {trap!r} of {rule.id}"


def test_every_rule_has_a_trap_and_every_kind_a_rule() -> None:
    assert [rule.id for rule in RULES if not rule.traps] == []
    assert {rule.kind for rule in RULES} == {
        "self_harm",
        "other_self_harm",
        "partner_violence",
        "coercive_control",
        "child_harm",
        "harm_to_other",
        "medical_emergency",
    }


def test_the_smallest_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "good.toml"
    path.write_text(GOOD)
    book = load(path)
    assert [rule.id for rule in book.rules] == ["one"]
    assert book.barriers == {"not"}
    assert {"see", "him", "her", "them"} <= book.vocabulary


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('tier = "B"', 'tier = "D"', "tier = 'D'"),
        ('kind = "self_harm"', 'kind = "gloom"', "kind = 'gloom'"),
        ('id = "one"', "id = 1", "the id 1"),
        ('examples = ["see him"]', "", "at least one match and one example"),
        ('examples = ["see him"]', 'examples = "see him"', "write a list of strings"),
        ('examples = ["see him"]', 'examples = ["x"]\nnotes = "x"', "notes"),
        ('examples = ["see him"]', 'examples = ["x"]\ndespite = ["rain"]', "rain"),
        ("see ..1", "see ..99", "'..99'"),
        ("see ..1 @him|them", "see @nobody", "'@nobody'"),
        ("see ..1 @him|them", "see ..2", "begin and end with a word"),
        ("see ..1 @him|them", "see? him", "begin and end with a word"),
        ("see ..1 @him|them", "Sée him", "without accents"),
        ("see ..1 @him|them", "don't", "without accents"),
        ('not = "not"', "not = 3", "a table of strings"),
        ("[[rule]]", "[rule]", "[[rule]]"),
        ("[words]", "[words", "not valid TOML"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "bad.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load(path)
    assert "bad.toml" in str(caught.value)
    assert said in str(caught.value)


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.toml"
    path.write_text(GOOD + GOOD[GOOD.index("[[rule]]") :])
    with pytest.raises(ContentError, match="occur twice"):
        load(path)


@given(st.text())
def test_folding_is_final(text: str) -> None:
    assert fold(fold(text)) == fold(text)
