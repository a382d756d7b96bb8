"""Answers that name a time of the day, as dialogs that ask for one in the evening hear them."""

from __future__ import annotations

from dialogs.engine import Turn
from dialogs.schedule.reading import read_time


def homeless(turn: Turn) -> bool:
    """Whether the person's time zone is not known yet."""
    return turn.person.zone is None


def readable_time(turn: Turn) -> bool:
    """Whether there is a time in the words."""
    return read_time(turn.text or "", late=True) is not None


def take_time(turn: Turn) -> None:
    """Keep the time that was tapped or typed."""
    turn.facts["at"] = turn.value if turn.text is None else read_time(turn.text, late=True)
