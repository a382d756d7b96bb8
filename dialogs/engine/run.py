"""A run: one step under way. It moves the machine of the dialog on top, and pushes and pops frames.

What an event means is decided in `dialogs.engine.step`; here is what a session can do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dialogs.engine.book import Book
from dialogs.engine.dialog import Call, Choice, Dialog, End, Pass, Wait, choices_of
from dialogs.engine.effects import Answered, Button, Effect, Erase, Show
from dialogs.engine.errors import LoopError
from dialogs.engine.migrate import renew
from dialogs.engine.person import Person
from dialogs.engine.session import Frame, Session
from dialogs.engine.turn import Turn
from dialogs.engine.wording import explains, vary

CAP = 64  # states passed in one turn; the longest real run is under ten
DEEPEST = 8  # frames on the stack: beyond, a digression replaces the one above which it came


@dataclass(frozen=True, slots=True)
class Moved:
    """One move of one machine, for the transition log: names only."""

    dialog: str
    trigger: str
    source: str
    dest: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How what is shown is sent: ``soft`` behind answers, ``silent`` without a sound, ``until`` when at all."""

    soft: bool = False
    silent: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What one event led to."""

    session: Session
    effects: tuple[Effect, ...] = ()
    moves: tuple[Moved, ...] = ()
    manner: Manner = Manner()


class Run:
    """One step under way: the stack and the person as they will be, and the effects so far."""

    def __init__(self, book: Book, session: Session, key: str, now: datetime) -> None:
        self.book = book
        self.before = session
        session, moved = renew(book, session)
        self.stack: list[Frame] = list(session.stack)
        self.person: Person = session.person
        self.key = key
        self.now = now
        self.effects: list[Effect] = []
        self.moves: list[Moved] = []
        self.manner = Manner()
        self.tapped: int | None = None  # the message of a tap that was understood
        self.by_itself = False  # led here by a timer
        self.asks = False
        self.silence = ""  # what is said where nothing else would be: to words, to commands
        self.erased = False
        if moved:
            self.say("engine.moved")
            if self.stack and isinstance(self.state(), Call):
                self.took("returned", self.turn())
        if moved or not self.stack:
            self.settle()

    def done(self) -> Step:
        """The outcome; a question is asked under a new token, and the one before it loses its buttons."""
        session = replace(self.before, stack=tuple(self.stack), person=self.person)
        if self.erased:
            session = replace(session, stack=(), offered=(), person=Person(), worded={})
        elif self.asks:
            # A question that came by itself leaves one token out: the one before was not answered by its own button.
            session = replace(session, turn=self.before.turn + (2 if self.by_itself else 1))
            show, offered = self._screen(session.token)
            if self._was_asked(show):
                self._break_silence(show)
                show = replace(show, heard=show.inside is None and explains(self.effects, moved=bool(self.moves)))
            if show.inside is not None:  # the message with the answered question is about to be another one
                self.effects = [effect for effect in self.effects if not isinstance(effect, Answered)]
            elif self.before.offered and not any(isinstance(effect, Answered) for effect in self.effects):
                self.effects.insert(0, Answered(self.before.token))
            self.effects.append(show)
            session = replace(session, offered=offered)
        effects, worded = vary(self.effects, self.book.catalogue, session.worded, self.book.safety)
        session = replace(session, worded={} if self.erased else worded)
        return Step(session, tuple(effects), tuple(self.moves), self.manner)

    def _was_asked(self, show: Show) -> bool:
        """Whether this very question was the last one, and nothing led away from it since."""
        if not self.before.stack or not self.before.offered:
            return False
        before, top = self.before.stack[-1], self.stack[-1]
        if (before.dialog, before.state) != (top.dialog, top.state) or len(self.before.stack) != len(self.stack):
            return False
        if any((move.dialog, move.source, move.dest) != (top.dialog, top.state, top.state) for move in self.moves):
            return False
        state, turn = self.state(), self.turn()
        turn.facts, turn.person = dict(before.facts), self.before.person
        assert isinstance(state, Wait)
        values = state.values(turn) if state.values else {}
        return self.dialog().screen_key(state, turn) == show.key and values == show.values

    def _break_silence(self, show: Show) -> None:
        """Say something where the answer would only be the same question once more, in the same words."""
        spoken = any(isinstance(effect, Show) for effect in self.effects)
        if self.silence and not spoken and len(self.book.catalogue.screen(show.key).wordings) == 1:
            safe = self.silence == "engine.unclear" or not self.in_safety()
            self.say(self.silence if safe else "engine.safety_first")

    def say(self, key: str, **values: Any) -> None:
        self.effects.append(Show(key, values, pick=self._pick()))

    def in_safety(self) -> bool:
        return bool(self.stack) and self.stack[-1].dialog == self.book.safety

    def leave_safety(self) -> None:
        """What was under way before goes on; nobody is led back to these screens by the end of something else.

        The safety dialog may know better than to go on: then its move ``left`` leads out of everything.
        """
        if self.in_safety() and self.took("left", self.turn()):
            self.settle()
        elif self.in_safety() and len(self.stack) > 1:
            self.stack.pop()
            if not isinstance(self.state(), Wait):
                self.took("returned", self.turn())
            self.settle()

    def leave_asides(self) -> bool:
        """What came by itself and asks for nothing is gone; whether there was something."""
        before = len(self.stack)
        while len(self.stack) > 1 and self.dialog().aside and (self._digressed() or self.dialog(-2).aside):
            self.leave()
        return len(self.stack) < before

    def leave(self) -> None:
        """Take the top frame out, with what its dialog does when it is left."""
        if (leaving := self.dialog().leaving) is not None:
            turn = self.turn()
            leaving(turn)
            self.person = turn.person
        self.stack.pop()

    def digress(self, name: str, facts: Mapping[str, Any]) -> None:
        """Go into a dialog from anywhere; what was under way waits below and is come back to."""
        if name != self.book.safety:
            self.leave_safety()
        elif self.in_safety() and self.took("help", self.turn(value=facts)):  # what is known of the danger stays known
            self.settle()
            return
        self.leave_asides()
        top = self.stack[-1]
        if top.dialog == name and not facts:
            if name == self.book.menu:
                self.stack[-1] = replace(top, state=self.book.dialogs[name].start, facts={})
            else:
                self.say("engine.already_here")
            return
        if self._digressed() and (top.dialog in (name, self.book.menu) or len(self.stack) >= DEEPEST):
            self.stack.pop()
        below = [index for index, frame in enumerate(self.stack) if frame.dialog == name]
        if below and not facts and isinstance(self.state(below[-1]), Wait):
            del self.stack[below[-1] + 1 :]
            if name == self.book.menu:
                self.stack[-1] = replace(self.stack[-1], state=self.book.dialogs[name].start, facts={})
            return
        self.push(name, facts)

    def _digressed(self) -> bool:
        """Whether the top frame came as a digression: the one below it waits for the person, not for a result."""
        return len(self.stack) > 1 and isinstance(self.state(-2), Wait)

    def push(self, name: str, facts: Mapping[str, Any]) -> None:
        dialog = self.book.dialogs[name]
        self.stack.append(Frame(name, dialog.version, dialog.start, dict(facts)))
        self.settle()

    def resume(self, result: Any) -> None:
        """Go on after the top frame is gone."""
        if not self.stack or isinstance(self.state(), Wait):
            if self.stack:
                self.say("engine.back")
            self.settle()
            return
        self.took("returned", self.turn(result=result))
        self.settle()

    def settle(self) -> None:
        """Run on until the top frame waits for the person."""
        for _ in range(CAP):
            if self.erased:
                return
            if not self.stack:
                home = self.book.dialogs[self.book.home]
                self.stack.append(Frame(home.name, home.version, home.start))
            state = self.state()
            match state:
                case Wait():
                    self.asks = True
                    return
                case Pass():
                    self.took("go", self.turn())
                case Call():
                    turn = self.turn()
                    name = state.dialog(turn) if callable(state.dialog) else state.dialog
                    dialog = self.book.dialogs[name]
                    facts = dict(state.facts(turn)) if state.facts else {}
                    self.stack.append(Frame(name, dialog.version, dialog.start, facts))
                case End():
                    result = state.result(self.turn()) if state.result else True
                    del self.stack[1 if state.unwind else -1 :]
                    if not self.stack:
                        continue
                    if state.below and len(self.stack) > 1:
                        self.leave()
                        self.resume(None)
                        return
                    if isinstance(self.state(), Wait):
                        self.say("engine.back")
                        self.asks = True
                        return
                    self.took("returned", self.turn(result=result))
        raise LoopError(self.stack[-1].dialog, self.stack[-1].state, CAP)

    def dialog(self, index: int = -1) -> Dialog:
        return self.book.dialogs[self.stack[index].dialog]

    def state(self, index: int = -1) -> Wait | Pass | Call | End:
        return self.dialog(index).by_name[self.stack[index].state]

    def _pick(self) -> int:
        return self.before.seed + self.before.turn

    def turn(self, *, text: str | None = None, value: Any = None, result: Any = None) -> Turn:
        frame = self.stack[-1]
        return Turn(
            state=frame.state,
            facts=frame.facts,
            person=self.person,
            now=self.now,
            key=self.key,
            text=text,
            value=value,
            result=result,
            pick=self._pick(),
            depth=len(self.stack) - 1,
            effects=self.effects,
            model=self.book.model,
        )

    def took(self, trigger: str, turn: Turn) -> bool:
        """Fire a trigger of the top frame's machine and keep what it changed."""
        frame = self.stack[-1]
        if not self.dialog().fire(trigger, turn):
            return False
        self.moves.append(Moved(frame.dialog, trigger, frame.state, turn.state))
        self.stack[-1] = replace(frame, state=turn.state, facts=turn.facts)
        self.person = turn.person
        self.erased = self.erased or any(isinstance(effect, Erase) for effect in self.effects)
        return True

    def labels(self, state: Wait, turn: Turn) -> list[str]:
        key = self.dialog().screen_key(state, turn)
        return [self._label(key, choice) for choice in choices_of(state, turn)]

    def _label(self, key: str, choice: Choice) -> str:
        catalogue, locale = self.book.catalogue, self.person.locale
        if choice.label is None:
            return catalogue.label(key, choice.key, locale)
        return catalogue.plain(choice.label, locale)

    def _screen(self, token: str) -> tuple[Show, tuple[str, ...]]:
        state = self.state()
        assert isinstance(state, Wait), f"{self.stack[-1].dialog}.{state.name} does not wait"  # _settle saw to it
        turn = self.turn()
        choices = choices_of(state, turn)
        show = Show(
            self.dialog().screen_key(state, turn),
            state.values(turn) if state.values else {},
            tuple(Button(choice.key, choice.label) for choice in choices),
            token,
            pick=self._pick(),
            inside=self.tapped if state.inside else None,
        )
        return show, tuple(choice.key for choice in choices)
