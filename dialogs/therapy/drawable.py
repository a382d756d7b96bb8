"""Drawable: which characters the PDF can show. Others become a box there; the text file keeps them.

The ranges are those that DejaVu Sans has in regular and bold. Right-to-left scripts are not among them: the font has
their letters, but nothing here would join them and turn their direction, and letters in a wrong order are worse than
a box.
"""

from __future__ import annotations

import unicodedata

BOX = "□"
RANGES = (
    (0x20, 0x7E), (0xA0, 0x2E9), (0x300, 0x34F), (0x384, 0x525), (0x531, 0x55F), (0x561, 0x587), (0x10D0, 0x10FC),
    (0x1E00, 0x1EFB), (0x1F00, 0x1FFE), (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x20B5), (0x2190, 0x2311),
    (0x2500, 0x269C), (0x2729, 0x274B), (0x2761, 0x2794), (0x1F600, 0x1F623),
)  # fmt: skip
_UNSEEN = ("Cf", "Mn", "Me", "Cs", "Cc")  # joiners, variation selectors, marks: part of the character before


def drawn(text: str) -> str:
    """The text as the PDF shows it: composed, on one line, with a box for each character that has no glyph."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(_drawn(char) for char in composed)


def is_drawable(text: str) -> bool:
    """Whether the PDF can show all of it."""
    return BOX not in drawn(text.replace(BOX, ""))


def _drawn(char: str) -> str:
    if any(first <= ord(char) <= last for first, last in RANGES) and char != "\u00ad":
        return char
    return "" if unicodedata.category(char) in _UNSEEN else BOX
