"""Troubles between the bot and Telegram: patience, nothing lost, the order of each chat kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from benchmarks.five import book
from bot.local.sandbox.botapi import Client
from tests.e2e.balance import balance
from tests.e2e.killing import send
from tests.e2e.person import Person
from tests.e2e.process import FIVE, TOKEN, BotProcess


@pytest.fixture
async def bot(telegram: Client, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """The five-question bot, once it has answered a first message in chat 1."""
    async with BotProcess(telegram.address, tmp_path, *FIVE) as bot:
        await Person(telegram, 1).write("hello")
        yield bot


async def texts(telegram: Client, chat: int, count: int, within: float = 30) -> list[str]:
    """What the bot has said in a chat, once that is at least so many messages."""
    chat_view = await telegram.wait_chat(
        chat, lambda view: sum(message["sender"] == "bot" for message in view["messages"]) >= count, within
    )
    return [message["text"] for message in chat_view["messages"] if message["sender"] == "bot"]


async def test_429_makes_one_chat_wait_and_no_other(telegram: Client, bot: BotProcess) -> None:
    await telegram.add_fault("429", method="sendMessage", chat=1, seconds=2)
    await telegram.send_text(1, "a")
    refused = await telegram.wait_for(lambda call: call["status"] == 429, 30)
    await telegram.send_text(1, "b")
    await telegram.send_text(2, "x")
    assert await texts(telegram, 2, 1) == ["Question 1 of 5"]
    assert await texts(telegram, 1, 3) == ["Question 1 of 5", "Question 2 of 5", "Question 3 of 5"]
    sent = [call for call in await telegram.transcript(refused["seq"] + 1) if call["method"] == "sendMessage"]
    assert sent[0]["chat"] == 2
    assert min(call["time"] for call in sent if call["chat"] == 1) - refused["time"] >= 1.9


async def test_errors_of_the_server_are_tried_again(telegram: Client, bot: BotProcess) -> None:
    await telegram.add_fault("500", method="sendMessage")
    await telegram.add_fault("502", method="sendMessage")
    await telegram.send_text(1, "a")
    await telegram.send_text(1, "b")
    assert await texts(telegram, 1, 3) == ["Question 1 of 5", "Question 2 of 5", "Question 3 of 5"]


async def test_polling_outlives_errors_of_the_server(telegram: Client, bot: BotProcess) -> None:
    await telegram.add_fault("502", method="getUpdates", times=2)
    await telegram.add_fault("close_before", method="getUpdates")
    await telegram.add_fault("close_after", method="getUpdates")
    await telegram.send_text(1, "a")
    await telegram.send_text(1, "b")
    assert await texts(telegram, 1, 3) == ["Question 1 of 5", "Question 2 of 5", "Question 3 of 5"]


async def test_a_dropped_connection_before_the_work_costs_nothing(telegram: Client, bot: BotProcess) -> None:
    await telegram.add_fault("close_before", method="sendMessage", chat=1)
    await telegram.send_text(1, "a")
    await telegram.send_text(1, "b")
    assert await texts(telegram, 1, 3) == ["Question 1 of 5", "Question 2 of 5", "Question 3 of 5"]


async def test_a_lost_answer_doubles_one_message_at_most(telegram: Client, bot: BotProcess) -> None:
    await telegram.add_fault("close_after", method="sendMessage", chat=1)
    await telegram.send_text(1, "a")
    await telegram.wait_for(lambda call: not call["answered"], 30)
    await telegram.send_text(1, "b")
    await telegram.wait_chat(1, lambda chat: chat["messages"][-1]["text"] == "Question 3 of 5", 30)
    said = [message["text"] for message in await Person(telegram, 1).said()]
    assert said in (
        ["Question 1 of 5", "Question 2 of 5", "Question 2 of 5", "Question 3 of 5"],
        ["Question 1 of 5", "Question 2 of 5", "Question 3 of 5"],
    )


async def test_somebody_who_blocks_the_bot_is_left_in_peace(telegram: Client, bot: BotProcess) -> None:
    await telegram.add_fault("slow", method="sendMessage", chat=1, seconds=1)  # so that the block comes before
    await telegram.send_text(1, "a")
    await telegram.send_text(1, "b")
    await telegram.block(1)
    await telegram.wait_for(lambda call: call["status"] == 403, 30)
    await Person(telegram, 2).write("hello")
    await Person(telegram, 3).write("hello")
    tries = [call for call in await telegram.transcript() if call["chat"] == 1 and call["status"] == 403]
    assert len(tries) == 1
    await telegram.unblock(1)
    await telegram.send_text(1, "here again")
    assert len(await texts(telegram, 1, 2)) == 2


async def test_a_second_poller_is_named_in_the_log_and_outlived(telegram: Client, bot: BotProcess) -> None:
    async with httpx.AsyncClient(base_url=telegram.address, timeout=20) as http:
        assert (await http.post(f"/bot{TOKEN}/getUpdates", json={"timeout": 0})).status_code == 200
    await telegram.send_text(1, "a")
    assert await texts(telegram, 1, 2) == ["Question 1 of 5", "Question 2 of 5"]
    assert (await telegram.counts())["conflicts"] == 1
    assert "another process polls with this token" in bot.logged()
    assert TOKEN not in bot.logged()


async def test_a_bot_that_can_not_reach_telegram_waits_for_it(telegram: Client, tmp_path: Path) -> None:
    await telegram.add_fault("502", method="getMe", times=2)
    await telegram.send_text(7, "hello")
    async with BotProcess(telegram.address, tmp_path, *FIVE) as bot:
        assert await texts(telegram, 7, 1) == ["Question 1 of 5"]
        assert "can't be reached" in bot.logged()


async def test_a_refused_command_menu_does_not_keep_the_bot_from_work(telegram: Client, tmp_path: Path) -> None:
    await telegram.add_fault("error", method="setMyCommands")
    await telegram.send_text(7, "hello")
    async with BotProcess(telegram.address, tmp_path, *FIVE):
        assert await texts(telegram, 7, 1) == ["Question 1 of 5"]


async def test_the_order_of_each_chat_holds_whatever_goes_wrong(telegram: Client, bot: BotProcess) -> None:
    await telegram.add_fault("429", method="sendMessage", chance=0.2, times=6, seconds=1)
    await telegram.add_fault("500", method="sendMessage", chance=0.1, times=4)
    await telegram.add_fault("close_before", method="sendMessage", chance=0.1, times=4)
    await telegram.add_fault("close_after", method="sendMessage", chance=0.1, times=4)
    sent: dict[int, list[tuple[int, str]]] = {}
    for number, text in enumerate("hello one two three four five again six".split()):
        for chat in range(100, 112):
            sent.setdefault(chat, []).append((await send(telegram, chat, text, number), text))
        await asyncio.sleep(0.05)
    for chat, inputs in sent.items():
        await texts(telegram, chat, len(inputs), 60)
    for _ in range(300):  # what came twice was counted there, so an answer may still be on its way
        found = await balance(telegram, book(), sent, 0)
        if not found.lost:
            break
        await asyncio.sleep(0.2)
    drops = (await telegram.faults())[3]["hits"]
    assert (found.lost, found.out_of_step) == (0, 0), str(found)
    assert found.doubled <= drops, str(found)
