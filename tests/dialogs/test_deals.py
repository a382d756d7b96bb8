"""Deals: a proposal with a rhythm, a limit and a day to look again; its review, and what stands in its way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dialogs.coach import build
from dialogs.engine import Person, dump
from dialogs.engine.events import Blocked, Replan, TimerFired, Zoned
from dialogs.rehearsal import Rehearsal
from tests.dialogs.nudges import KNOWN, NOON, said, skipped, tap

REVIEW = datetime(2026, 3, 16, 18, 0, tzinfo=UTC)
WANT, GUESS = "More laughing over dinner.", "they'd like some quiet after work"
CLOSE, ROOM = "Tuesday and Sunday evenings together", "Thursday evening apart"
LIMIT = "If we get loud, I take a walk and come back in half an hour"


def met(person: Person = KNOWN, now: datetime = NOON) -> Rehearsal:
    rehearsal = Rehearsal(build(), now=now)
    rehearsal.meet(person)
    return rehearsal


def asked(person: Person = KNOWN) -> Rehearsal:
    """Somebody at the first question."""
    rehearsal = met(person)
    rehearsal.say("/deal")
    tap(rehearsal, "start")
    assert rehearsal.state == "deal.more"
    return rehearsal


def proposed(when: str = "days_14", person: Person = KNOWN) -> Rehearsal:
    """Somebody whose proposal was just said."""
    rehearsal = asked(person)
    for words in (WANT, GUESS, CLOSE, ROOM, LIMIT):
        rehearsal.say(words)
    assert rehearsal.state == "deal.when"
    tap(rehearsal, when) if when in rehearsal.session.offered else rehearsal.say(when)
    return rehearsal


def made(person: Person = KNOWN) -> Rehearsal:
    """Somebody with a deal, back at the menu."""
    rehearsal = proposed(person=person)
    tap(rehearsal, "done")
    assert rehearsal.state == "menu.rest"
    return rehearsal


def due(person: Person = KNOWN) -> Rehearsal:
    """Somebody whose day to look again has come."""
    rehearsal = made(person)
    rehearsal.ring("deal")
    assert rehearsal.state == "deal_review.due"
    return rehearsal


# -- the proposal ------------------------------------------------------------------------------------------------------


def test_the_proposal_can_be_read_out_calls_the_guess_a_guess_and_takes_a_no() -> None:
    rehearsal = proposed()
    assert rehearsal.state == "deal.proposed"
    proposal = said(rehearsal).split("\n---\n")[0]
    assert proposal == (
        "I'd like to try something with you for a while.\n"
        "I'd like more laughing over dinner. My guess is that you'd like more quiet after work. "
        "I may be wrong, so tell me.\n"
        "For being close: Tuesday and Sunday evenings together.\n"
        "For room: Thursday evening apart.\n"
        "And this is my part: If we get loud, I take a walk and come back in half an hour.\n"
        "Shall we look at it again on Monday, 16 March? If you'd want it another way, say so. A no is fine, too."
    )  # fmt: skip
    assert rehearsal.timers["deal"].due == REVIEW
    assert [record.kind for record in rehearsal.records] == ["deal"]


def test_taps_alone_make_one_too() -> None:
    rehearsal = asked()
    tap(rehearsal, "talk", "no_idea", "daily", "after_work", "break", "days_21")
    assert "I'd like more real talk. I don't know what you'd like more of, so I'm asking." in said(rehearsal)
    assert "For being close: ten minutes every evening." in said(rehearsal)
    assert rehearsal.session.person.deal["review"] == "2026-03-23"


@pytest.mark.parametrize(
    ("words", "day"), [("in three weeks", "2026-03-23"), ("14 April", "2026-04-14"), ("next Sunday", "2026-03-08")]
)
def test_the_day_can_be_one_of_their_own(words: str, day: str) -> None:
    assert proposed(words).session.person.deal["review"] == day


@pytest.mark.parametrize("words", ["some day", "tomorrow", "in nine months", "31 April"])
def test_a_day_that_is_none_too_soon_or_too_far_is_asked_for_again(words: str) -> None:
    rehearsal = proposed(words)
    assert rehearsal.state == "deal.when"
    assert "I need a day" in said(rehearsal)
    assert rehearsal.session.person.deal == {}


def test_a_rhythm_without_days_is_asked_about_once() -> None:
    rehearsal = asked()
    tap(rehearsal, "time", "calm")
    rehearsal.say("be together more")
    assert rehearsal.state == "deal.close"
    assert "A day in it makes it easier to keep" in said(rehearsal)
    rehearsal.say("be together more")
    assert rehearsal.state == "deal.room"


@pytest.mark.parametrize("words", ["you have to come home early", "he must stop", "they never listen"])
def test_a_demand_is_asked_about_once_and_then_theirs(words: str) -> None:
    rehearsal = asked()
    tap(rehearsal, "time", "calm", "daily", "after_work")
    rehearsal.say(words)
    assert rehearsal.state == "deal.limit"
    assert "That says what the other has to do" in said(rehearsal)
    rehearsal.say(words)
    assert rehearsal.state == "deal.when"


def test_words_of_control_lead_to_a_gentle_question_and_are_not_kept() -> None:
    rehearsal = asked()
    tap(rehearsal, "time", "calm", "daily", "after_work")
    rehearsal.say("I walk on eggshells around him")
    assert rehearsal.state.startswith("safety.")
    assert "eggshells" not in dump(rehearsal.session)


def test_without_a_zone_it_is_kept_and_nothing_reminds() -> None:
    rehearsal = proposed(person=replace(KNOWN, zone=None))
    assert rehearsal.state == "zone.ask"
    tap(rehearsal, "back")
    assert "Without a time zone" in said(rehearsal)
    assert rehearsal.state == "deal.proposed"
    assert rehearsal.timers == {}
    rehearsal.say("/zone Lisbon")
    assert rehearsal.timers["deal"].due == REVIEW


def test_a_zone_told_on_the_way_is_the_one_it_is_reckoned_by() -> None:
    rehearsal = proposed(person=replace(KNOWN, zone=None))
    rehearsal.say("Tokyo")
    assert rehearsal.state == "deal.proposed"
    assert rehearsal.timers["deal"].due == REVIEW - timedelta(hours=9)


def test_an_existing_one_is_shown_read_out_moved_and_let_go() -> None:
    rehearsal = made()
    rehearsal.say("/deal")
    assert "We look at it again on Monday, 16 March." in said(rehearsal)
    tap(rehearsal, "read_out")
    assert "A no is fine, too." in said(rehearsal)
    tap(rehearsal, "other_day")
    rehearsal.say("in nine months")
    assert rehearsal.state == "deal.other_day"
    rehearsal.say("in four weeks")
    assert rehearsal.timers["deal"].due == datetime(2026, 3, 30, 17, 0, tzinfo=UTC), "summer time by then"
    tap(rehearsal, "let_go")
    assert rehearsal.session.person.deal == {}
    assert rehearsal.timers == {}


def test_a_new_one_takes_the_place_of_the_old() -> None:
    rehearsal = made()
    rehearsal.say("/deal")
    tap(rehearsal, "change", "warmth", "room", "sunday", "saturday", "move_it", "days_28", "done")
    assert rehearsal.session.person.deal["close"] == "sunday"
    assert rehearsal.timers["deal"].due.date().isoformat() == "2026-03-30"


# -- the review --------------------------------------------------------------------------------------------------------


def test_nothing_on_the_lock_screen_tells_what_it_is() -> None:
    rehearsal = due()
    assert said(rehearsal) == "Today is the day you picked to look at something again."
    assert rehearsal.labels == ["Show me", "In two days"]


@pytest.mark.parametrize(
    ("went", "words"), [("kept", "That took two."), ("partly", "more than nothing"), ("not_yet", "says nothing about")]
)
def test_however_it_went_it_can_be_kept_with_another_day(went: str, words: str) -> None:
    rehearsal = due()
    tap(rehearsal, "show", went)
    assert words in str(rehearsal.posts)
    tap(rehearsal, "keep", "days_14")
    assert rehearsal.timers["deal"].due == datetime(2026, 3, 30, 17, 0, tzinfo=UTC)
    assert rehearsal.session.person.deal["went"] == went
    tap(rehearsal, "done")
    assert rehearsal.state == "menu.rest"
    rehearsal.ring("deal")
    assert rehearsal.state == "deal_review.due", "and the next review comes"


def test_it_can_be_changed_or_let_go_or_run_by_itself() -> None:
    rehearsal = due()
    tap(rehearsal, "show", "partly", "change", "time", "calm", "sunday", "saturday", "break", "days_14", "done")
    assert rehearsal.state == "menu.rest"
    assert rehearsal.session.person.deal["close"] == "sunday"
    for choices, left in ((("let_go",), {}), (("keep", "no_date"), None)):
        rehearsal = due()
        tap(rehearsal, "show", "not_yet", *choices, "done")
        assert rehearsal.timers == {}
        assert left is None or rehearsal.session.person.deal == left


def test_it_can_be_put_off_and_what_is_not_answered_stays_in_sight() -> None:
    rehearsal = due()
    tap(rehearsal, "days_2")
    assert rehearsal.timers["deal"].due == REVIEW + timedelta(days=2)
    rehearsal = due()
    rehearsal.say("/menu")
    rehearsal.say("/deal")
    tap(rehearsal, "review")
    assert rehearsal.state == "deal_review.asked"
    tap(rehearsal, "kept", "let_go", "done")
    assert rehearsal.state == "menu.rest"


def test_what_stands_in_its_way() -> None:
    rehearsal = made()
    rehearsal.now = REVIEW + timedelta(days=3, minutes=1)
    rehearsal.ring("deal")
    assert skipped(rehearsal) == ["late"]
    rehearsal = made()
    rehearsal.say("he hits me")
    rehearsal.ring("deal")
    assert skipped(rehearsal) == ["danger"]
    tap(rehearsal, "go_on")
    rehearsal.send(TimerFired(rehearsal.key, "deal", data={"review": "2026-03-16"}, due=rehearsal.now))
    assert skipped(rehearsal) == ["danger", "crisis"]
    assert rehearsal.messages == []
    rehearsal = made()
    rehearsal.send(TimerFired(rehearsal.key, "deal", data={"review": "2026-03-09"}, due=rehearsal.now))
    assert skipped(rehearsal) == ["off"], "one of an earlier day"


def test_where_couple_exercises_rest_none_is_made_or_shown() -> None:
    rehearsal = made()
    rehearsal.session = replace(rehearsal.session, person=replace(rehearsal.session.person, careful="2026-03-02"))
    rehearsal.say("/deal")
    assert rehearsal.state == "careful.rest"
    assert "Tuesday" not in said(rehearsal)
    tap(rehearsal, "not_now")
    assert rehearsal.state == "menu.rest"


def test_stop_and_a_block_end_the_reminder_and_keep_the_deal() -> None:
    for event in (None, Blocked("blocked")):
        rehearsal = made()
        rehearsal.say("/stop") if event is None else rehearsal.send(event)
        assert rehearsal.timers == {}
        rehearsal.say("/start")
        rehearsal.send(Replan(rehearsal.key))
        rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
        assert rehearsal.timers == {}
        rehearsal.say("/deal")
        assert "Tuesday and Sunday evenings" in said(rehearsal)
        assert "again some day." in said(rehearsal)


def test_stop_in_the_middle_and_back_goes_on_there() -> None:
    rehearsal = asked()
    rehearsal.say(WANT)
    rehearsal.say("/stop")
    rehearsal.say("/start")
    assert rehearsal.state == "deal.guess"
    rehearsal.say("/practice")
    tap(rehearsal, "not_now", "calm")
    assert rehearsal.state == "deal.close"
    assert rehearsal.session.stack[-1].facts["more"] == "laughing over dinner"


def test_forget_leaves_nothing_and_a_late_timer_finds_nothing() -> None:
    rehearsal = made()
    timer = rehearsal.timers["deal"]
    rehearsal.say("/forget")
    tap(rehearsal, "erase")
    assert rehearsal.timers == {}
    assert rehearsal.session.person == Person()
    rehearsal.send(TimerFired(rehearsal.key, "deal", timer.token, timer.data, timer.due))
    assert rehearsal.messages == []


def test_another_zone_moves_its_hour_with_the_person() -> None:
    rehearsal = made()
    rehearsal.send(Zoned(rehearsal.key, "Asia/Tokyo"))
    assert rehearsal.timers["deal"].due in (REVIEW, REVIEW - timedelta(hours=9))
    rehearsal.say("/zone Tokyo")
    assert rehearsal.timers["deal"].due == REVIEW - timedelta(hours=9)


def test_it_makes_no_sound_in_quiet_hours() -> None:
    rehearsal = made(replace(KNOWN, quiet=("17:00", "19:00")))
    assert rehearsal.ring("deal").manner.silent
