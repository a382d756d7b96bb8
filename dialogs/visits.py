"""Visits: what is due whenever somebody writes or taps, before they are answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs.engine import Turn
from dialogs.nudges.terms import RETURN, change

REMINDED_EVERY = timedelta(days=30)  # as the laws on companion bots ask for, and honesty does
AWAY = timedelta(hours=12)  # after which somebody has been away


def visit(turn: Turn) -> None:
    """Note when the person was here; welcome back a nudge that waited for them; say monthly what this is."""
    before = turn.person.seen
    turn.know(seen=turn.now.isoformat(timespec="seconds"))
    if before is not None and turn.now - datetime.fromisoformat(before) >= AWAY:
        _resume(turn)
    since = turn.person.reminded or turn.person.consented
    if since is not None and turn.now - datetime.fromisoformat(since) >= REMINDED_EVERY:
        turn.know(reminded=turn.now.isoformat(timespec="seconds"))
        turn.say("engine.program")


def _resume(turn: Turn) -> None:
    if turn.person.nudge.get("until") == RETURN and turn.person.careful is None:
        change(turn, until=None)
        turn.say("engine.nudges_back")
