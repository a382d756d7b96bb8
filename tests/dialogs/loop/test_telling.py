"""The telling and the picture of a loop: in the order of happening, own words to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import catalogue
from dialogs.loop.picture import loop_picture
from dialogs.loop.steps import ASKED, OWN, TOLD, keys, label, offered
from dialogs.loop.telling import moment, tell
from tests.dialogs.loop import episode

PLAIN = catalogue.load().plain
ROLES = ("pursuer", "distancer", "mixed", "unclear", None)


def test_an_episode_is_told_in_a_few_lines() -> None:
    assert PLAIN(tell(episode())).splitlines() == [
        "When a message stayed unanswered",
        "In my body a tight chest",
        "I asked again",
        "Then they went quiet",
        "It ended in silence",
        "After that I came back to it",
    ]


def test_own_words_stand_in_quotation_marks_with_a_label_that_fits_a_sentence() -> None:
    told = PLAIN(tell(episode(mine="I slammed the door.", theirs="she said <b>later</b> & left")))
    assert "My move “I slammed the door.”" in told
    assert "Their move “she said <b>later</b> & left”" in told


def test_what_was_left_out_is_not_told() -> None:
    assert PLAIN(tell(episode(trigger=None, body=None, ended=None, repair=None))).splitlines() == [
        "I asked again",
        "Then they went quiet",
    ]
    assert tell({}) == ""


def test_the_picture_has_a_node_for_each_step_and_marks_one() -> None:
    assert loop_picture(episode(repair=None), "en", "body") == {
        "nodes": [
            {"label": "When", "text": "a message stayed unanswered"},
            {"label": "In my body", "text": "a tight chest"},
            {"label": "I", "text": "asked again"},
            {"label": "Then they", "text": "went quiet"},
            {"label": "It ended", "text": "in silence"},
        ],
        "cheapest": 1,
    }


@pytest.mark.parametrize("marked", [None, "repair", "nothing"])
def test_the_picture_marks_nothing_that_is_not_there(marked: str | None) -> None:
    assert loop_picture(episode(repair=None), "en", marked)["cheapest"] is None


@given(words=st.text(min_size=1, max_size=120), step=st.sampled_from(TOLD), marked=st.none() | st.sampled_from(TOLD))
def test_own_words_are_in_the_picture_to_the_letter(words: str, step: str, marked: str | None) -> None:
    picture = loop_picture({**episode(), step: {"words": words}}, "en", marked)
    assert picture["nodes"][TOLD.index(step)]["text"] == words
    assert len(picture["nodes"]) == 6
    assert picture["cheapest"] == (None if marked is None else TOLD.index(marked))
    assert all(isinstance(text, str) for node in picture["nodes"] for text in node.values())


@pytest.mark.parametrize("step", ASKED)
def test_every_answer_has_words_that_fit_on_a_button(step: str) -> None:
    for key in keys(step):
        words = PLAIN(label(step, key))
        assert 0 < len(words) <= 60
        assert not words.endswith(".")


@pytest.mark.parametrize("step", ASKED)
def test_no_two_answers_read_alike(step: str) -> None:
    words = [PLAIN(label(step, key)) for key in keys(step)]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_short_list_at_every_step(role: str | None) -> None:
    for step in ASKED:
        names = offered(step, role)
        assert 4 <= len(names) == len(set(names)) <= 6
        assert set(names) <= keys(step)


def test_who_reaches_and_who_backs_off_are_offered_other_moves_and_both_have_both() -> None:
    reaching, backing, both = (set(offered("mine", role)) for role in ("pursuer", "distancer", "mixed"))
    assert not reaching & backing
    assert both & reaching
    assert both & backing
    assert offered("mine", "unclear") == offered("mine", None) == offered("mine", "mixed")


def test_every_word_of_the_catalogue_can_be_answered() -> None:
    answerable = {key for key in catalogue.load().screens() if key.startswith("loop.words.")}
    assert answerable == {f"loop.words.{step}.{key}" for step in ASKED for key in keys(step)}


@pytest.mark.parametrize("step", OWN)
def test_a_step_of_ones_own_can_be_the_if_of_a_plan(step: str) -> None:
    assert "“went & shouted”" in moment(step, {"words": "went & shouted"}, "en")
    assert len(moment(step, {"key": sorted(keys(step))[0]}, "en")) <= 120
