"""Dialogs as data: states, moves and, built from them once, one shared flat state machine.

A dialog is a chart. Its states are of four kinds: a *Wait* shows a screen and waits for the person; a *Pass* is gone
through at once, by the first ``go`` move whose guard holds; a *Call* runs another dialog and continues with
``returned``; an *End* leaves the dialog. Guards and actions are plain functions of the `Turn`.

The machine is `transitions.Machine` with no model, without auto transitions and unqueued: measured, it costs 7 µs a
trigger and nothing a chat, and cannot mix chats up (design, section 2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from transitions import EventData, Machine

from content.catalogue import Value
from dialogs.engine.errors import BookError
from dialogs.engine.session import Frame
from dialogs.engine.turn import Turn

Guard = Callable[[Turn], bool]
Action = Callable[[Turn], None]


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: tapping it fires ``trigger`` with ``value``.

    The label is the screen's button ``key`` in the catalogue, or ``label`` where it comes from data.
    """

    key: str
    trigger: str
    value: Any = None
    label: Value | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """A state that shows a screen and waits.

    ``screen`` names the content key (``<dialog>.<name>`` if not given), as a function where it depends on the turn;
    then ``screens`` lists every key it may name. ``text`` is the trigger that typed words fire, if they are welcome;
    ``longest`` is how many characters of them, and ``english`` whether they must be English to be of use. ``answered``
    is the trigger that the language model's answer fires, with its parts or None; the fact ``asked`` names the request.
    ``located`` is the trigger that a time zone fires which the channel knows. With ``inside`` a tap that leads here
    changes the tapped message into this screen.
    """

    name: str
    choices: Sequence[Choice] | Callable[[Turn], Sequence[Choice]] = ()
    text: str | None = None
    screen: str | Callable[[Turn], str] | None = None
    screens: tuple[str, ...] = ()
    values: Callable[[Turn], Mapping[str, Value]] | None = None
    longest: int = 700
    english: bool = False
    answered: str | None = None
    located: str | None = None
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Pass:
    """A state that is gone through at once."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A state that runs another dialog; ``dialogs`` lists every name where ``dialog`` is a function."""

    name: str
    dialog: str | Callable[[Turn], str]
    facts: Callable[[Turn], Mapping[str, Any]] | None = None
    dialogs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """A state that leaves the dialog, with a result for the one that called it.

    With ``unwind`` everything under way is left, down to the home dialog, which gets the result. With ``below`` the
    dialog that this one came over is left, too, as by /cancel.
    """

    name: str
    result: Callable[[Turn], Any] | None = None
    unwind: bool = False
    below: bool = False


State = Wait | Pass | Call | End


@dataclass(frozen=True, slots=True)
class Move:
    """From ``source`` to ``dest`` on ``trigger``, if ``when`` holds; moves of one source are tried in their order."""

    trigger: str
    source: str | tuple[str, ...]
    dest: str
    when: Guard | None = None
    do: Action | tuple[Action, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source,) if isinstance(self.source, str) else self.source

    @property
    def actions(self) -> tuple[Action, ...]:
        return self.do if isinstance(self.do, tuple) else (self.do,)


@dataclass(frozen=True)
class Dialog:
    """A chart, and what its frames remember.

    ``facts`` names every fact with its type(s); ``says`` every text its actions may show beside the screens; a stored
    frame that no longer fits goes to ``fallback``. ``migrations`` turn a frame of version n into one of n + 1. An
    ``aside`` came by itself and asks for nothing: words that aren't its own are for what it came over, and it is gone;
    ``leaving`` is done then, for one that is not to be lost.

    Raises:
        BookError: a state or move is declared wrongly.
    """

    name: str
    version: int
    start: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    facts: Mapping[str, type | tuple[type, ...]] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    fallback: str | None = None
    migrations: Mapping[int, Callable[[Frame], Frame]] = field(default_factory=dict)
    aside: bool = False
    leaving: Action | None = None

    def __post_init__(self) -> None:
        names = [state.name for state in self.states]
        if len(set(names)) != len(names):
            raise BookError(f"dialog {self.name!r} names a state twice in {names}")
        for state in (
            self.start,
            self.fallback or self.start,
            *(move.dest for move in self.moves),
            *(source for move in self.moves for source in move.sources),
        ):
            if state not in names:
                raise BookError(f"dialog {self.name!r} has no state {state!r}; it has {', '.join(names)}")

    @cached_property
    def by_name(self) -> Mapping[str, State]:
        return {state.name: state for state in self.states}

    @cached_property
    def machine(self) -> Machine:
        return Machine(
            model=None,
            states=list(self.by_name),
            initial=self.start,
            auto_transitions=False,
            send_event=True,
            queued=False,
            transitions=[
                {
                    "trigger": move.trigger,
                    "source": source,
                    "dest": move.dest,
                    "conditions": [_guard(move.when)] if move.when else [],
                    "before": [_action(action) for action in move.actions],
                }
                for move in self.moves
                for source in move.sources
            ],
        )

    def fire(self, trigger: str, turn: Turn) -> bool:
        """Take the first move of this trigger whose guard holds; False where there is none."""
        event = self.machine.events.get(trigger)
        if event is None or turn.state not in event.transitions:
            return False
        return bool(event.trigger(turn))

    def screen_key(self, state: Wait, turn: Turn) -> str:
        if state.screen is None:
            return f"{self.name}.{state.name}"
        return state.screen if isinstance(state.screen, str) else state.screen(turn)

    def fits(self, facts: Mapping[str, Any]) -> bool:
        """Whether stored facts are of the declared names and types; None always fits."""
        return all(
            name in self.facts and (value is None or isinstance(value, self.facts[name]))
            for name, value in facts.items()
        )


def choices_of(state: Wait, turn: Turn) -> Sequence[Choice]:
    return state.choices(turn) if callable(state.choices) else state.choices


def _guard(guard: Guard) -> Callable[[EventData], bool]:
    def condition(data: EventData) -> bool:
        return guard(cast(Turn, data.model))

    return condition


def _action(action: Action) -> Callable[[EventData], None]:
    def before(data: EventData) -> None:
        action(cast(Turn, data.model))

    return before
