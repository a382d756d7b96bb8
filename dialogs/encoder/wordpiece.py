"""Word pieces: a text as the numbers of the pieces its words are made of (Wu et al., 2016; Devlin et al., 2019).

Small letters, no accents, punctuation for itself; then the longest known piece, again and again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from content.encoder import load_encoder

Vocabulary = Mapping[str, int]

LONGEST = 96  # pieces that are read; of a longer text the beginning and the end
_WORD = 40  # letters; nothing longer is a word
_QUOTES = str.maketrans("’‘‛ʼ`´′＇“”", "''''''''\"\"")


def read_pieces(text: str, known: Vocabulary | None = None) -> tuple[int, ...]:
    """The pieces of a text, by the shipped vocabulary or by one that is given."""
    known = known or vocabulary()
    inner = [piece for word in _split(text.translate(_QUOTES)) for piece in _pieces(word, known)]
    room = LONGEST - 2
    if len(inner) > room:
        inner = [*inner[: room // 2], *inner[-(room - room // 2) :]]
    return (known["[CLS]"], *inner, known["[SEP]"])


def starts_of(text: str) -> tuple[int, ...] | None:
    """Where each word of a text (what stands between spaces) begins among its pieces; None for a text that is cut."""
    starts: list[int] = []
    place = 1
    for word in text.split():
        starts.append(place)
        place += sum(len(_pieces(part, vocabulary())) for part in _split(word.translate(_QUOTES)))
    return tuple(starts) if place < LONGEST else None


def _split(text: str) -> Iterator[str]:
    plain = "".join(char for char in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(char) != "Mn")
    word = ""
    for char in plain:
        if char.isspace() or _is_sign(char) or not char.isprintable():
            if word:
                yield word
            word = ""
            if _is_sign(char):
                yield char
        else:
            word += char
    if word:
        yield word


def _is_sign(char: str) -> bool:
    """Punctuation, all signs of ASCII, and letters that stand for a word of their own."""
    code = ord(char)
    return (
        33 <= code <= 47
        or 58 <= code <= 64
        or 91 <= code <= 96
        or 123 <= code <= 126
        or 0x4E00 <= code <= 0x9FFF
        or unicodedata.category(char).startswith("P")
    )


def _pieces(word: str, known: Vocabulary) -> list[int]:
    if len(word) > _WORD:
        return [known["[UNK]"]]
    found: list[int] = []
    start = 0
    while start < len(word):
        end = len(word)
        while end > start and (piece := ("##" if start else "") + word[start:end]) not in known:
            end -= 1
        if end == start:
            return [known["[UNK]"]]
        found.append(known[piece])
        start = end
    return found


@cache
def vocabulary() -> Vocabulary:
    """The pieces of the shipped encoder, each with its number."""
    return {piece: place for place, piece in enumerate(load_encoder().pieces)}
