"""Quiet hours: when nothing that comes by itself makes a sound."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.zones import local


def is_quiet(now: datetime, zone: str | None, hours: Sequence[str]) -> bool:
    """Whether an instant lies in quiet hours, (from, to) as "21:30" on the person's clock; never if there are none.

    Where the zone isn't known nothing is taken for quiet: we can't tell day from night there.
    """
    return zone is not None and lies_in(local(now, zone).strftime("%H:%M"), hours)


def lies_in(clock: str, hours: Sequence[str]) -> bool:
    """Whether a time of the day lies in quiet hours, which may go over midnight."""
    if len(hours) != 2:
        return False
    begin, end = hours
    return begin <= clock < end if begin <= end else clock >= begin or clock < end
