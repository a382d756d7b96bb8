"""The loop: an episode's steps in a circle, each leading to the next, and the one that is easiest to change."""

from __future__ import annotations

from math import atan2, cos, pi, sin

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, FancyBboxPatch, Polygon

from bot.pictures import lettering
from bot.pictures.card import BODY, SQUARE, WIDTH, Card, Data, Words
from bot.pictures.palette import BLUE, BLUSH, INK, PAPER, QUIET, RUST

MOST = 6
_MIDDLE = (WIDTH / 2, 592.0)
_RADII = (362.0, 374.0)  # across and down
_BOX = (310.0, 170.0)
_ROOM = _BOX[0] - 30  # for letters
_LINES = 3
_SIZE = 28


def draw(data: Data, words: Words) -> Figure:
    """``nodes``, two to six, of a label and a text; ``cheapest`` is the index of the one to interrupt, or None.

    Raises:
        ValueError: there are no nodes, or more than fit.
    """
    nodes, cheapest = data["nodes"], data.get("cheapest")
    if not 0 < len(nodes) <= MOST:
        raise ValueError(f"a loop has 1 to {MOST} steps, not {len(nodes)}")
    card = Card(SQUARE, words["title"])
    sheet = card.sheet()
    sheet.add_patch(Ellipse(_MIDDLE, 2 * _RADII[0], 2 * _RADII[1], fill=False, edgecolor=QUIET, linewidth=5))
    for number, node in enumerate(nodes):
        _step(card, sheet, _at(number, len(nodes)), number, node, chosen=number == cheapest)
        if len(nodes) > 1:
            _arrow(sheet, number, len(nodes))
    if cheapest is not None and 0 <= cheapest < len(nodes):
        lines = lettering.wrap(words["cheapest"], BODY, 300, 3)
        lines.append(f"{cheapest + 1}. {lettering.cut(nodes[cheapest]['label'], BODY, 250, bold=True)}")
        for number, line in enumerate(lines):
            last = number == len(lines) - 1
            y = _MIDDLE[1] + (number - (len(lines) - 1) / 2) * 42
            card.write(_MIDDLE[0], y, line, BODY, RUST if last else INK, bold=last, align="center")
    return card.figure


def _at(number: float, count: int) -> tuple[float, float]:
    """The place of a step: the first at the top, then clockwise."""
    angle = 2 * pi * number / count - pi / 2
    return _MIDDLE[0] + _RADII[0] * cos(angle), _MIDDLE[1] + _RADII[1] * sin(angle)


def _step(card: Card, sheet: Axes, at: tuple[float, float], number: int, node: Data, *, chosen: bool) -> None:
    """A box with the step's number and label, and the person's words."""
    (x, y), (wide, high) = at, _BOX
    sheet.add_patch(
        FancyBboxPatch(
            (x - wide / 2, y - high / 2), wide, high, boxstyle="round,pad=0,rounding_size=26",
            facecolor=BLUSH if chosen else PAPER, edgecolor=RUST if chosen else BLUE, linewidth=10 if chosen else 4,
            gid="cheapest" if chosen else "step",
        )
    )  # fmt: skip
    label = lettering.cut(f"{number + 1}. {node['label']}", _SIZE, _ROOM, bold=True)
    lines = lettering.wrap(node["text"], _SIZE, _ROOM, _LINES)
    tops = [y + (line - len(lines) / 2) * 36 for line in range(len(lines) + 1)]
    card.write(x, tops[0], label, _SIZE, RUST if chosen else BLUE, bold=True, align="center")
    for top, line in zip(tops[1:], lines, strict=True):
        card.write(x, top, line, _SIZE, align="center")


def _arrow(sheet: Axes, number: int, count: int) -> None:
    """The head of an arrow, in the middle of what can be seen of the circle between a step and the next."""
    seen = [at for at in (number + part / 100 for part in range(1, 100)) if _clear(at, number, count)]
    middle = (seen[0] + seen[-1]) / 2 if seen else number + 0.5
    (x, y), (ahead_x, ahead_y) = _at(middle, count), _at(middle + 0.01, count)
    angle = atan2(ahead_y - y, ahead_x - x)
    corners = [
        (x + along * cos(angle) - aside * sin(angle), y + along * sin(angle) + aside * cos(angle))
        for along, aside in ((26, 0), (-16, 20), (-16, -20))
    ]
    sheet.add_patch(Polygon(corners, facecolor=QUIET, linewidth=0, gid="arrow"))


def _clear(at: float, number: int, count: int) -> bool:
    """Whether a point of the circle lies outside the boxes on both sides of it."""
    x, y = _at(at, count)
    return all(
        abs(x - box_x) > _BOX[0] / 2 or abs(y - box_y) > _BOX[1] / 2
        for box_x, box_y in (_at(number, count), _at(number + 1, count))
    )
