"""Graduation: a page with only what is true, cards that can be ended, and a plan read back when the loop returned."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dialogs.coach import build
from dialogs.engine import Person
from dialogs.engine.events import Replan, TimerFired
from dialogs.graduation.page import tools
from dialogs.graduation.relapse import back_in_it, doing_well
from dialogs.rehearsal import Rehearsal
from tests.dialogs.nudges import KNOWN, NOON, said, skipped, tap

NUDGED = replace(KNOWN, nudge={"at": "20:00", "since": "2026-02-01"})
PAGE = {"at": "2026-03-01", "signs": "phone", "step": "sighing", "slip": "say it aloud", "who": "my friend Periwinkle"}
CARD = datetime(2026, 3, 30, 17, 0, tzinfo=UTC)  # six in the evening, in summer time


def met(person: Person = KNOWN) -> Rehearsal:
    rehearsal = Rehearsal(build(), now=NOON)
    rehearsal.meet(person)
    rehearsal.send(Replan(rehearsal.key))
    return rehearsal


def closing(person: Person = KNOWN) -> Rehearsal:
    """Somebody at the first question of the closing."""
    rehearsal = met(person)
    rehearsal.say("/graduate")
    tap(rehearsal, "start")
    assert rehearsal.state == "graduate.changed"
    return rehearsal


def written(person: Person = KNOWN) -> Rehearsal:
    """Somebody who wrote their page, asked what they want to get from now on."""
    rehearsal = closing(person)
    rehearsal.say("We laugh again")
    tap(rehearsal, "phone")
    rehearsal.say("walk to the river")
    tap(rehearsal, "say_it", "friend", "fear")
    assert rehearsal.state == "graduate.writing"
    return rehearsal


def carded(person: Person = NUDGED) -> Rehearsal:
    """Somebody who gets a card a month, back at the menu."""
    rehearsal = written(person)
    tap(rehearsal, "monthly", "done")
    assert rehearsal.state == "menu.rest"
    return rehearsal


# -- what changed ------------------------------------------------------------------------------------------------------


def test_where_there_is_little_to_show_nothing_is_made_up() -> None:
    assert "I have little to show in numbers" in said(closing())


def test_only_what_is_true_is_said() -> None:
    rows = tuple({"name": "sighing", "at": NOON.isoformat(), "before": 8, "after": 8 - by} for by in (3, 2, 4, 2, 3))
    person = replace(
        KNOWN,
        practices=rows,
        practised=5,
        roles={
            "money": {"reach": 50, "retreat": 30, "lean": 20, "before": {"reach": 80, "retreat": 30}},
            "time": {"reach": 50, "retreat": 30, "lean": 20, "before": {"reach": 60, "retreat": 20}},
            "plans": {"reach": 50, "retreat": 30, "lean": 20},
        },
        returns={"kept": 3, "missed": 1},
        talks=({"outcome": "happened"}, {"outcome": "skipped"}),
        attempts=({"score": 40}, {"score": 75}),
        attempted=2,
    )
    shown = said(closing(person))
    assert "money: reach 80 → 50, retreat 30 → 30. That is a change." in shown
    assert "time together: reach 60 → 50, retreat 20 → 30. That is about the same." in shown
    assert "plans" not in shown, "measured once"
    assert "Practices: 5." in shown
    assert "What eased you most: Long sighs (5 min), 2.8 points on average in 5 times." in shown
    assert "Return times kept: 3 of 4." in shown
    assert "Check-ins held: 1 of 2." in shown
    assert "Your sentences went from 40 to 75 of 100." in shown


def test_what_got_no_better_is_not_told_as_a_gain() -> None:
    person = replace(KNOWN, attempts=({"score": 75}, {"score": 40}), returns={"missed": 2}, deal={"went": "not_yet"})
    assert "I have little to show in numbers" in said(closing(person))


@pytest.mark.parametrize(("person", "first"), [(KNOWN, "sighing"), (replace(KNOWN, role="distancer"), "space")])
def test_a_first_step_is_offered_also_to_who_practised_nothing(person: Person, first: str) -> None:
    assert tools(person)[0] == first


def test_the_own_tools_come_first() -> None:
    rows = tuple({"name": name, "at": NOON.isoformat(), "before": None, "after": None} for name in ("journal", "nudge"))
    assert tools(replace(KNOWN, practices=rows)) == ("journal", "sighing", "name_it")


# -- the page ----------------------------------------------------------------------------------------------------------


def test_the_page_is_in_their_words_kept_and_sent_on_request() -> None:
    rehearsal = written()
    tap(rehearsal, "as_it_is")
    assert rehearsal.state == "graduate.rest"
    page = (
        "What's different: We laugh again\n"
        "My early signs: I look at the phone again and again\n"
        "My first step: walk to the river\n"
        "If it's back: I say \"there's the loop\", without blame. Slips are part of it.\n"
        "Someone for me: A friend\n"
        "Time for help: If there's fear, at once: /help_now"
    )
    assert page in said(rehearsal)
    tap(rehearsal, "send")
    assert said(rehearsal).startswith(f"My page\n{page}\n---\n"), "in a message of its own"
    tap(rehearsal, "done")
    assert "graduation" in rehearsal.session.person.to_json()
    rehearsal.say("/graduate")
    assert rehearsal.state == "graduate.rest"


def test_every_question_may_be_skipped_and_the_page_written_anew() -> None:
    rehearsal = closing()
    tap(rehearsal, *["skip"] * 6, "as_it_is")
    assert rehearsal.state == "graduate.rest"
    tap(rehearsal, "anew", "skip")
    rehearsal.say("my ears go dull")
    tap(rehearsal, *["skip"] * 4, "as_it_is")
    assert "My early signs: my ears go dull" in said(rehearsal)


def test_an_empty_page_says_so_and_is_no_plan() -> None:
    rehearsal = closing()
    tap(rehearsal, *["skip"] * 6, "as_it_is")
    assert "It's still empty." in said(rehearsal)
    tap(rehearsal, "back_in_it")
    assert rehearsal.state == "relapse.no_plan"


def test_left_in_the_middle_it_goes_on_there() -> None:
    rehearsal = closing()
    rehearsal.say("We laugh again")
    rehearsal.say("/stop")
    rehearsal.say("/start")
    assert rehearsal.state == "graduate.signs"
    rehearsal.say("/practice")
    tap(rehearsal, "not_now")
    assert rehearsal.state == "graduate.signs"
    tap(rehearsal, *["skip"] * 5, "as_it_is")
    assert "What's different: We laugh again" in said(rehearsal)


def test_where_couple_exercises_rest_there_is_no_closing_about_a_couple() -> None:
    for command in ("/graduate", "/deal"):
        rehearsal = met(replace(KNOWN, careful="2026-03-01", graduation=PAGE))
        rehearsal.say(command)
        assert rehearsal.state == "careful.rest"
        assert "Periwinkle" not in said(rehearsal)


def test_danger_told_in_it_leaves_it() -> None:
    rehearsal = closing()
    rehearsal.say("he hits me when he is angry")
    tap(rehearsal, "go_on")
    assert rehearsal.state == "menu.rest"
    assert rehearsal.session.person.graduation == {}


# -- what comes afterwards ---------------------------------------------------------------------------------------------


def test_nudges_go_on_end_or_become_a_card_every_four_weeks() -> None:
    rehearsal = written(NUDGED)
    assert "I write to you now and then" in said(rehearsal)
    tap(rehearsal, "as_it_is")
    assert set(rehearsal.timers) == {"nudge"}
    tap(rehearsal, "writing", "monthly")
    assert set(rehearsal.timers) == {"card"}
    assert rehearsal.timers["card"].due == CARD
    assert rehearsal.session.person.nudge == {}
    tap(rehearsal, "writing", "nothing")
    assert rehearsal.timers == {}
    assert rehearsal.session.person.graduation["signs"] == "phone"


def test_a_card_comes_every_four_weeks_and_asks_how_it_is() -> None:
    rehearsal = carded()
    rehearsal.ring("card")
    assert said(rehearsal) == "Your card for this month is here."
    assert rehearsal.timers["card"].due == CARD + timedelta(weeks=4)
    tap(rehearsal, "show")
    assert "walk to the river" in str(rehearsal.posts)
    tap(rehearsal, "quiet", "menu")
    assert rehearsal.state == "menu.rest"
    rehearsal.ring("card")
    tap(rehearsal, "off")
    assert rehearsal.timers == {}
    assert rehearsal.session.person.graduation["step"] == "walk to the river"


def test_a_card_can_say_that_the_loop_is_back() -> None:
    rehearsal = carded()
    rehearsal.ring("card")
    tap(rehearsal, "show", "about")
    assert rehearsal.state == "relapse.plan"
    tap(rehearsal, "enough")
    assert rehearsal.state == "menu.rest"


def test_what_stands_in_a_card_s_way() -> None:
    rehearsal = carded()
    rehearsal.now = CARD + timedelta(days=2, minutes=1)
    rehearsal.ring("card")
    assert skipped(rehearsal) == ["late"]
    assert rehearsal.timers["card"].due == CARD + timedelta(weeks=4)
    rehearsal = carded()
    rehearsal.say("he hits me")
    tap(rehearsal, "go_on")
    rehearsal.ring("card")
    assert skipped(rehearsal) == ["crisis"]
    assert rehearsal.messages == []


def test_stop_ends_the_cards_for_good_and_keeps_the_page() -> None:
    rehearsal = carded()
    rehearsal.say("/stop")
    rehearsal.say("/start")
    rehearsal.send(Replan(rehearsal.key))
    assert rehearsal.timers == {}
    rehearsal.say("/graduate")
    assert "walk to the river" in said(rehearsal)
    rehearsal.send(TimerFired(rehearsal.key, "card", due=rehearsal.now))
    assert skipped(rehearsal) == ["off"]


def test_forget_leaves_nothing_and_a_late_card_finds_nothing() -> None:
    rehearsal = carded()
    timer = rehearsal.timers["card"]
    rehearsal.say("/forget")
    tap(rehearsal, "erase")
    assert rehearsal.session.person == Person()
    rehearsal.send(TimerFired(rehearsal.key, "card", timer.token, timer.data, timer.due))
    assert rehearsal.messages == []


def test_without_a_zone_there_is_no_card() -> None:
    rehearsal = written(replace(KNOWN, zone=None))
    tap(rehearsal, "monthly", "back")
    assert "Without a time zone" in said(rehearsal)
    assert rehearsal.state == "graduate.rest"
    assert rehearsal.timers == {}


# -- when the loop is back ---------------------------------------------------------------------------------------------


def test_the_plan_is_read_back_and_its_first_step_begins() -> None:
    rehearsal = met(replace(KNOWN, graduation=PAGE))
    rehearsal.say("/graduate")
    tap(rehearsal, "back_in_it")
    assert rehearsal.state == "relapse.plan"
    assert "it undoes nothing" in said(rehearsal)
    assert "My first step: Long sighs (5 min)" in said(rehearsal)
    assert "Someone for me: my friend Periwinkle" in said(rehearsal)
    tap(rehearsal, "step")
    assert rehearsal.state == "sighing.why"


def test_plain_words_at_the_menu_lead_there() -> None:
    rehearsal = met(replace(KNOWN, graduation=PAGE))
    rehearsal.say("we're back in it")
    assert rehearsal.state == "relapse.plan"
    tap(rehearsal, "enough")
    rehearsal.say("we're doing really well now")
    assert rehearsal.state == "graduate.rest"


def test_without_a_plan_it_gets_quieter_first() -> None:
    rehearsal = met()
    rehearsal.say("the loop is back")
    assert rehearsal.state == "relapse.no_plan"
    tap(rehearsal, "calm")
    assert rehearsal.state == "practice.pick"
    tap(rehearsal, "not_now")
    rehearsal.say("the loop is back")
    tap(rehearsal, "write")
    assert rehearsal.state == "graduate.why"


def test_where_couple_exercises_rest_it_is_not_called_a_loop() -> None:
    rehearsal = met(replace(KNOWN, careful="2026-03-01", graduation=PAGE))
    rehearsal.say("we're back in it")
    assert rehearsal.state == "careful.rest"
    tap(rehearsal, "lift", "lift")
    assert rehearsal.state == "relapse.plan"


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("we're back in it", True), ("We’re back in the old loop", True), ("the loop is back", True),
        ("we slipped again", True), ("our old pattern came back", True), ("back to square one", True),
        ("we're at it again", True), ("she is back in town", False), ("I'm back", False),
        ("I have to get back to work", False), ("are we back in it?", False), ("we're not back in it", False),
        ("I hope we never fall back in the loop", False), ("the loop is clear to me", False),
    ],
)  # fmt: skip
def test_words_for_the_loop_being_back(text: str, back: bool) -> None:
    assert back_in_it(text) is back


@pytest.mark.parametrize(
    ("text", "well"),
    [
        ("we're doing really well", True), ("things are much better", True), ("it's going well", True),
        ("we are getting along great", True), ("I don't need you anymore", True), ("I'm fine", False),
        ("we're not doing well", False), ("he is doing well", False), ("if things were better", False),
        ("I want us to do better", False), ("are we doing well?", False), ("I hope we are fine", False),
    ],
)  # fmt: skip
def test_words_for_doing_well(text: str, well: bool) -> None:
    assert doing_well(text) is well
    assert not (well and back_in_it(text))
