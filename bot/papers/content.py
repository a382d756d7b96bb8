"""The content of a file on its way out. What takes long to make is made only then, in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.channel import Refused
from bot.logs import describe


async def content_of(payload: Mapping[str, Any]) -> bytes:
    """The bytes of a file in the outbox: ``content`` as it was promised, or the ``page`` drawn as PDF.

    Raises:
        Refused: the page can't be drawn; trying again would not help.
    """
    if "content" in payload:
        return str(payload["content"]).encode()
    from bot.papers.pdf import draw  # only here: it takes half a second to import

    try:
        return await asyncio.to_thread(draw, payload["page"])
    except Exception as error:  # whatever a page can do to a drawing, the messages behind it are to be sent
        raise Refused(f"a page could not be drawn: {describe(error)}") from None
