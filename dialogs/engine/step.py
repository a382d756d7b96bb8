"""The step: one event in, the next session and the effects out. Pure.

    step(book, session, event, now) -> Step(session, effects, moves)

Order of routing: safety detectors, then commands, then the dialog on top of the stack, then "I didn't catch that" with
the current screen again. The machine runs on through states that don't wait, up to a cap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never

from dialogs.engine.book import Book
from dialogs.engine.dialog import Call, Choice, Dialog, End, Pass, Wait, choices_of
from dialogs.engine.effects import Ack, Answered, Button, CancelTimer, Effect, Erase, Show
from dialogs.engine.errors import LoopError
from dialogs.engine.events import Blocked, Command, Event, Failed, Tap, Text, TimerFired, Unreadable
from dialogs.engine.matching import fold, match
from dialogs.engine.migrate import renew
from dialogs.engine.person import Person
from dialogs.engine.session import Frame, Session
from dialogs.engine.turn import Turn
from dialogs.language import is_foreign

CAP = 64  # states passed in one turn; the longest real run is under ten
DEEPEST = 8  # frames on the stack: beyond, a digression replaces the one above which it came
BARE_COMMANDS = {
    "menu": "menu",
    "help": "help",
    "cancel": "cancel",
    "stop": "stop",
    "quit": "stop",
    "exit": "cancel",
    "goodbye": "stop",
    "bye": "stop",
    "leave me alone": "stop",
    "start": "start",
}


@dataclass(frozen=True, slots=True)
class Moved:
    """One move of one machine, for the transition log: names only."""

    dialog: str
    trigger: str
    source: str
    dest: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one event led to."""

    session: Session
    effects: tuple[Effect, ...] = ()
    moves: tuple[Moved, ...] = ()


def step(book: Book, session: Session, event: Event, now: datetime) -> Step:
    """Answer one event.

    Raises:
        LoopError: a dialog runs on without ever waiting; a defect that the checks find before a release.
    """
    run = _Run(book, session, event.key, now)
    run.take(event)
    return run.done()


