"""Halfway's own turn path with the five-question dialog that all peers run, as a process of its own.

The whole product path (polling, inbox, engine, SQLite, outbox, sender), with a book of one dialog.
"""

from __future__ import annotations

import asyncio
import logging

from bot.app import run_telegram
from bot.settings import read
from bot.stopping import on_signal
from content.catalogue import Catalogue, Screen, Wording
from content.catalogue import load as load_catalogue
from dialogs.engine import Book, Dialog, Move, Turn, Wait

QUESTIONS = 5


def _keep(turn: Turn) -> None:
    turn.facts["answers"] = [*turn.facts.get("answers", ()), turn.text]


def _last(turn: Turn) -> bool:
    return len(turn.facts.get("answers", ())) == QUESTIONS - 1


def _begin(turn: Turn) -> None:
    turn.facts["answers"] = []


FIVE = Dialog(
    "five",
    1,
    "asked",
    (
        Wait("asked", text="answer", values=lambda turn: {"number": len(turn.facts.get("answers", ())) + 1}),
        Wait("done", text="again", values=lambda turn: {"answers": "|".join(turn.facts["answers"])}),
    ),
    (
        Move("answer", "asked", "done", when=_last, do=_keep),
        Move("answer", "asked", "asked", do=_keep),
        Move("again", "done", "asked", do=_begin),
    ),
    facts={"answers": list},
)


def book() -> Book:
    """A book of this dialog alone."""
    screens = dict(load_catalogue().screens())
    for key, parts in (
        ("five.asked", (("Question ", "number"), (f" of {QUESTIONS}", None))),
        ("five.done", (("Done: ", "answers"),)),
    ):
        screens[key] = Screen(key, (Wording(parts),), {})
    return Book(
        {"five": FIVE}, Catalogue({"en": screens}), home="five", menu="five", safety="five", detect=lambda text: None
    )


async def main() -> None:
    settings = read()
    logging.getLogger("bot").setLevel(settings.log_level.upper())
    await run_telegram(settings, book(), (), on_signal())


if __name__ == "__main__":
    logging.basicConfig(level="WARNING")
    asyncio.run(main())
