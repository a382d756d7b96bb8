"""A real headless Chromium, driven by Playwright, and a person at the sandbox's page in it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 60_000  # milliseconds; generous, the machine may be busy

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no chromium on the PATH; on Debian: apt-get install chromium"
)


@dataclass(slots=True)
class Visitor:
    """Somebody at the page. What the page asked for and complained of is kept.

    chat: where they write and tap, the first chat of the page or the one beside it.
    """

    page: Page
    address: str
    chat: Literal["#first", "#second"] = "#first"
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    async def arrive(self) -> None:
        """Open the page, and wait until the bot runs."""
        await self.page.goto(self.address)
        await expect(self.page.locator("#bot-status")).to_have_attribute("data-status", "running")

    @property
    def field(self) -> Locator:
        """Where they write."""
        return self.page.locator(self.chat).get_by_label("Message", exact=True)

    @property
    def newest(self) -> Locator:
        """The newest message of the bot."""
        return self.page.locator(f"{self.chat} .message.bot").last

    async def say(self, text: str) -> None:
        """Type and press Enter."""
        await self.field.fill(text)
        await self.field.press("Enter")

    async def tap(self, label: str) -> None:
        """Tap the newest button of this label, and wait until the bot has done something."""
        button = self.page.locator(f"{self.chat} .log").get_by_role("button", name=label, exact=True).last
        await expect(button).to_be_visible()
        before = await self.newest.inner_text()
        await button.click()
        await expect(self.newest).not_to_have_text(before, use_inner_text=True)

    async def hear(self, words: str) -> None:
        """Wait until the newest message of the bot has these words."""
        await expect(self.newest).to_contain_text(words)

    def strangers(self) -> list[str]:
        """What was asked of anybody but the sandbox itself."""
        return [url for url in self.asked if not url.startswith((f"{self.address}/", "data:"))]


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Debian's Chromium with an empty profile."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def visit(
    browser: Browser, address: str, width: int = 1280, height: int = 800, **options: str
) -> AsyncIterator[Visitor]:
    """A visitor with a window of this size; ``options`` such as color_scheme are Playwright's.

    Nothing moves unless reduced_motion is "no-preference": drawing it takes most of a test's time.
    """
    wishes = {"reduced_motion": "reduce", **options}
    context = await browser.new_context(viewport={"width": width, "height": height}, **wishes)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    visitor = Visitor(page, address)
    page.on("request", lambda request: visitor.asked.append(request.url))
    page.on(
        "console",
        lambda message: visitor.complaints.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    try:
        await visitor.arrive()
        yield visitor
    finally:
        await context.close()
