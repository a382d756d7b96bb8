"""Who reaches the page how: by keys alone, on a phone, with less motion; and what the inspector is told."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from bot.local.sandbox.demo import Demo
from tests.sandbox.browser import Visitor, needs_chromium, visit
from tests.sandbox.conftest import ALEX, SAM
from tests.sandbox.test_page import settle_in

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="package")]


async def test_everything_is_reached_by_keys_alone(visitor: Visitor) -> None:
    keys, page = visitor.page.keyboard, visitor.page
    await visitor.field.focus()
    await keys.type("/sta")
    await expect(page.locator("#menu li")).to_have_count(1)
    await keys.press("Enter")
    await visitor.hear("I'm Halfway")
    await keys.press("ArrowUp")
    await expect(page.get_by_role("button", name="Go on")).to_be_focused()
    await keys.press("ArrowDown")
    await expect(page.get_by_role("button", name="I'm not safe right now")).to_be_focused()
    await keys.press("ArrowUp")
    await keys.press("Enter")
    await expect(page.get_by_role("button", name="I'm 18 or older")).to_be_focused()
    await keys.press("Enter")
    await expect(page.get_by_role("button", name="I agree")).to_be_focused()
    outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    await page.get_by_role("tab", name="Sam").focus()
    await keys.press("ArrowRight")
    await expect(page.get_by_role("tab", name="Alex")).to_have_attribute("aria-selected", "true")


async def test_words_of_a_person_are_never_markup(visitor: Visitor, demo: Demo) -> None:
    hostile = '<img src=x onerror="document.title=1"><b>bold</b> & "quoted"'
    await visitor.say(hostile)
    await expect(visitor.page.locator(".message.user .text")).to_have_text(hostile)
    await demo.sandbox.add_person('<script>document.title="2"</script>')
    await expect(visitor.page.locator("#people [role=tab]")).to_have_count(3)
    assert await visitor.page.title() == "Halfway · sandbox"


async def test_on_a_phone_the_inspector_is_a_tab(demo: Demo, browser: Browser) -> None:
    async with visit(browser, demo.address, width=390, height=844) as visitor:
        await visitor.say("hello")
        await visitor.hear("I'm Halfway")
        assert await visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await visitor.tap("Go on")
        await expect(visitor.page.locator("#inspector")).to_be_hidden()
        await visitor.page.get_by_role("button", name="Inside", exact=True).click()
        await expect(visitor.page.locator("#inspector")).to_be_visible()
        await expect(visitor.page.locator("#log")).to_be_hidden()


async def test_who_wants_less_motion_starts_an_animation_themselves(demo: Demo, browser: Browser) -> None:
    async with visit(browser, demo.address, width=390) as visitor:
        await settle_in(visitor)
        await visitor.say("/practice")
        for label in ("Long sighs (5 min)", "Let's do it", "7", "5 minutes"):
            await visitor.tap(label)
        await expect(visitor.page.locator(".picture canvas")).to_be_visible()
        await visitor.page.get_by_role("button", name="Play").click()
        await expect(visitor.page.locator(".picture img")).to_be_visible()


LISTENER = """
export function mount(element, bus) {
  const note = ({ type, detail }) => element.append(`${type} ${detail.person}; `);
  for (const kind of ["person", "turn"]) bus.addEventListener(kind, note);
}
"""


async def test_the_inspector_is_told_of_people_and_turns(demo: Demo, browser: Browser) -> None:
    async with visit(browser, demo.address) as visitor:
        await visitor.page.route(
            "**/inspector/inspector.js", lambda route: route.fulfill(body=LISTENER, content_type="text/javascript")
        )
        await visitor.arrive()
        told = visitor.page.locator("#inspector")
        await expect(told).to_have_text(f"person {SAM};")
        await visitor.say("hello")
        await visitor.hear("I'm Halfway")
        await expect(told).to_contain_text(f"turn {SAM};")
        await visitor.page.get_by_role("tab", name="Alex").click()
        await expect(told).to_contain_text(f"person {ALEX};")
