"""Feelings: those that stand in somebody's words, and the words that only look like them ("ignored")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from content.statement_rows import FauxRow, FeelingRow
from content.statements import load
from dialogs.statements.words import Word, named, read_words

_FEEL = frozenset("feel feeling felt feels".split())
_SELF = frozenset("am was get got became being been".split())
_OTHERS = frozenset("you he she they your his her their it".split())
_SEEMING = frozenset("act acts acted acting look looks looked seem seems seemed sound sounds play plays".split())
_SAYING = frozenset("tell tells told telling say says said saying ask asks asked asking".split())
_CALLING = frozenset("call calls called calling".split())
_BEFORE = 5  # words in which "not" and "I" are looked for
_MOST = 6  # feelings that are told apart in one text


@dataclass(frozen=True, slots=True)
class Heard:
    """``feelings``: adjectives; ``faux``: the word that judges another's deed; ``may_hide``: what may be under it."""

    feelings: tuple[str, ...] = ()
    faux: str | None = None
    may_hide: tuple[str, ...] = ()


def hear_feeling(text: str) -> Heard:
    """The feelings of the speaker in a text: true ones, and the first faux one with what it may hide."""
    return hear(read_words(text))


def hear(words: Sequence[Word]) -> Heard:
    """The same for words that were read already."""
    felt: list[str] = []
    faux: tuple[str, FauxRow] | None = None
    free = 0  # a word counts once: "let down" is not also "down"
    for at, word in enumerate(words):
        for parts, row in _by_word().get(word.text, ()) if at >= free else ():
            end = at + len(parts)
            if tuple(part.text for part in words[at:end]) != parts:
                continue
            if isinstance(row, FauxRow):
                if not _is_faux(row, words, at, end):
                    continue
                faux = faux or (" ".join(parts), row)
            elif row.adjective not in felt and len(felt) < _MOST and _is_felt(row, " ".join(parts), words, at, end):
                felt.append(row.adjective)
            free = end
            break
    hidden = tuple(load().feelings[name].adjective for name in faux[1].may_hide) if faux else ()
    return Heard(tuple(felt), faux[0] if faux else None, hidden)


def adjective_of(word: str) -> str | None:
    """The adjective for a feeling by any of its words ("loneliness" → "lonely"), or None if the tables have none."""
    return _adjectives().get(" ".join(part.text for part in read_words(word)))


def _is_felt(row: FeelingRow, said: str, words: Sequence[Word], at: int, end: int) -> bool:
    after = words[end].text if end < len(words) and not words[end].pause else ""
    before = words[at - 1].text if at and not words[at].pause else ""
    if after in row.not_before or before in row.not_after or before in _SEEMING:
        return False
    near = _near(words, at)
    if any(word.text in named("not") for word in near) or _is_said_of_me(near):
        return False
    if said in row.only_after_feel:
        alone = all(word.light for word in (*words[:at], *words[end:]))  # the answer to "How did you feel?"
        return alone or any(word.text in _FEEL for word in near)
    subject = next((word.text for word in reversed(near) if word.text in _OTHERS | {"i", "we", "me"}), "i")
    if subject in _OTHERS:  # "you make me sad" and "it left me sad" are mine; "you are sad" is not
        return any(word.text == "me" for word in near)
    return True


def _is_said_of_me(near: Sequence[Word]) -> bool:
    """Whether it is somebody else's word: in "tells me I'm insecure", and not in "I told you I'm lonely"."""
    for at, (word, after) in enumerate(pairwise(near)):
        told = word.text in _SAYING and after.text in ("me", "i", "that")
        if (told or (word.text in _CALLING and after.text == "me")) and not (at and near[at - 1].text == "i"):
            return True
    return False


def _is_faux(row: FauxRow, words: Sequence[Word], at: int, end: int) -> bool:
    after = words[end].text if end < len(words) and not words[end].pause else ""
    before = words[at - 1].text if at and not words[at].pause else ""
    near = [word.text for word in _near(words, at)]
    if after in row.not_before or before in row.not_after or any(word in named("not") for word in near):
        return False
    own = next((word for word in reversed(near) if word in _OTHERS | {"i", "me"}), "")
    last = [word.text for word in _near(words, at) if not word.light][-1:]
    return (not near or own in ("i", "me")) and (not last or last[0] in _FEEL | _SELF)


def _near(words: Sequence[Word], at: int) -> Sequence[Word]:
    """The words before, back to the start of the clause."""
    start = at
    while start > max(0, at - _BEFORE) and not words[start].pause:
        start -= 1
        if words[start].text in ("because", "when", "and", "but", "that"):
            start += 1
            break
    return words[start:at]


@cache
def _by_word() -> dict[str, tuple[tuple[tuple[str, ...], FeelingRow | FauxRow], ...]]:
    rows: dict[str, list[tuple[tuple[str, ...], FeelingRow | FauxRow]]] = {}
    for feeling in load().feelings.values():
        for phrase in (feeling.adjective, *feeling.words):
            parts = tuple(word.text for word in read_words(phrase))
            rows.setdefault(parts[0], []).append((parts, feeling))
    for faux in load().faux.values():
        for phrase in faux.words:
            parts = tuple(word.text for word in read_words(phrase))
            rows.setdefault(parts[0], []).append((parts, faux))
    return {
        word: tuple(sorted(found, key=lambda row: (-len(row[0]), isinstance(row[1], FeelingRow))))
        for word, found in rows.items()
    }


@cache
def _adjectives() -> dict[str, str]:
    return {
        " ".join(part.text for part in read_words(phrase)): row.adjective
        for row in load().feelings.values()
        for phrase in (*row.words, row.adjective)
    }
