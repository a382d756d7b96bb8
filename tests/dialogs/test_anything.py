"""Whatever a person does: nothing raises, nobody is trapped, and there is always a way out."""

from __future__ import annotations

from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.inspection import whole_book
from dialogs.checks.explorer import ALARMS, ANSWER, WORDS
from dialogs.coach import build
from dialogs.engine import Person
from dialogs.engine.events import Blocked, Failed, Kind, Tap, TimerFired, Unreadable
from dialogs.rehearsal import START, Rehearsal

COMMANDS = [f"/{name}" for name in (*build().commands, "start", "stop", "cancel", "help", "nonsense")]
KINDS = get_args(Kind)

_words = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(ALARMS),
    st.sampled_from(COMMANDS),
    st.sampled_from(COMMANDS).map(lambda name: f"{name} you never listen"),
    st.text(max_size=80),
    st.text(min_size=1, max_size=4).map(lambda text: text * 1024),
)
_events = st.one_of(
    st.tuples(st.just("tap"), st.integers(0, 12)),
    st.tuples(st.just("tap"), st.integers(0, 12)),
    st.tuples(st.just("tap"), st.integers(0, 12)),
    st.tuples(st.just("say"), _words),
    st.tuples(st.just("old"), st.text("abc-012", max_size=8)),
    st.tuples(st.just("show"), st.sampled_from(KINDS)),
    st.tuples(st.just("timer"), st.sampled_from(["return", "model", "nothing"])),
    st.tuples(st.just("model"), st.booleans()),
    st.tuples(st.just("other"), st.sampled_from(["blocked", "failed"])),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(events=st.lists(_events, max_size=40), known=st.booleans())
def test_nothing_raises_and_nobody_is_trapped(events: list[tuple[str, int | str]], known: bool) -> None:
    rehearsal = Rehearsal(whole_book())
    if known:
        rehearsal.meet(Person(consented=START.isoformat(), model="localhost"))
    for kind, what in events:
        _give(rehearsal, kind, what)
        assert len(rehearsal.session.stack) <= 9
        assert all(len(message.text) <= 4096 for message in rehearsal.messages)
    _find_the_way_out(rehearsal)


def _give(rehearsal: Rehearsal, kind: str, what: int | str) -> None:
    if kind == "tap":
        offered = len(rehearsal.session.offered)
        rehearsal.choose(int(what) % offered if offered else 0)
    elif kind == "say":
        rehearsal.say(str(what))
    elif kind == "old":
        rehearsal.send(Tap(rehearsal.key, str(what), 0, 1, "old"))
    elif kind == "show":
        rehearsal.send(Unreadable(rehearsal.key, what))  # type: ignore[arg-type]
    elif kind == "model":
        rehearsal.answer(ANSWER if what else None)
    elif kind == "timer":
        rehearsal.send(TimerFired(rehearsal.key, str(what)))
    else:
        rehearsal.send(Blocked(rehearsal.key) if what == "blocked" else Failed(rehearsal.key))


def _find_the_way_out(rehearsal: Rehearsal) -> None:
    """/start always shows a question; /menu the menu, once agreed; /forget and its yes leave nothing."""
    rehearsal.say("/start")
    assert rehearsal.labels
    rehearsal.say("/menu")
    assert rehearsal.labels
    assert rehearsal.session.top is not None
    if rehearsal.session.person.consented:
        assert rehearsal.session.top.dialog == "menu"
    rehearsal.say("/forget")
    rehearsal.choose(0)
    assert rehearsal.session.stack == ()
    assert rehearsal.session.person == Person()
    assert rehearsal.session.worded == {}
