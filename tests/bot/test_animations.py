"""The animations: what is committed is what the script draws, in real time, small, and without a flash."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache

import pytest
from PIL import GifImagePlugin, Image, ImageChops, ImageStat

from bot.animations import FRAME_MS, SIDE, make
from content import animations, catalogue
from content.catalogue import Catalogue, Screen, Wording
from dialogs.rhythms import RHYTHMS

NAMES = tuple(RHYTHMS)
MOST_BYTES = 300_000
LIKE = 1.0  # a difference of two frames that is one of drawing, and not of what is drawn
WORDS_FROM = 262  # the row of pixels below which the word stands


@lru_cache
def drawn(name: str) -> bytes:
    return make(RHYTHMS[name], catalogue.load(), "en")


@lru_cache
def frames(content: bytes) -> list[Image.Image]:
    with Image.open(io.BytesIO(content)) as animation:
        assert isinstance(animation, GifImagePlugin.GifImageFile)
        assert animation.info["loop"] == 0, "for ever"
        result = []
        for number in range(animation.n_frames):
            animation.seek(number)
            assert animation.info["duration"] == FRAME_MS
            result.append(animation.convert("RGB"))
        return result


def difference(one: Image.Image, other: Image.Image) -> float:
    """How different two frames are, the circle or the word: the mean over their pixels, from 0 to 255."""
    parts = ((0, 0, SIDE, WORDS_FROM), (0, WORDS_FROM, SIDE, SIDE))
    return max(max(ImageStat.Stat(ImageChops.difference(one.crop(part), other.crop(part))).mean) for part in parts)


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_file_is_what_the_script_draws(name: str) -> None:
    """Letters may be drawn a little differently by another release of Pillow."""
    committed, today = frames(animations.read(name)), frames(drawn(name))
    assert len(committed) == len(today)
    assert max(map(difference, committed, today)) < LIKE, "run: python -m bot.animations"


def worded(words: Mapping[str, str]) -> Catalogue:
    return Catalogue({"en": {key: Screen(key, (Wording(((word, None),)),), {}) for key, word in words.items()}})


def test_another_word_would_be_noticed() -> None:
    other = frames(make(RHYTHMS["breathing"], worded({"rhythm.in": "in", "rhythm.out": "off"}), "en"))
    assert max(map(difference, frames(drawn("breathing")), other)) > LIKE


def test_drawing_it_twice_gives_the_same_bytes() -> None:
    assert make(RHYTHMS["breathing"], catalogue.load(), "en") == drawn("breathing")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_small_keeps_real_time_and_begins_again_without_a_jump(name: str) -> None:
    content = animations.read(name)
    assert len(content) < MOST_BYTES
    shown = frames(content)
    assert shown[0].size == (SIDE, SIDE)
    assert len(shown) * FRAME_MS == RHYTHMS[name].seconds * 1000
    steps = [difference(shown[number - 1], frame) for number, frame in enumerate(shown)]
    assert max(steps) < 5, "nothing flashes, and the first follows on the last"


@pytest.mark.parametrize("name", NAMES)
def test_the_circle_is_as_full_as_the_breath(name: str) -> None:
    """Counted by its own colour: it grows with each breath in, and is as small as at first after the breath out."""
    shown, sizes, passed = frames(animations.read(name)), [], 0
    disc = shown[0].getpixel((SIDE // 2, SIDE // 2 - 26))
    for phase in RHYTHMS[name].phases:
        passed += phase.seconds * 1000 // FRAME_MS
        sizes.append(sum(count for count, colour in shown[passed - 1].getcolors(1 << 16) or () if colour == disc))
    *ins, out = sizes
    assert ins == sorted(ins)
    assert 5 * out < ins[0]
