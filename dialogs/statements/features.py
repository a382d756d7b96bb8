"""Features: what the linear models look at in a text. The same text gives the same features, in the same order.

Words count in their base form, marked where they are denied, next to their neighbours, and with who does it. Lists of
related words ("phone", "screen") count as one thing more, so that a word no example had still says something.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from content.statements import load
from dialogs.statements.words import Word, named, spoken_to

_SUBJECTS = frozenset("you we i nobody it".split())
_SCOPE = 4  # words after a "not" that it may deny
_REACH = 4  # words after a subject that may be its verb
_LETTERS = 4  # of an unknown word that are looked at together
_DENYING = frozenset("not never nobody nothing no hardly rarely barely without stop quit".split())


def features_of(words: Sequence[Word]) -> tuple[str, ...]:
    """The features of a text, without doubles, in the order they first occur."""
    return tuple(dict.fromkeys(_features(spoken_to(words))))


def form_of(text: str, words: Sequence[Word]) -> tuple[str, ...]:
    """What a text looks like, whatever it is about: how its sentences begin, whom it names, whether it asks."""
    return tuple(dict.fromkeys(_form(text, words)))


def _form(text: str, words: Sequence[Word]) -> Iterator[str]:
    kept = [word for word in words if word.text not in named("dropped")]
    lemmas = [lemma_of(word) for word in kept]
    for at, word in enumerate(kept):
        if word.pause == ".":
            yield f"^{lemmas[at]}"
            yield f"^{' '.join(lemmas[at : at + 2])}"
            yield f"^{' '.join(lemmas[at : at + 3])}"
    plain = {word.text for word in words}
    for person in ("i", "you", "we", "he", "she", "my", "me", "your", "us"):
        yield f"${person}" if person in plain else f"$no {person}"
    yield f"$asks {text.rstrip().endswith('?')}"
    yield f"$size {min(len(words).bit_length(), 6)}"
    yield f"$not {any(word.text in named('not') for word in words)}"
    yield f"$absolute {any(word.text in named('absolute') for word in words)}"
    if "!" in text:
        yield "$!"


def _features(words: Sequence[Word]) -> Iterator[str]:
    kept = [word for word in words if word.text not in named("dropped")]
    lemmas = [lemma_of(word) for word in kept]
    denied = 0
    subject, since = "", 0
    for at, (word, lemma) in enumerate(zip(kept, lemmas, strict=True)):
        if word.pause:
            denied, subject = 0, "" if word.pause == "." else subject
        yield lemma
        for concept in concepts_of(lemma):
            yield f"@{concept}"
            if denied:
                yield f"not @{concept}"
        if denied:
            yield f"not {lemma}"
        if subject and since < _REACH:
            yield f"{subject}: {lemma}"
            if denied:
                yield f"{subject}: not {lemma}"
        if lemma in _SUBJECTS:
            subject, since = lemma, 0
        else:
            since += 1
        denied = _SCOPE if lemma in _DENYING else max(0, denied - 1)
        if at + 1 < len(kept) and kept[at + 1].pause != ".":
            yield f"{lemma} {lemmas[at + 1]}"
            if at + 2 < len(kept) and kept[at + 2].pause != ".":
                yield f"{lemma} _ {lemmas[at + 2]}"
        if not _is_known(lemma):
            edged = f"<{lemma}>"
            for start in range(len(edged) - _LETTERS + 1):
                yield f"~{edged[start : start + _LETTERS]}"


def lemma_of(word: Word) -> str:
    """The base form of a word: ``left`` → ``leave``, ``socks`` → ``sock``; of two verbs the first in the alphabet."""
    text = word.text
    if text in load().forms:
        return text
    bases = sorted(word.bases - {text})
    if bases:
        return bases[0]
    if text[0].isdigit():  # "3", "2am", "10th"
        return "#"
    if len(text) > 4 and text.endswith("ies"):
        return text[:-3] + "y"
    if len(text) > 3 and text.endswith("s") and not text.endswith(("ss", "us", "is")):
        return text[:-1]
    return text


def concepts_of(lemma: str) -> tuple[str, ...]:
    """The lists of related words that a base form stands in."""
    return _concepts().get(lemma, ())


@cache
def _is_known(lemma: str) -> bool:
    return (
        lemma in load().forms
        or lemma in _concepts()
        or len(lemma) <= _LETTERS
        or any(lemma in named(name) for name in load().readings["words"])
    )


@cache
def _concepts() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for concept, words in load().concepts.items():
        for word in words:
            found[word] = (*found.get(word, ()), concept)
    return found
