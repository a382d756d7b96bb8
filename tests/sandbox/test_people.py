"""The people's paths and the stream of events, without a browser: over HTTP, with the real bot behind."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.local.sandbox.botapi import ExposedError
from bot.local.sandbox.demo import Demo, PortTaken, open_demo
from bot.local.sandbox.happenings import KEPT, Happenings
from bot.local.sandbox.keeping import UnreadableChats
from bot.store.lock import AlreadyRunning, hold_channel
from tests.sandbox.conftest import QUICK, SAM

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest_asyncio.fixture(loop_scope="package")
async def http(demo: Demo) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(demo.address, timeout=aiohttp.ClientTimeout(total=20)) as http:
        yield http


async def act(http: aiohttp.ClientSession, name: str, status: int = 200, /, **words: Any) -> dict[str, Any]:
    """What Sam does; the answer, which must have this status."""
    async with http.post(f"/sandbox/people/{SAM}/{name}", json=words) as answer:
        body: dict[str, Any] = await answer.json()
        assert answer.status == status, body
        return body


async def hear(http: aiohttp.ClientSession, since: str, kind: str, header: bool = False) -> tuple[str, dict[str, Any]]:
    """The first happening of a kind after a mark, with its own mark; by Last-Event-ID or by the query."""
    headers = {"Last-Event-ID": since} if header else {}
    async with http.get("/sandbox/events", params={} if header else {"since": since}, headers=headers) as stream:
        mark = ""
        async for line in stream.content:
            field, _, value = line.decode().strip().partition(": ")
            if field == "id":
                mark = value
            if field == "data" and (told := json.loads(value))["kind"] == kind:
                return mark, told
    raise AssertionError(f"the stream ended without {kind!r}")


async def state(http: aiohttp.ClientSession) -> dict[str, Any]:
    async with http.get("/sandbox/state") as answer:
        found: dict[str, Any] = await answer.json()
        return found


async def test_what_happens_is_told_in_order_and_again_to_whoever_was_away(http: aiohttp.ClientSession) -> None:
    start = (await state(http))["mark"]
    await act(http, "text", text="hello")
    mine, said = await hear(http, start, "message")
    assert (said["person"], said["message"]["sender"], said["message"]["text"]) == (SAM, "user", "hello")
    _, answer = await hear(http, mine, "message", header=True)
    assert answer["message"]["sender"] == "bot"
    assert [entity["type"] for entity in answer["message"]["entities"]] == ["bold"]
    assert await hear(http, start, "message") == (mine, said)


async def test_taps_edits_and_toasts_are_told(http: aiohttp.ClientSession, demo: Demo) -> None:
    mark = (await state(http))["mark"]
    await act(http, "text", text="hello")
    await demo.sandbox.world.wait_chat(SAM, lambda chat: len(chat["messages"]) == 2, 20)
    message = (await demo.sandbox.world.view(SAM))["messages"][-1]
    await act(http, "tap", message_id=message["message_id"], button=message["keyboard"][0][0]["callback_data"])
    mark, toast = await hear(http, mark, "toast")
    assert toast["person"] == SAM
    gone = await act(http, "tap", 409, message_id=1, button="Go on")
    assert "no message 1" in gone["error"]


async def test_a_blocked_bot_hears_nothing_more(http: aiohttp.ClientSession) -> None:
    mark = (await state(http))["mark"]
    assert await act(http, "block") == {"blocked": True}
    assert (await hear(http, mark, "standing"))[1]["standing"] == "kicked"
    assert "blocked" in (await act(http, "text", 409, text="hello"))["error"]
    await act(http, "block", blocked=False)
    await act(http, "text", text="hello")


async def test_a_draft_in_another_chat_is_answered_and_a_result_sent(http: aiohttp.ClientSession) -> None:
    offered = await act(http, "inline", query="you never listen to me")
    assert offered["answered"]
    first = offered["results"][0]
    sent = await act(http, "choose", query=offered["query"], result=first["id"])
    assert sent["text"] == first["description"]
    assert "no result '9'" in (await act(http, "choose", 409, query=offered["query"], result="9"))["error"]


async def test_other_things_than_text_get_an_answer(http: aiohttp.ClientSession, demo: Demo) -> None:
    for what in ("photo", "sticker", "voice", "document", "location"):
        sent = await act(http, "send", what=what)
        await answered(demo, sent["message_id"])


async def answered(demo: Demo, message_id: int) -> None:
    """Wait for the bot's answer to a message."""
    await demo.sandbox.world.wait_chat(SAM, lambda chat: chat["messages"][-1]["message_id"] > message_id, 20)


