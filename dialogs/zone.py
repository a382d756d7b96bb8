"""Asking for the time zone: by a city, by what the person's clock shows, or by a location they share.

Telegram tells no zone. Only its name is kept: a shared place is turned into a zone before it gets here.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.engine import Choice, Dialog, End, Move, Pass, Turn, Wait, unchanged
from dialogs.recurring import live_in
from dialogs.zones import city_of, find_zones, local

_NO = Choice("back", "back")


def one_zone(turn: Turn) -> bool:
    """Whether the answer means one time zone."""
    return len(find_zones(turn.text or "", turn.now)) == 1


def several_zones(turn: Turn) -> bool:
    """Whether the answer may mean several time zones."""
    return len(find_zones(turn.text or "", turn.now)) > 1


def _candidates(turn: Turn) -> Sequence[Choice]:
    zones = turn.facts.get("zones") or []
    return (*(Choice(zone, "chosen", zone, label=city_of(zone)) for zone in zones), Choice("none", "none"))


def _set(turn: Turn) -> None:
    zone = turn.value or find_zones(turn.text or "", turn.now)[0]
    live_in(turn, zone)
    turn.say("zone.set", city=city_of(zone), time=local(turn.now, zone).strftime("%H:%M"))


def _offer(turn: Turn) -> None:
    turn.facts["zones"] = list(find_zones(turn.text or "", turn.now))


def _no_such_zone(turn: Turn) -> None:
    turn.say("zone.no_such_zone")


def given(turn: Turn) -> bool:
    """Whether the place came with the command (/zone Lisbon), and means one zone."""
    return bool(turn.facts.get("place")) and len(find_zones(str(turn.facts["place"]), turn.now)) == 1


def given_several(turn: Turn) -> bool:
    """Whether what came with the command (/zone 22:15) may mean several zones."""
    return bool(turn.facts.get("place")) and len(find_zones(str(turn.facts["place"]), turn.now)) > 1


def _offer_given(turn: Turn) -> None:
    turn.facts["zones"] = list(find_zones(str(turn.facts["place"]), turn.now))


def _set_given(turn: Turn) -> None:
    turn.value = find_zones(str(turn.facts["place"]), turn.now)[0]
    _set(turn)


ZONE = Dialog(
    "zone",
    2,
    "start",
    states=(
        Pass("start"),
        Wait("ask", (_NO,), text="typed", located="chosen"),
        Wait("pick", _candidates, text="typed", located="chosen"),
        End("set", lambda turn: "set"),
        End("left", lambda turn: None),
    ),
    moves=(
        Move("go", "start", "set", when=given, do=_set_given),
        Move("go", "start", "pick", when=given_several, do=_offer_given),
        Move("go", "start", "ask"),
        Move("typed", ("ask", "pick"), "set", when=one_zone, do=_set),
        Move("typed", ("ask", "pick"), "pick", when=several_zones, do=_offer),
        Move("typed", "ask", "ask", do=_no_such_zone),
        Move("typed", "pick", "pick", do=_no_such_zone),
        Move("chosen", ("ask", "pick"), "set", do=_set),
        Move("none", "pick", "ask"),
        Move("back", "ask", "left"),
    ),
    facts={"zones": list, "place": str},
    migrations=unchanged(1),  # version 2 offers the zones of a clock time that comes with the command
    says=("zone.set", "zone.no_such_zone"),
)
