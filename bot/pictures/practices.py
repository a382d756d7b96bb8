"""Before and after: for each practice the mean rating before it and after it, 0 to 10, as two marks and an arrow."""

from __future__ import annotations

from matplotlib.figure import Figure

from bot.pictures import lettering
from bot.pictures.card import BODY, MARGIN, SMALL, SQUARE, WIDE, WIDTH, Card, Data, Words
from bot.pictures.palette import BLUE, INK, PAPER, QUIET, RULE

_FIRST = 214  # top of the first row
_MOST = 10
ROWS = 6
EDGES = MARGIN + 20, WIDTH - MARGIN - 20  # of 0 and of 10, in pixels


def draw(data: Data, words: Words) -> Figure:
    """``rows`` of a name, how many ``times``, and the means ``before`` and ``after``."""
    rows = data["rows"][:ROWS]
    height = WIDE if len(rows) <= 3 else SQUARE
    card = Card(height, words["title"], words["note"])
    foot = height - 128
    strip = min(190.0, (foot - _FIRST) / len(rows))
    left, right = EDGES
    for number, row in enumerate(rows):
        top = _FIRST + number * strip
        times = str(row["times"])
        room = WIDTH - 2 * MARGIN - lettering.width(times, SMALL) - 24
        card.write(MARGIN, top + 24, lettering.cut(row["name"], BODY, room, bold=True), BODY, bold=True)
        card.write(WIDTH - MARGIN, top + 24, times, SMALL, QUIET, align="right")
        area = card.area(left, top + 46, right, top + strip)
        area.set_xlim(0, _MOST)
        area.set_ylim(-1, 1)
        area.axhline(0, color=RULE, linewidth=3)
        _dumbbell(card, row, left, right, top + 46 + (strip - 46) / 2)
    for value in (0, 5, _MOST):
        x = left + (right - left) * value / _MOST
        card.write(x, foot + 22, str(value), SMALL, QUIET, align="center")
    _legend(card, words, height - 50)
    return card.figure


def _dumbbell(card: Card, row: Data, left: float, right: float, y: float) -> None:
    """An open ring before, a full mark after, an arrow between them where there is room."""
    before, after = (left + (right - left) * row[name] / _MOST for name in ("before", "after"))
    sheet = card.sheet()
    if abs(after - before) > 64:
        way = 1 if after > before else -1
        style = {"arrowstyle": "-|>", "color": BLUE, "linewidth": 6, "mutation_scale": 34, "shrinkA": 0, "shrinkB": 0}
        sheet.annotate("", (after - 18 * way, y), (before + 17 * way, y), arrowprops=style)
    sheet.plot(
        [before], [y], "o", markersize=30, markerfacecolor=PAPER, markeredgecolor=INK, markeredgewidth=5, gid="before"
    )
    sheet.plot([after], [y], "o", markersize=26, color=BLUE, gid="after")


def _legend(card: Card, words: Words, y: float) -> None:
    sheet, x = card.sheet(), float(MARGIN + 20)
    for name, face, edge in (("before", PAPER, INK), ("after", BLUE, BLUE)):
        sheet.plot([x], [y], "o", markersize=26, markerfacecolor=face, markeredgecolor=edge, markeredgewidth=5)
        card.write(x + 28, y, words[name], SMALL)
        x += 28 + lettering.width(words[name], SMALL) + 60
