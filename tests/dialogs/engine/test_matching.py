"""Matching typed answers to labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.engine.matching import match

SCALE = ["Never", "Rarely", "Sometimes", "Often", "Nearly always", "Skip"]
RATING = [str(number) for number in range(11)] + ["Skip"]
YES_NO = ["Yes, erase everything", "No, keep it"]


@pytest.mark.parametrize(
    ("text", "labels", "expected"),
    [
        ("never", SCALE, 0),
        ("NEVER!", SCALE, 0),
        ("somtimes", SCALE, 2),
        ("nearly", SCALE, 4),
        ("nearly allways", SCALE, 4),
        ("3", SCALE, 2),
        ("7", SCALE, None),
        ("0", SCALE, None),
        ("7", RATING, 7),
        ("10", RATING, 10),
        ("11", RATING, None),
        ("skip", RATING, 11),
        ("yes", YES_NO, 0),
        ("no", YES_NO, 1),
        ("", SCALE, None),
        ("🙂", SCALE, None),
        ("oh sometimes I guess", SCALE, 2),
        ("not often", SCALE, None),
        ("never or rarely", SCALE, None),
        ("I don't know what to say here", SCALE, None),
        ("Rarèly", SCALE, 1),
    ],
)
def test_examples(text: str, labels: list[str], expected: int | None) -> None:
    assert match(text, labels) == expected


def test_where_free_words_are_welcome_only_what_is_plainly_a_choice_counts() -> None:
    assert match("sometimes", SCALE, loose=False) == 2
    assert match("3", SCALE, loose=False) == 2
    assert match("somtimes", SCALE, loose=False) == 2
    assert match("nearly", SCALE, loose=False) == 4
    assert match("oh sometimes", SCALE, loose=False) is None
    assert match("some of it", SCALE, loose=False) is None


def test_a_rating_is_a_bare_number() -> None:
    scale = [*map(str, range(11)), "Skip"]
    assert match("7", scale) == 7
    assert match("about 7", scale) == 7
    assert match("it's a 7/10", scale) == 7
    assert match("10 out of 10", scale) == 10
    assert match("3 days", scale) is None
    assert match("until 9", scale) is None
    assert match("10 minutes", scale) is None
    assert match("skip it", scale) == 11


def test_a_part_of_one_label_is_enough() -> None:
    assert match("sex", ["Affection or sex", "Money", "Plans"]) == 0
    assert match("or", ["Affection or sex", "Trust or jealousy"]) is None


@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=12), st.booleans())
def test_any_text_matches_one_label_or_none(text: str, labels: list[str], loose: bool) -> None:
    found = match(text, labels, loose=loose)
    assert found is None or 0 <= found < len(labels)


@given(st.sampled_from(SCALE), st.integers(0, 20), st.characters(categories=["Ll"]))
def test_one_wrong_letter_never_chooses_another_label(label: str, place: int, letter: str) -> None:
    place %= len(label)
    found = match(label[:place] + letter + label[place + 1 :], SCALE)
    assert found is None or SCALE[found] == label
