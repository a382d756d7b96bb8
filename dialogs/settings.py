"""Settings: name, language, time zone, whether a language model may help; and the ways to what is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.catalogue import Phrase, Value
from content.catalogue import load as load_catalogue
from dialogs.engine import Call, Choice, Dialog, End, Move, Turn, Wait, unchanged
from dialogs.naming import read_name
from dialogs.zones import city_of, find_zones, local

LANGUAGES = {"en": "English"}  # each in its own language, so that its readers find it


def _shown(turn: Turn) -> Mapping[str, Value]:
    person = turn.person
    zone: Value = Phrase("settings.no_zone")
    if person.zone:
        clock = local(turn.now, person.zone).strftime("%H:%M")
        zone = Phrase("settings.a_zone", {"city": city_of(person.zone), "time": clock})
    return {
        "name": person.name or Phrase("settings.no_name"),
        "language": LANGUAGES.get(person.locale, person.locale),
        "zone": zone,
        "model": Phrase("settings.model_line", {"allowed": _allowed(turn)}) if turn.model else "",
    }


def _choices(turn: Turn) -> Sequence[Choice]:
    return (
        Choice("name", "name"),
        Choice("language", "language"),
        Choice("zone", "zone"),
        *((Choice("model", "model"),) if turn.model else ()),
        Choice("privacy", "privacy"),
        Choice("done", "done"),
    )


def _allowed(turn: Turn) -> Phrase:
    return Phrase("settings.model_allowed" if turn.allows_model else "settings.model_not_allowed")


def _model_shown(turn: Turn) -> Mapping[str, Value]:
    where = Phrase("settings.model_here")
    if turn.model is not None and turn.model.away:
        where = Phrase("settings.model_away", {"host": turn.model.host})
    return {"where": where, "allowed": _allowed(turn)}


def _model_choices(turn: Turn) -> Sequence[Choice]:
    return (Choice("stop", "disallow") if turn.allows_model else Choice("allow", "allow"), Choice("back", "back"))


def _allow(turn: Turn) -> None:
    turn.know(model=turn.model.host if turn.model else None)


def _disallow(turn: Turn) -> None:
    turn.know(model=None)


def _languages(turn: Turn) -> Sequence[Choice]:
    offered = [code for code in load_catalogue().locales if code in LANGUAGES]
    return (*(Choice(code, "chosen", code, label=LANGUAGES[code]) for code in offered), Choice("back", "back"))


def _candidates(turn: Turn) -> Sequence[Choice]:
    zones = turn.facts.get("zones") or []
    return (*(Choice(zone, "chosen", zone, label=city_of(zone)) for zone in zones), Choice("none", "none"))


def named(turn: Turn) -> bool:
    """Whether the answer has a name in it."""
    return read_name(turn.text or "") is not None


def one_zone(turn: Turn) -> bool:
    """Whether the answer means one time zone."""
    return len(find_zones(turn.text or "", turn.now)) == 1


def several_zones(turn: Turn) -> bool:
    """Whether the answer may mean several time zones."""
    return len(find_zones(turn.text or "", turn.now)) > 1


def _set_name(turn: Turn) -> None:
    turn.know(name=read_name(turn.text or ""))


def _drop_name(turn: Turn) -> None:
    turn.know(name=None)


def _no_name_in_that(turn: Turn) -> None:
    turn.say("settings.no_name_in_that")


def _set_language(turn: Turn) -> None:
    turn.know(locale=turn.value)


def _set_zone(turn: Turn) -> None:
    turn.know(zone=turn.value or find_zones(turn.text or "", turn.now)[0])
    turn.facts["zones"] = None


def _offer_zones(turn: Turn) -> None:
    turn.facts["zones"] = list(find_zones(turn.text or "", turn.now))


def _no_such_zone(turn: Turn) -> None:
    turn.say("settings.no_such_zone")


SETTINGS = Dialog(
    "settings",
    2,
    "rest",
    states=(
        Wait("rest", _choices, values=_shown),
        Wait("name", (Choice("none", "none"), Choice("back", "back")), text="typed"),
        Wait("language", _languages),
        Wait("zone", (Choice("back", "back"),), text="typed"),
        Wait("zone_pick", _candidates, text="typed"),
        Wait("model", _model_choices, values=_model_shown),
        Call("privacy", "privacy"),
        End("done"),
    ),
    moves=(
        Move("name", "rest", "name"),
        Move("language", "rest", "language"),
        Move("zone", "rest", "zone"),
        Move("model", "rest", "model"),
        Move("allow", "model", "rest", do=_allow),
        Move("disallow", "model", "rest", do=_disallow),
        Move("privacy", "rest", "privacy"),
        Move("returned", "privacy", "rest"),
        Move("done", "rest", "done"),
        Move("typed", "name", "rest", when=named, do=_set_name),
        Move("typed", "name", "name", do=_no_name_in_that),
        Move("none", "name", "rest", do=_drop_name),
        Move("back", ("name", "language", "zone", "model"), "rest"),
        Move("chosen", "language", "rest", do=_set_language),
        Move("typed", "zone", "rest", when=one_zone, do=_set_zone),
        Move("typed", "zone", "zone_pick", when=several_zones, do=_offer_zones),
        Move("typed", "zone", "zone", do=_no_such_zone),
        Move("chosen", "zone_pick", "rest", do=_set_zone),
        Move("typed", "zone_pick", "rest", when=one_zone, do=_set_zone),
        Move("typed", "zone_pick", "zone_pick", when=several_zones, do=_offer_zones),
        Move("typed", "zone_pick", "zone", do=_no_such_zone),
        Move("none", "zone_pick", "zone"),
    ),
    facts={"zones": list},
    says=("settings.no_name_in_that", "settings.no_such_zone"),
    migrations=unchanged(1),  # version 2 offers the language model, and takes nothing away
)
