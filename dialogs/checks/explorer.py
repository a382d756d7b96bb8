"""The explorer: walks all dialogs by their real inputs and finds the shortest way to every state and through every move.

A breadth-first search over sessions. Two sessions count as the same place if their last frames stand in the same
states and what they remember looks alike (whether something is known, how long a list is): answers to ten questions
are then ten places and not five to the power of ten. Moves that this misses are looked for by seeded random walks.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.engine import Book, Session, Step, Wait
from dialogs.engine.effects import Show
from dialogs.engine.events import TimerFired
from dialogs.engine.step import Moved
from dialogs.rehearsal import Rehearsal

Input = tuple[str, str]  # ("choose", key) · ("say", text) · ("timer", name)
Path = tuple[Input, ...]

WORDS = (
    "You never listen to me",
    "I felt lonely when we had dinner in silence yesterday",
    "we sat in the kitchen on Sunday and I washed up alone",
    "when we fight I keep texting and he goes quiet and leaves",
    "thank you for making dinner",
    "you're so selfish",
    "stop ignoring me",
    "ignored",
    "lonely",
    "closeness",
    "could we talk for ten minutes tonight?",
    "Sam",
    "Berlin",
    "21:30",
    "45",
    "7",
    "blue, a lamp, the door",
)
COMMANDS = ("/menu", "/cancel", "/stop", "/help")


@dataclass
class Exploration:
    """What was found. ``states`` and ``moves`` map to the shortest path of inputs that leads there."""

    states: dict[tuple[str, str], Path] = field(default_factory=dict)
    moves: dict[Moved, Path] = field(default_factory=dict)
    sessions: dict[tuple[str, str], Session] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    failures: list[tuple[Path, Exception]] = field(default_factory=list)
    steps: int = 0


@dataclass(frozen=True)
class _Place:
    session: Session
    path: Path


def explore(book: Book, most: int = 60_000, walks: int = 400, seed: int = 1) -> Exploration:
    """Explore a book in at most ``most`` steps, then by ``walks`` random walks where moves are left to find."""
    found = Exploration()
    seen: set[Any] = set()
    frontier: deque[_Place] = deque([_Place(Rehearsal(book).session, ())])
    while frontier and found.steps < most:
        place = frontier.popleft()
        for given in _inputs(book, place.session):
            session = _take(book, place, given, found)
            if session is not None and (key := _abstract(session)) not in seen:
                seen.add(key)
                frontier.append(_Place(session, (*place.path, given)))
    generator = random.Random(seed)  # noqa: S311  (a walk through our own dialogs, not a secret)
    places = [_Place(session, found.states[name]) for name, session in found.sessions.items()]
    for _ in range(walks if untaken(book, found) else 0):
        place = generator.choice(places)
        for _ in range(30):
            given = generator.choice(list(_inputs(book, place.session)))
            session = _take(book, place, given, found)
            if session is None:
                break
            place = _Place(session, (*place.path, given))
    return found


def replay(book: Book, path: Path) -> Rehearsal:
    """Walk a path again, from the first hello."""
    rehearsal = Rehearsal(book)
    for given in path:
        _give(rehearsal, given)
    return rehearsal


def unreached(book: Book, found: Exploration) -> Iterator[tuple[str, str]]:
    """States that wait for the person and were not reached."""
    for dialog in book.dialogs.values():
        for state in dialog.states:
            if isinstance(state, Wait) and (dialog.name, state.name) not in found.states:
                yield dialog.name, state.name


def untaken(book: Book, found: Exploration) -> list[Moved]:
    """Moves that were never taken."""
    return [
        moved
        for dialog in book.dialogs.values()
        for move in dialog.moves
        for source in move.sources
        if (moved := Moved(dialog.name, move.trigger, source, move.dest)) not in found.moves
    ]


def _inputs(book: Book, session: Session) -> Iterator[Input]:
    top = session.top
    if top is None:
        yield "say", "/start"
        return
    for choice in session.offered:
        yield "choose", choice
    state = book.dialogs[top.dialog].by_name[top.state]
    if isinstance(state, Wait) and state.text is not None:
        for text in WORDS:
            yield "say", text
    if top.dialog in (book.menu, book.home) and len(session.stack) <= 2:
        for name in book.commands:
            yield "say", f"/{name}"
            yield "say", f"/{name} You never listen to me"
        for name in book.timers:
            yield "timer", name
        yield "say", "I want to kill myself tonight"
    elif top.dialog == book.safety:
        yield "say", "I want to kill myself tonight"
    for command in COMMANDS:
        yield "say", command


def _give(rehearsal: Rehearsal, given: Input) -> Step:
    kind, what = given
    if kind == "choose":
        return rehearsal.choose(rehearsal.session.offered.index(what))
    if kind == "timer":
        return rehearsal.send(TimerFired(rehearsal.key, what))
    return rehearsal.say(what)


def _take(book: Book, place: _Place, given: Input, found: Exploration) -> Session | None:
    """Take one step and note where it leads and what it shows; None where it fails."""
    path = (*place.path, given)
    found.steps += 1
    rehearsal = Rehearsal(book, place.session, steps=len(place.path))
    try:
        moves = _give(rehearsal, given).moves
    except Exception as error:  # whatever a dialog can raise is what is looked for
        found.failures.append((path, error))
        return None
    found.shown |= {effect.key for effect in rehearsal.effects if isinstance(effect, Show)}
    for moved in moves:
        found.moves.setdefault(moved, path)
    session = rehearsal.session
    if session.top is not None:
        name = (session.top.dialog, session.top.state)
        if name not in found.states or len(found.states[name]) > len(path):
            found.states[name] = path
            found.sessions[name] = session
    return session


def _abstract(session: Session) -> Any:
    """What makes two sessions the same place."""
    frames = tuple((frame.dialog, frame.state) for frame in session.stack[-2:])
    facts = tuple(sorted((name, _shape(value)) for name, value in (session.top.facts if session.top else {}).items()))
    person = session.person
    return frames, facts, session.offered, person.consented is not None, person.role is not None


def _shape(value: Any) -> Any:
    if isinstance(value, list | tuple | Mapping):
        return len(value)
    if isinstance(value, bool | int):
        return min(int(value), 1)
    return value is not None
