"""A small coach that counts what it is told, says it back, and reminds: what it says shows any loss or disorder.

A command for `tests.e2e.process.BotProcess`: the whole product path with a book of its own.
"""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import timedelta

from bot.app import run_telegram
from bot.settings import read
from bot.stopping import on_signal
from content.catalogue import Catalogue, Screen, Wording
from content.catalogue import load as load_catalogue
from dialogs.engine import Alarm, Book, Choice, Dialog, End, Move, Turn, Wait

COUNTING = ("-m", "tests.e2e.counting")
NAMES = tuple(f"thing{number}" for number in range(40))
"""Of timers: who sets one of a name that is set already moves it."""


def _count(turn: Turn, word: str) -> None:
    turn.facts["n"] = turn.facts.get("n", 0) + 1
    turn.facts["last"] = word


def _keep(turn: Turn) -> None:
    """A word; ``remind tea 2`` sets a timer of that name, in so many seconds."""
    words = turn.text or ""
    _count(turn, words)
    if wanted := re.fullmatch(r"remind (\w+) (\d+)", words):
        turn.start_timer(wanted[1], timedelta(seconds=int(wanted[2])), of=wanted[1])


def _tapped(turn: Turn) -> None:
    _count(turn, "a tap")


_DIALOGS = {
    "count": Dialog(
        "count",
        1,
        "asked",
        (
            Wait(
                "asked",
                (Choice("more", "more"),),
                text="keep",
                values=lambda turn: {"n": turn.facts.get("n", 0), "last": turn.facts.get("last", "nothing")},
            ),
        ),
        (Move("more", "asked", "asked", do=_tapped), Move("keep", "asked", "asked", do=_keep)),
        facts={"n": int, "last": str},
    ),
    "reminder": Dialog(
        "reminder",
        1,
        "told",
        (Wait("told", (Choice("done", "done"),), values=lambda turn: {"name": turn.facts["of"]}), End("end")),
        (Move("done", "told", "end"),),
        facts={"of": str},
        aside=True,
    ),
    "calm": Dialog("calm", 1, "rest", (Wait("rest", (Choice("done", "done"),)),), (Move("done", "rest", "rest"),)),
}


def book() -> Book:
    """A book of these, with a timer for each of `NAMES`."""
    screens = dict(load_catalogue().screens())
    screens["count.asked"] = Screen(
        "count.asked",
        (Wording((("", "n"), (" so far, the last was: ", "last"), (".", None))),),
        {"more": Wording((("Another", None),))},
    )
    screens["reminder.told"] = Screen(
        "reminder.told", (Wording((("Reminder of ", "name"), (".", None))),), {"done": Wording((("Done", None),))}
    )
    screens["calm.rest"] = Screen("calm.rest", (Wording((("Breathe.", None),)),), {"done": Wording((("Done", None),))})
    return Book(
        _DIALOGS,
        Catalogue({"en": screens}),
        home="count",
        menu="count",
        safety="calm",
        detect=lambda text: None,
        timers={name: Alarm("reminder") for name in NAMES},
    )


async def main() -> None:
    await run_telegram(read(), book(), (), on_signal())


if __name__ == "__main__":
    logging.basicConfig(level="WARNING", format="%(asctime)s %(levelname)s %(name)s %(message)s")
    asyncio.run(main())
