"""The book: all dialogs of the coach, its words, and the routes that lead to them from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from content.catalogue import Catalogue
from dialogs.engine.dialog import Call, Dialog, End, Move, Pass, Wait
from dialogs.engine.errors import BookError
from dialogs.engine.events import Event
from dialogs.engine.session import Session
from dialogs.engine.terms import ModelTerms
from dialogs.engine.turn import Turn

if TYPE_CHECKING:  # a run is made of a book
    from dialogs.engine.run import Step


class Concern(Protocol):
    """What a safety detector found; see `dialogs.safety`."""

    @property
    def tier(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def sure(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Route:
    """Where a command leads: a dialog, with its facts as a function of the command's argument."""

    dialog: str
    facts: Callable[[str], Mapping[str, Any]] | None = None
    before_consent: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    """Where a timer leads, and when it doesn't.

    One that fires more than ``grace`` after its time is left out; so is one for which ``skip``, given the timer's data
    as the turn's value and the name of the dialog under way, names a reason; both are counted in the transition log.
    ``renew`` sets the following time of what recurs, always after the instant it is given; the turn's value is the data
    of the timer that fired, or None where all are set anew. A ``soft`` one waits behind
    answers, makes no sound in quiet hours, and is not sent once its grace is over.
    ``fires`` is a trigger of the dialog, for the time of one of its steps: it goes on by itself where it is on top, and
    is left alone where it isn't. Nobody has to hear it who is near: it is silent in quiet hours and for the careful.
    """

    dialog: str
    grace: timedelta | None = None
    skip: Callable[[Turn, str], str | None] | None = None
    renew: Callable[[Turn, datetime], None] | None = None
    soft: bool = False
    fires: str | None = None


@dataclass(frozen=True)
class Book:
    """Everything a step needs to know; frozen, shared by all chats.

    ``home`` is the dialog at the bottom of every stack, ``menu`` the one that offers all others, ``safety`` the one
    that the detectors lead to. ``timers`` has an alarm for each timer, by the part of its name before a colon.
    ``detect`` is asked about every free text; where it finds something, ``notes`` gives what else the text tells, as
    facts of the safety dialog. ``hears`` gives the dialog, with its facts, that a text leads to from anywhere else; it
    is given the name of the dialog that the text was typed in, and that dialog's turn. ``answers``
    gives the content key of an answer to a question about the coach itself, wherever it is asked. ``visit`` is done
    whenever somebody writes or taps, before they are answered.
    ``model`` is there where a language model is configured. ``watch`` is shown each step once it is made: the session
    before it, the event, the time, and what it led to.

    Raises:
        BookError: a route or a call leads nowhere, or a state can get stuck.
    """

    dialogs: Mapping[str, Dialog]
    catalogue: Catalogue
    home: str
    menu: str
    safety: str
    detect: Callable[[str], Concern | None]
    commands: Mapping[str, Route] = field(default_factory=dict)
    timers: Mapping[str, Alarm] = field(default_factory=dict)
    notes: Callable[[str], Mapping[str, Any]] = lambda text: {}
    hears: Callable[[str, str, Turn], tuple[str, Mapping[str, Any]] | None] = lambda text, dialog, turn: None
    answers: Callable[[str], str | None] = lambda words: None
    visit: Callable[[Turn], None] = lambda turn: None
    model: ModelTerms | None = None
    watch: Callable[[Session, Event, datetime, Step], None] | None = None

    def __post_init__(self) -> None:
        for name in (
            self.home,
            self.menu,
            self.safety,
            *(route.dialog for route in self.commands.values()),
            *(alarm.dialog for alarm in self.timers.values()),
        ):
            if name not in self.dialogs:
                raise BookError(f"no dialog {name!r}; the book has {', '.join(self.dialogs)}")
        for dialog in self.dialogs.values():
            for state in dialog.states:
                _check(dialog, state, self.dialogs)

    def alarm(self, timer: str) -> Alarm | None:
        """What a timer of this name leads to; None for one of another release."""
        return self.timers.get(timer.partition(":")[0])

    @cached_property
    def machines(self) -> Mapping[str, Any]:
        """Build every machine now (they are cached on their dialogs); a bot does this before it takes a turn."""
        return {name: dialog.machine for name, dialog in self.dialogs.items()}


def _check(dialog: Dialog, state: Wait | Pass | Call | End, dialogs: Mapping[str, Dialog]) -> None:
    where = f"{dialog.name}.{state.name}"
    leaving: list[Move] = [move for move in dialog.moves if state.name in move.sources]
    if isinstance(state, End):
        if leaving:
            raise BookError(f"{where} is an End but has the move {leaving[0].trigger!r}; remove it")
    elif isinstance(state, Wait):
        if not state.choices and state.text is None:
            raise BookError(f"{where} waits but takes neither a choice nor a text; nobody could leave it")
    else:
        trigger = "go" if isinstance(state, Pass) else "returned"
        rows = [move for move in leaving if move.trigger == trigger]
        if not rows or rows[-1].when is not None:
            raise BookError(f"{where} needs a last {trigger!r} move without a guard; somebody could get stuck there")
        if isinstance(state, Call):
            for name in state.dialogs if callable(state.dialog) else (state.dialog,):
                if name not in dialogs:
                    raise BookError(f"{where} calls {name!r}, which is no dialog")
