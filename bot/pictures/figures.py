"""Figures: which picture is drawn by what, and a figure as the bytes of a PNG file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO

from matplotlib.figure import Figure

from bot.pictures import attempts, days, loop, practices, pulse, roles
from bot.pictures.card import Data, Words

DRAWN: Mapping[str, Callable[[Data, Words], Figure]] = {
    "roles": roles.draw,
    "pulse": pulse.draw,
    "practices": practices.draw,
    "attempts": attempts.draw,
    "days": days.draw,
    "loop": loop.draw,
}


def figure(picture: str, data: Data, words: Words) -> Figure:
    """A picture of this data; all its words come with it.

    Raises:
        KeyError: there is no picture of this name, or data or words lack something.
        ValueError: the data can't be drawn.
    """
    return DRAWN[picture](data, words)


def png(drawn: Figure) -> bytes:
    """A figure as a PNG file, in its own size."""
    file = BytesIO()
    drawn.savefig(file, format="png", facecolor=drawn.get_facecolor(), metadata={"Software": None})
    return file.getvalue()
