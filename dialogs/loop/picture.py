"""The picture of a loop: its data, and the one place from which it goes out."""

from __future__ import annotations

from typing import Any

from content import catalogue
from dialogs.engine import Turn
from dialogs.loop.steps import TOLD, Answers, said
from dialogs.loop.telling import label_of


def loop_picture(answers: Answers, locale: str, cheapest: str | None = None) -> dict[str, Any]:
    """The data of the picture: up to six nodes in the order of happening, and the place of one of them, or None.

    ``cheapest`` is the step to mark. Own words are there to the letter, all else in the reader's language.
    """
    plain = catalogue.load().plain
    steps = [step for step in TOLD if step in answers]
    nodes = [
        {"label": plain(label_of(step, answers[step]), locale), "text": plain(said(step, answers[step]), locale)}
        for step in steps
    ]
    return {"nodes": nodes, "cheapest": steps.index(cheapest) if cheapest in steps else None}


def draw(turn: Turn, caption: str, answers: Answers, cheapest: str | None = None) -> None:
    """Show a loop as a picture, with a step marked; the screen that follows tells the same in words."""
    turn.send_picture("loop", caption, data=loop_picture(answers, turn.person.locale, cheapest))
