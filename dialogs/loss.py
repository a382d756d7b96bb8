"""Loss: when it is over, or somebody has died, nothing is put into better words. A few kind words, and a choice.

Grief follows no set course and needs no advice (Wortman and Silver, 1989), so none is given here: to sit with it for a
moment, to find company, or to carry on. What was told is kept nowhere; only when a loss was told, so that nothing about
the couple is said unasked for two weeks.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from content.heard import load
from dialogs.engine import Call, Choice, Dialog, End, Move, Pass, Turn, Wait
from dialogs.practices import PRACTICES

LONGEST = 400  # characters; in a longer story a loss is one thing among others
WRITING = timedelta(hours=24)  # after a loss was met, private writing about it is left alone for so long
# Where "we're done" is a sentence for the partner, or told of a quarrel.
_TO_PARTNER = ("gym", "partner", "hold", "loop", "own_loop", "deal", "therapy_page", "graduate")
_PRIVATE = frozenset(dialog.name for dialog in PRACTICES)
_HEARD = ("parting", "ending", "death")
_ASKING = re.compile(
    r"\b(?:can|could|will|would|do) you\b|\b(?:thank|help|you know|tell) you\b|\byou know\b", re.IGNORECASE
)
_TO_YOU = re.compile(r"\b(?:you|your|yours|ur)\b|\byou['’]", re.IGNORECASE)


def find_loss(text: str) -> str | None:
    """Which loss a text tells of (parting, ending, death); None where it tells of none, or is said to the partner."""
    if len(text) > LONGEST or _TO_YOU.search(_ASKING.sub("", text)):
        return None
    return next((kind for kind, saying in load("losses").items() if saying.pattern.search(text)), None)


def hear(text: str, dialog: str, turn: Turn) -> str | None:
    """The loss to be met here and now; None where there is none, or where somebody writes on about it in private."""
    kind = None if dialog == "loss" else find_loss(text)
    if kind is None or (kind == "ending" and dialog in _TO_PARTNER):
        return None
    lost = turn.person.lost
    met = lost is not None and turn.now < datetime.fromisoformat(lost) + WRITING
    return None if met and dialog in _PRIVATE else kind


def met_before(turn: Turn) -> bool:
    """Whether a loss was met within the day."""
    lost = turn.facts.get("before")
    return lost is not None and turn.now < datetime.fromisoformat(lost) + WRITING


def _note(turn: Turn) -> None:
    turn.facts["before"] = turn.person.lost
    turn.know(lost=turn.now.isoformat(timespec="seconds"))


def _take_back(turn: Turn) -> None:
    turn.know(lost=turn.facts.get("before"))
    turn.say("loss.misheard")


def _told(turn: Turn) -> str:
    if met_before(turn):
        return "loss.told.again"
    return "loss.told.death" if turn.facts.get("kind") == "death" else "loss.told.parting"


_SIT, _COMPANY, _GO_ON = Choice("sit", "sit"), Choice("company", "company"), Choice("go_on", "go_on")
_DARK = Choice("dark", "dark")

LOSS = Dialog(
    "loss",
    1,
    "start",
    states=(
        Pass("start"),
        Wait(
            "told",
            (_SIT, _COMPANY, _DARK, _GO_ON, Choice("misheard", "misheard")),
            text="words",
            screen=_told,
            screens=("loss.told.parting", "loss.told.death", "loss.told.again"),
        ),
        Wait("sitting", (_COMPANY, _DARK, _GO_ON), text="words"),
        Wait("company", (Choice("lines", "lines"), _SIT, _GO_ON), text="words"),
        Call("helping", "safety", facts=lambda turn: {"tier": "help", "kind": "help_now"}),
        Call("asking", "safety", facts=lambda turn: {"tier": "B", "kind": "self_harm"}),
        End("done"),
    ),
    moves=(
        Move("go", "start", "told", do=_note),
        Move("sit", ("told", "company"), "sitting"),
        Move("words", ("told", "sitting", "company"), "sitting"),
        Move("company", ("told", "sitting"), "company"),
        Move("lines", "company", "helping"),
        Move("dark", ("told", "sitting"), "asking"),
        Move("returned", ("helping", "asking"), "sitting"),
        Move("misheard", "told", "done", do=_take_back),
        Move("go_on", ("told", "sitting", "company"), "done"),
    ),
    facts={"kind": str, "before": str},
    says=("loss.misheard",),
)
