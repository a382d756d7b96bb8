"""The weekly pulse: reaching, backing off and closeness over the weeks, each in a strip of its own."""

from __future__ import annotations

from matplotlib.figure import Figure

from bot.pictures import lettering
from bot.pictures.card import BODY, MARGIN, SMALL, SQUARE, WIDTH, Card, Data, Words
from bot.pictures.palette import BLUE, INK, PAPER, QUIET, RULE, RUST

_FIRST, _STRIP = 196, 264  # top of the first strip, and how high each is, in pixels
_HEAD = 62  # of that for its name
_LEFT = 130
_MOST = 4


def draw(data: Data, words: Words) -> Figure:
    """``days`` since the first pulse; ``strips`` of a name, scores (0 to 4) and, if it is sure, the change in words."""
    card = Card(SQUARE, words["title"], words["note"])
    days = data["days"]
    for number, strip in enumerate(data["strips"]):
        top = _FIRST + number * _STRIP
        name = lettering.cut(strip["name"], BODY, 440, bold=True)
        card.write(MARGIN, top + 26, name, BODY, bold=True)
        if strip.get("change"):
            room = WIDTH - 2 * MARGIN - lettering.width(name, BODY, bold=True) - 30
            change = lettering.cut(strip["change"], SMALL, room, bold=True)
            card.write(WIDTH - MARGIN, top + 26, change, SMALL, RUST, bold=True, align="right")
        area = card.area(_LEFT, top + _HEAD, WIDTH - MARGIN, top + _STRIP - 24)
        area.set_xlim(-0.03 * days[-1], 1.03 * days[-1])
        area.set_ylim(-0.5, _MOST + 0.5)
        for level in (0, _MOST):
            area.axhline(level, color=RULE, linewidth=3)
        size = 22 if len(days) <= 13 else 15
        area.plot(
            days, strip["scores"], "-o", color=BLUE, linewidth=6, markersize=size,
            markeredgecolor=PAPER, markeredgewidth=3, gid="scores",
        )  # fmt: skip
        high = _STRIP - 24 - _HEAD
        for level, text in ((_MOST, words["most"]), (0, words["least"])):
            y = top + _HEAD + high * (_MOST + 0.5 - level) / (_MOST + 1)
            card.write(_LEFT - 18, y, text, SMALL, QUIET, align="right")
    foot = _FIRST + 3 * _STRIP + 14
    card.write(_LEFT, foot, data["first"], SMALL, INK)
    card.write(WIDTH - MARGIN, foot, data["last"], SMALL, INK, align="right")
    return card.figure
