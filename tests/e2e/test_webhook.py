"""By webhook, with real processes: a conversation, strangers at the door, redelivery, and the end in good order."""

from __future__ import annotations

import asyncio
import io
import json
import signal
import sqlite3
import time
from pathlib import Path

import aiohttp
import pytest

from benchmarks.five import book
from bot.local.sandbox.botapi import Client
from tests.e2e.balance import balance
from tests.e2e.conftest import needs_book
from tests.e2e.killing import at_light_load, send, under_backlog
from tests.e2e.person import PATIENCE, Person, labels
from tests.e2e.process import FIVE, TOKEN, BotProcess
from tests.e2e.serving import SECRET, ServingBot, free_port, look, until_set
from tests.e2e.test_kill import PACE, WORDS, assert_balanced
from tests.e2e.test_privacy import CANARY, CHAT, tell_all
from tests.e2e.test_start import refused

pytestmark = needs_book

HEADER = "X-Telegram-Bot-Api-Secret-Token"


async def deliver(bot: ServingBot, body: bytes, secret: str | None = SECRET) -> int:
    headers = {"Content-Type": "application/json", **({} if secret is None else {HEADER: secret})}
    async with (
        aiohttp.ClientSession() as session,
        session.post(bot.hook, data=io.BytesIO(body), headers=headers) as answer,
    ):
        return answer.status


