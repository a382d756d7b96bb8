"""The gym's bank: enough of everything, nothing that harms, and each row says what it claims to say."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from content import gym
from content.gym import Repair, Situation, Spot, load
from content.tables import ContentError
from dialogs import safety, statements
from dialogs.assessment import Code, assess, find_issues

BANK = load()
SITUATIONS, SPOTS, REPAIRS = [*BANK.situations.values()], [*BANK.spots.values()], [*BANK.repairs.values()]
SENTENCES: list[Spot | Repair] = [*SPOTS, *REPAIRS]
LIKELY = "sounds_dangerous"  # the belt of the statements that weighs likelihoods
AGREEING = 0.95  # share of sentences in which the assessment finds what the bank says; it has a life of its own
_GENDERED = re.compile(
    r"\byour (?:husband|wife|boyfriend|girlfriend)\b|\byour partner\b[^.]*\b(?:he|she|his|her|him)\b"
)


def test_there_is_enough_of_everything() -> None:
    assert len(SITUATIONS) >= 130
    assert len(SPOTS) >= 60
    assert len(REPAIRS) >= 60
    topics = Counter(row.topic for row in SITUATIONS)
    assert {"time", "affection", "chores", "money", "family", "parenting", "trust", "plans", "phones", "space"} < set(
        topics
    )
    assert "criticism" in topics
    sides = Counter((row.topic, row.side) for row in SITUATIONS)
    assert all(sides[topic, side] >= 2 for topic in topics for side in ("pursuer", "distancer", "both"))


def test_every_code_can_be_seen_and_what_blames_can_be_mended() -> None:
    assert set(BANK.slips) == {code.value for code in Code}
    seen, mended = Counter(row.code for row in SPOTS), Counter(code for row in REPAIRS for code in row.slips)
    assert all(seen[code] >= 2 for code in BANK.slips)
    assert all(mended[code] >= 2 for code in BANK.slips if not code.startswith("NO_"))


@pytest.mark.parametrize("row", SITUATIONS, ids=lambda row: row.name)
def test_a_situation_is_short_and_for_any_couple(row: Situation) -> None:
    assert len(row.text.split()) <= 40
    assert not _GENDERED.search(row.text)
    assert safety.screen(row.text) is None


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row.name)
def test_no_sentence_is_one_that_must_not_be_softened(row: Spot | Repair) -> None:
    for text in (row.text, row.better):
        assert safety.screen(text) is None
        outcome = statements.rewrite(text)
        assert not isinstance(outcome, statements.Refused) or outcome.kind == LIKELY


def test_hardly_any_sentence_sounds_dangerous() -> None:
    """That belt weighs likelihoods; a sentence it holds back would be refused to whoever says it again."""
    outcomes = {text: statements.rewrite(text) for row in SENTENCES for text in (row.text, row.better)}
    refused = [text for text, outcome in outcomes.items() if isinstance(outcome, statements.Refused)]
    assert len(refused) <= (1 - AGREEING) * len(outcomes), refused


@pytest.mark.parametrize("row", SPOTS, ids=lambda row: row.name)
def test_a_slip_stands_where_it_is_said_to_stand(row: Spot) -> None:
    assert 0 <= row.start < row.end <= len(row.text)
    if row.pieces:
        assert row.quote.strip(".,?") in row.pieces[row.at] or row.pieces[row.at] in row.quote
        assert not any(row.quote in piece for at, piece in enumerate(row.pieces) if at != row.at)
        assert 3 <= len(row.pieces) <= 4
    assert "[" not in row.text
    assert "|" not in row.text


def test_the_assessment_finds_exactly_the_slip_that_is_meant() -> None:
    wrong = [(row.name, found) for row in SPOTS if (found := _codes(row)) != {row.code}]
    assert len(wrong) <= (1 - AGREEING) * len(SPOTS), wrong


def test_the_assessment_finds_what_is_to_be_mended() -> None:
    wrong = [row.name for row in REPAIRS if not {*row.slips} <= {each.code.value for each in find_issues(row.text)}]
    assert len(wrong) <= (1 - AGREEING) * len(REPAIRS), wrong


def test_what_is_shown_as_better_is_better() -> None:
    """Without blame; and a repair has all of level 2, so that it can be shown at any level."""
    spoiled = [row.name for row in SENTENCES if any(each.severity > 1 for each in find_issues(row.better))]
    assert spoiled == []
    weak = [row.name for row in REPAIRS if not assess(row.better, 2).good or assess(row.better, 2).score < 80]
    assert len(weak) <= (1 - AGREEING) * len(REPAIRS), weak


def _codes(row: Spot) -> set[str]:
    """The codes found, without the parts that a sentence of this level need not have."""
    level = BANK.slips[row.code].level
    found = {each.code.value for each in find_issues(row.text)}
    if not row.pieces:
        return {code for code in found if BANK.slips[code].level <= level and code != "NO_REQUEST"} | (
            found & {row.code}
        )
    return {code for code in found if not code.startswith("NO_")}


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("spots.toml", "[I felt you didn't care]", "I felt you didn't care", r"one pair of \[ \]"),
        ("spots.toml", "| [I felt ignored]", "[I felt ignored]", "three or four"),
        ("spots.toml", "during my story, | [I felt ignored]", "[during my story, | I felt ignored]", "over a bar"),
        ("spots.toml", "[GUILT.all_i_do]", "[SIN.all_i_do]", "no code of slips.toml"),
        ("spots.toml", '"I feel sad lately, and', '"I feel [sad lately], and', "isn't there"),
        ("repairs.toml", 'slips = ["GUILT"]', 'slips = ["SIN"]', "a list of codes"),
        ("repairs.toml", '["GUILT"]\ntext = "', '["GUILT"]\ntext = "' + "word " * 46, "words; write at most"),
        ("slips.toml", "level = 1", "level = 4", "write 1, 2 or 3"),
        ("slips.toml", '"THREAT", "SHOULD"', '"THREAT", "SINS"', "no codes of this file"),
        ("situations/time.toml", "[pursuer]", "[chaser]", "pursuer, distancer or both"),
        ("situations/time.toml", "late_from_work", "Late-from-work", "small letters"),
        ("situations/time.toml", "\"It's Thursday.", '"' + "so " * 41, "at most 40"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, file: str, old: str, new: str, told: str) -> None:
    folder = tmp_path / "gym"
    shutil.copytree(gym._FOLDER, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=told):
        load(folder)
