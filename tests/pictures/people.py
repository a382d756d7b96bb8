"""People with a history, and their pictures as an outbox row holds them: sent, worded, through JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dialogs.coach import build
from dialogs.engine import Person
from dialogs.engine.effects import SendPicture
from dialogs.engine.rendering import Picture, render
from dialogs.role.scoring import Result
from tests.dialogs.conversation import CONSENTED, NOON, talk

LABELS = {
    "days": "The last 14 days",
    "practices": "Before and after",
    "roles": "My side by subject",
    "pulse": "Week by week",
    "attempts": "Sentences practised",
}


def role(reach: int, retreat: int) -> dict[str, Any]:
    """A result of the role questions, as the person keeps it."""
    lean = reach - retreat
    result = Result("mixed", reach, retreat, lean, "open")
    return {**result.to_json(), "at": NOON.isoformat(), "item_set": 1, "wants": None}


def practising(person: Person, *rows: tuple[str, float, int | None, int | None]) -> Person:
    """After practices: which, how many days ago, rated how before and after."""
    for name, ago, before, after in rows:
        person = person.with_practice(name, NOON - timedelta(days=ago), before, after)
    return person


def pulsing(person: Person, *weeks: tuple[int, int, int]) -> Person:
    """After weekly taps, the last of them today."""
    for number, taps in enumerate(weeks):
        person = person.with_pulse(NOON - timedelta(weeks=len(weeks) - 1 - number), *taps)
    return person


def attempting(person: Person, *scores: int) -> Person:
    for score in scores:
        person = person.with_attempt(NOON, score, 1, score >= 80)
    return person


SEASONED = attempting(
    pulsing(
        practising(
            replace(CONSENTED, roles={"chores": role(75, 20), "money": role(70, 35), "family": role(30, 70)}),
            ("sighing", 13, 8, 5), ("sighing", 9, 7, 5), ("sighing", 6, 9, 4), ("grounding", 5, 6, 3),
            ("grounding", 4, 6, 4), ("body_break", 1, 5, 6), ("memory", 0, None, None),
        ),
        (4, 1, 1), (4, 2, 1), (3, 1, 2), (4, 0, 1), (3, 1, 2), (2, 2, 2), (2, 1, 3), (1, 1, 3), (1, 2, 3),
    ),
    35, 40, 62, 58, 78, 70, 85, 81, 100, 92,
)  # fmt: skip


def sent(name: str, person: Person = SEASONED) -> Picture:
    """The picture that a person is sent who asks for it under /progress."""
    conversation = talk(build(), person)
    conversation.say("/progress")
    conversation.tap("See pictures")
    if not conversation.pictures:
        conversation.tap(LABELS[name])
    (picture,) = conversation.pictures
    assert picture.picture == name
    return stored(picture)


def loop(nodes: list[dict[str, str]], cheapest: int | None) -> Picture:
    """The picture of a loop."""
    effect = SendPicture("loop", "pictures.all", {}, {"nodes": nodes, "cheapest": cheapest})
    (picture,) = render([effect], build().catalogue, "en")
    assert isinstance(picture, Picture)
    return stored(picture)


def stored(picture: Picture) -> Picture:
    """The picture as it comes back from a row."""
    return replace(picture, data=json.loads(json.dumps(picture.data)), words=dict(picture.words))
