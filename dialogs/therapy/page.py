"""The page: what is on it, as sections of lines, before anybody draws it.

The same sections are shown in the chat, written as Markdown and drawn as PDF. What the person changed lies in
``person.page``: ``out`` names the sections that are left out, ``words`` holds new wordings by the key of a line (empty:
the line is gone), ``name`` is the name on the page, if any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from content.catalogue import Phrase, Value
from dialogs.countries import country_of
from dialogs.engine import Turn
from dialogs.zones import local

LONGEST = 400  # characters of words on the page: one page is read, three are not
LETTER = ("US", "CA")  # where paper is 8.5 by 11 inches; elsewhere it is A4


@dataclass(frozen=True, slots=True)
class Measure:
    """A number and from where to where it may be, and how both are written."""

    value: float
    least: float
    most: float
    text: Value


@dataclass(frozen=True, slots=True)
class Line:
    """One line, with a smaller ``detail``. With a ``key`` its words are the person's, to be changed under that key."""

    text: Value
    key: str | None = None
    detail: Value = ""
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    ``own`` is the key under which the person writes here freely. With ``columns`` the lines are rows of a table: the
    first column names them, the others hold their measures, drawn over ``scale``. ``edited`` are the keys of lines that
    were worded anew or taken out, and can be had back.
    """

    name: str
    lines: tuple[Line, ...] = ()
    own: str | None = None
    columns: tuple[Value, ...] = ()
    scale: tuple[float, float] = (0, 1)
    note: Value = ""
    edited: tuple[str, ...] = ()

    @property
    def title(self) -> Phrase:
        return Phrase(f"therapy_page.titles.{self.name}")

    @property
    def keyed(self) -> list[Line]:
        """The lines whose words are the person's own."""
        return [line for line in self.lines if line.key is not None]


def reworded(turn: Turn, section: Section) -> Section:
    """A section as the person changed its words."""
    words = turn.person.page.get("words", {})
    if section.own is not None and not section.keyed:
        written = (Line(words[section.own], section.own),) if words.get(section.own) else ()
        return replace(section, lines=written)
    given = [str(line.key) for line in section.keyed]
    lines = tuple(replace(line, text=words.get(line.key, line.text)) if line.key else line for line in section.lines)
    return replace(
        section,
        lines=tuple(line for line in lines if line.text != ""),
        edited=tuple(key for key in given if key in words),
    )


def is_out(turn: Turn, section: Section) -> bool:
    """Whether the person left it out."""
    return section.name in turn.person.page.get("out", ())


def on_page(turn: Turn, sections: Iterable[Section]) -> list[Section]:
    """What is on the page: what was not left out and says something."""
    return [section for section in sections if section.lines and not is_out(turn, section)]


def about(turn: Turn) -> Phrase:
    """Whose page it is, if that is to be on it, and when it was made."""
    name = turn.person.page.get("name")
    made = date(local(turn.now, turn.person.zone))
    since = date(local(datetime.fromisoformat(str(turn.person.consented)), turn.person.zone))
    values: dict[str, Value] = {"made": made, "since": since}
    return (
        Phrase("therapy_page.about_named", {**values, "name": name}) if name else Phrase("therapy_page.about", values)
    )


def date(day: datetime) -> Phrase:
    """A day as it is written: 2 March 2026."""
    return Phrase(
        "therapy_page.date", {"day": day.day, "month": Phrase(f"words.months.{day.month}"), "year": str(day.year)}
    )


def joined(lines: Sequence[Value], key: str) -> Value:
    """Values one after the other, each worded by a text with ``before`` and ``text``."""
    said: Value = ""
    for line in lines:
        said = Phrase(key, {"before": said, "text": line})
    return said


def shown(section: Section) -> Value:
    """The lines of a section as a message shows them."""
    return joined([_shown_line(section, line) for line in section.lines], "therapy_page.line")


def _shown_line(section: Section, line: Line) -> Value:
    said = Phrase("therapy_page.detailed", {"text": line.text, "detail": line.detail}) if line.detail else line.text
    for index, measure in enumerate(line.measures):
        key = "therapy_page.first_figure" if index == 0 else "therapy_page.figure"
        said = Phrase(key, {"before": said, "column": section.columns[index + 1], "text": measure.text})
    return said


def as_data(turn: Turn, sections: Sequence[Section]) -> Mapping[str, Any]:
    """The page as the world makes files of it: plain values and phrases."""
    country = turn.person.country or country_of(turn.person.zone)
    return {
        "title": Phrase("therapy_page.title"),
        "about": about(turn),
        "sections": [
            {
                "title": section.title,
                "lines": [
                    {
                        "text": line.text,
                        "detail": line.detail,
                        "measures": [_measure(measure) for measure in line.measures],
                    }
                    for line in section.lines
                ],
                "columns": list(section.columns),
                "scale": list(section.scale),
                "note": section.note,
            }
            for section in sections
        ],
        "print": Phrase("therapy_page.print"),
        "language": turn.person.locale,
        "paper": "letter" if country in LETTER else "a4",
        "made": local(turn.now, turn.person.zone).date().isoformat(),
    }


def _measure(measure: Measure) -> Mapping[str, Any]:
    return {"value": measure.value, "least": measure.least, "most": measure.most, "text": measure.text}


def texts_of(sections: Iterable[Section]) -> str:
    """All that the person wrote on the page themselves."""
    return "\n".join(text for section in sections for line in section.lines for text in _typed(line.text))


def _typed(value: Value) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Phrase):
        for inner in value.values.values():
            yield from _typed(inner)


def shortened(text: str, longest: int = LONGEST) -> str:
    """Words on one line, cut where they are too many for the page."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
