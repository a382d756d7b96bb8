"""Vocabulary: the words of all examples by how common they are, for `dialogs.statements.spelling`."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from benchmarks.statements.examples import ACTS, DANGERS, FRAMES, SAFETY, read_examples
from benchmarks.statements.told import read_told
from content.encoder import load_encoder
from dialogs.statements.spelling import missing, swapped

WORDS = "words"
_FILE = Path(__file__).parents[2] / "content" / "en" / "statements" / "words.txt"
_WORD = re.compile(r"(?<![\w'’*@.])[a-z]{3,24}(?![\w'’*@]|\.\w)")
_COMMON = 10  # times in the examples
_RARE = 3
_MEANT = 30  # so many times as common is the word that a slip stands for
_LONG = 5


def write_words() -> str:
    """Write the file: the common words, the commonest first, an empty line, and those that are rare and no slips."""
    texts = [text for folder in (FRAMES, ACTS, DANGERS, SAFETY) for _, text in read_examples(folder)]
    texts += [one.clause for one in read_told()]  # what people typed there has slips on purpose
    counts = Counter(word for text in texts for word in _WORD.findall(text))
    published = {
        piece for piece in load_encoder().pieces if piece.isascii() and piece.isalpha() and len(piece) >= _LONG
    }
    real = {word: count for word, count in counts.items() if word in published or not _is_slip(word, counts)}
    common = sorted((word for word, count in real.items() if count >= _COMMON), key=lambda word: (-counts[word], word))
    rare = {word for word, count in real.items() if _RARE <= count < _COMMON} | (published - set(common))
    _FILE.write_text("\n".join([*common, "", *sorted(rare)]) + "\n", encoding="utf-8")
    return f"{WORDS}: {len(common)} common, {len(rare)} rare"


def _is_slip(word: str, counts: Counter[str]) -> bool:
    """Whether a far commoner word is a swap or a missing letter away."""
    # "cat" is no slip of "cats", "tel" is one of "tell"
    inside = (guess for guess in missing(word) if guess[:-1] != word or guess[-1] == word[-1])
    return any(counts[guess] >= _MEANT * counts[word] for guess in (*swapped(word), *inside))
