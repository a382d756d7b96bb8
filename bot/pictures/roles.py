"""The role map: each subject at its place between reaching and backing off, with how far a place may wobble.

The halo is the standard error of one measurement, 9.8 points an axis (`dialogs.role.scoring`).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, hypot, pi, sin

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

from bot.pictures import lettering
from bot.pictures.card import BODY, MARGIN, SMALL, SQUARE, WIDTH, Card, Data, Words
from bot.pictures.palette import BLUE, INK, PAPER, QUIET, RULE

WOBBLE = 9.8
_LEFT, _TOP, _RIGHT, _BOTTOM = 150, 226, WIDTH - MARGIN, 960  # the map, in pixels
_INSET = 30  # pixels between the map's edge and 0 or 100
_DOT = 15
_LONGEST = 380  # pixels of a name

Box = tuple[float, float, float, float]  # left, top, right, bottom


def draw(data: Data, words: Words) -> Figure:
    """``points``: a name, reach and retreat (0 to 100) each."""
    card = Card(SQUARE, words["title"], words["note"])
    sheet = card.sheet()
    for x, y in ((_x(0), _y(50)), (_x(50), _y(100))):
        sheet.plot([x, _x(100) if x == _x(0) else x], [y, y if x == _x(0) else _y(0)], color=RULE, linewidth=3)
    sheet.plot([_LEFT, _LEFT, _RIGHT], [_TOP, _BOTTOM, _BOTTOM], color=QUIET, linewidth=3)
    points = _merged(data["points"])
    dots = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for _, x, y in points]
    taken = [*dots, *_corners(card, words, dots)]
    card.write((_LEFT + _RIGHT) / 2, _BOTTOM + 58, words["across"] + " →", BODY, bold=True, align="center")
    side = card.write(82, (_TOP + _BOTTOM) / 2, words["up"] + " →", BODY, bold=True, align="center")
    side.set_rotation(90)
    across, down = WOBBLE * (_x(100) - _x(0)) / 100, WOBBLE * (_y(0) - _y(100)) / 100
    for _, x, y in points:
        sheet.add_patch(Ellipse((x, y), 2 * across, 2 * down, facecolor=BLUE, alpha=0.12, linewidth=0))
    for name, x, y in points:
        sheet.plot(
            [x], [y], "o", markersize=2 * _DOT, color=BLUE, markeredgecolor=PAPER, markeredgewidth=4, gid="point"
        )
        box = _place(x, y, lettering.width(name, BODY, bold=True), taken)
        taken.append(box)
        _lead(sheet, x, y, box)
        middle_x, middle_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        card.write(middle_x, middle_y, name, BODY, bold=True, align="center", halo=True)
    return card.figure


def _x(points: float) -> float:
    return _LEFT + _INSET + (_RIGHT - _LEFT - 2 * _INSET) * points / 100


def _y(points: float) -> float:
    return _BOTTOM - _INSET - (_BOTTOM - _TOP - 2 * _INSET) * points / 100


def _corners(card: Card, words: Words, dots: list[Box]) -> Iterator[Box]:
    """What the corners mean, where no point lies on it; the boxes that they take."""
    for name, at_left, y in (
        ("retreats", True, _TOP),
        ("both", False, _TOP),
        ("neither", True, _BOTTOM),
        ("reaches", False, _BOTTOM),
    ):
        text = lettering.cut(words[name], SMALL, 380)
        middle, long = (y + 24 if y == _TOP else y - 26), lettering.width(text, SMALL)
        left = _LEFT + 16 if at_left else _RIGHT - 6 - long
        box = left - 4, middle - 20, left + long + 4, middle + 20
        if not any(overlap(box, dot) for dot in dots):
            card.write(left, middle, text, SMALL, QUIET)
            yield box


def _merged(rows: list[Data]) -> list[tuple[str, float, float]]:
    """A name and a place each; subjects at the same place share it."""
    names: dict[tuple[float, float], list[str]] = {}
    for row in rows:
        names.setdefault((_x(row["reach"]), _y(row["retreat"])), []).append(row["name"])
    return [(lettering.cut(", ".join(all_of), BODY, _LONGEST, bold=True), *at) for at, all_of in names.items()]


def _place(x: float, y: float, long: float, taken: list[Box]) -> Box:
    """A free place for a name: beside its point, or the nearest on the map there is."""
    half, high = long / 2 + 4, 20.0
    beside = [
        (x + cos(turn * pi / 4) * (half + 22), y - sin(turn * pi / 4) * (high + 22))
        for turn in (0, 4, 2, 6, 1, 7, 3, 5)
    ]
    left, right, top, bottom = _LEFT + 6 + half, WIDTH - 20 - half, _TOP - 10 + high, _BOTTOM - 4 - high
    elsewhere = [(_step(left, right, i, 40), _step(top, bottom, j, 17)) for i in range(41) for j in range(18)]
    elsewhere.sort(key=lambda at: (at[0] - x) ** 2 + 4 * (at[1] - y) ** 2)
    boxes = [
        (at_x - half, at_y - high, at_x + half, at_y + high)
        for at_x, at_y in (*beside, *elsewhere)
        if left <= at_x <= right and top <= at_y <= bottom
    ]
    return next((box for box in boxes if not any(overlap(box, other) for other in taken)), boxes[0])


def _step(first: float, last: float, number: int, steps: int) -> float:
    return first + (last - first) * number / steps


def _lead(sheet: Axes, x: float, y: float, box: Box) -> None:
    """A line from a point to a name that found no place beside it."""
    near_x, near_y = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
    if hypot(near_x - x, near_y - y) > 2 * _DOT:
        sheet.plot([x, near_x], [y, near_y], color=INK, linewidth=2)


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
