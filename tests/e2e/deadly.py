"""The bot of five questions, whose process dies at once of the word "die": as of a crash in a library, or no memory."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import replace

from benchmarks.five import FIVE, book
from bot.app import run_telegram
from bot.settings import read
from bot.stopping import on_signal
from dialogs.engine import Turn

DEADLY = ("-m", "tests.e2e.deadly")


def _die(turn: Turn) -> None:
    if turn.text == "die":
        os._exit(9)


async def main() -> None:
    five = replace(FIVE, moves=tuple(replace(move, do=(_die, *move.actions)) for move in FIVE.moves))
    await run_telegram(read(), replace(book(), dialogs={"five": five}), (), on_signal())


if __name__ == "__main__":
    logging.basicConfig(level="WARNING")
    asyncio.run(main())
