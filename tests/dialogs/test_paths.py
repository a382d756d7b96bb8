"""The shortest path to every state and one through every move, replayed with the session going through JSON."""

from __future__ import annotations

from bot.inspection import exploration, whole_book
from dialogs.checks.explorer import replay, unreached, untaken


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
