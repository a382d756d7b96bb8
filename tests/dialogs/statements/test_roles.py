"""Who a clause is about: the same words blame the partner, somebody else or oneself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.statements.roles import roles_of
from dialogs.statements.words import read_words


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("You are so rude", "you"),
        ("She is so rude", "they"),
        ("My husband is so rude", "they"),
        ("My boss is so rude", "other"),
        ("The kids are so rude", "other"),
        ("I am so rude", "i"),
        ("We are so rude", "we"),
        ("It was so rude", "it"),
        ("Some people are so rude", "some"),
        ("Rude, as ever", "none"),
    ],
)
def test_a_clause_is_about_whom_it_names_first(text: str, opens: str) -> None:
    assert f"%0 {opens}" in roles_of(read_words(text))


def test_well_and_ill_are_kept_with_whom_they_are_said_of() -> None:
    found = roles_of(read_words("My mother is selfish but you are an angel"))
    assert "%other harsh" in found
    assert "%you warm" in found
    assert "%you harsh" not in found


def test_what_is_denied_is_not_said() -> None:
    assert "%you not warm" in roles_of(read_words("you are not kind"))


@given(st.text(max_size=300))
def test_any_text_has_its_roles_once_and_the_same_again(text: str) -> None:
    found = roles_of(read_words(text))
    assert len(found) == len(set(found))
    assert found == roles_of(read_words(text))