async def test_a_file_that_is_no_picture_is_only_downloaded(http: aiohttp.ClientSession, demo: Demo) -> None:
    await demo.sandbox.world.send_document(SAM, name="page.html", text="<script>alert(1)</script>")
    [message] = demo.sandbox.person(SAM)["messages"]
    async with http.get(message["file"]["url"]) as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_what_makes_no_sense_is_said(http: aiohttp.ClientSession) -> None:
    assert "'text' is missing" in (await act(http, "text", 409))["error"]
    assert "nobody can 'dance'" in (await act(http, "dance", 409))["error"]
    assert "can't be sent" in (await act(http, "send", 409, what="elephant"))["error"]
    assert "degrees" in (await act(http, "send", 409, what="location", latitude="north"))["error"]
    assert "at a time" in (await act(http, "text", 409, text="a" * 4097))["error"]
    async with http.post("/sandbox/people/77/text", json={"text": "hello"}) as answer:
        assert "there is no person 77" in (await answer.json())["error"]
    as_json = {"Content-Type": "application/json"}
    async with http.post(f"/sandbox/people/{SAM}/text", data=b"[1]", headers=as_json) as answer:
        assert (answer.status, (await answer.json())["error"]) == (400, "send a JSON object")
    async with http.post(f"/sandbox/people/{SAM}/text", data=b'{"text": "hello"}') as answer:
        assert answer.status == 415, "a form of another site sends no application/json"


async def test_another_name_or_another_page_is_turned_away(http: aiohttp.ClientSession, demo: Demo) -> None:
    async with http.get("/sandbox/state", headers={"Host": "rebound.example"}) as answer:
        assert answer.status == 403
    for origin in ("http://elsewhere.example", "null"):
        headers = {"Origin": origin}
        async with http.post(f"/sandbox/people/{SAM}/text", json={"text": "hello"}, headers=headers) as answer:
            assert answer.status == 403
    assert demo.sandbox.person(SAM)["messages"] == []
    bot = f"/bot{demo.sandbox.world.token}/sendMessage?chat_id={SAM}&text=hello"
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}):
        async with http.get(bot, headers=headers) as answer:
            assert answer.status == 403
    assert demo.sandbox.person(SAM)["messages"] == []
    async with http.get("/", headers=headers) as answer:
        assert answer.status == 200
    headers = {"Origin": demo.address, "Sec-Fetch-Site": "same-origin"}
    async with http.post(f"/sandbox/people/{SAM}/text", json={"text": "hello"}, headers=headers) as answer:
        assert answer.status == 200


async def test_the_page_comes_with_a_strict_policy_and_nothing_beside_it(http: aiohttp.ClientSession) -> None:
    async with http.get("/") as answer:
        assert (answer.status, answer.url.path) == (200, "/page/")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
    for path in ("/page/../demo.py", "/page/%2e%2e/demo.py", "/control/view"):
        async with http.get(path) as answer:
            assert answer.status in (403, 404)


async def test_a_restart_of_the_bot_is_told_and_keeps_the_chat(http: aiohttp.ClientSession, demo: Demo) -> None:
    house, mark = demo.bot.house, (await state(http))["mark"]
    await act(http, "text", text="hello")
    async with http.post("/sandbox/bot/restart") as answer:
        assert await answer.json() == {"status": "running"}
    assert demo.bot.house is not None
    assert demo.bot.house is not house
    assert (await hear(http, mark, "bot"))[1]["status"] == "stopped"
    await demo.sandbox.world.wait_chat(SAM, lambda chat: len(chat["messages"]) == 2, 20)


async def test_a_bot_that_cannot_start_is_told_and_started_later(http: aiohttp.ClientSession, demo: Demo) -> None:
    await demo.bot.stop()
    with hold_channel(demo.bot.settings.database_path, "telegram"):
        async with http.post("/sandbox/bot/restart") as answer:
            assert answer.status == 500
            assert (await answer.json())["error"] == "the bot did not start (AlreadyRunning)"
        assert (await state(http))["bot"]["status"] == "failed"
    async with http.post("/sandbox/bot/restart") as answer:
        assert await answer.json() == {"status": "running"}


