"""Every practice can be left at each of its steps, come back to exactly there, and done again."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from bot.inspection import SNAPSHOTS
from dialogs.checks.explorer import WORDS
from dialogs.coach import build
from dialogs.engine import Frame, Person, Route, Wait
from dialogs.engine.effects import Show
from dialogs.practices import PRACTICES
from dialogs.rehearsal import Rehearsal

WHOLE = build()
BOOK = replace(WHOLE, commands={**WHOLE.commands, **{f"do_{dialog.name}": Route(dialog.name) for dialog in PRACTICES}})
STORED = {
    (dialog.name, state): stored["stack"][-1]
    for dialog in PRACTICES
    for state, stored in json.loads((SNAPSHOTS / f"{dialog.name}@{dialog.version}.json").read_text("utf-8")).items()
}
CASES = [pytest.param(name, state, id=f"{name}.{state}") for name, state in STORED]
KNOWN = Person(consented="2026-03-01T12:00:00+00:00", zone="Europe/Lisbon")


def standing_at(name: str, state: str) -> Rehearsal:
    """Somebody who chose a practice from the menu and stands at this step, with what they said before it."""
    rehearsal = Rehearsal(BOOK)
    rehearsal.meet(KNOWN)
    home, menu = rehearsal.session.stack
    picker = Frame("practice", BOOK.dialogs["practice"].version, "doing", {"name": name})
    stack = (home, replace(menu, state="practising"), picker, Frame(*STORED[name, state]))
    rehearsal.session = replace(rehearsal.session, stack=stack, offered=())
    return rehearsal


def question(rehearsal: Rehearsal) -> Show:
    """The question that was asked last."""
    return [effect for effect in rehearsal.effects if isinstance(effect, Show) and effect.buttons][-1]


def test_every_state_of_every_practice_is_among_the_cases() -> None:
    for dialog in PRACTICES:
        waiting = {state.name for state in dialog.states if isinstance(state, Wait)}
        assert {state for name, state in STORED if name == dialog.name} == waiting


@pytest.mark.parametrize(("name", "state"), CASES)
def test_it_can_be_left_at_every_step(name: str, state: str) -> None:
    rehearsal = standing_at(name, state)
    rehearsal.say("/cancel")
    assert rehearsal.state == "menu.rest"
    assert rehearsal.labels, "there is a way on"
    assert rehearsal.session.person.practised == 0, "what was left is not counted as done"


@pytest.mark.parametrize("away", ["/menu", "/progress"])
@pytest.mark.parametrize(("name", "state"), CASES)
def test_it_is_come_back_to_exactly_there(name: str, state: str, away: str) -> None:
    rehearsal = standing_at(name, state)
    rehearsal.say("/nonsense")  # the question as it is asked here
    top, asked = rehearsal.session.top, question(rehearsal)
    rehearsal.say(away)
    assert rehearsal.session.top != top
    back = "back" if away == "/menu" else "done"
    rehearsal.choose(rehearsal.session.offered.index(back))
    assert rehearsal.session.top == top, "the same step, and everything that was said so far"
    assert (question(rehearsal).key, question(rehearsal).values) == (asked.key, asked.values)
    assert question(rehearsal).buttons == asked.buttons
    assert not question(rehearsal).heard, "it is asked in full"


@pytest.mark.parametrize("name", [dialog.name for dialog in PRACTICES])
def test_it_can_be_done_again(name: str) -> None:
    rehearsal = Rehearsal(BOOK)
    rehearsal.meet(KNOWN)
    for times in (1, 2):
        while rehearsal.state != "menu.rest":
            rehearsal.say("/cancel")
        rehearsal.say(f"/do_{name}")
        assert rehearsal.state == f"{name}.why"
        _do(rehearsal, name, times)
        assert rehearsal.session.person.practised == times
        assert rehearsal.session.person.practices[-1]["name"] == name


def _do(rehearsal: Rehearsal, name: str, times: int) -> None:
    """Go through a practice by its own buttons, words and timers, until it is done."""
    chance = random.Random(times)
    for _ in range(400):
        top = rehearsal.session.top
        if rehearsal.session.person.practised >= times:
            return
        if top is not None and top.dialog == "menu" and rehearsal.timers:  # it comes back by itself
            rehearsal.ring(chance.choice(sorted(rehearsal.timers)))
        elif top is not None and top.dialog == "menu":
            rehearsal.say(f"/do_{name}")
        elif top is not None and top.dialog in ("safety", "rephrase", "role"):
            rehearsal.say("/cancel")
        elif chance.random() < 0.8:
            ways = [at for at, choice in enumerate(rehearsal.session.offered) if choice not in ("not_now", "drop")]
            rehearsal.choose(chance.choice(ways))
        else:
            rehearsal.say(chance.choice(WORDS))
    raise AssertionError(f"{name} did not end; it stands at {rehearsal.state}")
