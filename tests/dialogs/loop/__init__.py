"""The loop camera. What its tests share: episodes, and somebody who logs one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dialogs.coach import build
from dialogs.engine import Person
from dialogs.loop.steps import ASKED
from dialogs.rehearsal import Rehearsal
from tests.dialogs.nudges import KNOWN, NOON, tap

REPLY = {"trigger": "no_reply", "mine": "asked", "theirs": "quiet", "body": "chest", "ended": "silence", "repair": "me"}


def episode(**answers: str | None) -> dict[str, Any]:
    """An episode: a name of a chip for each step; other words are the person's own, None leaves a step out."""
    named = {**REPLY, **answers}
    return {step: _answer(step, word) for step in ASKED if (word := named[step]) is not None}


def _answer(step: str, word: str) -> dict[str, str]:
    return {"words": word} if " " in word else {"key": word}


def with_episodes(rows: Sequence[dict[str, Any]], person: Person = KNOWN) -> Person:
    """Somebody who logged these episodes, one a day."""
    for day, row in enumerate(rows):
        person = person.with_episode(NOON - timedelta(days=len(rows) - day), row)
    return person


def met(person: Person = KNOWN, role: str | None = "pursuer") -> Rehearsal:
    """Somebody of this role who asks for the loop camera."""
    rehearsal = Rehearsal(build(), now=NOON)
    rehearsal.meet(replace(person, role=role))
    rehearsal.say("/loop")
    return rehearsal


def logging(person: Person = KNOWN, role: str | None = "pursuer") -> Rehearsal:
    """Somebody who is asked what came first."""
    rehearsal = met(person, role)
    tap(rehearsal, "log" if person.episodes else "start")
    assert rehearsal.state == "loop.trigger"
    return rehearsal


def answer(rehearsal: Rehearsal, *given: str) -> None:
    """Answer step after step: with a button where there is one of that name, else in own words."""
    for word in given:
        tap(rehearsal, word) if word in rehearsal.session.offered else rehearsal.say(word)
