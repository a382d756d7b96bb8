"""Labels: words for what somebody is ("you're so selfish"). They lead to a question, never to a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from content.statement_rows import LabelRow
from content.statements import load
from dialogs.statements.words import Word, named, read_words

_INTENSE = frozenset("so too such being always very really totally acting ever".split())
_SUBJECTS = frozenset("you he she they".split())
_LINKS = frozenset(
    """are is was were be been being become becomes became becoming 's act acts acted acting behave behaves behaved
    behaving sound get getting""".split()
)
_PLAYED = frozenset("act acts acted acting behave behaves behaved behaving".split())  # "you act like a baby"
_PASSED = frozenset(
    """such real being of little big like acting bit exactly turning becoming turned starting complete total absolute
    absolutely most single one right proper pure and""".split()
)
_YOURS = {"his": "your", "her": "your", "their": "your"}  # "she is like her mother"
_REACH = 6  # words between "you are" and the label


@dataclass(frozen=True, slots=True)
class Label:
    """A label that was used: its row, the word, and its place among the words."""

    row: LabelRow
    word: str
    start: int
    end: int


def find_label(words: Sequence[Word]) -> Label | None:
    """The first label that is put on the partner, or None."""
    for at in range(len(words)):
        begin = _link(words, at)
        if begin is not None and (label := _label_after(words, at, begin)) is not None:
            return label
    return None


def _link(words: Sequence[Word], at: int) -> int | None:
    """Where a label may stand if the partner is spoken of here: after "you are", "you", "my wife is", "why are you"."""
    text = words[at].text
    if text not in _SUBJECTS and text not in named("partners"):
        return None
    before = words[at - 1].text if at and not words[at].pause else ""
    place = at + 1
    while place < len(words) and words[place].light and words[place].text != "'s" and not words[place].pause:
        place += 1
    if place + 1 < len(words) and words[place].text in ("have", "has", "had") and words[place + 1].text == "been":
        place += 1
    linked = place < len(words) and words[place].text in _LINKS and not words[place].pause
    if linked:
        return place + 1
    asked = before in ("are", "is") or (before == "not" and at > 1 and words[at - 2].text in ("are", "is"))
    return at + 1 if text == "you" or asked else None


def _label_after(words: Sequence[Word], subject: int, begin: int) -> Label | None:
    bare = begin == subject + 1  # "you jerk", "you selfish pig", "are you crazy"
    intense = words[begin - 1].text in _PLAYED
    for at in range(begin, min(begin + (4 if bare else _REACH), len(words))):
        word = words[at]
        if word.pause or word.text in named("not"):
            return None
        intense = intense or word.text in _INTENSE
        for row, parts, strict in _by_word().get(word.text, ()):
            end = at + len(parts)
            if tuple(_YOURS.get(part.text, part.text) for part in words[at:end]) != parts or (strict and not intense):
                continue
            if bare and parts[0] in ("like", "into"):  # "you like your father" is no label
                continue
            if end < len(words) and not words[end].pause and words[end].text in ("about", "of"):
                continue
            said = " ".join(part.text for part in words[at:end])
            return Label(row, said.replace(" 's", "'s"), subject, end)
        if not word.light and word.text not in _PASSED:
            return None
    return None


@cache
def _by_word() -> dict[str, tuple[tuple[LabelRow, tuple[str, ...], bool], ...]]:
    firsts: dict[str, list[tuple[LabelRow, tuple[str, ...], bool]]] = {}
    for row in load().labels.values():
        for phrase in row.words:
            parts = tuple(word.text for word in read_words(phrase) if not (word.light and word.text == "a"))
            firsts.setdefault(parts[0], []).append((row, parts, phrase in row.strict))
    return {word: tuple(sorted(rows, key=lambda row: -len(row[1]))) for word, rows in firsts.items()}
