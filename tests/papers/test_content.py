"""Files on their way out: made off the event loop, and a page that can't be drawn holds nobody up."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.channel import Refused
from bot.papers.content import content_of
from tests.dialogs.therapy import made


async def test_what_was_promised_is_sent_as_it_stands() -> None:
    assert await content_of({"content": "größer"}) == "größer".encode()


async def test_a_page_is_drawn_while_others_are_answered() -> None:
    """Whoever else waits on the loop goes on: it is another thread that draws."""
    ticks = 0
    drawing = asyncio.create_task(content_of({"page": made()}))
    while not drawing.done():
        ticks += 1
        await asyncio.sleep(0.001)
    assert (await drawing).startswith(b"%PDF")
    assert ticks > 5
    assert any(thread.name.startswith("asyncio_") for thread in threading.enumerate())


async def test_a_page_that_cannot_be_drawn_is_refused_without_its_words() -> None:
    with pytest.raises(Refused) as refused:
        await content_of({"page": {**made(), "paper": "periwinkle"}})
    assert "could not be drawn" in str(refused.value)
    assert "periwinkle" not in str(refused.value)
