"""The page in a real browser: what a newcomer does with it."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, expect

from bot.local.sandbox.demo import Demo, open_demo
from dialogs.script import Line, parse
from tests.sandbox.browser import Visitor, needs_chromium, visit
from tests.sandbox.conftest import ALEX, QUICK, SAM

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="package")]

SCRIPT = Path(__file__).parents[1] / "scripts" / "first_time.script"


async def settle_in(visitor: Visitor) -> None:
    """Through the welcome, to the menu."""
    await visitor.say("hello")
    for label in ("Go on", "I'm 18 or older", "I agree"):
        await visitor.tap(label)
    await visitor.hear("call you")
    await visitor.say("Sam")
    for label in ("Skip them", "Not now"):
        await visitor.tap(label)


@pytest.mark.slow
async def test_a_whole_coaching_conversation_by_clicking(demo: Demo, browser: Browser) -> None:
    async with visit(browser, demo.address, width=390, height=844) as visitor:
        await play(visitor, parse(SCRIPT.read_text(encoding="utf-8")))
        assert (visitor.complaints, visitor.strangers()) == ([], [])


async def play(visitor: Visitor, lines: list[Line]) -> None:
    """Say and tap what a script says and taps; the buttons must be those of the script."""
    asked: list[str] = []
    for line, following in pairwise(lines):
        if line.kind == "user":
            await visitor.say(line.text)
        elif line.kind == "tap":
            await visitor.tap(next(label for label in asked if label.startswith(line.text)))
        if following.kind == "buttons":
            asked = following.text.split(" | ")
            await expect(visitor.newest.locator(".buttons button")).to_have_text(asked)


async def test_a_rewrite_keeps_its_markup(visitor: Visitor) -> None:
    await visitor.say("/rewrite You never listen to me")
    await expect(visitor.newest.get_by_role("button", name="Keep it")).to_be_visible()
    await expect(visitor.newest.locator("strong")).to_contain_text("I feel")
    assert "<b>" not in await visitor.newest.inner_text()


async def test_the_bot_is_restarted_in_the_middle(visitor: Visitor, demo: Demo) -> None:
    await visitor.say("hello")
    await visitor.tap("Go on")
    await visitor.hear("This is for adults")
    house = demo.bot.house
    async with visitor.page.expect_response("**/sandbox/bot/restart"):  # too quick for its steps to be seen
        await visitor.page.get_by_role("button", name="Restart the bot").click()
    assert demo.bot.house not in (None, house)
    await expect(visitor.page.locator("#bot-status")).to_have_attribute("data-status", "running")
    await visitor.tap("I'm 18 or older")
    await visitor.hear("To work with you over time")


async def test_what_is_said_while_the_bot_is_away_is_answered_afterwards(visitor: Visitor, demo: Demo) -> None:
    await demo.bot.stop()
    await expect(visitor.page.locator("#bot-status")).to_have_attribute("data-status", "stopped")
    await visitor.say("hello")
    await expect(visitor.page.locator(".message.user")).to_have_count(1)
    await visitor.page.get_by_role("button", name="Restart the bot").click()
    await visitor.hear("I'm Halfway")


async def test_a_reload_shows_the_same_chat(visitor: Visitor) -> None:
    await visitor.say("hello")
    await visitor.hear("I'm Halfway")
    before = await visitor.page.locator("#log").inner_text()
    await visitor.arrive()
    await expect(visitor.page.locator(".message")).to_have_count(2)
    assert await visitor.page.locator("#log").inner_text() == before


async def test_the_page_finds_a_server_that_was_started_anew(tmp_path: Path, browser: Browser) -> None:
    async with AsyncExitStack() as first_life:
        first = await first_life.enter_async_context(open_demo(tmp_path / "first", **QUICK))
        async with visit(browser, first.address) as visitor:
            await visitor.say("hello")
            await visitor.hear("I'm Halfway")
            await first_life.aclose()
            await expect(visitor.page.locator("#bot-status")).to_have_attribute("data-status", "away")
            await visitor.say("what is typed now stays")
            await expect(visitor.page.locator("#toast")).not_to_be_empty()
            await expect(visitor.field).to_have_value("what is typed now stays")
            async with open_demo(tmp_path / "second", port=int(first.address.rpartition(":")[2]), **QUICK):
                await expect(visitor.page.locator("#bot-status")).to_have_attribute("data-status", "running")
                await expect(visitor.page.locator(".message")).to_have_count(0)
                await visitor.say("hello")
                await visitor.hear("I'm Halfway")


async def test_the_bot_is_seen_typing_until_it_has_written(visitor: Visitor, demo: Demo) -> None:
    bot = f"{demo.address}/bot{demo.sandbox.world.token}"
    async with aiohttp.ClientSession() as http:
        await http.post(f"{bot}/sendChatAction", data={"chat_id": SAM, "action": "typing"})
        await expect(visitor.page.locator("#typing")).to_be_visible()
        await expect(visitor.page.locator("#bot-line")).to_have_text("typing…")
        await http.post(f"{bot}/sendMessage", data={"chat_id": SAM, "text": "there"})
        await visitor.hear("there")
        await expect(visitor.page.locator("#typing")).to_be_hidden()
        await expect(visitor.page.locator("#bot-line")).to_have_text("@halfway_demo_bot")


async def test_two_people_have_a_chat_each(visitor: Visitor, demo: Demo) -> None:
    await visitor.say("hello")
    await visitor.hear("I'm Halfway")
    await visitor.page.get_by_role("tab", name="Alex").click()
    await expect(visitor.page.locator(".message")).to_have_count(0)
    await demo.sandbox.world.send_text(SAM, "hello again")
    await expect(visitor.page.get_by_role("tab", name="Sam").locator(".unread")).to_have_text("1")
    await visitor.page.get_by_role("button", name="Add a person").click()
    await visitor.page.locator("#newcomer").get_by_label("Name").fill("Kim")
    await visitor.page.keyboard.press("Enter")
    await visitor.page.get_by_role("button", name="Start", exact=True).click()
    await visitor.hear("I'm Halfway")
    assert [len(chat.messages) for chat in demo.sandbox.world.chats.values()] == [4, 0, 2]


async def test_two_chats_stand_side_by_side(visitor: Visitor, demo: Demo) -> None:
    page = visitor.page
    await page.get_by_role("button", name="Side by side").click()
    alex = replace(visitor, chat="#second")
    await asyncio.gather(*(demo.sandbox.world.send_text(person, "hello") for person in (SAM, ALEX)))
    for each in (visitor, alex):
        await each.hear("I'm Halfway")
        await each.tap("Go on")
        await each.hear("This is for adults")
    await page.get_by_role("tab", name="Person", exact=True).click()  # the inspector looks into the chat last used
    await alex.say("what is typed by Alex")
    await expect(page.locator("#second .message.user .text").last).to_have_text("what is typed by Alex")
    await expect(page.locator("#first .message.user")).to_have_count(1)
    await page.get_by_role("tab", name="Alex").click()  # they change places
    await expect(page.get_by_label("Beside it")).to_have_value(str(SAM))
    await expect(page.locator("#first .message.user .text").last).to_have_text("what is typed by Alex")
    await visitor.arrive()
    await expect(page.get_by_label("Beside it")).to_have_value(str(SAM))
    await page.get_by_role("button", name="Close").click()
    await expect(page.locator("#second")).to_be_hidden()


async def test_what_is_typed_waits_in_its_own_chat(visitor: Visitor) -> None:
    await visitor.field.fill("a draft of Sam's")
    await visitor.page.get_by_role("tab", name="Alex").click()
    await expect(visitor.field).to_have_value("")
    await visitor.page.get_by_role("tab", name="Sam").click()
    await expect(visitor.field).to_have_value("a draft of Sam's")


async def test_an_alert_is_a_dialog_that_waits(visitor: Visitor, demo: Demo) -> None:
    bot = f"{demo.address}/bot{demo.sandbox.world.token}"
    markup = {"inline_keyboard": [[{"text": "Ask", "callback_data": "x"}]]}
    await demo.bot.stop()
    async with aiohttp.ClientSession() as http:
        await http.post(f"{bot}/sendMessage", json={"chat_id": SAM, "text": "there", "reply_markup": markup})
        await visitor.newest.get_by_role("button", name="Ask").click()
        await demo.sandbox.world.wait_for(lambda call: call["method"] == "sendMessage")
        [query] = demo.sandbox.world.taps
        answer = {"callback_query_id": query, "text": "Read <this> first", "show_alert": True}
        await http.post(f"{bot}/answerCallbackQuery", json=answer)
    alert = visitor.page.get_by_role("dialog", name="The bot says")
    await expect(alert).to_contain_text("Read <this> first")
    await expect(alert.get_by_role("button", name="OK")).to_be_focused()
    await visitor.page.keyboard.press("Enter")
    await expect(alert).to_be_hidden()


async def test_a_blocked_bot_cannot_write_until_it_is_let_in(visitor: Visitor, demo: Demo) -> None:
    await visitor.say("hello")
    await visitor.hear("I'm Halfway")
    await visitor.page.get_by_role("button", name="Block", exact=True).click()
    await expect(visitor.field).to_be_hidden()
    assert demo.sandbox.person(SAM)["blocked"]
    await visitor.page.get_by_role("button", name="Let it write again").click()
    await visitor.say("hello")
    await expect(visitor.page.locator(".message.bot")).to_have_count(2)


async def test_inline_mode_offers_sentences_for_another_chat(visitor: Visitor) -> None:
    await visitor.page.get_by_role("button", name="In another chat").click()
    await visitor.page.get_by_label("@halfway_demo_bot").fill("you never listen to me")
    offers = visitor.page.locator("#inline-offers button")
    await expect(offers.first).to_contain_text("I feel")
    sentence = await offers.first.locator("span").inner_text()
    await offers.first.click()
    await expect(visitor.page.locator("#inline-sent p")).to_contain_text(sentence)
    await visitor.page.get_by_label("@halfway_demo_bot").fill("what time is it")
    await expect(visitor.page.locator("#inline-note")).to_have_text("Nothing to offer for this.")


async def test_an_edited_message_is_heard_and_shown(visitor: Visitor) -> None:
    await visitor.say("hallo")
    await visitor.hear("I'm Halfway")
    mine = visitor.page.locator(".message.user").first
    await mine.hover()
    await mine.get_by_role("button", name="Change this message").click()
    await visitor.field.fill("hello")
    await visitor.page.keyboard.press("Enter")
    await expect(mine.locator(".text")).to_have_text("hello")
    await expect(mine.locator(".meta")).to_contain_text("edited")


async def test_a_document_can_be_downloaded(visitor: Visitor) -> None:
    await settle_in(visitor)
    await visitor.say("/export")
    async with visitor.page.expect_download() as download:
        await visitor.page.locator("a.file").last.click()
    assert "Sam" in read(await (await download.value).path())


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


async def test_animations_and_photos_are_shown_and_described(demo: Demo, browser: Browser) -> None:
    async with visit(browser, demo.address, width=390, reduced_motion="no-preference") as visitor:
        await settle_in(visitor)
        await visitor.say("/practice")
        for label in ("Long sighs (5 min)", "Let's do it", "7", "5 minutes"):
            await visitor.tap(label)
        await expect_picture(visitor, "Animation: In through your nose")
        for label in ("Go on now", "4", "Skip", "Enough for now"):
            await visitor.tap(label)
        await visitor.say("/progress")
        await visitor.tap("See pictures")
        await expect_picture(visitor, "Picture: 1 of the last 14 days")


async def expect_picture(visitor: Visitor, described: str) -> None:
    """Wait for a picture whose description begins so, and that the browser could draw."""
    picture = visitor.page.locator(f".message.bot img[alt^={json.dumps(described)}]")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
