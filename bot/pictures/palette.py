"""The palette: colours that read on the card's own paper, in a light chat and in a dark one.

Telegram doesn't tell which theme somebody has, so a card brings its background. The accents are those of Okabe and Ito
(2008), which people with any colour vision can tell apart, darkened until text in them has a contrast of 4.5 : 1 on the
paper (WCAG 2.2, 1.4.3). No mark is told from another by colour alone.
"""

from __future__ import annotations

PAPER = "#F7F2E8"
INK = "#22303C"
QUIET = "#56626C"  # what explains: axes, dates, notes
RULE = "#D5CCBC"  # lines that only guide the eye
BLUE = "#005B8E"
RUST = "#A14000"
BLUSH = "#F6E0CC"  # behind ink, where something is to stand out


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
