"""Telegram's HTML: what becomes of it, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from bot.local.sandbox.botapi.entities import parse_html
from tests.test_botapi.conftest import SAM, Caller


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>bold</b>", "bold", [entity("bold", 0, 4)]),
        ("<STRONG>bold</strong>", "bold", [entity("bold", 0, 4)]),
        ("<i>a<b>b</b></i>", "ab", [entity("italic", 0, 2), entity("bold", 1, 1)]),
        ("a &lt; b &amp; c &#33; &#x21;", "a < b & c ! !", []),
        ("AT&T &nbsp;", "AT&T &nbsp;", []),
        ("\N{GRINNING FACE}<b>x</b>", "\N{GRINNING FACE}x", [entity("bold", 2, 1)]),
        ('<a href="https://a.org/?b=1&amp;c=2">a</a>', "a", [entity("text_link", 0, 1, url="https://a.org/?b=1&c=2")]),
        ('<span class="tg-spoiler">s</span>', "s", [entity("spoiler", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [entity("expandable_blockquote", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [entity("pre", 0, 1, language="py")]),
        ("<b></b>", "", []),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("close</b>", "Unexpected end tag at byte offset 5"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("é <br>", 'Unsupported start tag "br" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_broken_html_is_refused_with_the_place(bot: Caller, source: str, reason: str) -> None:
    body = await bot.refused(400, "sendMessage", chat_id=SAM, text=source, parse_mode="HTML")
    assert body["description"] == f"Bad Request: can't parse entities: {reason}"


async def test_without_parse_mode_markup_is_text(bot: Caller) -> None:
    assert (await bot.do("sendMessage", chat_id=SAM, text="1 < 2 <b>"))["text"] == "1 < 2 <b>"


async def test_entities_move_with_the_trimmed_text(bot: Caller) -> None:
    sent = await bot.do("sendMessage", chat_id=SAM, text="  a <b>b </b> ", parse_mode="HTML")
    assert (sent["text"], sent["entities"]) == ("a b", [entity("bold", 2, 1)])
