"""The pace holds in any second, whatever the order in which messages come."""

from __future__ import annotations

from math import inf, nextafter

from hypothesis import given
from hypothesis import strategies as st

from bot.workers.pace import JITTER, Pace


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.tuples(st.floats(0, 0.5), st.sampled_from("abc")), max_size=300))
def test_no_second_sees_more_than_allowed_and_no_chat_more_than_its_share(attempts: list[tuple[float, str]]) -> None:
    clock = Clock()
    pace = Pace(30, 1, 3, clock)
    sent: list[tuple[float, str]] = []
    for gap, chat in attempts:
        clock.now += gap / 20
        if pace.chat_delay(chat) == 0 and pace.overall_delay() == 0:
            pace.count(chat)
            sent.append((clock.now, chat))
    for at, _ in sent:
        assert sum(at <= other < at + 0.999 for other, _ in sent) <= 30
        for name in "abc":
            assert sum(chat == name and at <= other < at + 9.99 for other, chat in sent) <= 3 + 10


@given(st.lists(st.sampled_from("abc"), max_size=60))
def test_waiting_as_long_as_told_is_enough(chats: list[str]) -> None:
    clock = Clock()
    pace = Pace(30, 1, 3, clock)
    for chat in chats:
        clock.now += max(pace.chat_delay(chat), 0)
        clock.now += max(pace.overall_delay(), 0) + 1e-9
        assert pace.chat_delay(chat) <= 1e-6
        assert pace.overall_delay() <= 1e-6
        pace.count(chat)


def test_a_pause_gives_the_burst_back_and_no_more() -> None:
    clock = Clock()
    pace = Pace(30, 1, 3, clock)
    for _ in range(3):
        pace.count("a")
    assert pace.chat_delay("a") == 1
    clock.now += 3600
    for _ in range(3):
        assert pace.chat_delay("a") == 0
        pace.count("a")
    assert pace.chat_delay("a") == 1


def test_edits_count_overall_only() -> None:
    clock = Clock()
    pace = Pace(2, 1, 1, clock)
    pace.count(None)
    assert pace.chat_delay("a") == 0
    pace.count(None)
    assert 0 < pace.overall_delay() <= 1.001 + JITTER


def test_chats_that_are_rested_are_forgotten() -> None:
    clock = Clock()
    pace = Pace(1e6, 1, 3, clock)
    for number in range(25_000):
        clock.now += 0.01
        pace.count(str(number))
    assert len(pace._chats) <= 10_001


@given(st.lists(st.floats(0, 0.2), min_size=30, max_size=90))
def test_to_wait_exactly_as_long_as_told_lets_nothing_over_the_limit_through(gaps: list[float]) -> None:
    """Also where the end of the wait and the end of the window are the same instant, rounded."""
    clock = Clock()
    pace = Pace(30, 1000, 1000, clock)
    sent: list[float] = []
    for gap in gaps:
        clock.now += gap / 20
        while (delay := pace.overall_delay()) > 0:
            clock.now = max(clock.now + delay, nextafter(clock.now, inf))
        pace.count(None)
        sent.append(clock.now)
    assert all(later - earlier >= 1 + JITTER - 1e-6 for earlier, later in zip(sent, sent[30:], strict=False))