class _Run:
    """One step under way."""

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
        self.asks = False
        self.erased = False
        if moved:
            self.say("engine.moved")
            if self.stack and isinstance(self._state(), Call):
                self._fire("returned")
        if moved or not self.stack:
            self._settle()

    def done(self) -> Step:
        """The outcome; a question is asked under a new token, and the one before it loses its buttons."""
        session = replace(self.before, stack=tuple(self.stack), person=self.person)
        if self.erased:
            session = replace(session, stack=(), offered=(), person=Person())
        elif self.asks:
            session = replace(session, turn=self.before.turn + 1)
            effects, offered = self._screen(session.token)
            if self.before.offered and not any(isinstance(effect, Answered) for effect in self.effects):
                self.effects.insert(0, Answered(self.before.token))
            self.effects.append(effects)
            session = replace(session, offered=offered)
        return Step(session, tuple(self.effects), tuple(self.moves))

    def say(self, key: str, **values: Any) -> None:
        self.effects.append(Show(key, values, pick=self._pick()))

    # -- routing ------------------------------------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        match event:
            case Text():
                self._text(event.text)
            case Tap():
                self._tap(event)
            case Command():
                if not self._safety(event.argument):
                    self._command(event.name.casefold(), event.argument)
            case Unreadable() if self._safety(event.words):
                pass
            case Unreadable():
                key = f"engine.unreadable.{event.kind}"
                self.say(key if self.book.catalogue.has(key) else "engine.unreadable.other")
                self.asks = self.asks and event.kind != "group"
            case TimerFired():
                self._timer(event)
            case Blocked():
                self.effects.append(CancelTimer(None))
                self.asks = False
            case Failed():
                self.say("engine.failed")
            case _:
                assert_never(event)

    def _text(self, text: str) -> None:
        if self._safety(text):
            return
        words = text.strip()
        if not words:
            self.say("engine.unreadable.empty")
            return
        name = BARE_COMMANDS.get(words.casefold().rstrip(".!"))
        if name is not None and not self._in_safety() and not self._offers(words):
            self._command(name, "")
            return
        state = self._state()
        if not self.before.stack or not isinstance(state, Wait):  # the first words ever: show where it begins
            self.asks = True
            return
        turn = self._turn(text=words)
        chosen = self._matched(state, turn, words)
        if chosen is not None:
            self._choose(state, turn, chosen, tap=None)
        elif state.text is None:
            self.say("engine.other_language" if is_foreign(words) else "engine.unclear")
            self.asks = True
        elif len(words) > state.longest:
            self.say("engine.too_long", length=len(words), longest=state.longest)
            self.asks = True
        elif state.english and is_foreign(words):
            self.say("engine.other_language")
            self.asks = True
        else:
            self._answer(state.text, text=words)

    def _tap(self, tap: Tap) -> None:
        state = self._state()
        fresh = tap.token == self.before.token and 0 <= tap.choice < len(self.before.offered)
        if not fresh or not isinstance(state, Wait):
            if tap.token == self.before.previous_token:  # the same button twice: its answer is on its way already
                self.effects.append(Ack("engine.tapped_twice"))
            else:
                self.effects.append(Ack("engine.old_button"))
                self.effects.append(Answered(tap.token, tap.message, tap.shown))
                self.say("engine.old_button")
                self.asks = True
            return
        self.effects.append(Ack())
        turn = self._turn()
        wanted = self.before.offered[tap.choice]
        for choice in choices_of(state, turn):
            if choice.key == wanted:
                self._choose(state, turn, choice, tap)
                return
        self.say("engine.moved")  # a release took this choice away
        self.asks = True

    def _command(self, name: str, argument: str) -> None:
        self.asks = True
        if name not in self.book.commands:
            name = BARE_COMMANDS.get(name, name)
        match name:
            case "start":
                self._start()
            case "cancel":
                self._cancel()
            case "stop":
                self.person = replace(self.person, stopped=True)
                self.effects.append(CancelTimer(None))
                self.say("engine.stopped")
                self.asks = False
            case "help":
                self.say("engine.help")
            case _ if (route := self.book.commands.get(name)) is None:
                self.say("engine.unknown_command", name=name[:32])
            case _ if not self.person.consented and not route.before_consent:
                self._ask_consent()
            case _:
                self._digress(route.dialog, route.facts(argument) if route.facts else {})

    def _start(self) -> None:
        if self.person.stopped:
            self.person = replace(self.person, stopped=False)
        if self._in_safety() and len(self.stack) > 1:  # somebody else may be looking at the screen by now
            self.stack.pop()
            self._settle()
        if not self.person.consented and self.stack[-1].dialog == self.book.home:  # declined before: ask again
            self.stack.clear()
            self._settle()
        elif self.person.consented and len(self.stack) > 1 and self.stack[-1].dialog != self.book.menu:
            self.say("engine.welcome_back", name=self.person.name or "")

    def _ask_consent(self) -> None:
        """Lead to the welcome first; not out of the safety dialog, which matters more."""
        if not self._in_safety():
            self.say("engine.consent_first")
            self.stack.clear()
            self._settle()

    def _cancel(self) -> None:
        if len(self.stack) <= 2 and self.stack[-1].dialog in (self.book.menu, self.book.home):
            self.say("engine.nothing_to_cancel")
            return
        self.say("engine.cancelled")
        self.stack.pop()
        self._return(None)

    def _timer(self, event: TimerFired) -> None:
        dialog = self.book.timers.get(event.name)
        late = event.token is not None and event.token != self.before.token
        if dialog is None or late or self.person.stopped or self._in_safety():
            self.asks = False
            return
        self.asks = True
        self._digress(dialog, event.data)

    def _safety(self, text: str) -> bool:
        """Lead to the safety dialog if a detector fires. The words that made it fire are kept nowhere."""
        concern = self.book.detect(text) if text else None
        if concern is None:
            return False
        facts = {"tier": concern.tier, "kind": concern.kind}
        if self._in_safety():
            turn = self._turn(value=facts)
            if self._took("again", turn):
                self._settle()
                self.asks = True
                return True
            return False
        self.asks = True
        self._push(self.book.safety, facts)
        return True

    def _in_safety(self) -> bool:
        return bool(self.stack) and self.stack[-1].dialog == self.book.safety

    # -- the dialog on top --------------------------------------------------------------------------------------------

    def _offers(self, words: str) -> bool:
        state = self._state()
        if not isinstance(state, Wait):
            return False
        turn = self._turn()
        return match(words, self._labels(state, turn), loose=False) is not None

    def _matched(self, state: Wait, turn: Turn, words: str) -> Choice | None:
        choices = choices_of(state, turn)
        said, key = fold(words), self._dialog().screen_key(state, turn)
        for choice in choices:
            if said in map(fold, self.book.catalogue.typed(key, choice.key, self.person.locale)):
                return choice
        index = match(words, self._labels(state, turn), loose=state.text is None) if choices else None
        return None if index is None else choices[index]

    def _choose(self, state: Wait, turn: Turn, choice: Choice, tap: Tap | None) -> None:
        self.effects.append(
            Answered(
                self.before.token,
                tap.message if tap else None,
                tap.shown if tap else None,
                choice.label,
                self._dialog().screen_key(state, turn),
                choice.key,
            )
        )
        self._answer(choice.trigger, value=choice.value)

    def _answer(self, trigger: str, *, text: str | None = None, value: Any = None) -> None:
        self.asks = True
        turn = self._turn(text=text, value=value)
        if self._took(trigger, turn):
            self._settle()
        else:
            self.say("engine.unclear")

    def _digress(self, name: str, facts: Mapping[str, Any]) -> None:
        """Go into a dialog from anywhere; what was under way waits below and is come back to."""
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
        if below and not facts and isinstance(self._state(below[-1]), Wait):
            del self.stack[below[-1] + 1 :]
            return
        self._push(name, facts)

    def _digressed(self) -> bool:
        """Whether the top frame came as a digression: the one below it waits for the person, not for a result."""
        return len(self.stack) > 1 and isinstance(self._state(-2), Wait)

    def _push(self, name: str, facts: Mapping[str, Any]) -> None:
        dialog = self.book.dialogs[name]
        self.stack.append(Frame(name, dialog.version, dialog.start, dict(facts)))
        self._settle()

    def _return(self, result: Any) -> None:
        """Go on after the top frame is gone."""
        if not self.stack or isinstance(self._state(), Wait):
            if self.stack:
                self.say("engine.back")
            self._settle()
            return
        self._took("returned", self._turn(result=result))
        self._settle()

    def _settle(self) -> None:
        """Run on until the top frame waits for the person."""
        for _ in range(CAP):
            if self.erased:
                return
            if not self.stack:
                home = self.book.dialogs[self.book.home]
                self.stack.append(Frame(home.name, home.version, home.start))
            state = self._state()
            match state:
                case Wait():
                    self.asks = True
                    return
                case Pass():
                    self._took("go", self._turn())
                case Call():
                    turn = self._turn()
                    name = state.dialog(turn) if callable(state.dialog) else state.dialog
                    dialog = self.book.dialogs[name]
                    facts = dict(state.facts(turn)) if state.facts else {}
                    self.stack.append(Frame(name, dialog.version, dialog.start, facts))
                case End():
                    result = state.result(self._turn()) if state.result else True
                    self.stack.pop()
                    if not self.stack:
                        continue
                    if isinstance(self._state(), Wait):
                        self.say("engine.back")
                        self.asks = True
                        return
                    self._took("returned", self._turn(result=result))
        raise LoopError(self.stack[-1].dialog, self.stack[-1].state, CAP)

    # -- pieces -------------------------------------------------------------------------------------------------------

    def _dialog(self, index: int = -1) -> Dialog:
        return self.book.dialogs[self.stack[index].dialog]

    def _state(self, index: int = -1) -> Wait | Pass | Call | End:
        return self._dialog(index).by_name[self.stack[index].state]

    def _pick(self) -> int:
        return self.before.seed + self.before.turn

    def _turn(self, *, text: str | None = None, value: Any = None, result: Any = None) -> Turn:
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
        )

    def _fire(self, trigger: str) -> bool:
        return self._took(trigger, self._turn())

    def _took(self, trigger: str, turn: Turn) -> bool:
        """Fire a trigger of the top frame's machine and keep what it changed."""
        frame = self.stack[-1]
        if not self._dialog().fire(trigger, turn):
            return False
        self.moves.append(Moved(frame.dialog, trigger, frame.state, turn.state))
        self.stack[-1] = replace(frame, state=turn.state, facts=turn.facts)
        self.person = turn.person
        self.erased = self.erased or any(isinstance(effect, Erase) for effect in self.effects)
        return True

    def _labels(self, state: Wait, turn: Turn) -> list[str]:
        key = self._dialog().screen_key(state, turn)
        return [self._label(key, choice) for choice in choices_of(state, turn)]

    def _label(self, key: str, choice: Choice) -> str:
        catalogue, locale = self.book.catalogue, self.person.locale
        if choice.label is None:
            return catalogue.label(key, choice.key, locale)
        if isinstance(choice.label, str | int):
            return str(choice.label)
        return catalogue.text(choice.label.key, locale, choice.label.values)

    def _screen(self, token: str) -> tuple[Show, tuple[str, ...]]:
        state = self._state()
        assert isinstance(state, Wait), f"{self.stack[-1].dialog}.{state.name} does not wait"  # _settle saw to it
        turn = self._turn()
        choices = choices_of(state, turn)
        show = Show(
            self._dialog().screen_key(state, turn),
            state.values(turn) if state.values else {},
            tuple(Button(choice.key, choice.label) for choice in choices),
            token,
            pick=self._pick(),
        )
        return show, tuple(choice.key for choice in choices)
