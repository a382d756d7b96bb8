"""The engine: a pure step over dialogs that are data.

Step(session', effects, moves) = step(book, session, event, now)
"""

from __future__ import annotations

from dialogs.engine.book import Alarm, Book, Route
from dialogs.engine.dialog import Call, Choice, Dialog, End, Move, Pass, Wait
from dialogs.engine.effects import Effect
from dialogs.engine.events import Event
from dialogs.engine.migrate import unchanged
from dialogs.engine.person import Person
from dialogs.engine.run import Manner
from dialogs.engine.session import Frame, Session, begin, dump, load
from dialogs.engine.step import Step, step
from dialogs.engine.terms import ModelTerms
from dialogs.engine.turn import Turn

__all__ = [
    "Alarm",
    "Book",
    "Call",
    "Choice",
    "Dialog",
    "Effect",
    "End",
    "Event",
    "Frame",
    "Manner",
    "ModelTerms",
    "Move",
    "Pass",
    "Person",
    "Route",
    "Session",
    "Step",
    "Turn",
    "Wait",
    "begin",
    "dump",
    "load",
    "step",
    "unchanged",
]
