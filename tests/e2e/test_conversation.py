"""A conversation with the real coach in the real process, led by tapping alone, and what each tap leaves behind."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.local.sandbox.botapi import Client, MessageView
from tests.e2e.conftest import needs_book
from tests.e2e.person import PATIENCE, Person, labels
from tests.e2e.process import BotProcess

pytestmark = needs_book

Choose = Callable[[int], int]
"""Which button to tap, of so many."""

TAPS = 60
WORDS = "We fought about dinner and I felt alone"  # for a question that has no buttons


async def crawl(person: Person, choose: Choose, *, until_repeated: bool) -> list[tuple[int, str, str]]:
    """Answer by the button that ``choose`` picks of so many; message, text and label of each tap."""
    asked = (await person.write("/start"))[-1]
    seen: set[tuple[str, ...]] = set()
    taps: list[tuple[int, str, str]] = []
    for _ in range(TAPS):
        place = (asked["text"], *labels(asked))
        if until_repeated and place in seen:
            break
        seen.add(place)
        if not asked["keyboard"]:
            asked = (await person.write(WORDS))[-1]
            continue
        buttons = [button for row in asked["keyboard"] for button in row]
        button = buttons[choose(len(buttons))]
        taps.append((asked["message_id"], asked["text"], button["text"]))
        asked = (await person.tap(button["callback_data"]))[-1]
    return taps


def first() -> Choose:
    """Always the first button."""
    return lambda count: 0


def last() -> Choose:
    """Always the last one."""
    return lambda count: count - 1


def wander() -> Choose:
    """Through the welcome, then wherever it leads."""
    generator, opening = random.Random(5), iter((0, 0, 0, 0))

    def choose(count: int) -> int:
        chosen = next(opening, None)
        return generator.randrange(count) if chosen is None else chosen

    return choose


def assert_readable(message: MessageView) -> None:
    assert 1 <= len(message["text"]) <= 4096
    for label in labels(message):
        assert 1 <= len(label) <= 64, label
    assert "{" not in message["text"], message["text"]
    assert "&lt;" not in message["text"], message["text"]
    assert "&amp;" not in message["text"], message["text"]


@pytest.mark.parametrize(("way", "until_repeated"), [(first, True), (last, True), (wander, False)])
async def test_a_conversation_by_taps(
    telegram: Client, tmp_path: Path, way: Callable[[], Choose], until_repeated: bool
) -> None:
    person = Person(telegram, 1)
    async with BotProcess(telegram.address, tmp_path) as bot:
        taps = await crawl(person, way(), until_repeated=until_repeated)
        assert len(taps) >= 2, taps
        await telegram.wait_chat(
            1, lambda chat: sum(bool(message["keyboard"]) for message in chat["messages"]) <= 1, PATIENCE
        )
        await telegram.wait_confirmed(PATIENCE)
        assert await bot.stop() == 0
        logged = bot.logged()

    for number, text, label in taps:
        tapped = await person.message(number)
        assert tapped["keyboard"] == []
        assert tapped["text"].startswith(text), tapped["text"]
        assert tapped["text"].endswith(label), tapped["text"]
        assert tapped["edited"]
    for message in await person.said():
        assert_readable(message)

    counts = await telegram.counts()
    assert counts["unanswered_taps"] == 0
    assert counts["calls"]["answerCallbackQuery"] == len(taps)
    assert {status for status in counts["statuses"] if status != "200"} == set()
    assert counts["missing"] == {}
    calls = [call for call in await telegram.transcript() if call["method"] == "sendMessage"]
    asked = Counter(
        button["callback_data"]
        for call in calls
        for row in call["params"].get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
    )
    assert [data for data, times in asked.items() if times > 1] == []
    for level in ("WARNING", "ERROR", "Traceback"):
        assert level not in logged, logged


async def test_a_label_or_its_number_can_be_typed(telegram: Client, tmp_path: Path) -> None:
    async with BotProcess(telegram.address, tmp_path):
        first, second = Person(telegram, 1), Person(telegram, 2)
        asked = (await first.write("/start"))[-1]
        typed = (await first.write(labels(asked)[0].lower()))[-1]
        await second.write("/start")
        numbered = (await second.write("1"))[-1]
    assert typed["text"] == numbered["text"] != asked["text"]
    assert (await first.message(asked["message_id"]))["keyboard"] == []


async def test_two_people_do_not_hear_each_other(telegram: Client, tmp_path: Path) -> None:
    async with BotProcess(telegram.address, tmp_path):
        first, second = Person(telegram, 1), Person(telegram, 2)
        asked = (await first.write("/start"))[-1]
        await second.write("/start")
        await first.tap(labels(asked)[0])
        said = len(await second.said())
        await first.write("/menu")
        assert len(await second.said()) == said
