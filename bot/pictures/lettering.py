"""Lettering: words that fit. What a font can't draw is left out, what is too long is wrapped and cut, in pixels.

Words may come from people, in any script and with anything in between. The caption holds them whole; a picture shows
what can be shown. Fonts for other scripts are used where the machine has them.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, get_font

# Asked for in this order; the first comes with the plotting library.
_FAMILIES = (
    "DejaVu Sans",
    "Noto Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "WenQuanYi Zen Hei",
    "Hiragino Sans",
    "Microsoft YaHei",
    "Arial Unicode MS",
    "Noto Emoji",
)  # fmt: skip
ELLIPSIS = "…"


@lru_cache(maxsize=1)
def families() -> list[str]:
    """The families that this machine has."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in _FAMILIES if name in known]


@lru_cache(maxsize=1)
def _drawable() -> frozenset[int]:
    """Every character that one of them has."""
    paths = (font_manager.findfont(FontProperties(family=[name])) for name in families())
    return frozenset(code for path in paths for code in get_font(path).get_charmap())


def legible(text: str) -> str:
    """What can be drawn of a text, on one line."""
    kept = (
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", text)
        if letter.isspace() or (ord(letter) in _drawable() and not unicodedata.category(letter).startswith("C"))
    )  # fmt: skip
    return " ".join("".join(kept).split())


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is in pixels, in letters of ``size`` pixels."""
    return _width(text, size, bold)


@lru_cache(maxsize=4096)
def _width(text: str, size: float, bold: bool) -> float:
    measured = _renderer().get_text_width_height_descent  # untyped in the library
    found, _, _ = measured(text, _properties(size, bold), ismath=False)  # type: ignore[no-untyped-call]
    return float(found)


@lru_cache(maxsize=1)
def _renderer() -> RendererAgg:
    return RendererAgg(8, 8, 72)  # type: ignore[no-untyped-call]


def _properties(size: float, bold: bool) -> FontProperties:
    return FontProperties(family=families(), size=size, weight="bold" if bold else "normal")


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """A text of one line, cut with an ellipsis where it is wider than ``room`` pixels."""
    text = legible(text)
    if width(text, size, bold=bold) <= room:
        return text
    while text and width(text + ELLIPSIS, size, bold=bold) > room:
        text = text[:-1]
    word = text.rfind(" ")
    return (text[:word] if word > len(text) - 8 else text).rstrip() + ELLIPSIS


def wrap(text: str, size: float, room: float, lines: int, *, bold: bool = False) -> list[str]:
    """A text in at most so many lines that are no wider than ``room`` pixels; the last is cut where it must be."""
    wrapped: list[str] = []
    rest = legible(text)
    while rest and len(wrapped) < lines - 1:
        end = _fitting(rest, size, room, bold)
        wrapped.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    if rest:
        wrapped.append(cut(rest, size, room, bold=bold))
    return wrapped


def _fitting(text: str, size: float, room: float, bold: bool) -> int:
    """How many characters fit into a line: whole words, or as much of a word that is longer than the line."""
    if width(text, size, bold=bold) <= room:
        return len(text)
    most = len(text)
    while most > 1 and width(text[:most], size, bold=bold) > room:
        most -= 1
    space = text.rfind(" ", 0, most + 1)
    return space if space > 0 else most
