"""Quiet hours: when nothing that comes by itself makes a sound."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.zones import local


def is_quiet(now: datetime, zone: str | None, hours: Sequence[str]) -> bool:
    """Whether an instant lies in quiet hours, (from, to) as "21:30" on the person's clock; never if there are none.

    Where the zone isn't known nothing is taken for quiet: we can't tell day from night there.
    """
    if zone is None or len(hours) != 2:
        return False
    clock, (begin, end) = local(now, zone).strftime("%H:%M"), hours
    return begin <= clock < end if begin <= end else clock >= begin or clock < end
