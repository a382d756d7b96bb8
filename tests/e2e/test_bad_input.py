"""What people send that the coach can't use: one short answer, and the conversation goes on where it was."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.local.sandbox.botapi import Client, MessageView, World, serve
from tests.e2e.conftest import needs_book
from tests.e2e.person import Person, labels
from tests.e2e.process import BotProcess

# One process for the whole module: each test is another person.
pytestmark = [needs_book, pytest.mark.asyncio(loop_scope="module")]

LONGEST = 500  # characters of an answer, without the question it repeats
_numbers = count(1001)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def coach(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    """Telegram with the coach running."""
    folder: Path = tmp_path_factory.mktemp("coach")
    async with (
        serve(World()) as address,
        Client(address) as client,
        BotProcess(address, folder) as bot,
    ):
        yield client
        assert await bot.stop() == 0
        assert "Traceback" not in bot.logged()
        assert "a turn failed" not in bot.logged()


class Guest(Person):
    """A person who comes for the first time."""

    async def arrive(self) -> MessageView:
        """Begin; the question that stands."""
        return (await self.write("/start"))[-1]

    async def goes_on(self) -> None:
        """Tap the first button that stands: it must lead to another question."""
        standing = next(message for message in reversed(await self.said()) if message["keyboard"])
        following = await self.tap(labels(standing)[0])
        assert following[-1]["text"] != standing["text"]
        assert (await self.message(standing["message_id"]))["keyboard"] == []


@pytest.fixture
def guest(coach: Client) -> Guest:
    return Guest(coach, next(_numbers))


def assert_short(answers: list[MessageView], question: MessageView) -> str:
    """One message, short once the question it may repeat is taken off; its text."""
    assert len(answers) == 1, [answer["text"] for answer in answers]
    own = answers[0]["text"].removesuffix(question["text"]).strip()
    assert 1 <= len(own) <= LONGEST, own
    return own


@pytest.mark.parametrize(
    "text",
    [
        "x" * 4096,
        "You never listen. " * 220,
        "Ich verstehe nicht, was du meinst, und meine Frau redet nicht mit mir",
        "Мы с мужем опять поссорились из-за денег, и он молчит",
        "我们昨天又吵架了",
        "/nonsense",
        "/nonsense@halfway_test_bot with words",
        "/",
        "\N{SHRUG}\N{ZERO WIDTH JOINER}\N{FEMALE SIGN}",
        "<b>unclosed & {braces} %s \\n",
        "\u202ereversed\u202c \u0000 \ufeff",
        "?",
        "999",
    ],
    ids=lambda text: ascii(text[:12]),
)
async def test_words_it_can_not_use(guest: Guest, text: str) -> None:
    question = await guest.arrive()
    assert_short(await guest.hear(guest.telegram.send_text(guest.chat, text), out=True), question)
    await guest.goes_on()


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "document", "location"])
async def test_things_that_are_no_words(guest: Guest, kind: str) -> None:
    question = await guest.arrive()
    send = getattr(guest.telegram, f"send_{kind}")
    assert_short(await guest.hear(send(guest.chat), out=True), question)
    await guest.goes_on()


async def test_an_empty_text(guest: Guest) -> None:
    question = await guest.arrive()
    assert_short(await guest.hear(guest.telegram.send_text(guest.chat, ""), out=True), question)
    assert_short(await guest.hear(guest.telegram.send_text(guest.chat, " \n "), out=True), question)
    await guest.goes_on()


async def test_an_edited_message(guest: Guest) -> None:
    await guest.arrive()
    question = (await guest.write("qwertz"))[-1]
    chat = await guest.telegram.view(guest.chat)
    written = next(message["message_id"] for message in chat["messages"] if message["text"] == "qwertz")
    own = assert_short(await guest.hear(guest.telegram.edit_text(guest.chat, written, "query"), out=True), question)
    assert "chang" in own
    await guest.goes_on()


async def test_forwarded_words(guest: Guest) -> None:
    question = await guest.arrive()
    own = assert_short(await guest.hear(guest.telegram.forward_text(guest.chat, "I hate you"), out=True), question)
    assert "forward" in own
    await guest.goes_on()


async def test_an_old_button(guest: Guest) -> None:
    first = await guest.arrive()
    await guest.tap(labels(first)[0])
    question = (await guest.write("/start"))[-1]
    stale = first["keyboard"][0][0]["callback_data"]
    tap = guest.telegram.tap(guest.chat, stale, first["message_id"], stale=True)
    own = assert_short(await guest.hear(tap, out=True), question)
    assert "earlier" in own
    await guest.goes_on()
    toasts = (await guest.telegram.view(guest.chat))["toasts"]
    assert len(toasts) == 1


@pytest.mark.parametrize("data", ["", "zz-1:0", "nonsense", "x" * 64, "0-0:999"])
async def test_a_button_nobody_made(guest: Guest, data: str) -> None:
    question = await guest.arrive()
    tap = guest.telegram.tap(guest.chat, data, question["message_id"], stale=True)
    assert_short(await guest.hear(tap, out=True), question)
    await guest.goes_on()


async def test_a_button_tapped_twice_counts_once(guest: Guest) -> None:
    question = await guest.arrive()
    data = question["keyboard"][0][0]["callback_data"]

    async def twice() -> None:
        for _ in range(2):
            await guest.telegram.tap(guest.chat, data, question["message_id"], stale=True)

    assert len(await guest.hear(twice(), out=True)) == 1
    await guest.goes_on()


async def test_a_group_gets_one_word_for_a_command_and_none_for_talk(coach: Client, guest: Guest) -> None:
    group = Person(coach, -next(_numbers))
    await coach.add_to_group(group.chat)
    await coach.send_text(group.chat, "what is this?")
    (answer,) = await group.hear(coach.send_text(group.chat, "/start@halfway_test_bot"), out=True)
    assert "one to one" in answer["text"]
    assert answer["keyboard"] == []
    await guest.arrive()
    await guest.goes_on()


async def test_an_update_from_the_future(guest: Guest) -> None:
    question = await guest.arrive()
    person = {"id": guest.chat, "is_bot": False, "first_name": "Sam"}
    message = {
        "message_id": 10_000_000 + guest.chat,
        "date": int(time.time()),
        "chat": {"id": guest.chat, "type": "private", "first_name": "Sam"},
        "from": person,
        "hologram": {"frames": 3},
        "photo": "not a list",
    }
    assert_short(await guest.hear(guest.telegram.inject({"message": message}), out=True), question)
    await guest.goes_on()
