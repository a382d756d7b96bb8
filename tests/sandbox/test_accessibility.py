"""The page, looked through by axe-core (WCAG 2 A and AA): empty, in a conversation, in the dark, on a phone."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect

from bot.local.sandbox.demo import Demo
from tests.sandbox.browser import Visitor, needs_chromium, visit
from tests.sandbox.conftest import ALEX, meet

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="package")]


_STILL = """() => Promise.all(
    document.getAnimations().filter(each => each.effect.getTiming().iterations === 1).map(each => each.finished))"""
_ALL_PANES = "document.querySelectorAll('#inspector [role=tabpanel]').forEach(pane => { pane.hidden = false; })"
TABS = {  # and what is there once they are drawn
    "State": ".in-node", "Turns": ".in-turns li", "Heard": ".in-quote", "Words": "textarea", "Person": ".in-private",
    "Time": ".in-clock:not(:empty)", "Scripts": "textarea",
}  # fmt: skip


async def findings(visitor: Visitor, within: str | None = None) -> list[str]:
    """What axe-core objects to on the page, or within a part of it; a line each."""
    await visitor.page.evaluate(_STILL)  # colours are judged once messages have faded in
    found = await Axe().run(visitor.page, context=within)
    return [f"{each['id']}: {node['html']}" for each in found.response["violations"] for node in each["nodes"]]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
async def test_axe_finds_nothing(demo: Demo, browser: Browser, scheme: Literal["light", "dark"], width: int) -> None:
    async with visit(browser, demo.address, width=width, color_scheme=scheme) as visitor:
        assert await findings(visitor) == []
        await visitor.say("/rewrite You never listen to me")
        await expect(visitor.newest.get_by_role("button", name="Keep it")).to_be_visible()
        await visitor.field.fill("/p")
        assert await findings(visitor) == []
        await visitor.field.fill("")
        await visitor.page.get_by_role("button", name="In another chat").click()
        assert await findings(visitor) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
async def test_axe_finds_nothing_in_the_inspector(
    demo: Demo, browser: Browser, scheme: Literal["light", "dark"], width: int
) -> None:
    await meet(demo)
    async with visit(browser, demo.address, width=width, color_scheme=scheme) as visitor:
        await visitor.say("You never listen to me, you're so selfish")
        if width < 860:
            await visitor.page.get_by_role("button", name="Inside", exact=True).click()
        for name, drawn in TABS.items():
            await visitor.page.get_by_role("tab", name=name, exact=True).click()
            await expect(visitor.page.get_by_role("tabpanel", name=name).locator(drawn).first).to_be_visible()
            assert await visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                f"{name}: too wide"
            )


async def test_axe_finds_nothing_in_two_chats_nor_in_an_alert(demo: Demo, browser: Browser) -> None:
    async with visit(browser, demo.address) as visitor:
        await visitor.page.get_by_role("button", name="Side by side").click()
        await demo.sandbox.world.send_text(ALEX, "hello")
        await replace(visitor, chat="#second").hear("I'm Halfway")
        assert await findings(visitor) == []
        demo.sandbox.world.tell("toast", ALEX, text="Read this first", alert=True)
        await expect(visitor.page.get_by_role("dialog", name="The bot says")).to_be_visible()
        assert await findings(visitor) == []
