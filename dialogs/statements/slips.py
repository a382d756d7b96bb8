"""Slips: little English put right where one reading only is left ("you no listen me", "u allways late").

And names: "Sam never listens" speaks of the partner, as "my wife never listens" does; only where a name is plain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from content.statements import load
from dialogs.statements.words import Word, bases_of, is_form, is_verb, named

_SUBJECTS = frozenset("you he she they we i".split())
_SINGULAR = frozenset("he she".split())
_SOUGHT = frozenset("want like need try love".split())
_SPOKEN = frozenset("talk talks talked talking listen listens listened listening speak speaks".split())
_PERSONS = frozenset("me us".split())
_WHERE = frozenset("on in at out away late busy angry mad cold gone tired drunk".split())
_OWN = frozenset("me my us our".split())
_TURNS = frozenset("never always constantly hardly rarely keeps kept".split())
_DENIED = frozenset("do does did will would is was has had can could".split())
_OPENING = frozenset("when whenever because that if but how why".split())
_NEAR = 5  # words in which "my" or "me" shows that a deed was done to the speaker


def set_right(words: Sequence[Word], written: Callable[[Word], str], known: frozenset[str]) -> list[Word]:
    """The words with slips put right and names as "partner"; ``written`` gives a word as it was typed."""
    found = [_named(words, at, written, known) for at in range(len(words))]
    right: list[Word] = []
    for at, word in enumerate(found):
        before = _before(right)
        after = found[at + 1] if at + 1 < len(found) and not found[at + 1].pause else None
        if word.text == "no" and not word.pause and before in _speakers() and after and is_verb(after.text):
            right.append(_as(word, "not"))
            continue
        if word.text in _PERSONS and before in _SPOKEN and not word.pause:
            right.append(_as(word, "to"))
        elif is_verb(word.text) and before in _SOUGHT and len(right) > 1 and right[-2].text == "not":
            if not word.pause and at > 1 and found[at - 2].text == "no":
                right.append(_as(word, "to"))
        elif _lacks_be(right, word) and not word.pause:
            right.append(_as(word, "is" if right[-2].text not in ("you", "they", "we") else "are"))
        right.append(word)
    return right


def _named(words: Sequence[Word], at: int, written: Callable[[Word], str], known: frozenset[str]) -> Word:
    """The word, or "partner" in its place if it is a name that something is said of."""
    word = words[at]
    said = written(word)
    if not (said[:1].isupper() and said[1:2].islower()) or word.text in known or word.text in named("no_names"):
        return word
    opens = word.pause == "." or (at > 0 and words[at - 1].text in _OPENING)
    after = words[at + 1 : at + 1 + _NEAR]
    if not opens or not after or after[0].pause or len(word.text) > 20:
        return word
    first = 0
    if after[0].text == "'s":
        first = 1
    texts = [part.text for part in after]
    if first >= len(texts):
        return word
    denied = texts[0] in _DENIED and texts[1:2] and texts[1] in ("not", "never", "always", "constantly")
    deed = (is_form(after[0], "past") or is_form(after[0], "present")) and not is_verb(texts[0])
    if texts[first] in _TURNS or denied or (deed and bool(_OWN & set(texts[1:]))):
        return _as(word, "partner")
    return word


def _lacks_be(right: Sequence[Word], word: Word) -> bool:
    """Whether "are" was left out here: "you always | on phone", "why you always | shouting"."""
    if len(right) < 2 or right[-1].text not in named("absolute") or right[-1].pause or right[-2].text not in _speakers():
        return False
    if len(right) > 2 and right[-3].text in ("are", "is", "do", "does", "did", "was", "were") and not right[-2].pause:
        return False
    return word.text in _WHERE or (is_form(word, "doing") and not is_verb(word.text))


def _before(right: Sequence[Word]) -> str:
    return right[-1].text if right else ""


def _as(word: Word, text: str) -> Word:
    light = text in ("to",) and False
    return replace(word, text=text, light=light, pause=word.pause if text != "to" else "", bases=bases_of(text))


@cache
def _speakers() -> frozenset[str]:
    return _SUBJECTS | named("partners")
