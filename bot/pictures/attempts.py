"""Sentences practised: the score of each, 0 to 100, and the line from which one is ready to be said."""

from __future__ import annotations

from itertools import pairwise

from matplotlib.figure import Figure

from bot.pictures import lettering
from bot.pictures.card import BODY, MARGIN, SMALL, WIDE, WIDTH, Card, Data, Words
from bot.pictures.palette import BLUE, INK, PAPER, QUIET, RULE, RUST

_TOP, _BOTTOM = 226, 646  # of 100 and of 0, in pixels
_DASHED = (0, (4, 2))


def draw(data: Data, words: Words) -> Figure:
    """``scores`` of a number (which sentence it was) and a score; ``ready`` is the score that is enough."""
    card = Card(WIDE, words["title"], words["note"])
    rows, ready = data["scores"], data["ready"]
    places = list(_places([row["number"] for row in rows]))
    level = _BOTTOM - (_BOTTOM - _TOP) * ready / 100
    back = card.sheet()
    back.plot([MARGIN, WIDTH - MARGIN], [_BOTTOM, _BOTTOM], color=RULE, linewidth=4)
    back.plot([MARGIN, WIDTH - MARGIN], [level, level], color=RUST, linewidth=4, linestyle=_DASHED, gid="ready")
    area = card.area(MARGIN, _TOP, WIDTH - MARGIN, _BOTTOM)
    area.set_xlim(-0.7, places[-1] + 0.7)
    area.set_ylim(0, 100)
    scores = [row["score"] for row in rows]
    area.bar(places, scores, width=0.7, color=[BLUE if score >= ready else QUIET for score in scores], gid="score")
    each = (WIDTH - 2 * MARGIN) / (places[-1] + 1.4)
    for place, row in zip(places, rows, strict=True):
        x, high = MARGIN + (place + 0.7) * each, (_BOTTOM - _TOP) * row["score"] / 100
        inside = high > 60
        y = _BOTTOM - high + (32 if inside else -26)
        card.write(x, y, str(row["score"]), BODY, PAPER if inside else INK, bold=True, align="center")
        card.write(x, _BOTTOM + 34, str(row["number"]), SMALL, QUIET, align="center")
    for before, place in pairwise(places):
        if place - before > 1:
            card.write(MARGIN + ((before + place) / 2 + 0.7) * each, _BOTTOM + 34, "…", SMALL, QUIET, align="center")
    _legend(card, words)
    return card.figure


def _places(numbers: list[int]) -> list[float]:
    """Where each stands from left to right: side by side, with a gap where some between are not kept."""
    places = [0.0]
    for before, number in pairwise(numbers):
        places.append(places[-1] + (1 if number == before + 1 else 1.5))
    return places


def _legend(card: Card, words: Words) -> None:
    y = 746
    card.sheet().plot([MARGIN, MARGIN + 70], [y, y], color=RUST, linewidth=4, linestyle=_DASHED)
    card.write(MARGIN + 90, y, lettering.cut(words["ready"], SMALL, WIDTH - 2 * MARGIN - 90), SMALL)
