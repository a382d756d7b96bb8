"""The inspector beside the chat, in a real browser: what it shows of a conversation, and what it changes in it."""

from __future__ import annotations

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Route, expect

from bot.local.sandbox.demo import Demo
from content.catalogue import load
from tests.sandbox.browser import Visitor, needs_chromium
from tests.sandbox.conftest import SAM, meet
from tests.sandbox.test_accessibility import TABS

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="package")]


async def open_tab(visitor: Visitor, name: str) -> None:
    await visitor.page.get_by_role("tab", name=name, exact=True).click()


async def test_the_chart_shows_where_the_conversation_stands(visitor: Visitor, demo: Demo) -> None:
    page, here = visitor.page, visitor.page.locator(".in-node.in-here")
    await meet(demo)
    await expect(here).to_have_attribute("data-name", "intro")
    await visitor.say("/menu")
    await expect(here).to_have_attribute("data-name", "rest")
    await expect(page.get_by_role("heading", name="Chart of menu")).to_be_visible()
    await page.get_by_role("button", name="role.intro").click()
    await expect(page.get_by_role("heading", name="Chart of role")).to_be_visible()
    await page.locator('.in-node[data-name="intro"]').click()
    await expect(page.locator(".in-ways")).to_contain_text("From intro: ")
    await page.get_by_text("The chart as lists").click()
    await expect(page.locator(".in-lists")).to_contain_text("intro waits for the person; it stands here")


async def test_tabs_go_by_the_arrow_keys(visitor: Visitor) -> None:
    page = visitor.page
    await page.get_by_role("tab", name="State").focus()
    for name in (*list(TABS)[1:], "State"):
        await page.keyboard.press("ArrowRight")
        await expect(page.get_by_role("tab", name=name)).to_be_focused()
        await expect(page.get_by_role("tabpanel", name=name)).to_be_visible()
    await page.keyboard.press("End")
    await expect(page.get_by_role("tab", name="Scripts")).to_have_attribute("aria-selected", "true")
    assert await page.locator("#inspector").get_by_role("tabpanel").count() == 1


async def ask_for_nudges(visitor: Visitor, demo: Demo) -> None:
    """At noon: a nudge that is due soon after somebody wrote would wait, whatever the real time is."""
    noon = (demo.bot.clock() + timedelta(days=1)).astimezone(ZoneInfo("Europe/Berlin")).replace(hour=12, minute=0)
    demo.bot.clock.move_to(noon)
    await meet(demo)
    for said, heard in (("/zone Berlin", "Berlin"), ("/nudges", "time"), ("20:00", "20:00")):
        await visitor.say(said)
        await visitor.hear(heard)
    await open_tab(visitor, "Time")


async def test_the_clock_goes_to_the_next_nudge_and_it_arrives_in_the_chat(visitor: Visitor, demo: Demo) -> None:
    await ask_for_nudges(visitor, demo)
    sent = await visitor.page.locator(".message.bot").count()
    due = visitor.page.locator(".in-timers li").first
    await expect(due).to_contain_text("nudge")
    await visitor.page.get_by_role("button", name="To the next one").click()
    await expect(visitor.page.locator(".in-clock")).to_contain_text(", 20:00 CE")
    await expect(visitor.page.locator(".message.bot")).to_have_count(sent + 1)
    await expect(visitor.newest.locator(".buttons button").first).to_be_visible()
    await expect(due).to_contain_text(", 20:00 CE")  # the next one is set


async def test_a_week_in_a_minute_brings_what_is_due_day_by_day(visitor: Visitor, demo: Demo) -> None:
    await ask_for_nudges(visitor, demo)
    sent = await visitor.page.locator(".message.bot").count()
    began = demo.bot.clock()

    async def hurry(route: Route) -> None:
        asked = route.request.post_data_json or {}
        assert (asked["days"], asked["within"]) == (7, 60)
        await route.continue_(post_data=json.dumps({**asked, "within": 8}))  # the test has no minute

    await visitor.page.route("**/inspector/clock", hurry, times=1)
    await visitor.page.get_by_role("button", name="A week in a minute").click()
    await expect(visitor.page.get_by_role("progressbar")).to_be_visible()
    await expect(visitor.page.get_by_role("button", name="Stop here")).to_be_visible()
    await expect(visitor.page.get_by_role("progressbar")).to_be_hidden()
    assert (demo.bot.clock() - began).days == 7
    days = [message["date"] for message in demo.sandbox.person(SAM)["messages"]][sent:]
    assert len({day // 86400 for day in days}) >= 4, "nobody answered, so the later ones grow fewer"
    await expect(visitor.page.locator(".day")).not_to_have_count(1)


async def test_edited_words_are_said_and_bad_ones_are_not(visitor: Visitor, demo: Demo) -> None:
    page = visitor.page
    await meet(demo)
    await open_tab(visitor, "Turns")
    await page.get_by_role("button", name="role.intro").first.click()
    text, note = page.get_by_label("Text", exact=True), page.locator("#in-pane-words .in-note")
    await expect(text).to_have_value(load().screen("role.intro").wordings[0].source)
    await text.fill("Hello {nobody}")
    async with page.expect_console_message(lambda message: "status of 422" in message.text):
        await page.get_by_role("button", name="Try these words").click()
    await expect(note).to_contain_text("nothing is filled in for {nobody}")
    await expect(text).to_have_value("Hello {nobody}")  # and can be mended
    assert len(visitor.complaints) == 1  # the browser's note that something was refused
    visitor.complaints.clear()
    await text.fill("Shall we look at the loop?")
    await page.get_by_role("button", name="Try these words").click()
    await expect(note).to_contain_text("Used from now on")
    await visitor.say("/menu")
    await visitor.say("/role")
    await visitor.hear("Shall we look at the loop?")


async def test_a_conversation_is_recorded_and_played_again(visitor: Visitor, demo: Demo) -> None:
    page = visitor.page
    await meet(demo)
    await open_tab(visitor, "Scripts")
    await page.get_by_role("button", name="Record this conversation").click()
    note = page.locator("#in-pane-scripts .in-note")
    await expect(note).to_contain_text("Recorded.")
    assert "user: Sam" in await page.get_by_label("A golden script, as in tests/scripts").input_value()
    await page.get_by_role("button", name="Compare with today").click()
    await expect(note).to_have_text("All 6 steps are answered as written.")
    await page.get_by_role("button", name="Play into this chat").click()
    await page.get_by_role("button", name="Begin anew and play").click()
    await page.get_by_role("button", name="Next step").click()
    await expect(page.locator(".in-steps .in-same")).to_have_count(1)
    await page.get_by_role("button", name="Play the rest").click()
    await expect(note).to_have_text("Played; all 6 steps went as written.")


async def test_what_people_write_is_never_markup(visitor: Visitor) -> None:
    page, hostile = visitor.page, "<img src=x onerror=alert(1)> you never listen"
    await visitor.say("/menu")
    await visitor.say(hostile)
    for name, place in (("Turns", ".in-said"), ("Heard", ".in-quote"), ("Scripts", None)):
        await open_tab(visitor, name)
        if place:
            await expect(page.locator(place).first).to_contain_text(hostile)
        assert await page.locator("#inspector img").count() == 0
