"""The card: the paper that every picture is drawn on, with its title. One unit of text and lines is one pixel.

Figures are made without pyplot, which keeps all of them alive and is not for threads (matplotlib's own advice for
servers). They are drawn 1080 pixels wide: on a phone that is a third of that in its own units, so that no letter is
smaller than about nine points there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from bot.pictures import lettering
from bot.pictures.palette import INK, PAPER, QUIET

Data: TypeAlias = Mapping[str, Any]
Words: TypeAlias = Mapping[str, str]

WIDTH = 1080
SQUARE, WIDE = 1080, 810  # heights
MARGIN = 64
TITLE, BODY, SMALL = 54, 35, 30  # sizes of letters
_DPI = 72  # a point is a pixel then


class Card:
    """A card under way. Positions are pixels from the top left corner."""

    def __init__(self, height: int, title: str, note: str = "") -> None:
        self.height = height
        self.figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=PAPER)
        FigureCanvasAgg(self.figure)
        room = WIDTH - 2 * MARGIN
        self.write(MARGIN, 54, lettering.cut(title, TITLE, room, bold=True), TITLE, bold=True, top=True)
        for number, line in enumerate(lettering.wrap(note, SMALL, room, 2)):
            self.write(MARGIN, 128 + 40 * number, line, SMALL, QUIET, top=True)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float = BODY,
        colour: str = INK,
        *,
        bold: bool = False,
        align: str = "left",
        top: bool = False,
        halo: bool = False,
    ) -> Text:
        """Letters on the card: ``y`` is the middle of them, or their top. A ``halo`` parts them from lines."""
        return self.figure.text(
            x / WIDTH,
            1 - y / self.height,
            lettering.legible(text),
            fontsize=size,
            color=colour,
            fontweight="bold" if bold else "normal",
            fontfamily=lettering.families(),
            horizontalalignment=align,
            verticalalignment="top" if top else "center",
            parse_math=False,
            path_effects=[withStroke(linewidth=7, foreground=PAPER)] if halo else None,
        )

    def area(self, left: float, top: float, right: float, bottom: float) -> Axes:
        """A bare coordinate system between four edges."""
        axes = self.figure.add_axes(
            (left / WIDTH, 1 - bottom / self.height, (right - left) / WIDTH, (bottom - top) / self.height)
        )
        axes.set_axis_off()
        return axes

    def sheet(self) -> Axes:
        """A coordinate system of pixels over the whole card."""
        axes = self.area(0, 0, WIDTH, self.height)
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(self.height, 0)
        return axes
