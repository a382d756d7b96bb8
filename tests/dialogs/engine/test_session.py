"""Sessions survive JSON, and say why when they can't be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.engine import Frame, Person, Session, begin, dump, load
from dialogs.engine.errors import SessionError
from tests.dialogs.conversation import NOON

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
frames = st.builds(
    Frame,
    st.text(min_size=1, max_size=8),
    st.integers(1, 9),
    st.text(max_size=8),
    st.dictionaries(st.text(max_size=8), json_values, max_size=4),
)
people = st.builds(
    Person,
    name=st.none() | st.text(max_size=20),
    role=st.none() | st.text(max_size=9),
    roles=st.dictionaries(st.text(max_size=5), st.dictionaries(st.text(max_size=5), json_values), max_size=3),
    practised=st.integers(0, 999),
    stopped=st.booleans(),
)
sessions = st.builds(
    Session,
    seed=st.integers(0, 2**32 - 1),
    turn=st.integers(0, 10**9),
    stack=st.lists(frames, max_size=4).map(tuple),
    offered=st.lists(st.text(max_size=8), max_size=6).map(tuple),
    person=people,
)


@given(sessions)
def test_a_session_survives_json(session: Session) -> None:
    assert load(dump(session)) == session


@given(st.integers(0, 2**32 - 1), st.integers(0, 10**12))
def test_a_button_always_fits_into_64_bytes(seed: int, turn: int) -> None:
    assert len(f"{Session(seed=seed, turn=turn).token}:999".encode()) <= 24


def test_the_seed_derives_from_the_first_event() -> None:
    assert begin("a") == begin("a")
    assert begin("a").seed != begin("b").seed


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema":99}', '{"schema":1,"seed":"x"}', "null", '"x"'])
def test_what_is_no_session_is_named(text: str) -> None:
    with pytest.raises(SessionError):
        load(text)


def test_names_of_a_later_release_are_left_out() -> None:
    assert Person.from_json({"name": "Sam", "shoe_size": 43}) == Person(name="Sam")


def test_practices_and_statements_are_kept_up_to_a_number_and_counted_for_good() -> None:
    person = Person()
    for number in range(100):
        person = person.with_practice("sighing", NOON, 7, 4).with_statement(f"I feel {number}", NOON)
    assert (len(person.practices), person.practised) == (60, 100)
    assert (len(person.statements), person.stated) == (10, 100)
    assert person.statements[-1]["text"] == "I feel 99"
