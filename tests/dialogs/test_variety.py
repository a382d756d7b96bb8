"""Nobody reads the same words twice in a row, whatever they do."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.inspection import whole_book
from dialogs.checks.explorer import ALARMS, WORDS
from dialogs.engine import Person
from dialogs.engine.effects import Show
from dialogs.engine.rendering import File, Message
from dialogs.rehearsal import START, Rehearsal

LINE = 8  # words up to which a line may be said again, like "Back to where we were."
COMMANDS = [f"/{name}" for name in (*whole_book().commands, "start", "cancel", "help") if name != "forget"]
OFTEN = (
    *("menu.rest.open", "menu.rest.pursuer", "menu.rest.distancer", "menu.rest.mixed", "menu.rest.careful"),
    *("engine.unclear", "engine.back", "engine.already_here", "engine.old_button", "engine.other_language"),
    *("practice.pick.soothe", "practice.pick.reach", "practice.after.again", "menu.which.first", "menu.which.again"),
    *("exercise.before.soothe", "exercise.before.reach", "exercise.after.soothe", "exercise.after.reach"),
    *("exercise.noticed", "exercise.kept", "exercise.saved.unrated", "rephrase.ask", "rephrase.rewritten"),
    *("gym.again.plain", "gym.good.plain", "gym.write", "gym.repair", "nudge.veiled", "nudge.closing.done"),
    *("safety.told.again", "safety.urgent.again", "safety.stay.open", "safety.ways.open", "welcome.how"),
)

_inputs = st.one_of(
    st.tuples(st.just("tap"), st.integers(0, 12)),
    st.tuples(st.just("tap"), st.integers(0, 12)),
    st.tuples(st.just("say"), st.sampled_from((*WORDS, "blah blah", "blah blah"))),
    st.tuples(st.just("say"), st.sampled_from(ALARMS)),
    st.tuples(st.just("say"), st.sampled_from(COMMANDS)),
    st.tuples(st.just("ring"), st.integers(0, 3)),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(inputs=st.lists(_inputs, max_size=40), known=st.booleans())
def test_no_message_comes_twice_in_a_row(inputs: list[tuple[str, int | str]], known: bool) -> None:
    rehearsal = Rehearsal(whole_book())
    if known:
        rehearsal.meet(Person(consented=START.isoformat(), zone="Europe/Lisbon"))
    last = ""
    for kind, what in inputs:
        read = rehearsal.session.worded
        last = "" if what == "/start" else last  # who begins anew sees the question anew
        _give(rehearsal, kind, what)
        for post in rehearsal.posts:
            if isinstance(post, File):
                last = ""
            elif isinstance(post, Message):
                assert post.text != last or len(last.split()) <= LINE, rehearsal.state
                last = post.text
        for effect in rehearsal.effects:
            if isinstance(effect, Show) and (before := read.get(effect.key)) is not None:
                wordings = len(rehearsal.book.catalogue.screen(effect.key).wordings)
                assert wordings == 1 or effect.pick % wordings != before % wordings, effect.key
                read = {**read, effect.key: effect.pick}


def _give(rehearsal: Rehearsal, kind: str, what: int | str) -> None:
    offered, timers = rehearsal.session.offered, sorted(rehearsal.timers)
    if kind == "tap" and offered:
        rehearsal.choose(int(what) % len(offered))
    elif kind == "ring" and timers:
        rehearsal.ring(timers[int(what) % len(timers)])
    else:
        rehearsal.say(str(what))


@pytest.mark.parametrize("key", OFTEN)
def test_what_is_met_often_has_several_wordings(key: str) -> None:
    screen = whole_book().catalogue.screen(key)
    assert len(screen.wordings) > 1
    assert len({wording.placeholders for wording in screen.wordings}) == 1, "each is filled by the same values"


def test_every_practice_opens_in_more_than_one_way() -> None:
    catalogue = whole_book().catalogue
    names = [name for name in whole_book().dialogs if catalogue.has(f"practice.names.{name}")]
    assert [name for name in names if len(catalogue.screen(f"{name}.why").wordings) < 2] == []