async def test_everything_goes_on_in_a_folder_that_is_kept(tmp_path: Path) -> None:
    async with open_demo(tmp_path, **QUICK) as demo:
        world = demo.sandbox.world
        kim = await demo.sandbox.add_person("Kim")
        await world.send_text(SAM, "hello")
        await world.wait_chat(SAM, lambda chat: len(chat["messages"]) > 1, 20)
        await world.send_document(kim, name="notes.txt", text="what I noted")
        await world.wait_chat(kim, lambda chat: len(chat["messages"]) > 1, 20)
        await demo.bot.stop()
        await world.send_text(SAM, "Go on")  # which the bot has not heard yet
        await world.block(kim)
        demo.bot.clock.move_to(demo.bot.clock() + timedelta(days=7))
        before = [demo.sandbox.person(person) for person in demo.sandbox.names]
        ended = demo.bot.clock()
    async with open_demo(tmp_path, **QUICK) as demo:
        world = demo.sandbox.world
        chat = await world.wait_chat(SAM, lambda chat: len(chat["messages"]) > 3, 20)
        assert "18 or older" in str(chat["messages"][-1]["keyboard"])
        after = [demo.sandbox.person(person) for person in demo.sandbox.names]
        assert after[0]["messages"][:3] == before[0]["messages"]
        assert after[1:] == before[1:]
        assert demo.bot.clock() >= ended, "time goes on from where it was moved to"
        [sent] = [stored for stored in world.uploads.by_id.values() if stored.upload.name == "notes.txt"]
        assert sent.upload.content == b"what I noted"
        assert len({message["id"] for person in after for message in person["messages"]}) == 6


async def test_chats_are_kept_while_the_demo_runs(tmp_path: Path, demo: Demo) -> None:
    """So that one that is killed has lost next to nothing; nobody else on the machine reads them."""
    await demo.sandbox.world.send_text(SAM, "hello")
    chats = tmp_path / "chats.json"
    async with asyncio.timeout(20):
        while not chats.exists() or "hello" not in chats.read_text(encoding="utf-8"):  # noqa: ASYNC110  (it tells nobody)
            await asyncio.sleep(0.05)
    assert chats.stat().st_mode & 0o077 == 0
    before = chats.read_text(encoding="utf-8")
    with pytest.raises(AlreadyRunning):  # and a second demo there leaves them alone
        async with open_demo(tmp_path):
            pass
    assert chats.read_text(encoding="utf-8") == before


_LATER = '{"format": 1, "clock": "2026-03-02T12:00:00+00:00", "files": [], "pending": [], "chats": [{"id": 1}]}'


@pytest.mark.parametrize("held", ["{", "[]", '{"format": 99}', '{"format": 1, "clock": 7, "files": []}', _LATER])
async def test_chats_that_cannot_be_read_are_named(tmp_path: Path, held: str) -> None:
    (tmp_path / "chats.json").write_text(held, encoding="utf-8")
    with pytest.raises(UnreadableChats, match=r"chats\.json can't be read .* Move that file away"):
        async with open_demo(tmp_path):
            pass
    assert (tmp_path / "chats.json").read_text(encoding="utf-8") == held


async def test_restarts_leave_nothing_of_earlier_lives_in_memory(demo: Demo) -> None:
    await demo.bot.restart()
    before = gc.get_freeze_count()
    for _ in range(4):
        await demo.bot.restart()
    assert gc.get_freeze_count() - before < 1000, "a house and its parts are some 800 objects"


async def test_it_listens_on_this_machine_only_unless_told_so(tmp_path: Path, demo: Demo) -> None:
    with pytest.raises(ExposedError, match="--expose"):
        async with open_demo(tmp_path / "other", host="0.0.0.0"):
            pass
    with pytest.raises(PortTaken, match="choose another port with --port"):
        async with open_demo(tmp_path / "other", port=int(demo.address.rpartition(":")[2])):
            pass


async def test_a_mark_of_another_life_or_too_old_a_one_is_recognised() -> None:
    happenings, other = Happenings(), Happenings()
    first = happenings.mark
    for number in range(KEPT):
        happenings.add("turn", number)
    told = happenings.after(first)
    assert told is not None
    assert [each.told["person"] for each in told] == list(range(KEPT))
    assert happenings.after(told[-1].mark) == []
    happenings.add("turn", KEPT)
    assert happenings.after(first) is None
    for mark in (other.mark, "", "nonsense", f"{first.partition('-')[0]}-99999999"):
        assert happenings.after(mark) is None
