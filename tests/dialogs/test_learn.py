"""Lessons: which one fits next and why, and what three of them end in: one's own loop, private questions, a deal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.coach import build
from dialogs.engine import Person, dump
from dialogs.lessons import BEHIND, LESSONS, SOLO
from dialogs.own_loop import logged
from dialogs.rehearsal import Rehearsal
from tests.dialogs.nudges import KNOWN, NOON, said, tap

READ = {"loop": "2026-02-20", "my_side": "2026-02-20"}
LOOP = ("my message stayed unanswered", "I wrote three more", "they turned the phone off")


def practised(*names: str) -> dict[str, Any]:
    """What of a person says that they did these practices, one after the other."""
    rows = tuple({"name": name, "at": NOON.isoformat(), "before": None, "after": None} for name in names)
    return {"practices": rows, "practised": len(rows)}


def learning(person: Person = KNOWN) -> Rehearsal:
    """Somebody who looks at the lessons."""
    rehearsal = Rehearsal(build(), now=NOON)
    rehearsal.meet(person)
    rehearsal.say("/learn")
    assert rehearsal.state == "learn.rest"
    return rehearsal


def at_the_loop(person: Person = KNOWN) -> Rehearsal:
    """Somebody whose own loop is asked for."""
    rehearsal = learning(person)
    tap(rehearsal, "loop", "next", "skip")
    return rehearsal


# -- which one fits next -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "title", "reason"),
    [
        (KNOWN, "The loop", "The others build on it."),
        (replace(KNOWN, lessons={"loop": "2026-02-20"}), "What my move protects", "The others build on it."),
        (
            replace(KNOWN, lessons=READ, **practised("journal", "space")),
            "Being within reach",
            "You did: Space with a return time. This is the thought behind it.",
        ),
        (
            replace(KNOWN, lessons={**READ, "availability": "2026-02-21"}, **practised("journal", "space", "space")),
            "Where I learned it",
            "You did: Private pages (5–15 min).",
        ),
        (replace(KNOWN, lessons=READ, attempted=2, practised=4), "Say it in three steps", "practised sentences."),
        (
            replace(KNOWN, lessons=READ, returns={"missed": 1, "missed_at": NOON.isoformat()}, **practised("journal")),
            "Being within reach",
            "A return time was missed lately.",
        ),
        (replace(KNOWN, lessons=READ, practised=4, deal={"limit": "break"}), "Halfway, with a date", "days in it"),
        (
            replace(KNOWN, lessons=READ, practised=4, roles={"money": {"lean": 30}, "time": {"lean": -20}}),
            "Worried, guarded, at ease",
            "isn't the same on every subject",
        ),
        (replace(KNOWN, lessons=READ, practised=4), "The five-second gap", "It's the next one in order."),
    ],
)  # fmt: skip
def test_the_next_lesson_follows_from_what_was_done(person: Person, title: str, reason: str) -> None:
    rehearsal = learning(person)
    assert f"Next for you: {title}. " in said(rehearsal)
    assert reason in said(rehearsal)
    assert rehearsal.labels[0] == title
    assert set(LESSONS) <= set(rehearsal.session.offered), "all are open"


def test_who_reads_ahead_is_offered_a_practice_and_may_read_on() -> None:
    rehearsal = learning(replace(KNOWN, lessons=READ))
    assert "perhaps a practice. You've read 2 lessons and practised nothing so far." in said(rehearsal)
    assert list(rehearsal.session.offered[:2]) == ["practise", "clock"]
    tap(rehearsal, "practise")
    assert rehearsal.state == "practice.pick"
    tap(rehearsal, "not_now")
    assert rehearsal.state == "learn.rest"
    tap(rehearsal, "clock")
    assert rehearsal.state == "learn.text"


def test_after_the_last_a_look_back_is_offered_and_not_pushed() -> None:
    rehearsal = learning(replace(KNOWN, lessons=dict.fromkeys(LESSONS, "2026-02-20")))
    assert "All twelve are finished" in said(rehearsal)
    assert rehearsal.session.offered[0] == "graduate"
    tap(rehearsal, "graduate")
    assert rehearsal.state == "graduate.why"
    tap(rehearsal, "not_now")
    assert rehearsal.state == "learn.rest"


def test_where_couple_exercises_rest_only_what_asks_nothing_of_a_couple_is_there() -> None:
    rehearsal = learning(replace(KNOWN, careful="2026-03-01", **practised("space")))
    assert tuple(rehearsal.session.offered) == (*SOLO, "aside", "done")
    tap(rehearsal, "soothing", "next", "skip")
    assert rehearsal.session.offered == ("will_do", "not_today")
    both = replace(KNOWN, careful="2026-03-01", lessons=dict.fromkeys(LESSONS, "2026-02-20"))
    assert "graduate" not in learning(both).session.offered


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(list(BEHIND)), max_size=6),
    st.sets(st.sampled_from(LESSONS)),
    st.sampled_from([None, "2026-03-01"]),
)
def test_one_fits_as_long_as_one_is_left(names: list[str], read: set[str], careful: str | None) -> None:
    person = replace(KNOWN, careful=careful, lessons=dict.fromkeys(read, "2026-02-20"), **practised(*names))
    rehearsal = learning(person)
    left = set(SOLO if careful else LESSONS) - read
    assert ("Next for you" in said(rehearsal)) is bool(left)
    first = next((name for name in rehearsal.session.offered if name in LESSONS), None)
    assert first in left or not left


# -- the loop in one's own words ---------------------------------------------------------------------------------------


def test_the_loop_is_told_back_in_the_person_s_words_as_the_act_of_the_lesson() -> None:
    rehearsal = at_the_loop()
    for words in LOOP:
        rehearsal.say(words)
    assert rehearsal.state == "own_loop.told"
    assert "↓ When my message stayed unanswered,\n↓ I wrote three more.\n↓ Then they turned the phone off." in said(
        rehearsal
    )
    tap(rehearsal, "right")
    assert rehearsal.state == "learn.rest"
    person = rehearsal.session.person
    assert person.lessons == {"loop": "2026-03-02"}
    assert person.loop == {
        "trigger": "my message stayed unanswered",
        "mine": "wrote three more",
        "theirs": "turned the phone off",
    }
    assert [record.kind for record in rehearsal.records] == ["loop", "lesson"]


def test_the_one_told_before_is_shown_again_and_can_be_told_anew() -> None:
    loop = {"trigger": "it got late", "mine": "went out", "theirs": "called"}
    rehearsal = at_the_loop(replace(KNOWN, loop=loop))
    assert "↓ When it got late," in said(rehearsal)
    tap(rehearsal, "anew")
    for words in LOOP:
        rehearsal.say(words)
    tap(rehearsal, "right")
    assert rehearsal.session.person.loop["mine"] == "wrote three more"


def test_without_it_the_lesson_ends_in_its_plain_act() -> None:
    for leave in (lambda r: tap(r, "skip"), lambda r: r.say("/cancel")):
        rehearsal = at_the_loop()
        leave(rehearsal)
        assert rehearsal.state == "learn.action"
        tap(rehearsal, "will_do")
        assert rehearsal.session.person.lessons == {"loop": "2026-03-02"}
        assert rehearsal.session.person.loop == {}


def test_what_judges_the_other_is_asked_about_once_and_then_taken() -> None:
    rehearsal = at_the_loop()
    rehearsal.say(LOOP[0])
    rehearsal.say(LOOP[1])
    rehearsal.say("he's so selfish")
    assert rehearsal.state == "own_loop.theirs"
    assert "What would a camera have seen" in said(rehearsal)
    rehearsal.say("he's so selfish")
    assert rehearsal.state == "own_loop.told"


def test_control_in_a_loop_is_no_loop() -> None:
    rehearsal = at_the_loop()
    rehearsal.say(LOOP[0])
    rehearsal.say(LOOP[1])
    rehearsal.say("they block the door")
    assert rehearsal.state.startswith("safety.")
    assert "block the door" not in dump(rehearsal.session)


def test_danger_told_in_it_leaves_the_lesson() -> None:
    rehearsal = at_the_loop()
    rehearsal.say("he hits me when he is angry")
    assert rehearsal.state.startswith("safety.")
    tap(rehearsal, "go_on")
    assert rehearsal.state == "menu.rest"
    assert rehearsal.session.person.careful is not None
    assert rehearsal.session.person.loop == {}


def test_the_latest_episode_in_words_is_the_loop() -> None:
    rows = (
        {
            "at": "a",
            "trigger": {"words": "it was late"},
            "mine": {"words": "went out"},
            "theirs": {"words": "slammed the door"},
        },
        {
            "at": "b",
            "trigger": {"words": "the bill came"},
            "mine": {"words": "kept asking"},
            "theirs": {"words": "left the room"},
        },
        {"at": "c", "trigger": {"key": "silence"}, "mine": {"words": "asked"}},
    )
    assert logged(Person(episodes=rows)) == {
        "trigger": "the bill came",
        "mine": "kept asking",
        "theirs": "left the room",
    }
    assert logged(KNOWN) is None


# -- safety, and halfway -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("careful", [None, "2026-02-01"])
def test_the_lesson_on_safety_offers_the_private_questions_again_and_they_may_be_skipped(careful: str | None) -> None:
    rehearsal = learning(replace(KNOWN, careful=careful))
    tap(rehearsal, "safety", "next", "skip", "will_do")
    assert rehearsal.state == "screening.offer"
    assert "The lesson said where lessons are the wrong tool." in said(rehearsal)
    assert "safety" in rehearsal.session.person.lessons
    tap(rehearsal, "skip")
    assert rehearsal.state == "learn.rest"
    assert rehearsal.session.person.careful == careful


def test_a_yes_there_leaves_all_that_was_under_way() -> None:
    rehearsal = Rehearsal(build(), now=NOON)
    rehearsal.meet(KNOWN)
    rehearsal.say("/rewrite You never listen to me")
    rehearsal.say("/learn")
    tap(rehearsal, "safety", "next", "skip", "not_today", "begin", "yes", "go_on")
    assert rehearsal.state == "menu.rest"
    assert [frame.dialog for frame in rehearsal.session.stack] == ["home", "menu"]
    assert rehearsal.session.person.careful == "2026-03-02"
    assert "never listen" not in dump(rehearsal.session)


def test_the_last_lesson_leads_to_a_deal() -> None:
    rehearsal = learning()
    tap(rehearsal, "halfway", "next", "skip", "deal")
    assert rehearsal.state == "deal.why"
    assert "halfway" in rehearsal.session.person.lessons
    tap(rehearsal, "not_now")
    assert rehearsal.state == "learn.rest"


def test_a_lesson_left_in_the_middle_goes_on_there() -> None:
    rehearsal = at_the_loop()
    rehearsal.say(LOOP[0])
    rehearsal.say("/stop")
    rehearsal.say("/start")
    assert rehearsal.state == "own_loop.mine"
    rehearsal.say("/practice")
    tap(rehearsal, "not_now")
    assert rehearsal.state == "own_loop.mine"
    assert "When my message stayed unanswered" in said(rehearsal)
