"""The screenshot of the sandbox in the docs: the real page, a short conversation, taken in Chromium.

python -m tests.sandbox.screenshot        # writes docs/sandbox.png
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import expect

from bot.local.sandbox.demo import open_demo
from tests.e2e.process import ROOT
from tests.sandbox.browser import CHROMIUM, open_browser, visit
from tests.sandbox.conftest import QUICK

PICTURE = ROOT / "docs" / "sandbox.png"
WELCOME = ("Go on", "I'm 18 or older", "I agree")


async def take(folder: Path, picture: Path) -> None:
    """Through the welcome, to a sentence said again; the page as it looks then."""
    async with (
        open_demo(folder, **QUICK) as demo,
        open_browser() as browser,
        visit(browser, demo.address, width=1440, height=900, locale="en-GB", timezone_id="Europe/Berlin") as visitor,
    ):
        await visitor.say("hello")
        for label in WELCOME:
            await visitor.tap(label)
        await visitor.hear("call you")
        await visitor.say("Sam")
        await visitor.tap("Skip them")
        await visitor.tap("Not now")
        await expect(visitor.newest.get_by_role("button", name="08:00")).to_be_visible()
        await visitor.tap("Not now")
        await expect(visitor.newest.get_by_role("button", name="The loop")).to_be_visible()
        await visitor.say("/rewrite You never listen to me")
        await expect(visitor.newest.get_by_role("button", name="Keep it")).to_be_visible()
        await visitor.page.mouse.move(0, 0)
        await visitor.page.wait_for_timeout(800)  # until the inspector has drawn, and nothing moves
        await visitor.page.screenshot(path=picture)


def main() -> None:
    if CHROMIUM is None:
        sys.exit("there is no chromium on the PATH; on Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(take(Path(folder), PICTURE))


if __name__ == "__main__":
    main()
