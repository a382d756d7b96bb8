"""What needs the exploration of the whole book, which takes minutes: all of it here, so that one process makes it once.

The checks; the shortest path to every state and one through every move, replayed with the session going through JSON.
"""

from __future__ import annotations

import json

from bot import inspection
from bot.inspection import exploration, whole_book
from dialogs.checks.diagnostics import failing
from dialogs.checks.explorer import replay, unreached, untaken


def test_the_checks_find_no_error() -> None:
    report = inspection.inspect()
    assert [str(finding) for finding in failing(report.findings)] == []


def test_every_waiting_state_has_a_snapshot() -> None:
    taken = {
        (path.stem.split("@")[0], state)
        for path in inspection.SNAPSHOTS.glob("*.json")
        for state in json.loads(path.read_text(encoding="utf-8"))
    }
    assert taken >= set(exploration().states)


def test_every_waiting_state_is_reached() -> None:
    assert list(unreached(whole_book(), exploration())) == []


def test_every_move_is_taken() -> None:
    assert untaken(whole_book(), exploration()) == []


def test_no_path_fails() -> None:
    assert exploration().failures == []


def test_the_path_to_every_state_leads_there() -> None:
    for (dialog, state), path in exploration().states.items():
        assert replay(whole_book(), path).state == f"{dialog}.{state}", path


def test_the_path_through_every_move_takes_it() -> None:
    for moved, path in exploration().moves.items():
        assert moved in replay(whole_book(), path).moves, path
