"""What pictures are offered to whom, and what they say in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.coach import build
from dialogs.engine.effects import Busy
from dialogs.portraits import PORTRAITS
from dialogs.pulse_change import SURE, change
from tests.dialogs.conversation import CONSENTED, NOON, Conversation, talk
from tests.pictures.people import LABELS, SEASONED, attempting, practising, pulsing, role, sent


def asking(conversation: Conversation) -> Conversation:
    conversation.say("/progress")
    conversation.tap("See pictures")
    return conversation


def test_with_nothing_to_draw_it_says_what_will_come_and_when() -> None:
    conversation = asking(talk(build()))
    assert "nothing to draw yet" in conversation.text
    assert "after the first practice" in conversation.text
    assert conversation.labels == ["Done"]
    assert conversation.pictures == []
    assert "Your progress" in conversation.tap("Done")


def test_the_only_picture_there_is_comes_at_once() -> None:
    conversation = asking(talk(build(), practising(CONSENTED, ("sighing", 0, 5, 3))))
    assert [picture.picture for picture in conversation.pictures] == ["days"]
    assert conversation.labels == ["Done"]


def test_one_picture_a_tap_and_each_of_them_once() -> None:
    conversation = asking(talk(build(), SEASONED))
    assert conversation.pictures == []
    assert conversation.labels == [*LABELS.values(), "Done"]
    for name, label in LABELS.items():
        conversation.tap(label)
        assert [picture.picture for picture in conversation.pictures] == [name]
        assert len(conversation.messages) == 1
        assert label not in conversation.labels
        assert any(isinstance(effect, Busy) for effect in conversation.effects)
    assert conversation.labels == ["Done"]
    assert "Another" not in conversation.text


def test_what_is_missing_is_named_once() -> None:
    conversation = asking(talk(build(), attempting(practising(CONSENTED, ("sighing", 0, 5, 3)), 40, 60)))
    assert conversation.labels == ["The last 14 days", "Sentences practised", "Done"]
    assert "after the twelve taps" in conversation.text
    assert "after the first practice" not in conversation.text
    assert "twelve taps" not in conversation.tap("The last")


def test_a_practice_of_long_ago_is_on_no_calendar() -> None:
    person = practising(CONSENTED, ("sighing", 14, 5, 3), ("sighing", 15, 5, 3))
    assert [picture.picture for picture in asking(talk(build(), person)).pictures] == ["practices"]


def test_where_couple_exercises_are_set_aside_only_what_one_does_alone_is_drawn() -> None:
    conversation = asking(talk(build(), replace(SEASONED, careful="2026-03-01")))
    assert conversation.labels == [LABELS["days"], LABELS["practices"], "Done"]
    assert "Still to come" not in conversation.text
    conversation = asking(talk(build(), replace(CONSENTED, careful="2026-03-01")))
    assert "practice" in conversation.text
    assert "twelve taps" not in conversation.text
    assert "nudges" not in conversation.text


def test_a_list_that_went_out_of_date_sends_nothing() -> None:
    conversation = asking(talk(build(), practising(CONSENTED, ("sighing", 13, 5, 3), ("sighing", 13, 5, 3))))
    conversation.wait(days=2)
    conversation.tap("The last 14 days")
    assert conversation.pictures == []
    assert conversation.state == "pictures.pick"


@pytest.mark.parametrize("name", PORTRAITS)
def test_a_caption_is_an_alternative_to_the_picture(name: str) -> None:
    """Every number of the data and every name in it is in the words."""
    picture = sent(name)

    def leaves(value: object) -> list[object]:
        if isinstance(value, dict):
            return [leaf for part in value.values() for leaf in leaves(part)]
        if isinstance(value, list):
            return [leaf for part in value for leaf in leaves(part)]
        return [value]

    data = {key: value for key, value in picture.data.items() if key not in ("days", "title")}
    for leaf in leaves(data):
        said = f"{leaf:g}" if isinstance(leaf, float) else str(leaf)
        assert said in picture.caption
    if name == "days":
        assert "Tue 17, Sat 21, Tue 24, Wed 25, Thu 26, Sun 1, Mon 2" in picture.caption


def test_the_longest_captions_fit() -> None:
    everywhere = {
        topic: role(100, 100) for topic in "time affection chores money family parenting trust plans other".split()
    }
    person = replace(
        pulsing(attempting(CONSENTED, *[100] * 900), *[(4, 4, 4)] * 26),
        roles=everywhere,
    )
    names = "sighing breathing compassion disclosure listen_back body_break".split()
    person = practising(person, *[(name, at % 14 + 0.01, 10, 9) for name in names for at in range(10)])
    for name in PORTRAITS:
        assert len(sent(name, person).caption) < 1024


def test_a_change_is_named_only_where_it_is_sure() -> None:
    assert change([0, 0, 0, 0, 4, 4, 4]) is None, "seven weeks"
    assert change([0, 0, 0, 0, 1, 1, 2, 1]) == "more"
    assert change([0, 0, 0, 1, 1, 1, 1, 2]) is None
    assert change([3, 3, 3, 3, 0, 4, 1, 1, 2, 2]) == "less"
    assert change([4, 4, 4, 4, 0, 0, 0, 4, 4, 4, 4]) is None, "only the first and the latest weeks count"


@given(st.lists(st.integers(0, 4), max_size=26))
def test_change_is_the_same_seen_from_the_other_side(scores: list[int]) -> None:
    other = {"more": "less", "less": "more", None: None}
    assert change(scores[::-1]) == other[change(scores)]
    assert change([4 - score for score in scores]) == other[change(scores)]


def test_the_limit_is_that_of_jacobson_and_truax() -> None:
    """Worked out from the figures of the role questions: alpha .79 over five answers, standard deviation 21."""
    one = 0.79 / (5 - 4 * 0.79)
    deviation = 21 * (5 / (1 + 4 * one)) ** 0.5
    error = deviation * (1 - one) ** 0.5
    limit = 1.96 * error * (2 / 4) ** 0.5
    assert limit / 25 == pytest.approx(SURE, abs=0.02)


def test_early_weeks_are_called_early() -> None:
    assert "After eight of them" in sent("pulse", pulsing(CONSENTED, (1, 1, 1), (2, 2, 2))).caption
    assert "usual ups and downs" in sent("pulse", pulsing(CONSENTED, *[(1, 1, 1)] * 8)).caption
    assert "less than at first" in sent("pulse").caption


def test_dates_are_those_of_the_person_s_own_clock() -> None:
    person = replace(CONSENTED, zone="Pacific/Auckland")
    for week in range(2):
        person = person.with_pulse(NOON + timedelta(weeks=week, hours=2), 1, 1, 1)
    assert (sent("pulse", person).data["first"], sent("pulse", person).data["last"]) == ("3 March", "10 March")
