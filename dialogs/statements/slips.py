"""Slips: little English put right where one reading only is left ("you no listen me", "u allways late").

And names: "Sam never listens" speaks of the partner, as "my wife never listens" does; only where a name is plain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from dialogs.statements.vocabulary import Word, bases_of, is_form, is_verb, named

_SUBJECTS = frozenset("you he she they we i".split())
_TWICE = frozenset("he she they".split())
_SOUGHT = frozenset("want like need try love".split())
_SPOKEN = frozenset("talk talks talked talking listen listens listened listening speak speaks".split())
_PERSONS = frozenset("me us".split())
_WHERE = frozenset("on in at out away late busy angry mad cold gone tired drunk".split())
_OWN = frozenset("me my us our".split())
_TURNS = frozenset("never always constantly hardly rarely keeps kept".split())
_DENIED = frozenset("do does did will would is was has had can could".split())
_OPENING = frozenset("when whenever because that if but how why".split())
_IS = frozenset(["is", "'s"])
_LONGEST = 20  # letters of a name
_NEAR = 5  # words in which "my" or "me" shows that a deed was done to the speaker


def set_right(words: Sequence[Word], written: Callable[[Word], str], known: frozenset[str]) -> list[Word]:
    """The words with slips put right and names as "partner"; ``written`` gives a word as it was typed."""
    found = list(_with_names(words, written, known))
    right: list[Word] = []
    for at, word in enumerate(found):
        before = _before(right)
        after = found[at + 1] if at + 1 < len(found) and not found[at + 1].pause else None
        if word.text == "no" and not word.pause and before in _speakers() and after and is_verb(after.text):
            right.append(_as(word, "not"))
            continue
        if word.text in _TWICE and before in named("partners") and not word.pause:
            continue  # "my wife she never listens"
        if word.text in _PERSONS and before in _SPOKEN and not word.pause:
            right.append(_as(word, "to"))
        elif is_verb(word.text) and before in _SOUGHT and len(right) > 1 and right[-2].text == "not":
            if not word.pause and at > 1 and found[at - 2].text == "no":
                right.append(_as(word, "to"))
        elif _lacks_be(right, word) and not word.pause:
            right.append(_as(word, "is" if right[-2].text not in ("you", "they", "we") else "are"))
        right.append(word)
    return right


def _with_names(words: Sequence[Word], written: Callable[[Word], str], known: frozenset[str]) -> Iterator[Word]:
    at = 0
    while at < len(words):
        size = _name(words, at, written, known)
        yield _as(words[at], "partner") if size else words[at]
        at += size or 1


def _name(words: Sequence[Word], at: int, written: Callable[[Word], str], known: frozenset[str]) -> int:
    """How many words from here are the name of somebody of whom something is said; 0 if none."""
    if not _capital(words[at], written, known) or not (
        words[at].pause == "." or words[max(0, at - 1)].text in _OPENING
    ):
        return 0
    size = 1
    if at + 1 < len(words) and not words[at + 1].pause and _capital(words[at + 1], written, known):
        size = 2  # "Mary Ann", "Jean-Luc"
    after = words[at + size : at + size + _NEAR]
    if after and after[0].text in _IS:  # "Sam's always late"
        after = after[1:]
        turned = bool(after) and after[0].text in named("absolute")
    else:
        turned = bool(after) and after[0].text in _TURNS
    if not after or after[0].pause:
        return 0
    texts = [word.text for word in after]
    denied = texts[0] in _DENIED and len(texts) > 1 and texts[1] in ("not", "never")
    deed = not is_verb(texts[0]) and (is_form(after[0], "past") or is_form(after[0], "present"))
    return size if turned or denied or (deed and bool(_OWN & set(texts[1:]))) else 0


def _capital(word: Word, written: Callable[[Word], str], known: frozenset[str]) -> bool:
    said = written(word)
    if not said[:1].isupper() or not said[1:2].islower() or len(said) > _LONGEST:
        return False
    return word.text not in known and word.text not in named("no_names")


def _lacks_be(right: Sequence[Word], word: Word) -> bool:
    """Whether "are" was left out here: "you always | on phone", "why you always | shouting"."""
    if (
        len(right) < 2
        or right[-1].text not in named("absolute")
        or right[-1].pause
        or right[-2].text not in _speakers()
    ):
        return False
    if len(right) > 2 and right[-3].text in ("are", "is", "do", "does", "did", "was", "were") and not right[-2].pause:
        return False
    return word.text in _WHERE or (is_form(word, "doing") and not is_verb(word.text))


def _before(right: Sequence[Word]) -> str:
    return right[-1].text if right else ""


def _as(word: Word, text: str) -> Word:
    return replace(word, text=text, light=False, pause=word.pause, bases=bases_of(text))


@cache
def _speakers() -> frozenset[str]:
    return _SUBJECTS | named("partners")
