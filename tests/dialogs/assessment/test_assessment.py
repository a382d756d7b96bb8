"""An attempt, assessed: the golden sentences of the guide, the rubric, and what holds for any text."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.catalogue import load as load_catalogue
from dialogs.assessment import (
    POINTS,
    SEVERITY,
    Band,
    Code,
    Level,
    Strength,
    assess,
    band_key,
    find_issues,
    remark_key,
    strength_key,
)

PASSING = [
    "I feel lonely when we don't spend time together",
    "I feel overwhelmed when I don't get time to myself",
]


def quotes(text: str, level: Level = 1) -> list[tuple[str, str]]:
    return [(each.code.value, text[each.start : each.end]) for each in assess(text, level).issues]


def codes(text: str) -> list[str]:
    return [each.code.value for each in find_issues(text)]


@pytest.mark.parametrize("text", PASSING)
def test_a_feeling_and_a_situation_pass(text: str) -> None:
    given_ = assess(text)
    assert given_.good
    assert given_.score >= 60
    assert given_.band in ("ready", "nearly")
    assert codes(text) == ["NO_NEED", "NO_REQUEST"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You never listen to me", [("ABSOLUTE", "never")]),
        ("You're too needy", [("LABEL", "too needy")]),
        (
            "I feel ignored and unloved, so I keep reaching out to you. Why can't you just talk to me?",
            [("FAUX_FEELING", "ignored"), ("FAUX_FEELING", "unloved"), ("WHY_LOADED", "Why can't you just talk to me")],
        ),
        (
            "I feel overwhelmed by your constant need for reassurance. Why can't you give me space to breathe?",
            [("WHY_LOADED", "Why can't you give me space to breathe")],
        ),
        ("Be more present.", [("VAGUE_REQUEST", "Be more present")]),
        ("I need you to text.", [("DEMAND", "I need you to text")]),
        ("I'm sick of it. You’re such a slob", [("LABEL", "such a slob")]),
        ('He said "you never listen" and walked off.', []),
    ],
)
def test_the_guides_sentences(text: str, expected: list[tuple[str, str]]) -> None:
    assert [found for found in quotes(text) if not found[0].startswith("NO_")] == expected


def test_missing_parts_are_asked_for_only_without_blame() -> None:
    assert sorted(codes("I feel ignored.")) == ["FAUX_FEELING", "NO_NEED", "NO_REQUEST", "NO_SITUATION"]
    assert codes("I feel sad and you never listen") == ["ABSOLUTE"]
    assert codes("Why were you late?") == []
    assert codes("I need twenty minutes, then I'll come back") == []


def test_a_grave_issue_caps_the_score() -> None:
    given_ = assess("I felt sad last night when you left. You're so selfish. Could you call me tomorrow?", 2)
    assert not given_.good
    assert given_.score <= 40
    assert given_.worst is not None
    assert given_.worst.code is Code.LABEL
    assert given_.feeling == "sad"
    assert given_.strength == "feeling"


def test_the_level_decides_what_is_graded() -> None:
    text = "I feel lonely when you work late on Fridays."
    assert assess(text, 1).score > assess(text, 2).score >= 60
    full = (
        "I know you've had long days, and I felt lonely on Friday when I ate alone. I miss us. "
        "Could we eat together tonight?"
    )
    for level in (1, 2, 3):
        given_ = assess(full, level)
        assert (given_.score, given_.band, given_.issues) == (100, "ready", ())
    assert dict(assess(full, 3).criteria) == dict(POINTS)


def test_he_and_she_are_the_partner_unless_somebody_else_is() -> None:
    assert codes("he never listens") == ["ABSOLUTE"]
    assert "ABSOLUTE" not in codes("My boss is stressed, he never listens, and I feel tense when you ask about work")


def test_every_code_has_a_severity_a_remark_and_a_question() -> None:
    catalogue = load_catalogue()
    for code in Code:
        remark = catalogue.screen(remark_key(code)).wordings[0]
        assert len(remark.source.split()) <= 25
        assert ("quote" in remark.placeholders) is not code.value.startswith("NO_")
        assert catalogue.has(f"assessment.questions.{code.value.lower()}")
        assert SEVERITY[code] in (1, 2, 3)
    for strength in get_args(Strength):
        assert catalogue.has(strength_key(strength))
    for band in get_args(Band):
        assert catalogue.has(band_key(band))


WORDS = st.sampled_from(
    "you never listen I feel sad when because but , . ? ! \" ' “ ” so selfish why can't just talk to me if leave or "
    "we're done should have he she my wife Tom 🙄 😢 need could please stop don’t be more \n ... and".split(" ")
)


@given(st.one_of(st.text(), st.lists(WORDS, max_size=60).map(" ".join)), st.sampled_from([1, 2, 3]))
def test_any_text_can_be_assessed(text: str, level: Level) -> None:
    given_ = assess(text, level)
    assert 0 <= given_.score <= 100
    assert given_.good == (given_.score >= 60)
    assert set(given_.criteria) == set(POINTS)
    assert all(0 <= points <= POINTS[name] for name, points in given_.criteria.items())
    assert list(given_.issues) == sorted(given_.issues, key=lambda each: (each.start, each.end, each.code))
    for each in given_.issues:
        assert 0 <= each.start < each.end <= len(text)
    assert load_catalogue().has(given_.question)
    assert given_ == assess(text, level)


def test_a_very_long_text_is_read_in_bounded_time() -> None:
    assert assess("you never listen to me and " * 5000).issues