def update(number: int, chat: int, text: str) -> bytes:
    person = {"id": chat, "is_bot": False, "first_name": "P"}
    chat_of = {"id": chat, "type": "private", "first_name": "P"}
    message = {"message_id": number, "date": int(time.time()), "chat": chat_of, "from": person, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


async def test_a_conversation(telegram: Client, tmp_path: Path) -> None:
    person = Person(telegram, 1)
    async with ServingBot(telegram.address, tmp_path) as bot:
        first = (await person.write("/start"))[-1]
        following = (await person.tap(labels(first)[0]))[-1]
        assert following["text"] != first["text"]
        counts = await telegram.counts()
        assert (counts["polls"], counts["pending"]) == (0, 0)
        figures = await bot.figures()
        assert figures['halfway_updates_total{kind="tap",result="answered"}'] == 1
        assert figures['halfway_sends_total{result="sent"}'] >= 2
        assert figures['halfway_outbox_waiting{urgency="answer"}'] == 0
        assert await bot.stop() == 0
    call = next(call for call in await telegram.transcript() if call["method"] == "setWebhook")
    assert call["params"]["secret_token"] == SECRET
    assert call["params"]["max_connections"] == 40


async def test_a_stranger_gets_nothing_and_is_not_heard(telegram: Client, tmp_path: Path) -> None:
    async with ServingBot(telegram.address, tmp_path, *FIVE) as bot:
        await telegram.open_chat(7)
        await until_set(telegram)
        for secret in (None, "", "wrong", SECRET + "x", SECRET[:-1], "é"):
            assert await deliver(bot, update(5, 7, "hello"), secret) == 401
        assert await deliver(bot, b"not JSON") == 400
        assert await deliver(bot, b'["no update"]') == 400
        assert await deliver(bot, b"x" * (1024 * 1024 + 1)) == 413
        assert (await look(bot.hook))[0] == 405
        assert (await look(bot.hook.replace("/telegram", "/metrics")))[0] == 404
        assert (await telegram.counts())["messages_sent"] == 0
        assert await deliver(bot, update(5, 7, "hello")) == 200
        assert await deliver(bot, b'{"update_id": 6, "message": 3}') == 200, "what can't be read is not wanted again"


async def test_an_update_delivered_twice_is_answered_once(telegram: Client, tmp_path: Path) -> None:
    async with ServingBot(telegram.address, tmp_path, *FIVE) as bot:
        await telegram.open_chat(7)
        await until_set(telegram)
        statuses = await asyncio.gather(*(deliver(bot, update(5, 7, "hello")) for _ in range(10)))
        assert statuses == [200] * 10
        assert await deliver(bot, update(5, 7, "hello")) == 200
        await telegram.wait_chat(7, lambda chat: bool(chat["messages"]), PATIENCE)
        assert (await bot.figures())['halfway_updates_total{kind="text",result="seen"}'] == 10
        assert await bot.stop() == 0
    assert (await telegram.counts())["messages_sent"] == 1


async def test_what_could_not_be_committed_is_delivered_again(telegram: Client, tmp_path: Path) -> None:
    """The database refuses to write for a while: 503, and then each update is answered once, in order."""
    bot = ServingBot(telegram.address, tmp_path, *FIVE)
    async with bot:
        await telegram.open_chat(7)
        await until_set(telegram)
        broken = sqlite3.connect(tmp_path / "halfway.db")
        broken.execute("ALTER TABLE inbox RENAME TO hidden")
        broken.commit()
        assert await deliver(bot, update(5, 7, "hello")) == 503
        inputs = [(await send(telegram, 9, text, number), text) for number, text in enumerate(WORDS)]
        await asyncio.sleep(1)
        assert (await telegram.counts())["messages_sent"] == 0
        broken.execute("ALTER TABLE hidden RENAME TO inbox")
        broken.commit()
        broken.close()
        await telegram.wait_confirmed(PATIENCE)
        assert await bot.stop() == 0
    found = await balance(telegram, book(), {9: inputs}, 0)
    assert (found.lost, found.out_of_step, found.doubled) == (0, 0, 0), str(found)


async def test_it_stops_in_good_order_under_load(telegram: Client, tmp_path: Path) -> None:
    """Whatever was answered with 200 is told before the process ends; the rest is told by the next one."""
    bot = ServingBot(telegram.address, tmp_path, *FIVE, STOP_SECONDS="30")
    sent: dict[int, list[tuple[int, str]]] = {}
    async with bot:
        await until_set(telegram)
        for number, text in enumerate(WORDS):
            for chat in range(100, 140):
                sent.setdefault(chat, []).append((await send(telegram, chat, text, number), text))
        assert await bot.stop(60) == 0, bot.logged()
        first = await telegram.counts()
        assert first["confirmed"] > 0, "it was stopped before it began"
        assert first["messages_sent"] == first["confirmed"], "each update has one answer"
        assert first["unanswered_calls"] == 0
        await bot.start()
        await bot.at_work()  # all may have been confirmed before; a signal to a process that only starts ends it
        await telegram.wait_confirmed(PATIENCE)
        assert await bot.stop(60) == 0
    found = await balance(telegram, book(), sent, 0)
    assert (found.lost, found.out_of_step, found.doubled) == (0, 0, 0), str(found)


async def test_a_second_signal_ends_it_at_once(telegram: Client, tmp_path: Path) -> None:
    bot = ServingBot(telegram.address, tmp_path, *FIVE, STOP_SECONDS="60")
    async with bot:
        await telegram.open_chat(7)
        await until_set(telegram)
        await telegram.add_fault("slow", method="sendMessage", seconds=20)
        assert await deliver(bot, update(5, 7, "hello")) == 200
        assert bot.process is not None
        bot.process.terminate()
        end = time.monotonic() + PATIENCE
        while (ready := await look(f"{bot.ops}/readyz")) != (503, "it is stopping\n"):
            assert time.monotonic() < end, ready
        assert (await look(f"{bot.ops}/healthz"))[0] == 200
        assert bot.process.returncode is None
        bot.process.terminate()
        assert await bot.ended(2) == -signal.SIGTERM
        await telegram.clear_faults()
        await bot.start()
        await telegram.wait_chat(7, lambda chat: bool(chat["messages"]), PATIENCE)


async def test_one_update_is_followed_from_arrival_to_delivery(telegram: Client, tmp_path: Path) -> None:
    bot = ServingBot(telegram.address, tmp_path, LOG_FORMAT="json")
    async with bot:
        await Person(telegram, CHAT).write("/start")
        await telegram.add_fault("500", method="sendMessage")
        await Person(telegram, CHAT).write("/help")
        assert await bot.stop() == 0
    lines = [json.loads(line) for line in bot.logged().splitlines()]
    received = [line["origin"] for line in lines if line["message"] == "update received"]
    assert len(received) == 2
    for origin, ways in zip(received, (["sent"], ["retried in 1 s", "sent"]), strict=True):
        of_it = [line for line in lines if line.get("origin") == origin and line["kind"] != "redraw"]
        told = [line["message"].split(":")[0] for line in of_it]
        assert told[:2] == ["update received", "turn committed"]
        assert told[2:] == ways


async def test_neither_words_nor_token_nor_secret_are_logged(telegram: Client, tmp_path: Path) -> None:
    bot = ServingBot(telegram.address, tmp_path, LOG_LEVEL="DEBUG")
    async with bot:
        await tell_all(Person(telegram, CHAT))
        await telegram.add_fault("500", method="sendMessage")
        await telegram.add_fault("error", method="sendMessage", description="Bad Request: can't parse entities")
        assert await deliver(bot, f'{{"update_id": "{CANARY}"}}'.encode()) == 400
        assert await deliver(bot, f'{{"update_id": 1, "message": "{CANARY}"}}'.encode()) == 200
        assert await deliver(bot, f'{{"{CANARY}'.encode(), CANARY) == 401
        await telegram.send_text(CHAT, CANARY)
        await telegram.wait_for(lambda call: call["description"].startswith("Bad Request: can't parse"), PATIENCE)
        page = (await look(f"{bot.ops}/metrics"))[1]
        assert await bot.stop() == 0
    logged = bot.logged()
    assert "turn committed" in logged
    for word in (CANARY, TOKEN, str(CHAT), SECRET, bot.hook):
        assert word.lower() not in logged.lower()
    assert CANARY.lower() not in page.lower()
    assert str(CHAT) not in page


async def test_the_webhook_is_set_once_and_again_where_something_changed(telegram: Client, tmp_path: Path) -> None:
    bot = ServingBot(telegram.address, tmp_path, *FIVE)

    async def asked(method: str, times: int) -> None:
        end = time.monotonic() + PATIENCE
        while (await telegram.counts())["calls"].get(method, 0) < times:
            assert time.monotonic() < end, f"{method} was not called {times} times"
            await asyncio.sleep(0.05)

    changes: list[tuple[dict[str, str], int]] = [
        ({}, 1),
        ({}, 1),
        ({"WEBHOOK_SECRET": ""}, 2),
    ]
    for start, (settings, times) in enumerate(changes, 1):
        bot.environment |= settings
        async with bot:
            await asked("getWebhookInfo", start)
            await asked("setWebhook", times)
            await send(telegram, 1, "hello", start)
            await telegram.wait_confirmed(PATIENCE)  # so the secret that was told is the one that is expected
            assert await bot.stop() == 0
        assert (await telegram.counts())["calls"]["setWebhook"] == times


async def test_polling_takes_the_webhook_away_and_serves_the_same_figures(telegram: Client, tmp_path: Path) -> None:
    await telegram.open_chat(1)
    async with ServingBot(telegram.address, tmp_path, *FIVE) as bot:
        await until_set(telegram)
        assert await bot.stop() == 0
    bot = ServingBot(telegram.address, tmp_path, *FIVE, WEBHOOK_URL="")
    async with bot:
        await send(telegram, 1, "hello", 1)
        await telegram.wait_confirmed(PATIENCE)
        await bot.ready()
        assert (await bot.figures())['halfway_updates_total{kind="text",result="answered"}'] == 1
        assert (await look(bot.hook))[0] == 0
        assert await bot.stop() == 0
    assert (await telegram.counts())["polls"] > 0


async def test_without_a_door_of_its_own_health_is_beside_the_webhook(telegram: Client, tmp_path: Path) -> None:
    async with ServingBot(telegram.address, tmp_path, *FIVE, OPS_LISTEN="") as bot:
        await until_set(telegram)
        for page in ("healthz", "readyz", "metrics"):
            assert (await look(bot.hook.replace("telegram", page)))[0] == 200
        assert await bot.stop() == 0


async def test_a_second_process_is_turned_away_from_the_same_data_and_from_the_same_doors(
    telegram: Client, tmp_path: Path
) -> None:
    beside = tmp_path / "beside"
    beside.mkdir()
    async with ServingBot(telegram.address, tmp_path, *FIVE) as bot:
        await until_set(telegram)
        for settings, told in (
            ({"HALFWAY_DATA_DIR": str(tmp_path)}, "another Halfway already uses"),
            ({"WEBHOOK_LISTEN": bot.hook.split("/")[2]}, "Set WEBHOOK_LISTEN to a free port"),
            ({"OPS_LISTEN": bot.ops.split("/")[2]}, "Set OPS_LISTEN to a free port"),
        ):
            other = ServingBot(telegram.address, beside, **settings)
            other.log.unlink(missing_ok=True)
            assert told in await refused(other)


async def test_an_address_that_telegram_refuses_is_named(telegram: Client, tmp_path: Path) -> None:
    said = await refused(
        BotProcess(
            telegram.address,
            tmp_path,
            WEBHOOK_URL="http://example.org/hidden",
            WEBHOOK_LISTEN=f"127.0.0.1:{free_port()}",
        )
    )
    assert "Telegram refuses WEBHOOK_URL" in said
    assert "HTTPS URL must be provided" in said.replace("https url", "HTTPS URL")
    assert "hidden" not in said


@pytest.mark.slow
async def test_killed_under_a_backlog(telegram: Client, tmp_path: Path) -> None:
    bot = ServingBot(telegram.address, tmp_path, *FIVE, SEND_PER_SECOND=PACE)
    try:
        found = await under_backlog(telegram, bot, book(), WORDS, chats=30, kills=3, seed=7)
    finally:
        await bot.kill()
    assert_balanced(found, 3)


@pytest.mark.slow
async def test_killed_at_light_load(telegram: Client, tmp_path: Path) -> None:
    bot = ServingBot(telegram.address, tmp_path, *FIVE, SEND_PER_SECOND=PACE)
    try:
        found = await at_light_load(telegram, bot, book(), WORDS * 3, chats=10, kills=3, seed=7)
    finally:
        await bot.kill()
    assert_balanced(found, 3)
