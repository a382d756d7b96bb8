"""Words: a text as plain words, in the spelling the tables use, each knowing where it stood.

Contractions and chat spellings are opened up ("don't" → "do not", "u r" → "you are"); a slip is put right only where
one reading is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from content.statements import load
from dialogs.statements.slips import set_right
from dialogs.statements.vocabulary import Pause, Word, all_lists, bases_of, is_form, is_verb, known_verbs, named

__all__ = ["LONGEST", "MOST", "Word", "bases_of", "is_form", "is_verb", "named", "read_words", "spoken_to"]

LONGEST = 4096  # characters that are read: the length of a Telegram message
MOST = 300  # words in which meaning is looked for; no complaint is longer

_QUOTES = str.maketrans("’‘‛ʼ`´′＇", "''''''''")
_CLOCK = re.compile(r"(\d{1,2}(?:[:.]\d\d)?) ?([ap])\.? ?m\b\.?(?=\W|$)", re.IGNORECASE)  # "1 a.m."
_WORD = re.compile(rf"{_CLOCK.pattern}|[^\W_]+(?:'[^\W_]+)*", re.IGNORECASE)
_STOP = re.compile(r"[.!?;…\n]")
_COMMA = re.compile(r"[,:()\"“”—]|\s[-–]+\s")
_STRETCHED = re.compile(r"(.)\1{2,}")
_ENDINGS = (("n't", "not"), ("'re", "are"), ("'m", "am"), ("'ve", "have"), ("'ll", "will"), ("'d", "would"))
_IS_AFTER = frozenset("he she it that who what there how here where this why when".split())
_PERSONS = frozenset("me us him her them u you my ur your our".split())
_DONE = frozenset("talk ask tell get go do see make help come say bed work me".split())  # what "2" leads to
_WAYS_TO_BE = frozenset(
    """always never constantly so too not such being just still late bored online busy tired drunk asleep gone away
    mad""".split()
)
_SAID_OF_THEM = {
    **dict.fromkeys(("he", "she", "they", "him", "them"), "you"),
    **dict.fromkeys(("his", "their"), "your"),
    **dict.fromkeys(("himself", "herself", "themself", "themselves"), "yourself"),
}


def read_words(text: str, most: int | None = MOST) -> tuple[Word, ...]:
    """The words of a text, in order, from its first ``LONGEST`` characters; ``most`` of them, or all with None."""
    words: list[Word] = []
    last = 0
    pause: Pause = "."
    plain = text[:LONGEST].translate(_QUOTES)
    found = list(_WORD.finditer(plain))
    for at, match in enumerate(found):
        between = plain[last : match.start()]
        if last:
            pause = "." if _STOP.search(between) else "," if _COMMA.search(between) else ""
        last = match.end()
        after = found[at + 1].group().lower() if at + 1 < len(found) else ""
        written = match.group().lower()
        for meant in _meant(_CLOCK.sub(r"\1\2m", written), after):
            words.append(Word(meant, match.start(), match.end(), pause, meant in _light(), bases_of(meant)))
            pause = ""
        if most is not None and len(words) >= most:
            break
    return tuple(set_right(words, lambda word: text[word.start : word.end], _known()))


def spoken_to(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with he, she or they, who is the partner, turned into "you": patterns know only "you" and "your"."""
    turned: list[Word] = []
    for at, word in enumerate(words):
        said = _SAID_OF_THEM.get(word.text, word.text)
        if word.text == "her":
            after = words[at + 1] if at + 1 < len(words) else None
            owned = after is not None and not after.pause and not after.light and after.text not in _boundaries()
            said = "your" if owned else "you"
        turned.append(replace(word, text=said, bases=frozenset({said})) if said != word.text else word)
    return tuple(turned)


@cache
def _light() -> frozenset[str]:
    return named("adverbs") | named("dropped") | {"'s"}


@cache
def _boundaries() -> frozenset[str]:
    return named("boundaries") | {"to", "at", "in", "on", "for", "with", "about"}


@cache
def _known() -> frozenset[str]:
    tables = load()
    return frozenset({*known_verbs(), *tables.forms, *tables.spellings, "you", "so", "why"}).union(
        *all_lists().values()
    )


def _meant(word: str, after: str) -> Iterator[str]:
    """What a written word stands for, in one word or several."""
    spellings = load().spellings
    if word in ("your", "ur") and after in _WAYS_TO_BE:
        yield from ("you", "are")
    elif word == "2" and (after in _PERSONS or after in _DONE):
        yield "to"
    elif word == "4" and after in _PERSONS:
        yield "for"
    elif word in spellings:
        yield from spellings[word].split()
    elif "'" in word:
        yield from _opened(word)
    else:
        yield _shrunk(word)


def _opened(word: str) -> Iterator[str]:
    for ending, meaning in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            yield from _meant(word[: -len(ending)], "")
            yield meaning
            return
    if word.endswith("'s"):
        stem = word[:-2]
        yield from _meant(stem, "")
        yield "is" if stem in _IS_AFTER else "'s"
        return
    yield word.replace("'", "")


def _shrunk(word: str) -> str:
    """``neverrr`` → ``never``, if that is a word the tables know."""
    if len(word) > 40 or word in _known() or not _STRETCHED.search(word):
        return word
    return next((guess for by in (r"\1\1", r"\1") if (guess := _STRETCHED.sub(by, word)) in _known()), word)
