"""The kind observer: as many messages as somebody writes, seven minutes that are kept, and the earlier words beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from dialogs.coach import build
from dialogs.engine import Frame, Person, Route, dump, load
from dialogs.engine.rendering import Message
from dialogs.exercise import LONG
from dialogs.observer import KEPT, OBSERVER
from dialogs.rehearsal import Rehearsal
from tests.dialogs.again import BEGIN, BERLIN
from tests.dialogs.nudges import said, skipped, tap

DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
EARLIER = {
    "at": "2025-11-02T20:00:00+00:00",
    "friend": "Both were tired.",
    "block": "My pride.",
}
UP = "Those were the seven minutes"


def writing(person: Person = BERLIN, now: datetime = BEGIN) -> Rehearsal:
    """Somebody at the first question, whose seven minutes have just begun."""
    whole = build()
    rehearsal = Rehearsal(replace(whole, commands={**whole.commands, "observer": Route("observer")}), now=now)
    rehearsal.meet(person)
    rehearsal.say("/observer")
    tap(rehearsal, "start", "7")
    assert rehearsal.state == "observer.friend"
    return rehearsal


def recorded(rehearsal: Rehearsal) -> list[Mapping[str, Any]]:
    return [record.data for record in rehearsal.records if record.kind == "writing"]


# -- writing -----------------------------------------------------------------------------------------------------------


def test_all_messages_under_a_question_are_kept_together_and_in_order() -> None:
    rehearsal = writing()
    for words in ("They were tired.", "  One wanted quiet. ", "The other wanted to talk."):
        rehearsal.say(words)
        assert rehearsal.state == "observer.friend"
    tap(rehearsal, "next")
    rehearsal.say("My pride")
    tap(rehearsal, "next", "skip")
    assert recorded(rehearsal) == [
        {"friend": "They were tired.\n\nOne wanted quiet.\n\nThe other wanted to talk.", "block": "My pride"}
    ]
    assert rehearsal.state == "observer.after"
    tap(rehearsal, "4")
    rehearsal.say("lighter")
    practice = rehearsal.records[-1]
    assert (practice.kind, practice.data["before"], practice.data["after"]) == ("practice", 7, 4)
    assert practice.data["noticed"] == "lighter"


def test_the_words_are_safe_before_the_last_ratings() -> None:
    rehearsal = writing()
    rehearsal.say("Both were tired")
    tap(rehearsal, "finish")
    rehearsal.say("/cancel")
    assert recorded(rehearsal) == [{"friend": "Both were tired"}]
    assert rehearsal.session.person.writing == {"at": BEGIN.isoformat(), "friend": "Both were tired"}


def test_who_writes_nothing_is_offered_nothing_again() -> None:
    rehearsal = writing(replace(BERLIN, writing=EARLIER))
    tap(rehearsal, "skip", "skip", "skip")
    assert rehearsal.state == "observer.after"
    assert recorded(rehearsal) == []
    assert rehearsal.session.person.writing == EARLIER
    assert rehearsal.timers == {}


def test_more_than_there_is_room_for_is_said_and_what_was_kept_stays() -> None:
    rehearsal = writing()
    rehearsal.say("a" * (LONG - 10))
    rehearsal.say("b" * 9)
    assert "more than I can keep" in said(rehearsal)
    rehearsal.say("b" * 8)
    tap(rehearsal, "finish")
    assert recorded(rehearsal) == [{"friend": f"{'a' * (LONG - 10)}\n\n{'b' * 8}"}]


def test_what_the_person_keeps_is_short_and_the_record_is_whole() -> None:
    rehearsal = writing()
    for _ in range(3):
        rehearsal.say("word " * 599)
        tap(rehearsal, "finish" if rehearsal.session.offered == ("finish",) else "next")
    assert all(len(words) == 5 * 599 - 1 for words in recorded(rehearsal)[0].values())
    assert all(
        KEPT - 5 <= len(words) <= KEPT for name, words in rehearsal.session.person.writing.items() if name != "at"
    )
    assert len(dump(rehearsal.session)) < 20_000, "with the words of the frame, while it lasts"


def test_danger_told_while_writing_is_heard() -> None:
    rehearsal = writing()
    rehearsal.say("he hits me when he is angry")
    assert rehearsal.state.startswith("safety.")
    assert recorded(rehearsal) == []


def test_it_rests_where_couple_exercises_do() -> None:
    rehearsal = Rehearsal(build(), now=BEGIN)
    rehearsal.meet(replace(BERLIN, careful="2026-03-01"))
    rehearsal.say("/practice")
    seen = {*rehearsal.session.offered}
    while "sighing" not in rehearsal.session.offered or len(seen) < 9:
        tap(rehearsal, "more")
        seen |= {*rehearsal.session.offered}
    assert "observer" not in seen


# -- the seven minutes -------------------------------------------------------------------------------------------------


def test_the_seven_minutes_are_said_once_and_the_writing_goes_on() -> None:
    rehearsal = writing()
    rehearsal.say("They were tired.")
    rehearsal.wait(7 * MINUTE - SECOND)
    assert rehearsal.messages == []
    rehearsal.wait(SECOND)
    assert UP in said(rehearsal)
    assert rehearsal.state == "observer.friend"
    rehearsal.say("And it was late.")
    tap(rehearsal, "finish")
    assert recorded(rehearsal) == [{"friend": "They were tired.\n\nAnd it was late."}]
    rehearsal.wait(60 * MINUTE)
    assert UP not in said(rehearsal)


def test_who_is_finished_earlier_hears_no_clock() -> None:
    rehearsal = writing()
    rehearsal.say("They were tired.")
    tap(rehearsal, "finish")
    assert [*rehearsal.timers] == ["observer_again"]


@pytest.mark.parametrize("again", [False, True])
def test_who_left_is_not_told_of_a_clock_that_runs_no_more(again: bool) -> None:
    rehearsal = writing()
    rehearsal.say("/cancel")
    if again:
        rehearsal.say("/observer")
    rehearsal.wait(8 * MINUTE)
    assert rehearsal.messages == []
    assert skipped(rehearsal) == ["off"]


# -- four months later -------------------------------------------------------------------------------------------------


def test_it_is_offered_four_months_later_on_the_persons_calendar() -> None:
    rehearsal = writing(now=datetime.fromisoformat("2026-10-31T22:30:00+00:00"))
    rehearsal.say("They were tired.")
    tap(rehearsal, "finish")
    assert "In four months" in said(rehearsal)
    assert rehearsal.timers["observer_again"].due.isoformat() == "2027-02-28T18:00:00+00:00"


def test_without_a_zone_it_is_offered_at_the_hour_of_the_writing_until_one_is_known() -> None:
    rehearsal = writing(replace(BERLIN, zone=None))
    rehearsal.say("They were tired.")
    tap(rehearsal, "finish")
    assert rehearsal.timers["observer_again"].due.isoformat() == "2026-07-02T12:00:00+00:00"
    rehearsal.say("/zone New York")
    assert rehearsal.timers["observer_again"].due.isoformat() == "2026-07-02T23:00:00+00:00"


def test_writing_again_sooner_moves_the_offer() -> None:
    rehearsal = writing()
    rehearsal.say("They were tired.")
    tap(rehearsal, "finish", "skip", "skip")
    rehearsal.wait(30 * DAY)
    rehearsal.say("/observer")
    tap(rehearsal, "start", "7")
    rehearsal.say("They were late.")
    tap(rehearsal, "finish", "not_now")
    assert rehearsal.timers["observer_again"].due.date().isoformat() == "2026-08-01"


def test_the_earlier_words_are_shown_only_to_who_asks() -> None:
    rehearsal = writing(replace(BERLIN, writing=EARLIER))
    rehearsal.say("They <i>laughed</i> at last.")
    tap(rehearsal, "finish")
    assert "about 4 months ago" in said(rehearsal)
    assert "tired" not in said(rehearsal)
    later = load(dump(rehearsal.session))
    tap(rehearsal, "show")
    assert "Then\nBoth were tired.\n\nNow\nThey <i>laughed</i> at last." in said_to_the_letter(rehearsal)
    assert "Then\nMy pride.\n\nNow\n–" in said(rehearsal)
    assert "How to use it" not in said(rehearsal), "what was empty both times is left out"
    assert "/export" not in said(rehearsal)
    assert rehearsal.state == "observer.after"
    rehearsal.session = later
    tap(rehearsal, "not_now")
    assert rehearsal.state == "observer.after"
    assert "tired" not in said(rehearsal)


def said_to_the_letter(rehearsal: Rehearsal) -> str:
    """What was said, with what the person wrote left as it is."""
    texts = [post.text for post in rehearsal.posts if isinstance(post, Message)]
    plain = "\n".join(texts).replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", "")
    return plain.replace("&lt;", "<").replace("&gt;", ">")


def test_the_longest_words_of_both_times_fit_a_message() -> None:
    long = {"at": EARLIER["at"], **dict.fromkeys(("friend", "block", "use"), "&" * KEPT)}
    rehearsal = writing(replace(BERLIN, writing=long))
    for _ in range(3):
        rehearsal.say("&" * LONG)
        tap(rehearsal, "finish" if rehearsal.session.offered == ("finish",) else "next")
    tap(rehearsal, "show")
    assert "/export has every word" in said(rehearsal)
    assert len(rehearsal.messages) == 4
    assert all(len(message.text.replace("&amp;", "&")) <= 4096 for message in rehearsal.messages)


def test_after_stop_the_words_stay_and_no_offer_comes() -> None:
    rehearsal = writing()
    rehearsal.say("They were tired.")
    tap(rehearsal, "finish", "skip", "skip")
    rehearsal.wait(60 * DAY)
    rehearsal.say("/stop")
    rehearsal.wait(400 * DAY)
    assert rehearsal.messages == []
    rehearsal.say("/start")
    rehearsal.wait(400 * DAY)
    assert rehearsal.messages == []
    assert rehearsal.session.person.writing["friend"] == "They were tired."


def test_forget_takes_the_words_along() -> None:
    rehearsal = writing()
    rehearsal.say("They were tired.")
    tap(rehearsal, "finish", "skip", "skip")
    rehearsal.say("/forget")
    tap(rehearsal, next(choice for choice in rehearsal.session.offered if choice not in ("not_now", "export", "back")))
    assert "tired" not in dump(rehearsal.session)


# -- versions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["after", "noticed"])
def test_words_of_an_earlier_release_are_not_lost(state: str) -> None:
    frame = OBSERVER.migrations[1](Frame("observer", 1, state, {"before": 7, "friend": "Both were tired."}))
    assert frame.state == "use"
    unwritten = Frame("observer", 1, state, {"before": 7})
    assert OBSERVER.migrations[1](unwritten) == unwritten
