"""Lines: whom somebody can call where they are, with the one they need first; what nobody has verified is said."""

from __future__ import annotations

from collections.abc import Mapping

from content import helplines
from content.catalogue import Phrase, Value
from content.helplines import Line, Need
from dialogs.countries import country_of, find_country, name_of
from dialogs.engine import Turn

_FIRST: Mapping[str, Need] = {
    "self_harm": "suicide",
    "other_self_harm": "suicide",
    "partner_violence": "partner_violence",
    "coercive_control": "partner_violence",
    "child_harm": "child",
}
_OFFERED: tuple[Need, ...] = ("suicide", "partner_violence", "child")
_PLACES = ("first", "second", "third")


def country(turn: Turn) -> str | None:
    """Where the person is, as far as they told: by country, or by time zone. None where no line is known."""
    found = turn.person.country or country_of(turn.person.zone)
    return found if found in helplines.load() else None


def numbers_shown(turn: Turn) -> Mapping[str, Value]:
    """The emergency number: the country's own where that is known, else the ones that many countries have."""
    found = country(turn)
    line = helplines.load()[found].get("emergency") if found else None
    return {"call": Phrase("safety.number", {"number": line.phone}) if line else Phrase("safety.numbers")}


def lines_screen(turn: Turn) -> str:
    return "safety.lines.known" if country(turn) else "safety.lines.open"


def lines_shown(turn: Turn) -> Mapping[str, Value]:
    """What the person can call, the line that fits the matter first."""
    found = country(turn)
    if found is None:
        return numbers_shown(turn)
    lines = helplines.load()[found]
    first = _FIRST.get(str(turn.facts.get("kind")))
    wanted = sorted(_OFFERED, key=lambda need: need != first)
    known = [lines[need] for need in wanted if need in lines]
    checked = all(line.is_verified(turn.now.date()) for line in lines.values())
    shown: dict[str, Value] = dict.fromkeys(_PLACES, "")
    shown |= {place: _shown(line) for place, line in zip(_PLACES, known, strict=False)}
    return {
        **numbers_shown(turn),
        **shown,
        "country": name_of(found),
        "checked": Phrase("safety.checked" if checked else "safety.unchecked"),
    }


def named_country(turn: Turn) -> bool:
    """Whether the words name a country whose lines are known."""
    return find_country(turn.text or "") in helplines.load()


def unknown_country(turn: Turn) -> bool:
    """Whether the words name a country whose lines are not known."""
    found = find_country(turn.text or "")
    return found is not None and found not in helplines.load()


def go_there(turn: Turn) -> None:
    turn.know(country=find_country(turn.text or ""))


def note_country(turn: Turn) -> None:
    """Keep the country that the words name, if they name one."""
    if named_country(turn):
        go_there(turn)


def say_unknown(turn: Turn) -> None:
    found = find_country(turn.text or "")
    turn.know(country=found)  # nobody's else numbers are shown there
    turn.say("safety.no_lines", country=name_of(found or ""))


def _shown(line: Line) -> Phrase:
    hours = f" ({line.hours})" if line.hours else ""
    return Phrase(f"safety.line.{line.kind}", {"name": line.name, "phone": line.phone, "hours": hours})
