"""The page in a real browser: by keyboard and by clicks, in light and dark, wide and narrow."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.inspector.bench import CHANNEL, PAGE, SAM, Open

pytest.importorskip("playwright.async_api", reason="the browser tests need playwright, of the dev group")

from playwright.async_api import Page, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on the PATH; apt-get install chromium")

CHAT = f"{CHANNEL}:{SAM}"
TABS = ("State", "Turns", "Heard", "Words", "Person", "Time", "Scripts")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture
async def page(bench: Open) -> AsyncIterator[Page]:
    """The page, after the welcome. It complains of nothing, and asks nobody but the server it came from."""
    await bench.meet()
    address = str(bench.client.make_url("/"))
    expect.set_options(timeout=20_000)  # generous: the machine may be busy
    asked: list[str] = []
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = await browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(address)
        await expect(page.get_by_role("tab", name="State")).to_have_attribute("aria-selected", "true")
        yield page
        await browser.close()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    # A browser notes by itself that something was refused; the page says why.
    assert [each for each in complaints if "status of 422" not in each] == []


async def say(bench: Open, page: Page, text: str) -> None:
    await bench.bench.send_text(SAM, text)
    await page.evaluate("window.tell('turn', 1001)")


async def test_the_chart_shows_where_the_conversation_stands(bench: Open, page: Page) -> None:
    here = page.locator(".in-node.in-here")
    await expect(here).to_have_attribute("data-name", "intro")
    await say(bench, page, "/menu")
    await expect(here).to_have_attribute("data-name", "rest")
    await expect(page.get_by_role("heading", name="Chart of menu")).to_be_visible()
    await page.get_by_role("button", name="role.intro").click()
    await expect(page.get_by_role("heading", name="Chart of role")).to_be_visible()
    await page.locator('.in-node[data-name="intro"]').click()
    await expect(page.locator(".in-ways")).to_contain_text("From intro: ")
    await page.get_by_text("The chart as lists").click()
    await expect(page.locator(".in-lists")).to_contain_text("intro waits for the person; it stands here")


async def test_tabs_go_by_the_arrow_keys(page: Page) -> None:
    await page.get_by_role("tab", name="State").focus()
    for name in (*TABS[1:], TABS[0]):
        await page.keyboard.press("ArrowRight")
        await expect(page.get_by_role("tab", name=name)).to_be_focused()
        await expect(page.get_by_role("tabpanel", name=name)).to_be_visible()
    await page.keyboard.press("End")
    await expect(page.get_by_role("tab", name="Scripts")).to_have_attribute("aria-selected", "true")
    assert await page.get_by_role("tabpanel").count() == 1


async def test_the_clock_brings_the_nudge(bench: Open, page: Page) -> None:
    for text in ("/zone Berlin", "/nudges", "20:00"):
        await say(bench, page, text)
    await page.get_by_role("tab", name="Time").click()
    before = len(bench.bench.chats.sent)
    await page.get_by_role("button", name="To the next one").click()
    await expect(page.locator(".in-clock")).to_have_text("Mon 2 March 2026, 20:00 CET")
    await expect(page.locator(".in-timers")).to_contain_text("Tue 3 March 2026, 20:00 CET")
    assert len(bench.bench.chats.sent) > before
    await page.get_by_role("button", name="A week in a minute").click()
    await expect(page.get_by_role("progressbar")).to_be_visible()
    await page.get_by_role("button", name="Stop here").click()
    await expect(page.get_by_role("progressbar")).to_be_hidden()


async def test_edited_words_are_said_and_bad_ones_are_not(bench: Open, page: Page) -> None:
    await page.get_by_role("tab", name="Turns").click()
    await page.get_by_role("button", name="role.intro").first.click()
    text = page.get_by_label("Text", exact=True)
    await expect(text).to_have_value(await _wording(bench, "role.intro"))
    await text.fill("Hello {nobody}")
    await page.get_by_role("button", name="Try these words").click()
    await expect(page.locator("#in-pane-words .in-note")).to_contain_text("nothing is filled in for {nobody}")
    await expect(text).to_have_value("Hello {nobody}")  # and can be mended
    await text.fill("Shall we look at the loop?")
    await page.get_by_role("button", name="Try these words").click()
    await expect(page.locator("#in-pane-words .in-note")).to_contain_text("Used from now on")
    await say(bench, page, "/menu")
    await say(bench, page, "/role")
    assert "Shall we look at the loop?" in "\n".join(bench.bench.chats.texts(CHAT))


async def test_a_conversation_is_recorded_and_played_again(bench: Open, page: Page) -> None:
    await page.get_by_role("tab", name="Scripts").click()
    await page.get_by_role("button", name="Record this conversation").click()
    script = page.get_by_label("A golden script, as in tests/scripts")
    note = page.locator("#in-pane-scripts .in-note")
    await expect(note).to_contain_text("Recorded.")
    assert "user: Sam" in await script.input_value()
    await page.get_by_role("button", name="Compare with today").click()
    await expect(note).to_have_text("All 6 steps are answered as written.")
    await page.get_by_role("button", name="Play into this chat").click()
    await page.get_by_role("button", name="Begin anew and play").click()
    await page.get_by_role("button", name="Next step").click()
    await expect(page.locator(".in-steps .in-same")).to_have_count(1)
    await page.get_by_role("button", name="Play the rest").click()
    await expect(note).to_have_text("Played; all 6 steps went as written.", timeout=30_000)


async def test_what_people_write_is_never_markup(bench: Open, page: Page) -> None:
    await say(bench, page, "/menu")
    await say(bench, page, "<img src=x onerror=alert(1)> you never listen")
    for name in ("Turns", "Heard", "Scripts"):
        await page.get_by_role("tab", name=name).click()
        await page.wait_for_timeout(300)
        assert await page.locator("#inspector img").count() == 0
    await page.get_by_role("tab", name="Heard").click()
    await expect(page.locator(".in-quote")).to_have_text("<img src=x onerror=alert(1)> you never listen")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 380)])
async def test_everybody_can_use_it(scheme: str, width: int, bench: Open, page: Page) -> None:
    axe = pytest.importorskip("axe_playwright_python.async_playwright", reason="accessibility is checked by axe-core")
    if not (PAGE / "style.css").exists():
        pytest.skip("the colours are those of the sandbox's page, which is not here")
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    await page.set_viewport_size({"width": width, "height": 800})
    await say(bench, page, "You never listen to me, you're so selfish")
    for name in TABS:
        await page.get_by_role("tab", name=name).click()
        await page.wait_for_timeout(400)
        found = await axe.Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is too wide"


def test_nothing_is_put_in_as_markup() -> None:
    for path in (PAGE / "inspector").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://", "https://"):
            assert word not in text.replace("http://www.w3.org/2000/svg", ""), f"{Path(path).name}: {word}"


async def _wording(bench: Open, key: str) -> str:
    wordings: list[str] = (await bench.get("words", key=key))["wordings"]
    return wordings[0]
