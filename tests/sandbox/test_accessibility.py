"""The page, looked through by axe-core (WCAG 2 A and AA): empty, in a conversation, in the dark, on a phone."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect

from bot.local.sandbox.demo import Demo
from tests.sandbox.browser import Visitor, needs_chromium, visit

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="package")]


async def findings(visitor: Visitor) -> list[str]:
    """What axe-core objects to, a line each."""
    await visitor.page.wait_for_timeout(400)  # colours are judged once messages have faded in
    found = await Axe().run(visitor.page)
    return [f"{each['id']}: {node['html']}" for each in found.response["violations"] for node in each["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
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
