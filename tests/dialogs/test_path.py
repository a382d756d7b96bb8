"""The next step: one once the role is known, with a reason from the person's own data; and what works for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.catalogue import Phrase
from dialogs.chance import beta, fraction, pick
from dialogs.coach import build
from dialogs.engine import Person
from dialogs.learn import LESSONS
from dialogs.lengths import read_length
from dialogs.practices import SIDES
from dialogs.what_works import LEAST, effects
from dialogs.wishes import find_wish
from tests.dialogs.conversation import says, talk

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PURSUER = Person(consented=NOW.isoformat(), role="pursuer", name="Sam")


def rated(name: str, *pairs: tuple[int, int], days: int = 1) -> tuple[dict[str, Any], ...]:
    at = (NOW - timedelta(days=days)).isoformat()
    return tuple({"name": name, "at": at, "before": before, "after": after} for before, after in pairs)


def menu(person: Person) -> str:
    return talk(build(), person).say("/menu")


def test_nothing_is_suggested_before_the_role_is_known_or_where_couple_exercises_rest() -> None:
    assert "Next for you" not in menu(replace(PURSUER, role=None))
    assert "Next for you" not in menu(replace(PURSUER, careful="2026-03-01"))


def test_the_first_step_is_a_practice_for_ones_side() -> None:
    assert "Next for you: Long sighs" in menu(PURSUER)
    assert "Next for you: Space with a return time" in menu(replace(PURSUER, role="distancer"))


def test_what_helped_before_comes_again_after_a_high_rating_with_the_numbers() -> None:
    rows = (*rated("sighing", (8, 4), (9, 4), (7, 4)), *rated("name_it", (8, 8), days=0))
    shown = menu(replace(PURSUER, practices=rows, practised=4, lessons={"loop": "2026-03-01"}))
    assert "Next for you: Long sighs (5 min). With it you went from about 8 to 4, 3 times." in shown


def test_a_lesson_follows_practice_and_leads_there() -> None:
    rows = rated("sighing", (8, 6), (7, 6))
    conversation = talk(build(), replace(PURSUER, practices=rows, practised=2, lessons={"loop": "2026-02-28"}))
    assert says(conversation.say("/menu"), "learn.reasons.first")
    conversation.choose("suggested")
    assert conversation.state == "learn.text"


def test_the_suggested_practice_begins_at_once() -> None:
    conversation = talk(build(), PURSUER)
    conversation.say("/menu")
    conversation.choose("suggested")
    assert conversation.state == "sighing.why"


@given(
    st.lists(
        st.tuples(st.sampled_from([*SIDES["soothe"], *SIDES["reach"]]), st.integers(0, 10), st.integers(0, 10)),
        max_size=12,
    ),
    st.sets(st.sampled_from(LESSONS)),
    st.sampled_from(["pursuer", "distancer", "mixed", "unclear"]),
)
def test_there_is_always_exactly_one_step(rows: list[tuple[str, int, int]], read: set[str], role: str) -> None:
    practices = tuple(row for name, before, after in rows for row in rated(name, (before, after)))
    person = replace(
        PURSUER, role=role, practices=practices, practised=len(rows), lessons=dict.fromkeys(read, "2026-02-01")
    )
    assert menu(person).count("Next for you:") == 1


def test_nothing_is_said_of_an_effect_before_there_is_enough() -> None:
    few = replace(PURSUER, practices=rated("sighing", *[(8, 5)] * (LEAST - 1)))
    assert effects(few) == []


def test_an_effect_is_the_mean_with_bounds_that_hold_it() -> None:
    person = replace(PURSUER, practices=rated("sighing", (8, 5), (8, 6), (9, 5), (7, 5), (8, 5)))
    [effect] = effects(person)
    assert (effect.name, effect.times) == ("sighing", 5)
    assert effect.eased == pytest.approx(2.8)
    assert (effect.least, effect.most) == pytest.approx((2.003, 3.597), abs=0.01)  # t = 2.13, s = 0.837
    assert effect.clear
    shown = talk(build(), replace(person, practised=5)).say("/progress")
    assert "What helps you most so far: Long sighs (5 min). 2.8 points easier on average in 5 times" in shown


def test_what_varies_around_nothing_is_not_called_a_help() -> None:
    person = replace(PURSUER, practices=rated("sighing", (8, 5), (5, 8), (8, 5), (5, 8), (6, 6)))
    assert not effects(person)[0].clear
    assert "What helps you most" not in talk(build(), person).say("/progress")


@pytest.mark.parametrize(
    ("text", "dialog"),
    [
        ("hold a message for me", "practice"),
        ("fewer messages please", "nudges"),
        ("stop messaging me", "nudges"),
        ("daily reminder please", "nudges"),
        ("i want a calendar file", "check_in"),
        ("i need a break from this fight", "practice"),
        ("I'm in New York now", "zone"),
        ("delete everything", "forget"),
        ("she never stops messaging me", None),
        ("he forgot all my data", None),
        ("you always need space", None),
        ("I'm in tears", None),
        ("I'm in a mess now", None),
    ],
)
def test_wishes_in_plain_words(text: str, dialog: str | None) -> None:
    found = find_wish(text, NOW)
    assert (found[0] if found else None) == dialog


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45), ("1.5 hours", 90), ("half an hour", 30), ("half hour", 30), ("an hour", 60), ("two hours", 120),
        ("an hour and a half", 90), ("1 hour 30 minutes", 90), ("1h30", 90), ("three quarters of an hour", 45),
        ("a couple of hours", 120), ("a day", 1440), ("10 minutes", 10), ("a quarter of an hour", 15), ("soon", None),
        ("1,5 h", 90), ("twenty", 20),
    ],
)  # fmt: skip
def test_lengths_of_time(text: str, minutes: int | None) -> None:
    assert read_length(text) == minutes


@given(st.text(max_size=60))
def test_any_words_are_a_length_or_none(text: str) -> None:
    minutes = read_length(text)
    assert minutes is None or minutes >= 0


def test_chance_is_even_and_repeatable() -> None:
    drawn = [fraction(f"seed:{number}") for number in range(4000)]
    assert drawn == [fraction(f"seed:{number}") for number in range(4000)]
    assert all(0 <= value < 1 for value in drawn)
    assert abs(sum(drawn) / len(drawn) - 0.5) < 0.02
    assert {pick("abc", f"{number}") for number in range(50)} == set("abc")


def test_a_draw_from_a_belief_has_its_mean() -> None:
    drawn = [beta(6, 2, f"{number}") for number in range(3000)]
    assert abs(sum(drawn) / len(drawn) - 7 / 10) < 0.01


def test_a_lesson_is_told_for_ones_side_and_finished_once() -> None:
    conversation = talk(build(), replace(PURSUER, role="distancer"))
    conversation.say("/learn")
    conversation.choose("loop")
    assert "the second move, and the fourth" in conversation.messages[-1].text
    conversation.choose("next")
    conversation.say("The second")
    assert conversation.state == "own_loop.trigger"
    conversation.choose("skip")
    conversation.choose("will_do")
    assert conversation.person.lessons == {"loop": conversation.now.date().isoformat()}
    assert conversation.state == "learn.rest"
    assert isinstance(build().catalogue.text("learn.finished", values={"title": Phrase("learn.loop.title")}), str)
