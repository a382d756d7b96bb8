"""The break with a return time: amounts of time, the promise, the reminder."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.coach import build
from dialogs.engine.effects import CancelTimer, StartTimer
from dialogs.reach_out import read_minutes
from tests.dialogs.conversation import CONSENTED, Conversation, says, talk


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("45", 45),
        ("about 40 minutes", 40),
        ("1.5 hours", 90),
        ("half an hour", 30),
        ("an hour", 60),
        ("2h", 120),
        ("3 days", None),
        ("2", None),
        ("30 hours", None),
        ("soon", None),
    ],
)
def test_amounts_of_time(said: str, minutes: int | None) -> None:
    assert read_minutes(said) == minutes


def at_the_amount(zone: str | None = None) -> Conversation:
    conversation = talk(build(), replace(CONSENTED, zone=zone))
    conversation.say("/practice")
    for label in ("Reaching out", "Space", "Let's", "Skip", "tense"):
        conversation.tap(label)
    assert conversation.state == "space.amount"
    return conversation


def test_the_promise_names_a_clock_time_where_the_zone_is_known() -> None:
    assert "I'll be back at 14:00." in at_the_amount("Europe/Berlin").say("an hour")  # it is noon in UTC
    assert "I'll be back in an hour." in at_the_amount().say("an hour")


def test_a_clock_time_is_understood_where_the_zone_is_known() -> None:
    assert "I'll be back at 13:40." in at_the_amount("Europe/Berlin").say("till 13:40")
    assert "I need an amount of time" in at_the_amount().say("till 13:40")


def test_the_clock_starts_when_it_is_said() -> None:
    conversation = at_the_amount()
    conversation.say("45 minutes")
    assert not [effect for effect in conversation.effects if isinstance(effect, StartTimer)]
    conversation.tap("It's said")
    timers = {effect.name: effect for effect in conversation.effects if isinstance(effect, StartTimer)}
    assert timers["return"].due == conversation.now + timedelta(minutes=45)
    assert timers["return_soon"].due == conversation.now + timedelta(minutes=40)


def test_too_short_a_break_is_taken_with_a_word_of_advice() -> None:
    assert says(at_the_amount().say("10 min"), "space.rather_twenty")


def test_nobody_is_asked_to_go_back_to_someone_dangerous() -> None:
    conversation = at_the_amount()
    conversation.say("30")
    conversation.tap("It's said")
    conversation.say("he hits me")
    assert conversation.state == "safety.told"
    assert CancelTimer("return") in conversation.effects
    conversation.fire("return")  # one that was on its way already
    assert conversation.state == "safety.told"
    conversation.choose("go_on")
    assert conversation.state == "menu.rest", "and the exercise isn't gone on with"


@pytest.mark.parametrize(("said", "kept"), [("yes", {"kept": 1}), ("no", {"missed": 1})])
def test_a_return_is_counted(said: str, kept: dict[str, int]) -> None:
    conversation = talk(build())
    conversation.fire("return", {"minutes": 45})
    conversation.say(said)
    assert {name: count for name, count in conversation.person.returns.items() if name in ("kept", "missed")} == kept
