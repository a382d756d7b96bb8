"""What tests of single practices share: the coach's book with one command for each, and somebody at its first step."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from dialogs.breathing import SIGHING
from dialogs.coach import build
from dialogs.engine import Book, Person, Route
from dialogs.rehearsal import Rehearsal
from dialogs.soothe_more import MORE_SOOTHE
from tests.dialogs.nudges import KNOWN, NOON, tap

CAREFUL = replace(KNOWN, careful="2026-03-01")


@lru_cache(maxsize=1)
def book() -> Book:
    """The coach's book in which ``/gap`` leads to the practice of that name, and so for each of them."""
    whole = build()
    dialogs = (SIGHING, *MORE_SOOTHE)
    return replace(whole, commands={**whole.commands, **{dialog.name: Route(dialog.name) for dialog in dialogs}})


def practising(name: str, rating: str = "7", person: Person = KNOWN) -> Rehearsal:
    """Somebody at the first step of a practice, who gave a first rating or skipped it."""
    rehearsal = Rehearsal(book(), now=NOON)
    rehearsal.meet(person)
    rehearsal.say(f"/{name}")
    assert rehearsal.state == f"{name}.why"
    tap(rehearsal, "start", rating)
    return rehearsal


def finish(rehearsal: Rehearsal, rating: str = "4", noticed: str | None = None) -> None:
    """Give the last rating and what was noticed, and be back at the menu."""
    assert rehearsal.state.endswith(".after"), rehearsal.state
    tap(rehearsal, rating)
    tap(rehearsal, "skip") if noticed is None else rehearsal.say(noticed)
    assert rehearsal.state == "menu.rest"
