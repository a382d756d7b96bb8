"""The last fourteen days: one box a day, with a tick where something was practised. Gaps are not called anything."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from bot.pictures.card import BODY, MARGIN, SMALL, WIDTH, Card, Data, Words
from bot.pictures.palette import BLUE, INK, PAPER, QUIET

HEIGHT = 600
_WEEK = 7
_GAP = 14
_SIDE = (WIDTH - 2 * MARGIN - (_WEEK - 1) * _GAP) / _WEEK
_TOP = 256


def draw(data: Data, words: Words) -> Figure:
    """``days``, the oldest first, of the weekday's short name, the day of the month and whether it was ``done``."""
    card = Card(HEIGHT, data["title"], words["note"])
    sheet = card.sheet()
    days = data["days"]
    for number, day in enumerate(days):
        x = MARGIN + number % _WEEK * (_SIDE + _GAP)
        y = _TOP + number // _WEEK * (_SIDE + _GAP + 16)
        if number < _WEEK:
            card.write(x + _SIDE / 2, _TOP - 32, day["weekday"], SMALL, QUIET, align="center")
        done, today = day["done"], number == len(days) - 1
        sheet.add_patch(
            FancyBboxPatch(
                (x, y), _SIDE, _SIDE, boxstyle="round,pad=0,rounding_size=20", facecolor=BLUE if done else PAPER,
                edgecolor=INK if today else BLUE if done else QUIET, linewidth=8 if today else 3,
                gid="done" if done else "open",
            )
        )  # fmt: skip
        card.write(x + _SIDE / 2, y + 36, str(day["date"]), BODY, PAPER if done else QUIET, bold=done, align="center")
        if done:
            sheet.plot(
                [x + _SIDE * 0.30, x + _SIDE * 0.45, x + _SIDE * 0.72], [y + 86, y + 102, y + 70],
                color=PAPER, linewidth=9, solid_capstyle="round", solid_joinstyle="round",
            )  # fmt: skip
    return card.figure
