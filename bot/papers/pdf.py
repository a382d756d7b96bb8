"""The page as PDF: one sheet to print, with headings, bars and text that can be searched, copied and read aloud.

The font is DejaVu Sans as matplotlib ships it, embedded with the letters that are used. Type shrinks until all fits on
one sheet, down to what can be read; what is longer than that gets as few sheets as it needs, in the best size for them.
The bytes depend on the page alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fpdf import FPDF, ViewerPreferences
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from dialogs.therapy.drawable import drawn

SIZES = (10.5, 10.0, 9.5, 9.0, 8.5)  # points of type, the best first
MARGIN = 18  # mm
INK, SOFT, FAINT = 20, 90, 200  # grey levels; SOFT on white has a contrast of 7 to 1
MM = 25.4 / 72  # of a point
LEADING = 1.32  # height of a line in type sizes
_FACE = "DejaVu"


def draw(page: Mapping[str, Any]) -> bytes:
    """The page as PDF; see `dialogs.therapy.page.as_data` for what it holds."""
    sheets: dict[float, int] = {}
    for size in SIZES:
        with _written(page, size) as sheet:
            if sheet.pages_count == 1:
                return bytes(sheet.output())
            sheets[size] = sheet.pages_count
    with _written(page, min(sheets, key=lambda size: (sheets[size], -size))) as sheet:
        return bytes(sheet.output())


@contextmanager
def _written(page: Mapping[str, Any], size: float) -> Iterator[_Sheet]:
    """A page on paper in one size of type; its fonts are closed in the end, which fpdf2 leaves to chance."""
    sheet = _Sheet(page, size)
    try:
        sheet.head(page["title"], page["about"])
        for section in page["sections"]:
            sheet.section(section)
        sheet.foot(page["print"])
        yield sheet
    finally:
        for font in sheet.fonts.values():
            if isinstance(font, TTFFont):
                font.close()


class _Sheet(FPDF):
    """Paper of one size of type, written from top to bottom."""

    def __init__(self, page: Mapping[str, Any], size: float) -> None:
        super().__init__(format=page["paper"], unit="mm")
        self.type = size
        self.tall = size * LEADING * MM
        self.set_margins(MARGIN, MARGIN * 0.8)
        self.c_margin = 0
        self.set_auto_page_break(True, MARGIN * 0.8)
        for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(_FACE, style, fonts() / name)
        self.set_title(drawn(page["title"]))
        self.set_lang(page["language"])
        self.set_creator("Halfway")
        self.set_creation_date(datetime.fromisoformat(page["made"]).replace(tzinfo=UTC))
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.add_page()

    def head(self, title: str, about: str) -> None:
        self._write(title, self.type + 7, bold=True)
        self._write(about, self.type - 1, grey=SOFT)
        self.ln(1)
        self._rule(FAINT)

    def section(self, section: Mapping[str, Any]) -> None:
        self.ln(self.tall * 0.7)
        if self.will_page_break(4 * self.tall):  # a heading alone at the foot of a sheet helps nobody
            self.add_page()
        self.start_section(drawn(section["title"]))
        self._write(section["title"], self.type + 0.5, bold=True)
        self.ln(0.6)
        if section["columns"]:
            self._table(section)
        else:
            for line in section["lines"]:
                self._line(line["text"], listed=len(section["lines"]) > 1)
        if section["note"]:
            self.ln(0.4)
            self._write(section["note"], self.type - 2, grey=SOFT)

    def foot(self, text: str) -> None:
        self.ln(self.tall * 0.8)
        self._rule(FAINT)
        self.ln(1)
        self._write(text, self.type - 2, grey=SOFT)

    def _line(self, text: str, *, listed: bool) -> None:
        if listed:
            self._write("•", self.type, wide=4, stay=True)
        self.set_x(self.l_margin + (4 if listed else 0))
        self._write(text, self.type)

    def _table(self, section: Mapping[str, Any]) -> None:
        """Rows of a name and its measures, each drawn over a scale with its figures beside it."""
        first = self.epw * 0.38
        each = (self.epw - first) / (len(section["columns"]) - 1)
        low, high = section["scale"]
        top = self.y
        for index, column in enumerate(section["columns"]):
            self.set_xy(self.l_margin + (first + (index - 1) * each if index else 0), top)
            ends = f" ({low:g} … {high:g})".replace("-", "−") if index else ""
            self._write(column + ends, self.type - 2, grey=SOFT, wide=each if index else first)
        for line in section["lines"]:
            if self.will_page_break(3 * self.tall):
                self.add_page()
            top = self.y
            self._write(line["text"], self.type, wide=first - 2)
            if line["detail"]:
                self._write(line["detail"], self.type - 2, grey=SOFT, wide=first - 2)
            bottom = max(self.y, top + self.tall)
            for index, measure in enumerate(line["measures"]):
                left = self.l_margin + first + index * each
                self._measure(measure, (low, high), left, top + self.tall / 2, each * 0.55)
                self.set_xy(left + each * 0.55 + 2, top)
                self._write(measure["text"], self.type - 0.5, wide=each * 0.45 - 2)
                bottom = max(bottom, self.y)
            self.set_y(bottom + 0.3)

    def _measure(
        self, measure: Mapping[str, Any], scale: tuple[float, float], left: float, y: float, wide: float
    ) -> None:
        """A dot where the value is, and a bar with ends from where to where it may be."""
        low, high = scale

        def at(value: float) -> float:
            return left + wide * (min(high, max(low, value)) - low) / (high - low)

        self.set_draw_color(FAINT)
        self.set_line_width(0.2)
        self.line(left, y, left + wide, y)
        for tick in (low, high, *((0,) if low < 0 < high else ())):
            self.line(at(tick), y - 1.4, at(tick), y + 1.4)
        self.set_draw_color(INK)
        self.set_line_width(0.45)
        least, most = at(measure["least"]), at(measure["most"])
        self.line(least, y, most, y)
        for end in (least, most):
            self.line(end, y - 0.9, end, y + 0.9)
        self.set_fill_color(INK)
        self.circle(at(measure["value"]), y, 0.95, style="F")

    def _rule(self, grey: int) -> None:
        self.set_draw_color(grey)
        self.set_line_width(0.3)
        self.line(self.l_margin, self.y, self.w - self.r_margin, self.y)

    def _write(
        self, text: str, size: float, *, bold: bool = False, grey: int = INK, wide: float = 0, stay: bool = False
    ) -> None:
        self.set_font(_FACE, "B" if bold else "", size)
        self.set_text_color(grey)
        x = self.x
        self.multi_cell(
            wide or self.w - self.r_margin - x,
            size * LEADING * MM,
            drawn(text),
            align="L",
            padding=0,
            new_x=XPos.LMARGIN,
            new_y=YPos.TOP if stay else YPos.NEXT,
        )


@cache
def fonts() -> Path:
    """Where matplotlib keeps its fonts; found without importing it, which takes longer than a page."""
    found = find_spec("matplotlib")
    assert found is not None, "matplotlib is a dependency"
    assert found.origin is not None, "and a package"
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
