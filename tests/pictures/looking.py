"""Looking at a figure: its words with their places, its marks, and whether all of it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import combinations
from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from numpy import asarray
from PIL import Image

from bot.pictures.figures import figure, png
from dialogs.engine.rendering import Picture

SLACK = 2  # pixels by which boxes of letters may touch: they are taller than the ink in them


def drawn(picture: Picture) -> Figure:
    """The figure of a picture."""
    return figure(picture.picture, picture.data, picture.words)


def texts(made: Figure) -> list[Text]:
    """All that is written, in the order of writing."""
    return [text for text in made.findobj(Text) if isinstance(text, Text) and text.get_text() and text.get_visible()]


def words(made: Figure) -> list[str]:
    return [text.get_text() for text in texts(made)]


def marked(made: Figure, name: str) -> list[Any]:
    """The artists of a name."""
    return made.findobj(lambda artist: isinstance(artist, Artist) and artist.get_gid() == name)


def points(made: Figure, name: str) -> list[tuple[list[float], list[float]]]:
    """The data of the lines of a name."""
    lines = [line for line in marked(made, name) if isinstance(line, Line2D)]
    return [(asarray(line.get_xdata()).tolist(), asarray(line.get_ydata()).tolist()) for line in lines]


def unreadable(made: Figure) -> Iterator[str]:
    """What lies over the edge, or over something else that is written; nothing where all is well."""
    made.draw_without_rendering()
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(made)]
    for text, box in boxes:
        if box.x0 < 0 or box.y0 < 0 or box.x1 > made.bbox.width or box.y1 > made.bbox.height:
            yield f"{text!r} is over the edge"
    for (one, box), (other, beside) in combinations(boxes, 2):
        if (
            min(box.x1, beside.x1) - max(box.x0, beside.x0) > SLACK
            and min(box.y1, beside.y1) - max(box.y0, beside.y0) > SLACK + 6
        ):
            yield f"{one!r} and {other!r} overlap"


def opened(made: Figure) -> Image.Image:
    """The PNG of a figure, read again."""
    return Image.open(BytesIO(png(made))).convert("RGB")
