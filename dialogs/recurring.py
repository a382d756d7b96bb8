"""What recurs by the person's own clock, and how each is set anew: after it fired, and when their zone changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from dialogs.again import offers
from dialogs.again.days import AFTER
from dialogs.check_in import terms as check_in
from dialogs.deals import terms as deals
from dialogs.engine import Turn
from dialogs.graduation.cards import renew as renew_cards
from dialogs.nudges import terms as nudges
from dialogs.plans import renew as renew_plans

RECURRING: Mapping[str, Callable[[Turn, datetime], None]] = {
    "nudge": nudges.renew,
    "check_in": check_in.renew,
    "plan": renew_plans,
    **{offers.timer_of(kind): offers.renewal_of(kind) for kind in AFTER},
    "deal": deals.renew,
    "card": renew_cards,
}


def live_in(turn: Turn, zone: str) -> None:
    """Take a time zone for the person's, and set all that recurs by it."""
    turn.know(zone=zone)
    for renew in RECURRING.values():
        renew(turn, turn.now)
