"""Settings: name, language, whether a language model may help; and the ways to time zone, nudges and what is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from content.catalogue import Phrase, Value
from content.catalogue import load as load_catalogue
from dialogs.engine import Call, Choice, Dialog, End, Frame, Move, Turn, Wait, unchanged
from dialogs.naming import read_name
from dialogs.zones import city_of, local

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
        Choice("nudges", "nudges"),
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


def named(turn: Turn) -> bool:
    """Whether the answer has a name in it."""
    return read_name(turn.text or "") is not None


def _set_name(turn: Turn) -> None:
    turn.know(name=read_name(turn.text or ""))


def _drop_name(turn: Turn) -> None:
    turn.know(name=None)


def _no_name_in_that(turn: Turn) -> None:
    turn.say("settings.no_name_in_that")


def _set_language(turn: Turn) -> None:
    turn.know(locale=turn.value)


def _out_of_zone(frame: Frame) -> Frame:
    """Version 3 asks for the zone in a dialog of its own: who was being asked is back at the overview."""
    return replace(frame, state="rest", facts={}) if frame.state in ("zone", "zone_pick") else replace(frame, facts={})


SETTINGS = Dialog(
    "settings",
    3,
    "rest",
    states=(
        Wait("rest", _choices, values=_shown),
        Wait("name", (Choice("none", "none"), Choice("back", "back")), text="typed"),
        Wait("language", _languages),
        Call("zone", "zone"),
        Call("nudges", "nudges"),
        Wait("model", _model_choices, values=_model_shown),
        Call("privacy", "privacy"),
        End("done"),
    ),
    moves=(
        Move("name", "rest", "name"),
        Move("language", "rest", "language"),
        Move("zone", "rest", "zone"),
        Move("nudges", "rest", "nudges"),
        Move("model", "rest", "model"),
        Move("allow", "model", "rest", do=_allow),
        Move("disallow", "model", "rest", do=_disallow),
        Move("privacy", "rest", "privacy"),
        Move("returned", ("zone", "nudges", "privacy"), "rest"),
        Move("done", "rest", "done"),
        Move("typed", "name", "rest", when=named, do=_set_name),
        Move("typed", "name", "name", do=_no_name_in_that),
        Move("none", "name", "rest", do=_drop_name),
        Move("back", ("name", "language", "model"), "rest"),
        Move("chosen", "language", "rest", do=_set_language),
    ),
    says=("settings.no_name_in_that",),
    migrations={**unchanged(1), 2: _out_of_zone},  # version 2 offered the language model, and took nothing away
)
