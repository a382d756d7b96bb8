"""The animations: breathing as a soft circle that grows and shrinks, drawn in real time for a chat on a phone.

    python -m bot.animations

writes ``content/<locale>/animations/<rhythm>.gif``. The card brings its own background, so that it reads alike in a
light and a dark chat. Nothing flashes: the circle moves by a pixel or two a frame, and words fade in and out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from content.animations import path_of
from content.catalogue import Catalogue, load
from dialogs.rhythms import RHYTHMS, Moment, Rhythm

SIDE = 320  # pixels of the square card
FRAME_MS = 80  # a GIF counts in hundredths of a second
FADE = 0.4  # seconds in which a word comes or goes
SMALLEST, LARGEST = 38, 106  # pixels of the circle's radius
_CENTRE = (SIDE / 2, 134)
_WORD = (SIDE / 2, 286)
_FONT_SIZE = 32
_FINE = 4  # how much larger the circle is drawn before it is made smooth

_CARD, _RING, _HALO, _DISC, _INK = (31, 52, 66), (44, 70, 85), (66, 108, 120), (143, 196, 186), (238, 244, 240)
_STEPS = 4  # shades between two colours that touch; more are not seen, and each makes the file larger


def make(rhythm: Rhythm, catalogue: Catalogue, locale: str) -> bytes:
    """One breath as a GIF that begins again without a seam."""
    first, *rest = _frames(rhythm, catalogue, locale)
    file = io.BytesIO()
    first.save(file, "GIF", save_all=True, append_images=rest, duration=FRAME_MS, loop=0, optimize=True)
    return file.getvalue()


def _frames(rhythm: Rhythm, catalogue: Catalogue, locale: str) -> Iterator[Image.Image]:
    palette = _palette()
    for number in range(rhythm.seconds * 1000 // FRAME_MS):
        moment = rhythm.at(number * FRAME_MS / 1000)
        card = Image.new("RGB", (SIDE, SIDE), _CARD)
        _draw_circle(card, moment.fullness)
        _write(card, catalogue.text(moment.phase.word, locale), _visibility(moment))
        yield card.quantize(palette=palette, dither=Image.Dither.NONE)


def _draw_circle(card: Image.Image, fullness: float) -> None:
    """The circle with a halo, inside a ring that shows how far it goes."""
    radius = SMALLEST + (LARGEST - SMALLEST) * fullness
    for size, colour in ((LARGEST + 16, _RING), (LARGEST + 13, _CARD), (radius + 10, _HALO), (radius, _DISC)):
        card.paste(colour, mask=_disc(size))


def _disc(radius: float) -> Image.Image:
    mask = Image.new("L", (SIDE * _FINE, SIDE * _FINE))
    (x, y), reach = (_CENTRE[0] * _FINE, _CENTRE[1] * _FINE), radius * _FINE
    ImageDraw.Draw(mask).ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
    return mask.reduce(_FINE)


def _write(card: Image.Image, word: str, visibility: float) -> None:
    colour = _between(_CARD, _INK, visibility)
    font = ImageFont.load_default(_FONT_SIZE)
    ImageDraw.Draw(card).text(_WORD, word, fill=colour, font=font, anchor="mm")


def _visibility(moment: Moment) -> float:
    """How much of its word is there, from 0 to 1."""
    return min(1.0, moment.passed / FADE, moment.left / FADE)


def _palette() -> Image.Image:
    """The colours of all frames: those above, and the shades where two of them meet."""
    meeting = ((_CARD, _RING), (_CARD, _HALO), (_RING, _HALO), (_HALO, _DISC), (_CARD, _INK))
    shades = [_between(one, other, step / _STEPS) for one, other in meeting for step in range(_STEPS + 1)]
    image = Image.new("P", (1, 1))
    image.putpalette([part for colour in dict.fromkeys(shades) for part in colour])
    return image


def _between(one: tuple[int, ...], other: tuple[int, ...], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(start + (end - start) * share) for start, end in zip(one, other, strict=True))
    return red, green, blue


def main() -> Iterator[Path]:
    """Write every animation in every locale."""
    catalogue = load()
    for locale in catalogue.locales:
        for name, rhythm in RHYTHMS.items():
            path = path_of(name, locale)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(make(rhythm, catalogue, locale))
            yield path


if __name__ == "__main__":
    for written in main():
        print(f"wrote {written.name} ({written.stat().st_size // 1000} kB)")  # noqa: T201
