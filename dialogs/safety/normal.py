"""Normal form: text as plain words, each knowing where it stood, whatever tricks or slips were used to write it.

Undone are: compatibility forms, accents, case and look-alike letters of other scripts; invisible characters; curly
quotes; contractions and chat spellings; repeated, spaced-out and replaced letters ("diiie", "d i e", "d1e", "d*e").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from content.patterns import PatternBook, fold

LONGEST = 8192  # characters that are read; a Telegram message has at most 4,096

Break = Literal["", ",", "."]

# Inside a word may stand: an apostrophe, and the signs that replace letters.
_WORD = re.compile(r"[$@]?[^\W_]+(?:['*@$!]+[^\W_]+)*")
_BREAK = re.compile(r"[!?;…]|(?<!\.)\.(?!\.)(?=\s|$)|\n\s*\n")
_PAUSE = re.compile(r"[,:()\"\n]|\s[-–—]+\s|—|\.")
_RUN = re.compile(r"(.)\1{2,}")
_QUOTES = str.maketrans("’‘‛ʼ`´′＇", "''''''''")
_LOOKALIKES = str.maketrans("аеорсухікѕјԁ", "aeopcyxiksjd")
_LAUGHTER = frozenset("😂🤣😆😅😹😜😛🤪🙃")
_TALLEST_RUN = 24  # letters of a spaced-out phrase that are read together


@dataclass(frozen=True, slots=True)
class Word:
    """One word in its normal form; ``start`` and ``end`` are where it stood, in characters of the original."""

    text: str
    start: int
    end: int
    pause: Break = ""  # what stood before it: nothing, the end of a clause, the end of a sentence


def normalise(text: str, book: PatternBook) -> tuple[Word, ...]:
    """The words of a text, in order, in the spelling the patterns use."""
    folded, places = _fold(text[:LONGEST])
    words: list[Word] = []
    for found in _unspaced(list(_split(folded)), book):
        pause = found.pause
        for meant in _meant(found.text, book):
            words.append(Word(meant, places[found.start], places[found.end - 1] + 1, pause))
            pause = ""
    return tuple(words)


def _fold(text: str) -> tuple[str, list[int]]:
    """The text folded, and for each of its characters the place it came from."""
    if text.isascii():
        return text.lower().replace("`", "'"), list(range(len(text)))
    pieces: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        piece = char.lower() if char.isascii() and char != "`" else _folded(char)
        pieces.append(piece)
        places.extend([place] * len(piece))
    return "".join(pieces), places


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    if char in _LAUGHTER:
        return " lol "
    char = char.translate(_QUOTES)
    if char == "…":
        return "."  # a pause, as three dots are
    if unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""
    return fold(char).translate(_QUOTES)


def _split(folded: str) -> Iterator[Word]:
    last = 0
    for found in _WORD.finditer(folded):
        between = folded[last : found.start()]
        pause: Break = ""
        if between and between != " ":
            pause = (
                "."
                if _BREAK.search(between) or _full_stop(folded, last, between)
                else ("," if _PAUSE.search(between) else "")
            )
        word = found.group()
        if not word.isascii() and any("a" <= char <= "z" for char in word):
            word = word.translate(_LOOKALIKES)  # only where scripts are mixed: a Russian word stays Russian
        yield Word(word, found.start(), found.end(), pause)
        last = found.end()


def _full_stop(folded: str, last: int, between: str) -> bool:
    return between.startswith(".") and not between.startswith("..") and folded[last + 1 : last + 2].isspace()


def _unspaced(words: list[Word], book: PatternBook) -> Iterator[Word]:
    """Put spaced-out letters together again: ``k i l l`` → ``kill``."""
    at = 0
    while at < len(words):
        end = at
        while (
            end < len(words)
            and end - at < _TALLEST_RUN
            and len(words[end].text) == 1
            and (end == at or words[end].start - words[end - 1].end <= 3)
        ):
            end += 1
        if end - at >= 3:
            run = words[at:end]
            letters = "".join(book.leet.get(word.text, word.text) for word in run)
            if (sizes := _segment(letters, book.vocabulary)) is not None:
                place = 0
                for size in sizes:
                    yield Word(
                        letters[place : place + size],
                        run[place].start,
                        run[place + size - 1].end,
                        run[place].pause if place == 0 else "",
                    )
                    place += size
                at = end
                continue
            yield from run
            at = end
            continue
        yield words[at]
        at += 1


def _segment(letters: str, vocabulary: frozenset[str]) -> list[int] | None:
    """The sizes of the fewest known words that make up these letters, or None."""
    best: list[list[int] | None] = [[], *([None] * len(letters))]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 12), end):
            before = best[start]
            if before is None or letters[start:end] not in vocabulary:
                continue
            now = best[end]
            if now is None or len(before) + 1 < len(now):
                best[end] = [*before, end - start]
    sizes = best[-1]
    return sizes if sizes and max(sizes) >= 3 else None


def _meant(word: str, book: PatternBook) -> tuple[str, ...]:
    if word in book.spellings:
        return book.spellings[word]
    if word in book.vocabulary:
        return (word,)
    if "'" in word:
        for ending, meaning in book.endings.items():
            if word.endswith(ending) and len(word) > len(ending):
                return (*_meant(word[: -len(ending)], book), meaning)
        return tuple(part for piece in word.split("'") if piece for part in _meant(piece, book))
    for guess in _guesses(word, book):
        if guess in book.spellings:
            return book.spellings[guess]
        if guess in book.vocabulary:
            return (guess,)
    return (word,)


def _guesses(word: str, book: PatternBook) -> Iterator[str]:
    """What a word with replaced or repeated letters may stand for."""
    if len(word) > 40:
        return
    plain = word
    if not word.isalpha() and any(char.isalpha() for char in word):
        plain = "".join(book.leet.get(char, char) for char in word)
        yield plain
        yield "".join("l" if char == "1" else book.leet.get(char, char) for char in word)
        if "*" in word and len(word) <= 12:
            yield from _starred(word, book)
    runs = [match.group() for match in _RUN.finditer(plain)][:4]
    if runs:
        for sizes in product((1, 2), repeat=len(runs)):
            left = iter(sizes)
            yield _RUN.sub(lambda run, left=left: run[1] * next(left, 1), plain)  # type: ignore[misc]


def _starred(word: str, book: PatternBook) -> Iterator[str]:
    shape = re.compile("".join("." if char == "*" else re.escape(char) for char in word))
    for known in _by_size(book.vocabulary).get(len(word), ()):
        if shape.fullmatch(known):
            yield known


@lru_cache(maxsize=4)
def _by_size(vocabulary: frozenset[str]) -> dict[int, tuple[str, ...]]:
    sizes: dict[int, list[str]] = {}
    for word in sorted(vocabulary):
        sizes.setdefault(len(word), []).append(word)
    return {size: tuple(words) for size, words in sizes.items()}


def plain_text(words: Sequence[Word]) -> str:
    """The normal form as a text again, with the pauses that mattered."""
    pieces: list[str] = []
    for at, word in enumerate(words):
        pieces.append(f"{word.pause} {word.text}" if at and word.pause else f" {word.text}" if at else word.text)
    return "".join(pieces)
