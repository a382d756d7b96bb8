"""The explorer: walks all dialogs by their real inputs and finds the shortest way to every state and every move.

A breadth-first search over sessions. Two sessions count as the same place if their last frames stand in the same
states and what they remember looks alike (whether something is known, how long a list is): answers to ten questions
are then ten places and not five to the power of ten. In each state an input is tried from a few places and no more,
so that one busy state can't use up the search. Moves that this misses are looked for by seeded random walks.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from dialogs.engine import Book, Call, Pass, Person, Session, Wait
from dialogs.engine.effects import StartTimer
from dialogs.engine.events import Replan, Zoned
from dialogs.engine.step import Moved
from dialogs.rehearsal import START, Rehearsal

# ("choose", key) · ("say", text) · ("due", timer) · ("wait", days) · ("known", name) · ("answer", "good" or "none")
# ("located", zone)
Input = tuple[str, str]
Path = tuple[Input, ...]

TRIES = {"say": 2}  # from how many places of a state inputs of a kind are tried; six for other kinds
AGES = (15, 60)  # days after which walks go on elsewhere: results may be looked at anew, and nudges were not answered
KEPT = 30  # places of a state that a walk may begin at: the latest, which know most

WORDS = (
    "You never listen to me",
    "I felt lonely when we had dinner in silence yesterday",
    "we sat in the kitchen on Sunday and I washed up alone",
    "when we fight I keep texting and he goes quiet and leaves",
    "he follows me from room to room and I shut down and walk away",
    "I keep asking until she answers and then I go silent and shut down",
    "the weather was nice on Sunday and we went to see her parents",
    "thank you for making dinner",
    "you're so selfish",
    "you didn't come to my father's funeral",
    "stop ignoring me",
    "you're really bossy when we paint the fence",
    "Now you want to talk?",
    "Well done for remembering you have a family.",
    "You ruined everything again",
    "You throw your coat across the room when you come home",
    "I walk on eggshells around him",
    "ignored",
    "lonely",
    "closeness",
    "could we talk for ten minutes tonight?",
    "Sam",
    "Lisbon",
    "Ireland",
    "Fiji",
    "once, by accident",
    "not that I know of",
    "is there a helpline",
    "are you a real person?",
    "21:00",
    "Sundays at 8 pm",
    "22:00 to 7:00",
    "45",
    "7",
    "blue, a lamp, the door",
    "thanks",
    "hello",
    "I feel dizzy",
    "fewer messages please",
    "they are coming",
    "I don't know",
    "yes",
    "no",
    "stop shouting",
    "we're back in it",
    "?",
)
# What is heard wherever it is typed: tried at the bottom and in one practice, for it leads to the same from everywhere.
HEARD = ("im 15", "my wife died in March", "please help me")
# What a language model may answer about one of the words above.
ANSWER = {
    "feeling": "tense",
    "situation": "we paint the fence",
    "need": "calm",
    "request": "Could we talk for ten minutes tonight?",
}
ALARMS = (
    "I want to kill myself tonight",
    "he hits me when he is angry",
    "I can't do this anymore",
    "i called the police",
    "I'm 15 and he hits me when he is angry",
    "she reads all my messages and tracks where I am",
)
ARGUMENTS = {"zone": ("Lisbon", "21:00")}
_SETTLED = Person(
    consented=START.isoformat(),
    zone="Europe/Lisbon",
    role="pursuer",
    nudge={"at": "20:00", "since": (START - timedelta(days=20)).date().isoformat()},
    nudged=({"name": "pulse", "kind": "pulse", "slot": "evening", "at": "2026-02-20T20:00:00+00:00", "outcome": None},),
    attempts=tuple({"at": "2026-02-12T20:00:00+00:00", "score": at, "level": 1, "good": False} for at in (40, 60)),
    attempted=2,
    pulses=tuple(
        {"at": f"2026-02-{day}T20:00:00+00:00", "reach": 2, "retreat": 1, "closeness": 2} for day in ("06", "13")
    ),
    check_in={
        "rule": "FREQ=WEEKLY;BYDAY=SU", "first": "2026-03-01", "at": "19:00", "minutes": 15, "topic": None,
        "uid": "a", "sequence": 0,
    },
    plans=({"id": 1, "if": "no_answer", "then": "walk", "at": "22:00", "days": "daily", "on": "2026-03-02"},),
    episodes=tuple(
        {"at": f"2026-02-2{day}T20:00:00.000+00:00", "mine": {"key": "asked"}, "ended": {"key": end}}
        for day, end in enumerate(("silence", "silence", "apart", "talked"))
    ),
    writing={"at": "2025-11-02T20:00:00+00:00", "friend": "Both were tired."},
    again={"observer": {"day": "2026-03-05", "hour": "20:00"}},
)  # fmt: skip
# People who agreed before, and whose place in the talk a release took away.
KNOWN = {
    "new": Person(consented=START.isoformat()),
    "settled": _SETTLED,
    "open": replace(
        _SETTLED,
        nudge={**_SETTLED.nudge, "open": True},
        nudged=(),
        check_in={},
        plans=(),
        lessons=dict.fromkeys(("loop", "my_side", "clock", "costs"), "2026-02-20"),
        loop={"trigger": "it got late", "mine": "wrote again", "theirs": "went to bed"},
        deal={
            "more": "time",
            "guess": None,
            "close": "sunday",
            "room": "thursday",
            "limit": "break",
            "made": "2026-02-20",
            "review": "2026-03-06",
        },
        graduation={"at": "2026-02-20", "step": "sighing", "signs": "phone", "cards": "2026-03-20"},
    ),
}
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
    """Somewhere that inputs lead to: a session, at a time, with the timers that run."""

    session: Session
    path: Path = ()
    now: datetime = START
    timers: Mapping[str, StartTimer] = field(default_factory=dict)


def explore(book: Book, most: int = 450_000, walks: int = 400, seed: int = 1) -> Exploration:
    """Explore a book in at most ``most`` steps, then by ``walks`` random walks where moves are left to find."""
    found = Exploration()
    seen: set[Any] = set()
    tried: Counter[Any] = Counter()
    places: dict[tuple[str, str], deque[_Place]] = defaultdict(lambda: deque(maxlen=KEPT))
    frontier: deque[_Place] = deque([_Place(Rehearsal(book).session)])
    while frontier and found.steps < most:
        place = frontier.popleft()
        for given in _inputs(book, place):
            attempt = (_where(place.session), _habit(place.session.person), _setting(book, place, given[0]), given)
            tried[attempt] += 1
            if tried[attempt] > TRIES.get(given[0], 6):
                continue
            after = _take(book, place, given, found)
            if after is not None and (key := _abstract(after)) not in seen:
                seen.add(key)
                places[_where(after.session)].append(after)
                frontier.append(after)
    generator = random.Random(seed)  # noqa: S311  (a walk through our own dialogs, not a secret)
    for _ in range(walks):
        missing = untaken(book, found)
        if not missing:
            break
        sources = [where for moved in missing if (where := (moved.dialog, moved.source)) in places]
        where = generator.choice(sources if sources and generator.random() < 0.5 else list(places))
        walker: _Place | None = generator.choice(places[where])
        for _ in range(30):
            if walker is None:
                break
            walker = _take(book, walker, generator.choice(list(_inputs(book, walker))), found)
    return found


def _habit(person: Person) -> tuple[bool, bool, bool]:
    """What sends people other ways from the same state: results they have, care that is taken, help they agreed to."""
    return bool(person.roles), person.careful is not None, person.model is not None


def _setting(book: Book, place: _Place, kind: str) -> Any:
    """What else decides where an input of this kind leads: time, or for a choice, what is come back to and the lesson.

    For words too, where that dialog came by itself: it comes to people with a past, whose words lead elsewhere.
    """
    if kind in ("due", "wait") or (kind == "say" and _where(place.session)[0] == "safety"):
        return _time(place)
    below = place.session.stack[-2].dialog if len(place.session.stack) > 1 else None
    if kind == "choose" and below:
        return below, _under_way(place.session)
    return below if kind == "say" and below and book.dialogs[below].aside else None


def _under_way(session: Session) -> Any:
    """The lesson under way: its name, and not only that there is one, decides where it leads; or whether a loop is not
    the first that is logged.
    """
    if session.top is None:
        return None
    return session.top.facts.get("lesson") or (session.top.dialog == "loop" and bool(session.person.episodes))


def _time(place: _Place) -> Any:
    """What time can do where it is let pass: at the menu how long the walk has lasted, and which timers run; in the
    safety dialog whether somebody was silent until now.
    """
    if place.session.top is not None and place.session.top.dialog == "safety":
        return bool(place.path) and place.path[-1][0] == "wait"
    if _where(place.session) != ("menu", "rest"):
        return None
    age = sum((place.now - START) >= timedelta(days=days) for days in AGES)
    return age, frozenset(f"{name} {timer.data.get('stage', '')}" for name, timer in place.timers.items())


def _where(session: Session) -> tuple[str, str]:
    """The dialog and state of the top frame."""
    return (session.top.dialog, session.top.state) if session.top else ("", "")


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
    """Moves that were never taken, but for the last way out that every pass and call must have."""
    return [
        moved
        for dialog in book.dialogs.values()
        for move in dialog.moves
        for source in move.sources
        if (moved := Moved(dialog.name, move.trigger, source, move.dest)) not in found.moves
        and not (move.when is None and isinstance(dialog.by_name[source], Pass | Call))
    ]


def _inputs(book: Book, place: _Place) -> Iterator[Input]:
    session, top = place.session, place.session.top
    if top is None:
        yield "say", "/start"
        for name in KNOWN:
            yield "known", name
        return
    for choice in session.offered:
        yield "choose", choice
    state = book.dialogs[top.dialog].by_name[top.state]
    if isinstance(state, Wait) and state.located is not None:
        yield "located", "Europe/Lisbon"
    if isinstance(state, Wait) and state.answered is not None:
        yield "answer", "good"
        yield "answer", "none"
    if isinstance(state, Wait) and state.text is not None:
        for text in WORDS:
            yield "say", text
        if len(session.stack) <= 2 or top.dialog == "grounding":
            for text in HEARD:
                yield "say", text
    for timer in place.timers:
        leads = book.alarm(timer)
        if leads is not None and leads.fires is not None and leads.dialog == top.dialog:
            yield "due", timer
    if top.dialog in (book.menu, book.home) and len(session.stack) <= 2:
        for name in book.commands:
            yield "say", f"/{name}"
            for argument in ARGUMENTS.get(name, ("You never listen to me",)):
                yield "say", f"/{name} {argument}"
            yield "say", f"/{name} {'You never listen to me. ' * 100}"
        for name in place.timers:
            yield "due", name
        for days in AGES:
            yield "wait", str(days)
    if top.dialog == book.safety or len(session.stack) <= 2:
        for alarm in ALARMS:
            yield "say", alarm
    if top.dialog == book.safety:
        yield "say", "/help_now"
        yield "wait", "1"
    for command in COMMANDS:
        yield "say", command


def _give(rehearsal: Rehearsal, given: Input) -> None:
    kind, what = given
    if kind == "choose":
        rehearsal.choose(rehearsal.session.offered.index(what))
    elif kind == "wait":
        rehearsal.wait(timedelta(days=int(what)))
    elif kind == "located":
        rehearsal.send(Zoned(rehearsal.key, what))
    elif kind == "known":
        rehearsal.meet(KNOWN[what])
        rehearsal.send(Replan(rehearsal.key))
    elif kind == "answer":
        rehearsal.answer(ANSWER if what == "good" else None)
    elif kind == "due":
        rehearsal.ring(what)
    else:
        rehearsal.say(what)


def _take(book: Book, place: _Place, given: Input, found: Exploration) -> _Place | None:
    """Take one step and note where it leads and what it shows; None where it fails."""
    path = (*place.path, given)
    found.steps += 1
    rehearsal = Rehearsal(book, place.session, now=place.now, timers=dict(place.timers), steps=len(place.path))
    try:
        _give(rehearsal, given)
    except Exception as error:  # whatever a dialog can raise is what is looked for
        found.failures.append((path, error))
        return None
    found.shown |= rehearsal.shown
    for moved in rehearsal.moves:
        found.moves.setdefault(moved, path)
    session = rehearsal.session
    name = _where(session)
    if session.top is not None and (name not in found.states or len(found.states[name]) > len(path)):
        found.states[name] = path
        found.sessions[name] = session
    return _Place(session, path, rehearsal.now, rehearsal.timers)


def _abstract(place: _Place) -> Any:
    """What makes two places the same."""
    session = place.session
    frames = tuple((frame.dialog, frame.state) for frame in session.stack[-2:])
    facts = tuple(sorted((name, _shape(value)) for name, value in (session.top.facts if session.top else {}).items()))
    person = session.person
    habits = (
        _time(place),
        person.zone is not None,
        min(len(person.nudged), 1),
        bool(person.check_in.get("resting")),
        bool(person.deal),
        person.consented is not None,
        person.careful is not None,
        person.model is not None,
        person.role,
        min(len(person.roles), 2),
        min(person.practised, 2),
    )
    return frames, facts, session.offered, habits, _under_way(session)


def _shape(value: Any) -> Any:
    if isinstance(value, Mapping):
        return sum(1 for each in value.values() if each is not None)
    if isinstance(value, list | tuple):
        return len(value)
    if isinstance(value, bool | int):
        return min(int(value), 1)
    return value is not None
