"""The throttle: one word to who hurries, nothing lost of who does not, and danger is heard in any flood."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bot.throttle import Throttle
from bot.turn import Arrival
from dialogs.engine.events import Event, Hurried, Tap, Text
from tests.bot.toy import toy_book
from tests.dialogs.conversation import Conversation


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def throttle(clock: Clock, burst: int = 3) -> Throttle:
    return Throttle(1.0, burst, clock, lambda words: "danger" in words)


def said(number: int, text: str = "hello", chat: str = "toy:1") -> Arrival:
    return Arrival(chat, Text(f"k{number}", text))


def events(arrivals: list[Arrival]) -> list[type[Event]]:
    return [type(each.event) for each in arrivals]


def test_who_hurries_is_told_once_and_the_rest_is_left_out() -> None:
    found = list(throttle(Clock()).sift([said(number) for number in range(10)]))
    assert events(found) == [Text, Text, Text, Hurried]
    assert found[-1].event.key == "k3"


def test_who_slows_down_is_heard_again_and_told_again_the_next_time() -> None:
    clock = Clock()
    one = throttle(clock)
    list(one.sift([said(number) for number in range(10)]))
    clock.now = 1.0
    assert events(list(one.sift([said(10), said(11)]))) == [Text]
    clock.now = 10.0
    assert events(list(one.sift([said(number) for number in range(12, 20)]))) == [Text, Text, Text, Hurried]


def test_words_of_danger_are_heard_in_any_flood() -> None:
    found = list(throttle(Clock()).sift([*(said(number) for number in range(10)), said(10, "danger")]))
    assert events(found)[-2:] == [Hurried, Text]


def test_one_who_hurries_holds_up_nobody_else() -> None:
    arrivals = [said(number) for number in range(10)] + [said(number, chat="toy:2") for number in range(3)]
    found = list(throttle(Clock()).sift(arrivals))
    assert [each.chat for each in found].count("toy:2") == 3


def test_taps_count_too() -> None:
    taps = [Arrival("toy:1", Tap(f"k{number}", "t", 0)) for number in range(5)]
    assert events(list(throttle(Clock()).sift(taps))) == [Tap, Tap, Tap, Hurried]


@given(st.lists(st.floats(0, 5), max_size=200))
def test_never_more_than_the_burst_and_the_rate(pauses: list[float]) -> None:
    clock = Clock()
    one = throttle(clock)
    heard = 0
    for number, pause in enumerate(pauses):
        clock.now += pause
        heard += events(list(one.sift([said(number)]))) == [Text]
    assert heard <= 3 + clock.now + 1e-6
    assert heard == len(pauses) or len(pauses) > 3


def test_the_word_about_it_asks_nothing() -> None:
    conversation = Conversation(toy_book())
    conversation.say("hello")
    before = conversation.session
    conversation.send(Hurried("k"))
    assert "one at a time" in conversation.text
    assert conversation.labels == []
    assert conversation.session.top == before.top
