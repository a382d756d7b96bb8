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
_TO_STOP: tuple[Need, ...] = ("stopping", "suicide")  # for who hurt somebody: no line for those who were hurt
_PLACES = ("first", "second", "third")
SCREENS = ("safety.lines.open", "safety.lines.known", "safety.lines.to_stop.open", "safety.lines.to_stop.known")
SAYS = (
    *(f"safety.line.{need}" for need in (*_OFFERED, "stopping", "listening")),
    "safety.by_text",
    "safety.no_programme",
    "safety.checked",
    "safety.unchecked",
    "safety.to_stop.checked",
    "safety.to_stop.unchecked",
)


def country(turn: Turn) -> str | None:
    """Where the person is, as far as they told: by country, or by time zone. None where no line is known."""
    found = turn.person.country or country_of(turn.person.zone)
    return found if found in helplines.load() else None


def numbers_shown(turn: Turn) -> Mapping[str, Value]:
    """The emergency number: the country's own where that is known, else the ones that many countries have."""
    found = country(turn)
    line = helplines.load()[found].get("emergency") if found else None
    return {"call": Phrase("safety.number", {"number": line.phone}) if line else Phrase("safety.numbers")}


def _stopping(turn: Turn) -> bool:
    return turn.facts.get("kind") == "harm_to_other"


def lines_screen(turn: Turn) -> str:
    screen = "known" if country(turn) else "open"
    return f"safety.lines.to_stop.{screen}" if _stopping(turn) else f"safety.lines.{screen}"


def _wanted(turn: Turn) -> tuple[Need, ...]:
    """What lines are for, the one that fits first; for somebody under 18 their own."""
    if _stopping(turn):
        return _TO_STOP
    first = "child" if turn.facts.get("young") else _FIRST.get(str(turn.facts.get("kind")))
    return tuple(sorted(_OFFERED, key=lambda need: need != first))


def lines_shown(turn: Turn) -> Mapping[str, Value]:
    """What the person can call, the line that fits the matter first."""
    found = country(turn)
    if found is None:
        return numbers_shown(turn)
    lines = helplines.load()[found]
    known = [lines[need] for need in _wanted(turn) if need in lines]
    shown: dict[str, Value] = dict.fromkeys(_PLACES, "")
    named = [_shown(line, listening=_stopping(turn)) for line in known]
    if _stopping(turn) and "stopping" not in lines:
        named.insert(0, Phrase("safety.no_programme"))
    shown |= zip(_PLACES, named, strict=False)
    checked = "checked" if all(line.is_verified(turn.now.date()) for line in lines.values()) else "unchecked"
    return {
        **numbers_shown(turn),
        **shown,
        "country": name_of(found),
        "checked": Phrase(f"safety.to_stop.{checked}" if _stopping(turn) else f"safety.{checked}"),
    }


def shown_for(turn: Turn, need: Need) -> Value:
    """The line for one need where the person is, as it stands in a list; nothing where none is known."""
    found = country(turn)
    line = helplines.load()[found].get(need) if found else None
    return _shown(line) if line else ""


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
    turn.know(country=found)  # nobody else's numbers are shown there
    turn.say("safety.no_lines", country=name_of(found or ""))


def go_where(turn: Turn) -> None:
    """Go to the country that a call for help named."""
    if where := (turn.value or {}).get("where"):
        turn.know(country=where)


def _shown(line: Line, *, listening: bool = False) -> Phrase:
    """A line of a list. ``listening``: for who hurt somebody, the line for one's own life is one to talk to."""
    kind = "listening" if listening and line.kind == "suicide" else line.kind
    return Phrase(
        f"safety.line.{kind}",
        {
            "name": line.name,
            "phone": line.phone,
            "text": Phrase("safety.by_text", {"number": line.text}) if line.text and line.text != line.phone else "",
            "hours": f" ({line.hours})" if line.hours else "",
        },
    )
