"""The turn log: it sees every step and changes none; it forgets what is forgotten, and holds only so much."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.local.inspector.turn_log import KEPT_CHATS, KEPT_TURNS, TurnLog
from content.catalogue import load
from dialogs.coach import build
from dialogs.engine import Step, begin
from dialogs.engine.effects import Erase
from dialogs.engine.events import Text
from dialogs.rehearsal import START, Rehearsal
from dialogs.script import compare

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"


def test_a_watched_book_answers_as_any_other() -> None:
    log = TurnLog()
    book = log.watching(build(), load)
    assert compare(book, (SCRIPTS / "first_time.script").read_text(encoding="utf-8")) is None
    assert log.conversations == 1
    assert len(log.turns(begin("rehearsal").seed)) > 20


def test_each_step_is_seen_with_what_came_before_and_after() -> None:
    log = TurnLog()
    rehearsal = Rehearsal(log.watching(build(), load))
    rehearsal.say("/start")
    step = rehearsal.choose(0)
    first, second = log.turns(rehearsal.session.seed)
    assert (first.number, second.number) == (1, 2)
    assert second.step == step
    assert second.before == first.step.session


def test_only_the_latest_are_held() -> None:
    log, words = TurnLog(), load()
    for number in range(KEPT_TURNS + 5):
        log.note(begin("one"), Text(f"key:{number}", "x"), START, Step(begin("one")), words)
    turns = log.turns(begin("one").seed)
    assert [turns[0].number, turns[-1].number] == [6, KEPT_TURNS + 5]
    for number in range(KEPT_CHATS):
        log.note(begin(f"other:{number}"), Text("key", "x"), START, Step(begin("other")), words)
    assert log.conversations == KEPT_CHATS
    assert log.turns(begin("one").seed) == []


def test_a_turn_that_is_taken_again_is_seen_once() -> None:
    log, words, session = TurnLog(), load(), begin("one")
    log.note(session, Text("key", "x"), START, Step(session), words)
    log.note(session, Text("key", "x"), START, Step(replace(session, turn=1)), words)
    (seen,) = log.turns(session.seed)
    assert (seen.number, seen.step.session.turn) == (1, 1)


@pytest.mark.parametrize("before", [0, 3])
def test_what_is_forgotten_is_gone(before: int) -> None:
    log, words, session = TurnLog(), load(), begin("one")
    for number in range(before):
        log.note(session, Text(f"key:{number}", "secret"), START, Step(session), words)
    log.note(session, Text("last", "erase it"), START, Step(session, (Erase(),)), words)
    assert log.turns(session.seed) == []
    assert log.conversations == 0
