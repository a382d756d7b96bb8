"""The nudge as it comes: nothing on the lock screen, an answer in one tap or a word, and never in anybody's way."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from content.catalogue import load as load_catalogue
from content.nudges import ROLES
from content.nudges import load as load_nudges
from dialogs.engine import Person, dump
from dialogs.engine.effects import Record
from dialogs.engine.events import Tap
from dialogs.engine.rendering import Message, Redraw
from dialogs.nudges.choosing import find
from dialogs.nudges.dialog import FEWER, NUDGE
from dialogs.nudges.terms import LAST_WORD
from dialogs.rehearsal import Rehearsal
from tests.dialogs.conversation import says
from tests.dialogs.nudges import KNOWN, NOON, said, somebody, tap

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TELLING = re.compile(
    r"\b(?:partner|couple|relationship|marriage|husband|wife|boyfriend|girlfriend|love\w*|sex|intima\w+|close\w*|distan\w+"
    r"|pursu\w+|chas\w+|withdr\w+|retreat\w*|reach\w*|back(?:s|ed|ing)? off|loop|role|side|conflict|fight\w*|argu\w+"
    r"|quarrel\w*|blame\w*|feel\w*|hurt|angry|safe\w*|he|she|him|her|us|together)\b",
    re.IGNORECASE,
)


def nudged(person: Person = KNOWN, **terms: Any) -> Rehearsal:
    """Somebody to whom a nudge has just come."""
    rehearsal = somebody(person, **terms)
    rehearsal.ring("nudge")
    assert rehearsal.session.top is not None
    assert rehearsal.session.top.dialog == "nudge"
    return rehearsal


def at_the_pulse(**terms: Any) -> Rehearsal:
    """Somebody to whom a pulse has just come, a week after the last."""
    return nudged(KNOWN.with_nudge("pulse", "pulse", "evening", NOON - 7 * DAY), **terms)


def text_of(rehearsal: Rehearsal) -> str:
    nudge = find(rehearsal.session.person.nudged[-1]["name"])
    assert nudge is not None
    return nudge.text


def dialogs_of(rehearsal: Rehearsal) -> list[str]:
    return [frame.dialog for frame in rehearsal.session.stack]


# -- on the lock screen ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [*ROLES, None])
@pytest.mark.parametrize("told", ["nothing", "tense", "kept", "missed", "distant"])
def test_no_lock_screen_tells_of_a_partner_a_fight_or_a_role(role: str | None, told: str) -> None:
    person = replace(KNOWN, role=role, name="Sam")
    rehearsal, texts = somebody(person), set()
    for _ in range(LAST_WORD + 1):
        rehearsal.session = replace(rehearsal.session, person=having(rehearsal.session.person, told, rehearsal.now))
        rehearsal.ring("nudge")
        texts.add(said(rehearsal))
        assert len(rehearsal.messages) == 1
    assert rehearsal.state == "nudge.go_on", "the last question is one of them"
    assert len(texts) >= 3
    assert not [text for text in texts if TELLING.search(text)]


def having(person: Person, told: str, now: datetime) -> Person:
    at = now.isoformat(timespec="seconds")
    if told == "tense":
        return person.with_pulse(now, reach=4, retreat=4, closeness=0)
    if told == "distant":
        return person.with_talk("happened", now, 0)
    return person if told == "nothing" else replace(person, returns={told: 1, f"{told}_at": at})


def test_no_wording_tells_more_than_another() -> None:
    wordings = load_catalogue().screen("nudge.veiled").wordings
    assert len(wordings) >= 3
    assert not [wording for wording in wordings if TELLING.search("".join(literal for literal, _ in wording.parts))]


def test_the_words_are_not_sent_before_they_are_asked_for() -> None:
    rehearsal = nudged()
    assert text_of(rehearsal) not in said(rehearsal)
    tap(rehearsal, "show")
    assert text_of(rehearsal) in said(rehearsal)


def test_who_wants_sees_it_on_the_lock_screen_but_never_the_pulse() -> None:
    rehearsal = nudged(open=True)
    assert rehearsal.state == "nudge.shown"
    assert said(rehearsal) == text_of(rehearsal)
    for _ in range(6):
        tap(rehearsal, "not_today")
        rehearsal.ring("nudge")
        assert rehearsal.state == "nudge.shown"
    tap(rehearsal, "not_today")
    rehearsal.ring("nudge")
    assert rehearsal.session.person.nudged[-1]["name"] == "pulse"
    assert rehearsal.state == "nudge.veiled"
    assert not TELLING.search(said(rehearsal))


@pytest.mark.parametrize(
    ("at", "quiet", "silent"),
    [
        ("20:00", ("21:30", "08:00"), False),
        ("21:30", ("21:30", "08:00"), True),
        ("23:00", ("21:30", "08:00"), True),
        ("07:59", ("21:30", "08:00"), True),
        ("08:00", ("21:30", "08:00"), False),
        ("23:00", (), False),
        ("13:00", ("12:00", "14:00"), True),
    ],
)
def test_it_makes_no_sound_in_quiet_hours_and_is_not_sent_late(
    at: str, quiet: tuple[str, ...], *, silent: bool
) -> None:
    rehearsal = somebody(replace(KNOWN, quiet=quiet), at=at)
    due = rehearsal.timers["nudge"].due
    manner = rehearsal.ring("nudge").manner
    assert manner.soft
    assert manner.silent is silent
    assert manner.until == due + 2 * HOUR
    rehearsal.now += HOUR
    assert not rehearsal.choose(0).manner.silent, "an answer makes a sound"


# -- an answer, by tap or in words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said_so", "state", "outcome"),
    [
        ("Show me", "nudge.shown", None),
        ("show", "nudge.shown", None),
        ("yes", "nudge.shown", None),
        ("1", "nudge.shown", None),
        ("Not today", "nudge.closing", "not_today"),
        ("not today!", "nudge.closing", "not_today"),
        ("later", "nudge.closing", "not_today"),
        ("no", "nudge.closing", "not_today"),
        ("2", "nudge.closing", "not_today"),
        ("Fewer", "nudge.fewer", None),
        ("too many", "nudge.fewer", None),
        ("fewr", "nudge.fewer", None),
        ("3", "nudge.fewer", None),
    ],
)
def test_a_word_does_what_a_tap_does(said_so: str, state: str, outcome: str | None) -> None:
    typed = nudged()
    typed.say(said_so)
    assert typed.state == state
    assert typed.session.person.nudged[-1]["outcome"] == outcome
    tapped = nudged()
    tap(tapped, {"nudge.shown": "show", "nudge.closing": "not_today", "nudge.fewer": "fewer"}[state])
    assert tapped.state == state
    assert tapped.session.person.nudged == typed.session.person.nudged
    assert said(tapped) == said(typed)


@pytest.mark.parametrize(
    ("said_so", "state", "outcome"),
    [
        (None, "nudge.closing", "done"),  # the label itself
        ("1", "nudge.closing", "done"),
        ("ok", "nudge.closing", "done"),
        ("finished", "nudge.closing", "done"),
        ("Not today", "nudge.closing", "not_today"),
        ("not now", "nudge.closing", "not_today"),
        ("nope", "nudge.closing", "not_today"),
        ("less", "nudge.fewer", None),
    ],
)
def test_what_is_shown_is_answered_in_words_too(said_so: str | None, state: str, outcome: str | None) -> None:
    rehearsal = nudged()
    tap(rehearsal, "show")
    rehearsal.say(rehearsal.labels[0] if said_so is None else said_so)
    assert rehearsal.state == state
    assert rehearsal.session.person.nudged[-1]["outcome"] == outcome
    assert len(rehearsal.session.person.practices) == (outcome == "done")


@pytest.mark.parametrize("role", ROLES)
def test_the_words_on_its_button_do_what_the_button_does(role: str) -> None:
    """Of every nudge there is: the detectors hear what is typed, and other buttons stand beside it."""
    rehearsal = nudged(replace(KNOWN, role=role))
    tap(rehearsal, "show")
    session, top = rehearsal.session, rehearsal.session.stack[-1]
    for nudge in load_nudges()[role]:
        shown = replace(top, facts={**top.facts, "name": nudge.id})
        rehearsal.session = replace(session, stack=(*session.stack[:-1], shown))
        rehearsal.say(nudge.button)
        assert rehearsal.state == "nudge.closing", nudge.button
        assert rehearsal.session.person.nudged[-1]["outcome"] == "done", nudge.button


def test_what_was_done_is_counted_kept_and_thanked_for() -> None:
    rehearsal = nudged(KNOWN.with_practice("sighing", NOON - DAY, 5, 3))
    name = rehearsal.session.person.nudged[-1]["name"]
    tap(rehearsal, "show", "did")
    nudge = find(name)
    assert nudge is not None
    assert nudge.reply in said(rehearsal)
    assert "Practised on 2 of the last 14 days." in said(rehearsal)
    assert rehearsal.session.person.practised == 2
    assert rehearsal.session.person.nudged[-1]["outcome"] == "done"
    assert rehearsal.records == [Record("nudge", {"name": name, "outcome": "done"})]


def test_its_button_is_its_own() -> None:
    rehearsal = nudged()
    tap(rehearsal, "show")
    nudge = find(rehearsal.session.person.nudged[-1]["name"])
    assert nudge is not None
    assert rehearsal.labels == [nudge.button, "Not today", "Fewer"]


@pytest.mark.parametrize("where", ["veiled", "shown"])
def test_not_today_is_taken_without_a_word_of_blame(where: str) -> None:
    rehearsal = nudged()
    if where == "shown":
        tap(rehearsal, "show")
    tap(rehearsal, "not_today")
    assert says(said(rehearsal), "nudge.closing.not_today")
    assert rehearsal.session.person.practices == ()
    assert rehearsal.records == []
    assert rehearsal.timers["nudge"].due - rehearsal.now == DAY


@pytest.mark.parametrize(
    ("choice", "days"), [("every_2", 2), ("every_7", 7), ("days_3", 3), ("days_7", 7), ("as_before", 1)]
)
def test_fewer_of_them_come_as_was_chosen(choice: str, days: int) -> None:
    rehearsal = nudged()
    tap(rehearsal, "fewer", choice)
    assert rehearsal.state == "nudge.closing"
    assert rehearsal.timers["nudge"].due - rehearsal.now == days * DAY


def test_every_way_to_have_fewer_is_offered_and_ends_in_a_word() -> None:
    rehearsal = nudged()
    tap(rehearsal, "fewer")
    assert rehearsal.session.offered == (*FEWER, "off", "as_before")
    for choice in rehearsal.session.offered:
        other = nudged()
        tap(other, "fewer", choice)
        assert other.state == "nudge.closing"
        assert said(other)
        tap(other, "menu")
        assert other.state == "menu.rest"


def test_a_nudge_that_a_release_took_away_still_ends_well() -> None:
    rehearsal = nudged()
    top = rehearsal.session.stack[-1]
    gone = replace(top, facts={**top.facts, "name": "of another release"})
    rehearsal.session = replace(rehearsal.session, stack=(*rehearsal.session.stack[:-1], gone))
    tap(rehearsal, "show")
    assert "three slow breaths" in said(rehearsal)
    assert rehearsal.labels == ["Done", "Not today", "Fewer"]
    tap(rehearsal, "did")
    assert "Thank you." in said(rehearsal)


# -- in place ----------------------------------------------------------------------------------------------------------


def tap_on(rehearsal: Rehearsal, choice: str, message: int) -> None:
    index = rehearsal.session.offered.index(choice)
    rehearsal.send(Tap(rehearsal.key, rehearsal.session.token, index, message, "as it stood"))


@pytest.mark.parametrize(
    "choices",
    [
        ("show", "did"),
        ("show", "not_today"),
        ("not_today",),
        ("fewer", "every_2"),
        ("fewer", "off"),
        ("show", "fewer", "as_before"),
    ],
)
def test_every_answer_stands_where_the_nudge_stood(choices: tuple[str, ...]) -> None:
    rehearsal = nudged()
    for message, choice in enumerate(choices, 41):
        tap_on(rehearsal, choice, message)
        changed = [(post.inside, post.token) for post in rehearsal.posts if isinstance(post, Message)]
        assert changed == [(message, rehearsal.session.token)]
        assert not [post for post in rehearsal.posts if isinstance(post, Redraw)], "what is replaced needs no redraw"


def test_the_pulse_and_the_question_about_adapting_stand_there_too() -> None:
    rehearsal = at_the_pulse(since="2026-01-01")
    for message, (choice, state) in enumerate(
        (
            ("show", "pulse.reach"),
            ("3", "pulse.retreat"),
            ("1", "pulse.closeness"),
            ("2", "nudge.adapt"),
            ("adapt", "nudge.closing"),
        ),
        70,
    ):
        tap_on(rehearsal, choice, message)
        assert rehearsal.state == state
        assert [post.inside for post in rehearsal.messages] == [message]
        assert not [post for post in rehearsal.posts if isinstance(post, Redraw)]


def test_the_way_back_is_a_message_of_its_own_and_the_answered_one_shows_what_was_chosen() -> None:
    rehearsal = nudged()
    tap_on(rehearsal, "not_today", 41)
    token = rehearsal.session.token
    tap_on(rehearsal, "menu", 41)
    assert [post.inside for post in rehearsal.messages] == [None]
    redraws = [post for post in rehearsal.posts if isinstance(post, Redraw)]
    assert [(redraw.token, redraw.message) for redraw in redraws] == [(token, 41)]
    assert "Menu" in str(redraws[0].text)


def test_an_answer_in_words_is_answered_below_them() -> None:
    rehearsal = nudged()
    token = rehearsal.session.token
    rehearsal.say("show me")
    assert [post.inside for post in rehearsal.messages] == [None]
    assert [post for post in rehearsal.posts if isinstance(post, Redraw)] == [Redraw(token)], "its buttons are gone"


def test_a_new_nudge_takes_the_buttons_of_the_one_before() -> None:
    rehearsal = nudged()
    token = rehearsal.session.token
    rehearsal.ring("nudge")
    assert [post for post in rehearsal.posts if isinstance(post, Redraw)] == [Redraw(token)]
    assert [post.inside for post in rehearsal.messages] == [None]


def test_the_monthly_word_comes_into_the_same_message() -> None:
    rehearsal = nudged()
    rehearsal.now += 31 * DAY
    tap_on(rehearsal, "show", 9)
    assert [post.inside for post in rehearsal.messages] == [9]
    assert "I'm a program" in said(rehearsal)
    assert text_of(rehearsal) in said(rehearsal)


# -- over what was under way -------------------------------------------------------------------------------------------

BLAME = "You never listen to me"
PLACES: dict[str, tuple[str, ...]] = {
    "veiled": (),
    "shown": ("show",),
    "fewer": ("fewer",),
    "closing": ("not_today",),
    "done": ("show", "did"),
}


@pytest.mark.parametrize("choices", PLACES.values(), ids=PLACES)
def test_blame_typed_over_it_is_said_differently(choices: tuple[str, ...]) -> None:
    rehearsal = nudged()
    tap(rehearsal, *choices)
    rehearsal.say(BLAME)
    assert rehearsal.state == "rephrase.rewritten"
    assert "I feel" in said(rehearsal)
    assert dialogs_of(rehearsal) == ["home", "menu", "rephrase"], "and the nudge is gone"


def test_blame_typed_over_the_last_question_is_said_differently() -> None:
    rehearsal = somebody()
    for _ in range(LAST_WORD + 1):
        rehearsal.ring("nudge")
    assert rehearsal.state == "nudge.go_on"
    rehearsal.say(BLAME)
    assert rehearsal.state == "rephrase.rewritten"


def test_blame_typed_over_the_question_about_adapting_is_said_differently() -> None:
    rehearsal = nudged(since="2026-01-01")
    tap(rehearsal, "not_today")
    assert rehearsal.state == "nudge.adapt"
    rehearsal.say(BLAME)
    assert rehearsal.state == "rephrase.rewritten"


def test_words_reach_the_exercise_below() -> None:
    rehearsal = somebody()
    rehearsal.say("/practice")
    tap(rehearsal, "name_it", "start", "skip")
    rehearsal.ring("nudge")
    assert rehearsal.state == "nudge.veiled"
    rehearsal.say("sad")
    assert rehearsal.state == "name_it.second"
    assert "nudge" not in dialogs_of(rehearsal)


def test_a_choice_of_the_question_below_is_understood() -> None:
    rehearsal = somebody()
    rehearsal.say("/practice")
    tap(rehearsal, "grounding", "start")
    rehearsal.ring("nudge")
    rehearsal.say("7")  # it has three buttons
    assert rehearsal.state == "grounding.see"
    assert rehearsal.session.top is not None
    assert rehearsal.session.top.facts["before"] == 7


def test_words_that_mean_nothing_below_either_are_asked_about_there() -> None:
    rehearsal = somebody()
    rehearsal.say("/practice")
    tap(rehearsal, "grounding", "start")
    rehearsal.ring("nudge")
    rehearsal.say("blue curtains and a bicycle")
    assert rehearsal.state == "grounding.before"
    assert says(said(rehearsal), "exercise.before.soothe")


def test_a_question_about_the_coach_is_answered_and_the_nudge_stays() -> None:
    rehearsal = nudged()
    rehearsal.say("are you a human?")
    assert rehearsal.state == "nudge.veiled"
    assert "program" in said(rehearsal)


def test_danger_typed_over_it_is_heard() -> None:
    rehearsal = nudged()
    rehearsal.say("he hits me")
    assert rehearsal.state == "safety.told"
    tap(rehearsal, "go_on")
    assert rehearsal.state == "menu.rest"


@pytest.mark.parametrize(
    ("command", "state"),
    [
        ("/menu", "menu.rest"),
        ("/progress", "progress.rest"),
        ("/practice", "practice.pick"),
        ("/nudges", "nudges.rest"),
        (f"/rewrite {BLAME}", "rephrase.rewritten"),
        ("/help_now", "safety.lines"),
        ("/cancel", "menu.rest"),
        ("/start", "nudge.veiled"),
        ("/help", "nudge.veiled"),
        ("/nonsense", "nudge.veiled"),
        ("menu", "menu.rest"),
    ],
)
def test_commands_over_it_work(command: str, state: str) -> None:
    rehearsal = nudged()
    rehearsal.say(command)
    assert rehearsal.state == state
    assert rehearsal.labels, "and something is asked"


def test_what_was_under_way_is_where_it_was() -> None:
    rehearsal = somebody()
    rehearsal.say("/practice")
    tap(rehearsal, "sighing", "start", "5")
    assert rehearsal.state == "sighing.breath"
    rehearsal.ring("nudge")
    tap(rehearsal, "not_today", "menu")
    assert rehearsal.state == "sighing.breath"
    tap(rehearsal, "two")
    assert rehearsal.state == "sighing.going"


def test_those_unanswered_do_not_pile_up() -> None:
    rehearsal = nudged()
    for _ in range(5):
        rehearsal.ring("nudge")
        assert dialogs_of(rehearsal) == ["home", "menu", "nudge"]
    tap(rehearsal, "not_today", "menu")
    assert rehearsal.state == "menu.rest"


def test_those_looked_at_and_left_do_not_pile_up_either() -> None:
    rehearsal = nudged()
    for _ in range(6):
        tap(rehearsal, "show")
        assert rehearsal.state == "nudge.shown"
        rehearsal.ring("nudge")
        assert dialogs_of(rehearsal) == ["home", "menu", "nudge"]


def test_only_the_latest_can_be_answered() -> None:
    rehearsal = nudged()
    old = rehearsal.session.token
    for _ in range(2):
        rehearsal.ring("nudge")
    rehearsal.send(Tap(rehearsal.key, old, 0, 5, "…"))
    assert "earlier question" in said(rehearsal)
    assert rehearsal.state == "nudge.veiled"
    assert [row["outcome"] for row in rehearsal.session.person.nudged] == [None] * 3


# -- the pulse ---------------------------------------------------------------------------------------------------------


def test_the_pulse_takes_a_nudge_s_place_once_a_week() -> None:
    rehearsal, names = somebody(), []
    for _ in range(29):
        rehearsal.ring("nudge")
        names.append(rehearsal.session.person.nudged[-1]["name"])
        tap(rehearsal, "not_today")
    assert [day for day, name in enumerate(names) if name == "pulse"] == [7, 14, 21, 28]


def test_three_taps_are_kept_and_recorded() -> None:
    rehearsal = at_the_pulse()
    tap(rehearsal, "show", "3", "0", "4")
    pulse = {"reach": 3, "retreat": 0, "closeness": 4}
    assert rehearsal.session.person.pulses == ({"at": rehearsal.now.isoformat(timespec="seconds"), **pulse},)
    assert rehearsal.records[0] == Record("pulse", pulse)
    assert rehearsal.session.person.nudged[-1]["outcome"] == "done"


@pytest.mark.parametrize("after", [(), ("3",), ("3", "1")])
def test_it_may_be_skipped_at_every_step_and_then_none_of_it_is_kept(after: tuple[str, ...]) -> None:
    rehearsal = at_the_pulse()
    tap(rehearsal, "show", *after, "skip")
    assert rehearsal.session.person.pulses == ()
    assert rehearsal.records == []
    assert rehearsal.session.person.nudged[-1]["outcome"] == "not_today"
    assert rehearsal.state == "nudge.closing"
    assert rehearsal.session.person.practices == ()


def test_ratings_are_understood_in_words() -> None:
    rehearsal = at_the_pulse()
    tap(rehearsal, "show")
    for rating in ("3", "about 1", "2"):
        rehearsal.say(rating)
    assert [rehearsal.session.person.pulses[-1][axis] for axis in ("reach", "retreat", "closeness")] == [3, 1, 2]


# -- as a dialog -------------------------------------------------------------------------------------------------------


def test_it_comes_by_itself_and_asks_for_nothing() -> None:
    assert NUDGE.aside


def test_nothing_of_what_it_said_is_kept_but_its_name() -> None:
    rehearsal = nudged()
    tap(rehearsal, "show", "did")
    assert text_of(rehearsal) not in dump(rehearsal.session)
