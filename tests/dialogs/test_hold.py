"""The held message: it waits where nobody sees it, and comes back to be sent, changed, kept longer or dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dialogs.coach import build
from dialogs.engine import Person, dump
from dialogs.engine.effects import Record, StartTimer
from dialogs.engine.events import Replan, Tap
from dialogs.engine.rendering import Message, Redraw
from dialogs.rehearsal import Rehearsal
from dialogs.safety import screen
from tests.dialogs.conversation import says
from tests.dialogs.nudges import KNOWN, NOON, said, skipped, tap

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WORDS = "Why do you never answer me? Periwinkle, I sit here like an idiot."
SECRET = "Periwinkle"
AFTER = ("next", "skip", "skip", "enough")  # from the word that it is held to where the person was


def met(person: Person = KNOWN) -> Rehearsal:
    rehearsal = Rehearsal(build(), now=NOON)
    rehearsal.meet(person)
    return rehearsal


def begin(rehearsal: Rehearsal, words: str = WORDS) -> None:
    """Write a message that is to be held."""
    rehearsal.say("/practice")
    tap(rehearsal, "hold", "start", "skip")
    rehearsal.say(words)
    assert rehearsal.state == "hold.minutes"


def holding(minutes: int = 10, words: str = WORDS, person: Person = KNOWN) -> Rehearsal:
    """Somebody whose message is held, back at the menu."""
    rehearsal = met(person)
    begin(rehearsal, words)
    tap(rehearsal, f"m{minutes}", *AFTER)
    assert rehearsal.state == "menu.rest"
    return rehearsal


def released(words: str = WORDS) -> Rehearsal:
    """Somebody whose message has just come back."""
    rehearsal = holding(words=words)
    rehearsal.ring("hold")
    assert rehearsal.state == "release.asked"
    return rehearsal


def kept(rehearsal: Rehearsal) -> str:
    """All that is kept of somebody, apart from timers."""
    return dump(rehearsal.session) + str(rehearsal.records)


def due(rehearsal: Rehearsal) -> dict[str, timedelta]:
    return {name: timer.due - rehearsal.now for name, timer in rehearsal.timers.items()}


# -- while it waits ----------------------------------------------------------------------------------------------------


def test_while_it_waits_it_is_nowhere_but_with_its_timer() -> None:
    rehearsal = met()
    begin(rehearsal)
    tap(rehearsal, "m20")
    assert SECRET not in kept(rehearsal), "from the moment on at which it waits"
    assert SECRET not in said(rehearsal)
    for choice in AFTER:
        tap(rehearsal, choice)
        assert SECRET not in kept(rehearsal)
        assert SECRET not in said(rehearsal)
    rehearsal.say("/progress")
    rehearsal.say("/menu")
    assert SECRET not in kept(rehearsal)
    assert rehearsal.timers["hold"].data == {"text": WORDS, "minutes": 20}


@settings(max_examples=25, deadline=None)
@given(mark=st.from_regex(r"[b-df-hj-np-tv-z]{12}", fullmatch=True), minutes=st.sampled_from((10, 20, 30)))
def test_whatever_was_written_is_nowhere_else_and_comes_back_as_it_was(mark: str, minutes: int) -> None:
    words = f"{mark} is what I'd say <b>&amp;"
    assume(screen(words) is None)  # a word nobody knows may be taken for anything
    rehearsal = holding(minutes, words)
    assert mark not in kept(rehearsal)
    rehearsal.wait(minutes * MINUTE)
    assert mark not in said(rehearsal), "and not on the lock screen"
    tap(rehearsal, "show")
    assert words in said(rehearsal)


@pytest.mark.parametrize("minutes", [10, 20, 30])
def test_it_comes_back_when_it_was_said_and_not_before(minutes: int) -> None:
    rehearsal = holding(minutes)
    rehearsal.wait(minutes * MINUTE - timedelta(seconds=1))
    assert rehearsal.messages == []
    rehearsal.wait(timedelta(seconds=1))
    assert says(said(rehearsal), "release.asked", minutes=minutes)
    assert SECRET not in said(rehearsal)
    assert "hold" not in rehearsal.timers


def test_the_time_runs_from_the_choice_and_not_from_the_end_of_the_exercise() -> None:
    rehearsal = met()
    begin(rehearsal)
    tap(rehearsal, "m10")
    rehearsal.wait(10 * MINUTE)
    assert rehearsal.state == "release.asked"
    tap(rehearsal, "drop")
    assert rehearsal.state == "hold.held", "and the exercise goes on"


@pytest.mark.parametrize(("said_so", "minutes"), [("20", 20), ("20 minutes", 20), ("2", 20), ("30", 30), ("1", 10)])
def test_how_long_is_understood_in_words(said_so: str, minutes: int) -> None:
    rehearsal = met()
    begin(rehearsal)
    rehearsal.say(said_so)
    assert rehearsal.timers["hold"].due - rehearsal.now == minutes * MINUTE


def test_with_nothing_to_write_nothing_is_held() -> None:
    rehearsal = met()
    rehearsal.say("/practice")
    tap(rehearsal, "hold", "start", "skip", "stop")
    assert rehearsal.state == "practice.pick"
    assert rehearsal.timers == {}


def test_only_how_long_is_recorded_of_the_practice() -> None:
    records = [record for record in holding(20).records if record.kind == "practice"]
    assert [record.data["minutes"] for record in records] == [20]
    assert SECRET not in str(records)


def test_words_of_danger_are_heard_and_not_held() -> None:
    rehearsal = met()
    rehearsal.say("/practice")
    tap(rehearsal, "hold", "start", "skip")
    rehearsal.say("I'm going to kill you tonight, Periwinkle")
    assert rehearsal.state.startswith("safety.")
    assert rehearsal.timers == {}
    assert SECRET not in kept(rehearsal)


def test_stop_lets_go_of_it() -> None:
    rehearsal = holding()
    rehearsal.say("/stop")
    assert rehearsal.timers == {}


# -- when it is back ---------------------------------------------------------------------------------------------------


def test_it_can_be_sent_as_it_was_and_is_gone_then() -> None:
    rehearsal = released()
    tap(rehearsal, "show")
    assert WORDS in said(rehearsal)
    tap(rehearsal, "send")
    assert WORDS in [message.text for message in rehearsal.messages], "in a message of its own, to copy"
    assert rehearsal.session.person.holds == {"sent": 1}
    assert rehearsal.records[-1] == Record("hold", {"outcome": "sent", "minutes": 10})
    assert SECRET not in kept(rehearsal)
    assert rehearsal.state == "menu.rest"


def test_it_can_be_changed_and_then_sent() -> None:
    rehearsal = released()
    tap(rehearsal, "show", "edit")
    rehearsal.say("  I'd love to hear from you, Marigold.  ")
    assert "I'd love to hear from you, Marigold." in said(rehearsal)
    assert SECRET not in kept(rehearsal)
    tap(rehearsal, "send")
    assert "I'd love to hear from you, Marigold." in [message.text for message in rehearsal.messages]
    assert rehearsal.session.person.holds == {"edited": 1}
    assert "Marigold" not in kept(rehearsal)


def test_who_begins_to_change_it_may_leave_it() -> None:
    rehearsal = released()
    tap(rehearsal, "show", "edit", "back")
    assert WORDS in said(rehearsal)
    tap(rehearsal, "send")
    assert rehearsal.session.person.holds == {"sent": 1}


@pytest.mark.parametrize("choices", [("drop",), ("show", "drop"), ("show", "edit", "back", "drop")])
def test_it_can_be_dropped_and_is_gone_then(choices: tuple[str, ...]) -> None:
    rehearsal = released()
    tap(rehearsal, *choices)
    assert says(said(rehearsal), "release.dropped")
    assert SECRET not in kept(rehearsal)
    assert SECRET not in said(rehearsal)
    assert rehearsal.timers == {}
    assert rehearsal.session.person.holds == {"dropped": 1}
    assert rehearsal.records[-1] == Record("hold", {"outcome": "dropped", "minutes": 10})


def test_it_can_wait_ten_minutes_more_and_is_nowhere_meanwhile() -> None:
    rehearsal = released()
    for _ in range(3):
        tap(rehearsal, "longer")
        assert SECRET not in kept(rehearsal)
        assert rehearsal.session.person.holds == {}, "nothing has become of it yet"
        assert rehearsal.timers["hold"].due - rehearsal.now == 10 * MINUTE
        rehearsal.wait(10 * MINUTE)
        assert rehearsal.state == "release.asked"
    tap(rehearsal, "show")
    assert WORDS in said(rehearsal)


def test_it_can_be_said_differently() -> None:
    rehearsal = released("You never listen to me")
    tap(rehearsal, "show", "differently")
    assert rehearsal.state == "rephrase.rewritten"
    assert "I feel" in said(rehearsal)
    tap(rehearsal, "save")
    assert rehearsal.state == "menu.rest"
    assert rehearsal.session.person.holds == {"edited": 1}


@pytest.mark.parametrize(
    ("said_so", "state", "holds"),
    [
        ("yes", "release.shown", {}),
        ("show it", "release.shown", {}),
        ("send it", "release.shown", {}),
        ("ten minutes more", "menu.rest", {}),
        ("no", "menu.rest", {"dropped": 1}),
        ("delete it", "menu.rest", {"dropped": 1}),
    ],
)
def test_it_is_answered_in_words_too(said_so: str, state: str, holds: dict[str, int]) -> None:
    rehearsal = released()
    rehearsal.say(said_so)
    assert rehearsal.state == state
    assert rehearsal.session.person.holds == holds


def test_it_is_shown_where_it_was_asked_about() -> None:
    rehearsal = released()
    rehearsal.send(Tap(rehearsal.key, rehearsal.session.token, 0, 33, "…"))
    assert [post.inside for post in rehearsal.posts if isinstance(post, Message)] == [33]
    assert not [post for post in rehearsal.posts if isinstance(post, Redraw)]


@pytest.mark.parametrize("choices", [(), ("show",), ("show", "edit", "back")])
@pytest.mark.parametrize("sign", ["/menu", "/practice", "/progress", "/rewrite"])
def test_left_without_an_answer_it_waits_again_and_is_nowhere_meanwhile(choices: tuple[str, ...], sign: str) -> None:
    rehearsal = released()
    tap(rehearsal, *choices)
    rehearsal.say(sign)
    assert SECRET not in kept(rehearsal)
    assert due(rehearsal) == {"hold": 10 * MINUTE}
    rehearsal.ring("hold")
    tap(rehearsal, "show")
    assert WORDS in said(rehearsal)
    assert rehearsal.session.person.holds == {}, "nothing has become of it yet"


@pytest.mark.parametrize("words", ["later", "hello", "You never listen to me"])
def test_words_that_are_no_answer_do_not_lose_it(words: str) -> None:
    rehearsal = released()
    rehearsal.say(words)
    assert SECRET not in kept(rehearsal)
    assert rehearsal.timers["hold"].data["text"] == WORDS


def test_what_comes_over_it_does_not_lose_it() -> None:
    rehearsal = holding(person=replace(KNOWN, nudge={"at": "20:00", "since": "2026-03-02"}))
    rehearsal.ring("hold")
    rehearsal.send(Replan(rehearsal.key))
    for _ in range(2):  # on the day of a practice none comes
        rehearsal.ring("nudge")
    assert rehearsal.state == "nudge.veiled"
    assert SECRET not in kept(rehearsal)
    rehearsal.ring("hold")
    tap(rehearsal, "show")
    assert WORDS in said(rehearsal)


def test_as_it_was_changed_it_waits_again() -> None:
    rehearsal = released()
    tap(rehearsal, "show", "edit")
    rehearsal.say("I'd love to hear from you, Marigold.")
    rehearsal.say("/menu")
    assert "Marigold" not in kept(rehearsal)
    rehearsal.ring("hold")
    tap(rehearsal, "show")
    assert "Marigold" in said(rehearsal)
    assert SECRET not in said(rehearsal)


# -- waiting longer ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holds", "minutes"),
    [
        ({}, 10),
        ({"sent": 1}, 10),
        ({"sent": 1, "dropped": 1}, 20),
        ({"edited": 3}, 20),
        ({"dropped": 4}, 30),
        ({"sent": 40, "edited": 40}, 30),
    ],
)
def test_longer_waiting_is_suggested_with_practice(holds: dict[str, int], minutes: int) -> None:
    rehearsal = met(replace(KNOWN, holds=holds))
    begin(rehearsal)
    assert f"{minutes} minutes would be a good step" in said(rehearsal)
    assert rehearsal.session.offered == ("m10", "m20", "m30"), "and any may be chosen"


def test_each_that_was_held_to_its_end_counts_once() -> None:
    rehearsal, suggested = met(), []
    for _ in range(6):
        begin(rehearsal)
        suggested.append(int(said(rehearsal).split("hold it? ")[1][:2]))
        tap(rehearsal, "m10", *AFTER)
        rehearsal.ring("hold")
        tap(rehearsal, "longer")
        rehearsal.ring("hold")
        tap(rehearsal, "drop")
    assert suggested == [10, 10, 20, 20, 30, 30]


# -- while somebody may be in danger -----------------------------------------------------------------------------------


def test_while_the_safety_dialog_is_open_it_waits_and_comes_later() -> None:
    rehearsal = holding()
    rehearsal.say("I hurt myself sometimes")
    assert rehearsal.state == "safety.told"
    for hour in range(1, 4):
        rehearsal.ring("hold")
        assert rehearsal.messages == []
        assert rehearsal.state == "safety.told"
        assert skipped(rehearsal) == ["danger"] * hour
        assert rehearsal.timers["hold"] == StartTimer(
            "hold", rehearsal.now + HOUR, None, {"text": WORDS, "minutes": 10}
        )
        assert SECRET not in kept(rehearsal)
    tap(rehearsal, "go_on")
    rehearsal.wait(HOUR)
    assert rehearsal.state == "release.asked"
    tap(rehearsal, "show")
    assert WORDS in said(rehearsal)


def test_holding_a_message_is_not_offered_where_couple_exercises_are_set_aside() -> None:
    rehearsal = met(replace(KNOWN, careful="2026-03-01"))
    rehearsal.say("/practice")
    assert "sighing" in rehearsal.session.offered
    assert "hold" not in rehearsal.session.offered


def test_it_is_late_by_days_and_still_comes() -> None:
    rehearsal = holding()
    rehearsal.now = datetime(2026, 3, 9, tzinfo=UTC)
    rehearsal.ring("hold")
    assert rehearsal.state == "release.asked"
    assert skipped(rehearsal) == []


def test_a_second_message_does_not_push_out_the_first() -> None:
    rehearsal = met()
    for words in ("the first of them", "the second of them"):
        begin(rehearsal, words)
        tap(rehearsal, "m10")
        rehearsal.say("/cancel")
    held = [timer.data["text"] for name, timer in rehearsal.timers.items() if name.startswith("hold")]
    assert sorted(held) == ["the first of them", "the second of them"]
