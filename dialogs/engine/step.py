"""The step: one event in, the next session and the effects out. Pure.

    step(book, session, event, now) -> Step(session, effects, moves)

Order of routing: safety detectors, then commands, then what is heard anywhere, then the dialog on top of the stack,
then "I didn't catch that" with the current screen again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

from dialogs.engine.book import Book
from dialogs.engine.dialog import Choice, Wait, choices_of
from dialogs.engine.effects import GUARD, Ack, Answered, CancelTimer
from dialogs.engine.events import (
    Blocked,
    Command,
    Event,
    Failed,
    Hurried,
    Replan,
    RewriteFailed,
    RewriteReady,
    Tap,
    Text,
    TimerFired,
    Unreadable,
    Zoned,
)
from dialogs.engine.matching import fold, match
from dialogs.engine.run import Moved, Step
from dialogs.engine.session import Session
from dialogs.engine.timed import Timed
from dialogs.engine.turn import Turn
from dialogs.language import is_foreign

__all__ = ["Moved", "Step", "step"]

ALWAYS = ("help_now", "privacy", "export", "forget")  # commands that wait for nothing
_URGENT = ("urgent", "stay")
BARE_COMMANDS = {
    "menu": "menu",
    "help": "help",
    "cancel": "cancel",
    "stop": "stop",
    "quit": "stop",
    "exit": "cancel",
    "goodbye": "stop",
    "bye": "stop",
    "start": "start",
}


def step(book: Book, session: Session, event: Event, now: datetime) -> Step:
    """Answer one event.

    Raises:
        LoopError: a dialog runs on without ever waiting; a defect that the checks find before a release.
    """
    route = _Route(book, session, event.key, now)
    route.take(event)
    made = route.done()
    if book.watch is not None:
        book.watch(session, event, now, made)
    return made


class _Route(Timed):
    """A run led by one event."""

    def take(self, event: Event) -> None:
        self._take(event)
        if self.asks and self.in_safety() and not self.moves and tuple(self.stack) == self.before.stack:
            self.took("repeated", self.turn())  # nobody in danger gets the same block of text again

    def _take(self, event: Event) -> None:
        match event:
            case Text():
                self._text(event.text)
            case Tap():
                self._tap(event)
            case Command():
                if not self._safety(event.argument):
                    self._visit()
                    if not self._heard(event.argument):
                        self._command(event.name.casefold(), event.argument)
            case Unreadable() if self._safety(event.words):
                pass
            case Unreadable():
                key = f"engine.unreadable.{event.kind}"
                self.say(key if self.book.catalogue.has(key) else "engine.unreadable.other")
                self.asks = self.asks and event.kind != "group"
            case TimerFired() if event.name == GUARD:
                self._answered(event.data.get("request"), None)
            case TimerFired():
                self.fire(event)
            case Zoned():
                self._located(event)
            case Replan():
                self.replan()
            case RewriteReady():
                self._answered(event.request, event.answer)
            case RewriteFailed():
                self._answered(event.request, None)
            case Blocked():
                self.fall_silent()
            case Failed():
                self.say("engine.failed")
            case Hurried():
                self.say("engine.hurried")
                self.asks = False
            case _:
                assert_never(event)

    def _text(self, text: str) -> None:
        self.silence = "engine.unclear"
        if self._safety(text):
            return
        self._visit()
        self._words(text.strip())

    def _words(self, words: str) -> None:
        if not words:
            self.say("engine.unreadable.empty")
            return
        name = BARE_COMMANDS.get(words.casefold().rstrip(".!"))
        if name is not None and not self.in_safety() and not self._offers(words):
            self._command(name, "")
            return
        state = self.state()
        if not self.before.stack or not isinstance(state, Wait):  # the first words ever: show where it begins
            self.asks = True
            return
        turn = self.turn(text=words)
        chosen = self._matched(state, turn, words)
        if chosen is not None:
            self._choose(state, turn, chosen, tap=None)
        elif (key := self.book.answers(words)) is not None:
            self.say(key)
            self.asks = True
        elif self._heard(words):
            pass
        elif state.text is None and self.leave_asides():
            self._words(words)
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
        state = self.state()
        fresh = tap.token == self.before.token and 0 <= tap.choice < len(self.before.offered)
        if not fresh or not isinstance(state, Wait):
            if tap.token == self.before.previous_token:  # the same button twice: its answer is on its way already
                self.effects.append(Ack("engine.tapped_twice"))
            else:
                self.effects.append(Ack("engine.old_button"))
                self.effects.append(Answered(tap.token, tap.message, tap.shown))
                self._visit()
                self.say("engine.old_button")
                self.asks = True
            return
        self.effects.append(Ack())
        self.tapped = tap.message
        self._visit()
        turn = self.turn()
        wanted = self.before.offered[tap.choice]
        for choice in choices_of(state, turn):
            if choice.key == wanted:
                self._choose(state, turn, choice, tap)
                return
        self.say("engine.moved")  # a release took this choice away
        self.asks = True

    def _visit(self) -> None:
        """Somebody is here; nothing is said about it where they may be in danger."""
        self.person = replace(self.person, stopped=False)  # who writes or taps is back
        if self.person.consented and self.stack and not self.in_safety():
            turn = self.turn()
            self.book.visit(turn)
            self.person = turn.person

    def _command(self, name: str, argument: str) -> None:
        self.asks, self.silence = True, "engine.already_here"
        if name not in self.book.commands:
            name = BARE_COMMANDS.get(name, name)
        match name:
            case "start":
                self._start()
            case "cancel":
                self._cancel()
            case "stop":
                self.person = replace(self.person, stopped=True)
                self.fall_silent()
                self.say("engine.stopped")
            case "help":
                self.say("engine.help")
            case _ if (route := self.book.commands.get(name)) is None:
                self.say("engine.unknown_command", name=name[:32])
            case _ if self._is_urgent() and name not in ALWAYS:
                self.say("engine.safety_first")
            case _ if not self.person.consented and not route.before_consent:
                self._ask_consent()
            case _:
                self.digress(route.dialog, route.facts(argument) if route.facts else {})

    def _is_urgent(self) -> bool:
        """Whether life may be at risk, and nobody has said yet that they are safe."""
        return self.in_safety() and self.stack[-1].facts.get("tier") == "A" and self.stack[-1].state in _URGENT

    def _start(self) -> None:
        self.silence = ""  # who begins anew sees the question anew
        self.leave_safety()  # somebody else may be looking at the screen by now
        if not self.person.consented and self.stack[-1].dialog == self.book.home:  # declined before: ask again
            self.stack.clear()
            self.settle()
        elif self.person.consented and len(self.stack) > 1 and self.stack[-1].dialog != self.book.menu:
            self.say("engine.welcome_back", name=self.person.name or "")

    def _ask_consent(self) -> None:
        """Lead to the welcome first; not out of the safety dialog, which matters more."""
        if not self.in_safety():
            self.say("engine.consent_first")
            self.stack.clear()
            self.settle()

    def _cancel(self) -> None:
        if len(self.stack) <= 2 and self.stack[-1].dialog in (self.book.menu, self.book.home):
            self.say("engine.nothing_to_cancel")
            return
        self.say("engine.cancelled")
        if self.in_safety() and self.took("left", self.turn()):
            self.settle()
            return
        self.leave()
        self.resume(None)

    def _located(self, event: Zoned) -> None:
        """Take a time zone where it is asked for; else keep it, and set what recurs by it."""
        state = self.state() if self.stack else None
        if isinstance(state, Wait) and state.located is not None:
            self._answer(state.located, value=event.zone)
        elif event.told and not self.person.consented:
            self._ask_consent()
        elif event.told or self.person.zone is None:
            self.settle_in(event.zone, told=event.told)

    def _answered(self, request: str | None, answer: Mapping[str, str] | None) -> None:
        """Go on with what the language model answered, or without; dropped where nobody waits for it any more."""
        self.asks = bool(self.effects)  # a release that moved the person says so, and asks again
        state = self.state()
        if self.person.stopped or not isinstance(state, Wait) or state.answered is None:
            return
        if request is not None and self.stack[-1].facts.get("asked") == request:
            self.effects.append(CancelTimer(GUARD))
            self._answer(state.answered, value=answer)

    def _safety(self, text: str) -> bool:
        """Lead to the safety dialog if a detector fires. The words that made it fire are kept nowhere."""
        concern = self.book.detect(text) if text else None
        if concern is None or (concern.tier == "C" and self.person.was_asked(self.now, concern.kind)):
            return False
        if not concern.sure and (self.in_safety() or self._offers(text.strip())):
            return False  # an answer to the question that was asked; its dialog hears it
        if concern.tier == "C" and any(frame.dialog == self.book.safety for frame in self.stack) and self._heard(text):
            return True  # said in the middle of what is done about danger: a cry, and no new question
        facts = {"tier": concern.tier, "kind": concern.kind, **self.book.notes(text)}
        if self.in_safety():
            turn = self.turn(text=text, value=facts)
            if self.took("again", turn):
                self.settle()
                self.asks = True
                return True
            return False
        self.asks = True
        self.push(self.book.safety, facts)
        return True

    def _heard(self, words: str) -> bool:
        """Lead to the dialog for what is met wherever it is told, and back again from there."""
        if not words or not self.stack or self.in_safety():
            return False
        found = self.book.hears(words, self.stack[-1].dialog, self.turn(text=words))
        if found is None:
            return False
        self.leave_asides()
        self.asks = True
        self.push(*found)
        return True

    def _offers(self, words: str) -> bool:
        """Whether these words are to the letter one of the choices shown, so that they are no command."""
        state = self.state()
        if not isinstance(state, Wait):
            return False
        turn = self.turn()
        return self._typed(state, turn, words) is not None or fold(words) in map(fold, self.labels(state, turn))

    def _matched(self, state: Wait, turn: Turn, words: str) -> Choice | None:
        if (choice := self._typed(state, turn, words)) is not None:
            return choice
        index = match(words, self.labels(state, turn), loose=state.text is None)
        return None if index is None else choices_of(state, turn)[index]

    def _typed(self, state: Wait, turn: Turn, words: str) -> Choice | None:
        """The choice for which the catalogue lists these words."""
        said, key = fold(words), self.dialog().screen_key(state, turn)
        for choice in choices_of(state, turn):
            if said in map(fold, self.book.catalogue.typed(key, choice.key, self.person.locale)):
                return choice
        return None

    def _choose(self, state: Wait, turn: Turn, choice: Choice, tap: Tap | None) -> None:
        self.effects.append(
            Answered(
                self.before.token,
                tap.message if tap else None,
                tap.shown if tap else None,
                choice.label,
                self.dialog().screen_key(state, turn),
                choice.key,
            )
        )
        self._answer(choice.trigger, value=choice.value)

    def _answer(self, trigger: str, *, text: str | None = None, value: Any = None) -> None:
        self.asks = True
        turn = self.turn(text=text, value=value)
        if self.took(trigger, turn):
            self.settle()
        else:
            self.say("engine.unclear")
